"""What takes long is asked for now and then while it plays, and at once while it does not."""

import pytest

from gui.run import seldom
from gui.run.seldom import Seldom


@pytest.mark.parametrize(("made", "soonest"), [(Seldom(), 0.3), (Seldom(2.0), 2.0)])
def test_it_is_time_again_after_a_while(
    monkeypatch: pytest.MonkeyPatch, made: Seldom, soonest: float
) -> None:
    now = [1_000.0]
    monkeypatch.setattr(seldom.time, "monotonic", lambda: now[0])
    assert not made.waits(playing=True)
    made.asked()
    for after, waits in ((0.0, True), (0.99 * soonest, True), (1.01 * soonest, False)):
        now[0] = 1_000.0 + after
        assert made.waits(playing=True) is waits
        assert not made.waits(playing=False)
    made.asked()
    assert made.waits(playing=True)
