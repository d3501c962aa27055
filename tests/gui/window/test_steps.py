"""Steps by hand, in the window: one movement from cause to effect, stages forward and back."""

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.theme import LIGHT
from gui.window import MainWindow
from gui.window import window as window_module
from tests.article import Article
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(**fields: object) -> MainWindow:
        window = MainWindow(Experiment(**fields))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close()


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def until_shown(qtbot: QtBot, window: MainWindow, text: str) -> None:
    qtbot.waitUntil(lambda: window.bars.status.text().startswith(text), timeout=20_000)


def predictions_of(epoch: int) -> np.ndarray:
    """What the article's own code predicts in `epoch`."""
    return next(islice(Article(0, 1e-5), epoch - 1, None)).preds


def test_an_epoch_by_hand_is_a_movement_that_ends_at_its_effect(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    shares: list[float] = []
    window.movement.progressed.connect(shares.append)
    with qtbot.waitSignal(window.movement.ended, timeout=20_000):
        trigger(window, "stepEpochAction")
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)
    assert window.bars.status.text() == "epoch 1 / 200    loss\u00a036,415\u00a0→\u00a07,393.7"
    assert ("after", "7,393.7") in window.fit.ghost.end_labels.texts
    said = ["36,415 epoch 1", "7,393.7 where epoch 2 begins"]
    assert window.body.view("loss").to_come.labels.texts == said
    card = window.findChild(QWidget, "stageChip_update")
    assert card.accessibleDescription().endswith("loss 36,415 → 7,393.7")
    np.testing.assert_array_equal(window.fit.prediction_dots.y, predictions_of(2))


def test_backward_and_update_are_movements_and_the_other_stages_are_none(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT):
        trigger(window, "stepStageAction")
        qtbot.waitUntil(lambda stage=stage: window.player.stage is stage, timeout=20_000)
        assert window.movement.running == (stage is Stage.BACKWARD)
        window.movement.stop()
    with qtbot.waitSignal(window.movement.ended, timeout=20_000):
        trigger(window, "stepStageAction")
    assert window.player.cursor == 1


def test_playing_seeking_and_going_back_are_no_movement(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=20)
    shares: list[float] = []
    window.movement.progressed.connect(shares.append)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    until_shown(qtbot, window, "epoch 20 / 20")
    window.player.seek(3)
    until_shown(qtbot, window, "epoch 3 / 20")
    window.player.seek(4)
    until_shown(qtbot, window, "epoch 4 / 20")
    trigger(window, "stepBackAction")
    until_shown(qtbot, window, "epoch 3 / 20")
    assert shares == []
    with qtbot.waitSignal(window.movement.ended, timeout=20_000):
        trigger(window, "stepEpochAction")
    assert shares[0] == 0


def test_steps_faster_than_the_movement_all_arrive(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    for _ in range(5):
        trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 5 / 200")
    qtbot.waitUntil(lambda: not window.movement.running, timeout=20_000)
    np.testing.assert_array_equal(window.fit.prediction_dots.y, predictions_of(6))
    assert window.body.view("loss").to_come.ring.x.tolist() == [6]


def test_going_elsewhere_in_the_middle_of_a_movement_ends_it(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    window.following.set_on(False)
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.movement.running, timeout=20_000)
    trigger(window, "stageBackAction")
    qtbot.waitUntil(lambda: window.player.stage is Stage.GRADIENT, timeout=20_000)
    qtbot.waitUntil(lambda: not window.movement.running, timeout=20_000)
    assert window.fit.ghost.end_labels.texts == []


def test_without_animation_the_effect_is_there_at_once(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shares: list[float] = []
    window.movement.progressed.connect(shares.append)
    assert window.bars.animate.isChecked()
    trigger(window, "animateStepsAction")
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    assert ("after", "7,393.7") in window.fit.ghost.end_labels.texts
    assert shares == []
    # It is remembered.
    assert not open_window().movement.enabled


def test_nothing_moves_where_the_system_asks_for_stillness(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(window_module, "wants_stillness", lambda: True)
    window = open_window()
    assert not window.movement.enabled
    assert not window.bars.animate.isChecked()
    # A person's own wish counts for more.
    trigger(window, "animateStepsAction")
    assert open_window().movement.enabled


def test_a_click_on_a_card_shows_the_epoch_as_it_was_and_shift_down_goes_back(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    at_front(qtbot, window)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    qtbot.mouseClick(window.findChild(QWidget, "stageChip_loss"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.player.stage is Stage.LOSS, timeout=20_000)
    qtbot.waitUntil(lambda: "squares" in window.fit.note.text(), timeout=20_000)
    assert window.fit.ghost.end_labels.texts == []
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.player.stage is Stage.PREDICT, timeout=20_000)
    update = window.findChild(QWidget, "stageChip_update")
    update.setFocus()
    qtbot.keyClick(update, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.player.stage is None, timeout=20_000)
    assert window.player.cursor == 1
    assert update.hasFocus()


def test_the_dots_of_the_cards_slide_along_their_curves(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "animateStepsAction")
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    plot = window.body.view("moves").cards[0].curves.plot

    def dot_at(progress: float) -> float:
        window.body.set_progress(progress)
        return float(drawing(plot).circle(fill=LIGHT.negative).points[0, 0])

    begin, middle, end = dot_at(0.0), dot_at(0.33), dot_at(1.0)
    # The article's first epoch moves a to the right: the dot starts on the ring of the old value.
    ring = next(mark for mark in drawing(plot) if mark.stroke == LIGHT.text and mark.radius)
    assert begin == pytest.approx(ring.points[0, 0], abs=1)
    assert begin + 5 < middle < end - 5
