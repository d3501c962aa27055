"""The clock says when a frame is due, and waits for what is painted."""

import pytest
from pytestqt.qtbot import QtBot

from gui.run import clock as module
from gui.run.clock import Clock


@pytest.fixture
def clock(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Clock:
    # No paint, no frame: the fallback is put off.
    monkeypatch.setattr(module, "DRAWN_AT_LAST_MS", 3_600_000)
    clock = Clock(None)  # type: ignore[arg-type]
    clock.set_speed(None)
    yield clock
    clock.stop()


def test_the_first_frame_is_due_at_once(clock: Clock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(clock.due):
        clock.begin()


def test_at_full_speed_the_next_is_due_when_the_last_is_painted(clock: Clock, qtbot: QtBot) -> None:
    clock.start()
    with qtbot.waitSignal(clock.due):
        clock.drawn()


def test_what_is_painted_beside_the_frames_makes_none_due(clock: Clock, qtbot: QtBot) -> None:
    clock.drawn()
    clock.set_speed(1e-3)
    clock.pace.epochs(recorded=False)
    clock.start()
    with qtbot.assertNotEmitted(clock.due):
        clock.drawn()
        qtbot.wait(1)


def test_another_speed_does_not_wait_for_the_frame_of_the_old_one(
    clock: Clock, qtbot: QtBot
) -> None:
    clock.set_speed(1e-3)
    clock.pace.epochs(recorded=False)
    clock.start()
    with qtbot.waitSignal(clock.due):
        clock.set_speed(10.0)


def test_the_fallback_comes_where_nothing_is_painted(
    clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRAWN_AT_LAST_MS", 1)
    with qtbot.waitSignal(clock.due):
        clock.start()
