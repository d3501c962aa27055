"""At the end of a run: Space and → go on, say so, and can be taken back."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.windows import Open, at_front, text, trigger, until_shown

Key = Qt.Key


def at_its_end(open_window: Open, qtbot: QtBot, **fields: object) -> MainWindow:
    window = open_window(**fields)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    until_shown(qtbot, window, f"epoch {len(window.player.history)} /")
    at_front(qtbot, window)
    return window


def test_the_right_arrow_trains_one_more_and_one_undo_takes_all_of_them_back(
    open_window: Open, qtbot: QtBot
) -> None:
    window = at_its_end(open_window, qtbot, epochs=5)
    assert window.banner.text.startswith("Finished 5 epochs")
    for _ in range(3):
        qtbot.keyClick(window, Key.Key_Right)
    until_shown(qtbot, window, "epoch 8 / 8")
    assert window.banner.text == (
        "Epoch 8 is one more than was asked for: 8 are now. Ctrl+Z takes that back."
    )
    assert text(window, "timelineEpoch") == "epoch 8 of 8"
    trigger(window, "undoAction")
    assert window.player.experiment.epochs == 5
    # What is trained is not lost.
    assert len(window.player.history) == 8


def test_space_asks_for_as_many_again_and_plays_on(open_window: Open, qtbot: QtBot) -> None:
    window = at_its_end(open_window, qtbot, epochs=5)
    window.set_speed(2)
    qtbot.keyClick(window, Key.Key_Space)
    assert window.player.state == "playing"
    assert window.banner.text == (
        "All 5 epochs were trained, so it plays on to 10. Ctrl+Z takes that back."
    )
    until_shown(qtbot, window, "epoch 6 / 10")
    trigger(window, "undoAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    assert window.player.experiment.epochs == 5


def test_a_stage_at_the_end_is_one_of_the_next_epoch(open_window: Open, qtbot: QtBot) -> None:
    window = at_its_end(open_window, qtbot, epochs=5)
    qtbot.keyClick(window, Key.Key_Down)
    until_shown(qtbot, window, "epoch 6 / 6")
    assert text(window, "timelineEpoch") == "epoch 6 of 6"
    assert window.player.cursor == 5
    assert window.timeline.slider.value() == 5
    assert 0 < window.timeline.slider.part < 1


def test_a_run_that_stopped_at_its_loss_goes_on_without_it(open_window: Open, qtbot: QtBot) -> None:
    window = at_its_end(open_window, qtbot, stop_at_loss=700.0)
    losses = window.player.history.loss
    assert losses[-1] <= 700 < losses[:-1].min()
    assert window.banner.text.startswith(f"Stopped at epoch {len(losses)}, as asked: ")
    qtbot.keyClick(window, Key.Key_Right)
    until_shown(qtbot, window, f"epoch {len(losses) + 1} /")
    assert window.player.experiment.stop_at_loss is None
    assert window.banner.text.startswith("It no longer stops at a loss of 700.00.")
    trigger(window, "undoAction")
    assert window.player.experiment.stop_at_loss == 700.0


def test_a_run_left_while_its_last_epoch_is_trained_is_not_extended(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=3)
    trigger(window, "stepEpochAction", 2)
    until_shown(qtbot, window, "epoch 2 / 3")
    trigger(window, "stepEpochAction")
    trigger(window, "playAction")
    window.change({"formula": "a*t + b"})
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    until_shown(qtbot, window, "epoch 0 / 3")
    assert window.player.experiment.epochs == 3
    trigger(window, "undoAction")
    assert window.player.experiment.formula != "a*t + b"


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Right, Key.Key_Down])
def test_a_failed_run_is_not_extended(open_window: Open, qtbot: QtBot, key: Qt.Key) -> None:
    window = open_window(learning_rate=1e-4)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    said = window.banner.text
    window.banner.clear()
    at_front(qtbot, window)
    qtbot.keyClick(window, key)
    assert window.banner.text == said
    assert not window.changes.canUndo()
