"""What a view by hand asks: about the update shown, and seldom while the run plays."""

from dataclasses import replace

import pytest

from gui.run import seldom as module
from gui.run.by_hand import AskedByHand
from gui.run.seldom import SOONEST
from tests.gui.views import make_view


def test_while_it_plays_other_numbers_are_asked_for_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    asked = AskedByHand()
    one, two = (replace(make_view(epochs=k), playing=True) for k in (1, 2))
    first = asked.query(one, 0)
    assert first is not None
    now[0] += SOONEST * 0.9
    assert asked.query(two, 0) is first
    # Another parameter is asked about at once, and so is where the run is paused.
    assert asked.query(two, 1).param == 1
    paused = asked.query(replace(one, playing=False), 1)
    assert paused.begun is one.snapshot
    now[0] += SOONEST * 1.1
    assert asked.query(two, 1).begun is two.snapshot
