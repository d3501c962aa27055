"""Predict mode as a whole: when it asks, how it is left, and what it keeps."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from engine.predicting import Sort
from engine.runs import Stage
from gui.lessons.option import WrappedButton
from gui.predicting import mode
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.predicting.person import (
    ASKED,
    KEY,
    LEFT,
    ask,
    by_keys,
    here,
    panel,
    press,
    settle,
    tally,
    told,
    trained_to,
)
from tests.gui.telling import places
from tests.gui.windows import Open, edit, trigger


def arranged(window: MainWindow) -> tuple[object, ...]:
    return (
        window.body.front, window.body.shares(), window.column.isVisible(),
        window.fit.visible(), window.covers.hidden, window.covers.part, window.asking.kind,
        window.dimming.isVisible(), window.player.speed, window.player.experiment,
    )  # fmt: skip


def test_nothing_runs_while_it_is_asked(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    ask(qtbot, window)
    for name in ("playAction", "stepStageAction", "stepEpochAction", "latestAction"):
        trigger(window, name)
    press(qtbot, window, KEY.Key_Space, KEY.Key_End, KEY.Key_Home)
    settle(qtbot, window)
    assert here(window) == (0, None)
    assert not window.player.playing


def test_escape_skips_the_question_and_runs_the_step(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    for before, sort in enumerate(("direction", "loss_way", "flip", "largest")):
        only(sort)  # type: ignore[arg-type]
        ask(qtbot, window)
        press(qtbot, window, KEY.Key_Escape)
        qtbot.waitUntil(lambda before=before: here(window) == (before + 1, None), timeout=20_000)
        settle(qtbot, window)
        assert panel(window) is None
        assert window.column.isVisible()
    assert tally().given == 0
    assert window.predicting.on


@pytest.mark.parametrize("sort", ["direction", "point", "loss_curve", "flip"])
def test_switching_it_off_restores_everything(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    window.body.turn_to("landscape")
    window.body.turn_to("curvature")
    settle(qtbot, window)
    only(sort)
    before = arranged(window)
    ask(qtbot, window)
    assert arranged(window) != before
    trigger(window, "predictModeAction")
    settle(qtbot, window)
    assert panel(window) is None
    assert arranged(window) == before
    assert here(window) == (0, None)
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: here(window) == (1, None), timeout=20_000)


def test_an_answer_can_be_closed(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("point")
    before = window.body.front, window.fit.visible()
    posed = ask(qtbot, window)
    leave = window.findChild(QPushButton, "lessonLeaveButton")
    assert (leave.text(), leave.toolTip()) == ("Skip", "Skip (Escape)")
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    assert (leave.text(), leave.toolTip()) == ("Close", "Close (Escape)")
    assert window.findChild(WrappedButton, "lessonNextButton").words == "Predict the next step"
    press(qtbot, window, KEY.Key_Escape)
    settle(qtbot, window)
    assert panel(window) is None
    assert window.column.isVisible()
    assert (window.body.front, window.fit.visible()) == before
    assert here(window) == (1, None)
    assert not places(window, "adds most")


def test_play_plays_without_a_question(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    assert panel(window) is None


def test_play_overtakes_a_step_about_which_a_question_is_still_sought(
    qtbot: QtBot, window: MainWindow
) -> None:
    for name in ("stepStageAction", "stepEpochAction"):
        trigger(window, "resetAction")
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        trigger(window, name)
        assert window.predicting.busy
        trigger(window, "playAction")
        qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
        settle(qtbot, window)
        assert panel(window) is None


def test_a_step_is_left_where_another_epoch_is_gone_to_meanwhile(
    qtbot: QtBot, window: MainWindow
) -> None:
    trained_to(qtbot, window, 5)
    trigger(window, "stepStageAction")
    assert window.predicting.busy
    window.player.seek(2)
    settle(qtbot, window)
    assert here(window) == (2, None)
    assert panel(window) is None


def test_what_is_said_to_happen_happens(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    history = window.player.history
    only("loss_size")
    posed = ask(qtbot, window)
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    only("loss_curve")
    course = ask(qtbot, window)
    by_keys(qtbot, window, course)
    told(qtbot, window)
    window.player.step_epoch()
    qtbot.waitUntil(lambda: len(history) >= 1 + course.epochs + 1, timeout=20_000)
    assert float(history.loss[1]) == posed.truth
    assert isinstance(course.question.about, tuple)
    made = tuple(float(history.loss[int(epoch) - 1]) for epoch in course.question.about)
    assert made == course.truth


def test_recorded_epochs_are_asked_about_as_they_were(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    window.change({"learning_rate": 3e-5})
    trained_to(qtbot, window, 6)
    window.change({"learning_rate": 1e-6})
    for cursor in range(5):
        trained_to(qtbot, window, cursor)
        posed = ask(qtbot, window)
        update = window.player.history[cursor]
        moved = float(update.updated_params[0] - update.params[0])
        assert posed.truth == ("left" if moved < 0 else "right")
        trigger(window, "predictModeAction", times=2)
    assert len(window.player.history) == 6


def test_stages_are_asked_about_what_they_make(qtbot: QtBot, window: MainWindow) -> None:
    def stage(key: Qt.Key, at: tuple[int, Stage | None]) -> None:
        press(qtbot, window, key)
        qtbot.waitUntil(lambda: here(window) == at, timeout=20_000)
        settle(qtbot, window)

    stage(KEY.Key_Down, (0, Stage.PREDICT))
    point = ask(qtbot, window, KEY.Key_Down)
    assert point.sort == "point"
    by_keys(qtbot, window, point)
    told(qtbot, window)
    assert here(window) == (0, Stage.LOSS)
    stage(KEY.Key_Down, (0, Stage.BACKWARD))
    assert panel(window) is None
    largest = ask(qtbot, window, KEY.Key_Down)
    assert largest.sort == "largest"
    by_keys(qtbot, window, largest)
    told(qtbot, window)
    assert here(window) == (0, Stage.GRADIENT)
    assert ask(qtbot, window, KEY.Key_Down).sort in ("direction", "loss_way")


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda window: window.player.seek(1),
        lambda window: window.change({"seed": 3}),
        lambda window: window.change({"learning_rate": 2e-5}),
    ],
)
def test_a_question_is_withdrawn_when_the_run_is_elsewhere(
    qtbot: QtBot,
    window: MainWindow,
    only: Callable[[Sort], None],
    elsewhere: Callable[[MainWindow], None],
) -> None:
    only("direction")
    trained_to(qtbot, window, 2)
    ask(qtbot, window)
    elsewhere(window)
    qtbot.waitUntil(lambda: panel(window) is None, timeout=20_000)
    assert not window.covers.hidden
    assert window.column.isVisible()


@pytest.mark.parametrize("folded", [False, True])
def test_the_experiment_takes_its_place_back(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], folded: bool
) -> None:
    if folded:
        trigger(window, "experimentPanelAction")
    only("direction")
    ask(qtbot, window)
    trigger(window, "learningRateAction")
    assert panel(window) is None
    assert window.column.isVisible()
    assert window.focusWidget() is edit(window, "learningRateEdit")
    assert not window.covers.hidden


def test_what_a_classroom_layout_hides_is_not_asked_about(qtbot: QtBot, window: MainWindow) -> None:
    window.body.show_only(["loss"])
    settle(qtbot, window)
    for before in range(8):
        ask(qtbot, window)
        press(qtbot, window, KEY.Key_Escape)
        qtbot.waitUntil(lambda before=before: here(window) == (before + 1, None), timeout=20_000)
        settle(qtbot, window)
    assert {each.part for each in ASKED} == {"loss"}


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Right])
def test_a_run_that_is_stopped_on_its_way_tells_nothing(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], key: Qt.Key
) -> None:
    only("loss_curve")
    window.set_speed(2)
    posed = ask(qtbot, window)
    by_keys(qtbot, window, posed)
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)
    only("direction")
    qtbot.keyClick(window, key)
    if key is KEY.Key_Space:
        qtbot.waitUntil(lambda: panel(window) is None, timeout=20_000)
        assert not window.player.playing
        assert window.player.cursor < posed.epochs
    else:
        qtbot.waitUntil(lambda: here(window) == (2, None), timeout=20_000)
    qtbot.waitUntil(lambda: not window.player.playing, timeout=20_000)
    settle(qtbot, window)
    assert ask(qtbot, window).sort == "direction"


def test_a_lesson_takes_the_place_of_a_question(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    ask(qtbot, window)
    asked = panel(window)
    window.teaching.begin(1)
    qtbot.waitUntil(lambda: window.teaching.on, timeout=20_000)
    settle(qtbot, window)
    assert panel(window) is not asked
    window.teaching.leave()
    settle(qtbot, window)
    assert window.column.isVisible()
    assert not window.covers.hidden


def test_where_nothing_can_be_asked_the_step_just_runs(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(requires_grad=False)
    settle(qtbot, window)
    trigger(window, "predictModeAction")
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    short = open_window(epochs=1)
    settle(qtbot, short)
    trigger(short, "stepEpochAction")
    qtbot.waitUntil(lambda: short.player.state == "finished", timeout=20_000)
    trigger(short, "predictModeAction")
    with qtbot.waitSignal(short.player.moreWanted, timeout=20_000):
        press(qtbot, short, KEY.Key_Right)
    assert panel(short) is None


def test_where_nothing_is_definite_the_step_just_runs(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mode, "find", lambda _moment: [])
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: here(window) == (1, None), timeout=20_000)


def test_the_tally_is_kept_shown_and_cleared(
    qtbot: QtBot, open_window: Open, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    for way in ("right", "left"):
        ask(qtbot, window)
        window.asking.answer(way)
        told(qtbot, window)
    later = open_window()
    assert tally().words == "signs 1 of 2"
    trigger(later, "predictionsAction")
    dialog = later.findChild(QDialog, "tallyDialog")
    assert "1 of 2" in drawing(dialog).texts
    assert "Which way a parameter goes" in drawing(dialog).texts
    qtbot.mouseClick(dialog.findChild(QPushButton, "tallyClearButton"), LEFT)
    assert tally().given == 0
    assert any("Nothing has been predicted yet" in text for text in drawing(dialog).texts)
    qtbot.mouseClick(dialog.findChild(QPushButton, "tallyCloseButton"), LEFT)
    assert tally().given == 0
