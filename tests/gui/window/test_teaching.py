"""Lessons are entered with everything the person has kept aside, and left with all as it was."""

from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.experiment import Classroom, Experiment
from engine.experiment.document import load, save
from engine.experiment.unsaved import read
from engine.lessons import Asked, read_set
from engine.queries.lesson import LessonQuery
from engine.runs import History, Stage
from engine.training import Problem
from gui.files.shelf import left_behind, shelf
from gui.panels.moves import MovesPanel
from gui.plots.loss import LossPlot
from gui.window import MainWindow
from tests.gui.lessons.taught import (
    asked,
    begin,
    button,
    press,
    reply_with_the_keys,
    told,
    until,
)
from tests.gui.windows import Open, text, trained, trigger, until_shown

KEY = Qt.Key


def kept(history: History) -> tuple[Any, ...]:
    return tuple(np.array(each) for each in (history.params, history.loss, history.gradient))


def had(window: MainWindow) -> dict[str, Any]:
    """All that the person has in `window`."""
    player, changes, body = window.player, window.changes, window.body
    return {
        "experiment": player.experiment,
        "history": [array.tolist() for array in kept(player.history)],
        "cursor": (player.cursor, player.stage),
        "state": player.state,
        "undo": (changes.count(), changes.index(), changes.isClean(), changes.undoText()),
        "can undo": (window.bars.undo.isEnabled(), window.bars.redo.isEnabled()),
        "front": body.front,
        "enlarged": body.enlarged,
        "shares": body.shares(),
        "column": window.column.isHidden(),
        "log": window.log.folded,
        "speed": player.speed,
        "following": window.following.on,
        "ghost": window.ghosting.on,
        "pulls": window.bars.pulls.isChecked(),
        "picked": window.picks.picked,
        "fit": window.fit.visible(),
        "title": window.windowTitle(),
        "name": (window.documents.path, window.documents.modified),
        "banner": (window.banner.text, window.banner.message.ways),
        "status": window.bars.status.text(),
        "behind": window._view is not None and window._view.previous is not None,
    }


def walk(qtbot: QtBot, window: MainWindow) -> None:
    """Through the first lesson into the second, and then far away."""
    lesson = begin(qtbot, window, 1)
    reply_with_the_keys(qtbot, window, lesson.question(), 5.0)
    told(qtbot, window)
    press(qtbot, window, KEY.Key_Return)
    asked(qtbot, window)
    begin(qtbot, window, 12)


def leave(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, KEY.Key_Escape)
    assert not window.teaching.on
    settled(qtbot, window)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    until(qtbot, lambda: window.settled)


def test_leaving_restores_everything(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    window = open_window(formula="a*t + b", learning_rate=1e-4)
    window.resize(1300, 850)
    window.change({"epochs": 40})
    window.change({"learning_rate": 2e-4})
    window.changes.undo()
    trained(qtbot, window)
    window.set_speed(25)
    window.player.seek(17)
    until_shown(qtbot, window, "epoch 17 /")
    window.body.turn_to("by_hand")
    window.body.turn_to("curvature")
    window.log.folded = False
    window.following.set_on(False)
    window.picks.pick(3)
    window.fit.set_visible(1.0, 9.0, -50.0, 50.0)
    settled(qtbot, window)
    before, history = had(window), window.player.history
    walk(qtbot, window)
    assert window.player.experiment != before["experiment"]
    assert not window.bars.undo.isEnabled()
    leave(qtbot, window)
    assert had(window) == before
    assert window.player.history is history, "it was trained again"
    window.body.turn_to("fit")
    assert window.fit.visible() == before["fit"]
    window.body.turn_to("by_hand")
    assert not window.covers.hidden
    assert window.dimming.isHidden()
    # The run can go on where it was, and the change be done again.
    window.changes.redo()
    trigger(window, "latestAction")
    window.change({"epochs": 45})
    trained(qtbot, window)
    assert len(window.player.history) == 45
    assert window.player.history.params[:40].tolist() == before["history"][0][:40]


def test_a_lesson_lends_the_window_but_no_way_to_one_s_own_experiment(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    window.changes.arrange(Classroom(views=("fit",), settings={}))
    window.change({"epochs": 40})
    window.change({"epochs": 50})
    window.changes.undo()

    def possible() -> dict[str, bool]:
        names = (action.objectName() for action in window.bars.actions.all)
        return {name: window.findChild(QAction, name).isEnabled() for name in names}

    before = possible()
    begin(qtbot, window, 1)
    closed = {name for name, on in possible().items() if before[name] and not on}
    # Nor does the run go on before the answer.
    assert closed == {
        *("saveAction", "saveAsAction", "openTableAction", "pasteTableAction"),
        *("undoAction", "redoAction", "learningRateAction", "newSeedAction"),
        *("experimentPanelAction", "predictModeAction"),
        *("classroomLayoutAction", "classroomLockAction"),
        *("resetAction", "playAction", "stepStageAction", "stepEpochAction", "latestAction"),
    }
    leave(qtbot, window)
    assert possible() == before


def test_what_was_switched_on_is_off_in_a_lesson_and_on_again_afterwards(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", times=2)
    until_shown(qtbot, window, "epoch 2 /")
    moves = cast(MovesPanel, window.body.view("moves"))

    def switched() -> dict[str, object]:
        return {
            "pulls": window.bars.pulls.isChecked(),
            "ghost": window.bars.ghost.isChecked(),
            "following": window.bars.follow.isChecked(),
            "log": not window.log.folded,
            "picked": window.picks.picked is not None,
            "common": moves.common,
        }

    window.log.folded = False
    window.ghosting.set_on(True)
    window.show_pulls(True)
    window.picks.pick(3)
    moves.set_common(True)
    settled(qtbot, window)
    assert all(switched().values())
    begin(qtbot, window, 2)
    assert not any(switched().values()), switched()
    leave(qtbot, window)
    assert all(switched().values()), switched()


def test_a_range_in_front_comes_back(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trained(qtbot, window)
    loss = window.body.view("loss")
    assert isinstance(loss, LossPlot)
    window.fit.set_visible(1.0, 9.0, -50.0, 50.0)
    loss.set_visible(20.0, 60.0, 2.0, 3.0)
    loss.box.sigRangeChangedManually.emit(loss.box.state["mouseEnabled"])
    settled(qtbot, window)
    fit, epochs = window.fit.visible(), loss.visible()[:2]
    walk(qtbot, window)
    leave(qtbot, window)
    assert window.fit.visible() == fit
    assert loss.visible()[:2] == pytest.approx(epochs)


def test_tab_reaches_all_of_the_panel(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    begin(qtbot, window, 8)
    reached = set()
    for _ in range(120):
        press(qtbot, window, KEY.Key_Tab)
        focus = window.focusWidget()
        reached.add(focus.objectName() if focus is not None else "")
    assert {"lessonListButton", "lessonOption0", "lessonOption3", "lessonLeaveButton"} <= reached
    assert "learningRateEdit" not in reached


def test_return_on_a_button_presses_it_and_answers_nothing(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    begin(qtbot, window, 2)
    replies: list[object] = []
    window.asking.replied.connect(replies.append)
    button(window, "lessonListButton").setFocus()
    press(qtbot, window, KEY.Key_Return)
    assert button(window, "lessonListButton").isChecked()
    button(window, "lessonLeaveButton").setFocus()
    press(qtbot, window, KEY.Key_Return)
    assert not window.teaching.on
    assert replies == []


def test_a_run_under_way_is_taken_up_within_its_epoch(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 /")
    for stage in list(Stage)[:3]:
        trigger(window, "stepStageAction")
        until(qtbot, lambda stage=stage: window.player.stage is stage)
    settled(qtbot, window)
    before = had(window)
    walk(qtbot, window)
    leave(qtbot, window)
    assert had(window) == before
    trigger(window, "stepStageAction", times=2)
    until(qtbot, lambda: window.player.cursor == 2)
    alone = open_window()
    trigger(alone, "stepEpochAction", times=2)
    until(qtbot, lambda: alone.player.cursor == 2)
    for mine, theirs in zip(kept(window.player.history), kept(alone.player.history), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_what_plays_is_paused_and_nothing_of_it_is_lost(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(epochs=100_000)
    window.set_speed(None)
    trigger(window, "playAction")
    until(qtbot, lambda: len(window.player.history) > 1_000)
    trigger(window, "lessonsAction")
    asked(qtbot, window)
    leave(qtbot, window)
    player = window.player
    assert player.state == "paused"
    here = player.cursor
    assert here == len(player.history)
    trigger(window, "stepEpochAction")
    until(qtbot, lambda: player.cursor == here + 1)


def test_a_failure_and_its_remedies_come_back(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(requires_grad=False)
    trigger(window, "stepEpochAction")
    until(qtbot, lambda: window.player.state == "failed")
    settled(qtbot, window)
    before = had(window)
    assert "PyTorch refused" in window.banner.text
    walk(qtbot, window)
    assert "PyTorch refused" not in window.banner.text
    leave(qtbot, window)
    assert had(window) == before
    window.banner.findChildren(QPushButton)[0].click()
    assert window.player.experiment.requires_grad


def test_lessons_leave_files_and_unsaved_work_alone(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    path = tmp_path / "mine.learnscope"
    window.documents._write(path, lambda: None)
    recent = window.documents.recent
    window.change({"learning_rate": 3e-5})
    walk(qtbot, window)
    assert not window.bars.save.isEnabled()
    assert window.documents.recent == recent
    assert window.documents.path == path
    assert window.documents.modified
    (folder,) = (each for each in shelf().iterdir() if each.is_dir())
    work = read(folder)
    assert work.states[work.at].experiment == Experiment(learning_rate=3e-5)
    leave(qtbot, window)
    assert window.bars.save.isEnabled()
    window.documents.save()
    assert load(path).experiment == Experiment(learning_rate=3e-5)


def test_closing_within_a_lesson_loses_nothing(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.change({"learning_rate": 3e-5})
    trigger(window, "stepEpochAction", times=3)
    until_shown(qtbot, window, "epoch 3 /")
    walk(qtbot, window)
    window.close()
    assert not window.isVisible()
    found, damaged = left_behind()
    assert damaged == []
    (work,) = found
    assert work.head.quiet
    work.place.leave()
    again = open_window()
    until(qtbot, lambda: again.offering.latest is not None)
    again.offering.bring_back_latest()
    until(qtbot, lambda: again.player.cursor == 3)
    assert again.player.experiment == Experiment(learning_rate=3e-5)


def test_a_new_experiment_leaves_the_lesson_first(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(learning_rate=3e-5)
    begin(qtbot, window, 8)
    trigger(window, "newAction")
    assert not window.teaching.on
    until(qtbot, lambda: window.player.state == "ready")
    assert window.player.experiment == Experiment()
    assert window.column.isVisible()


def test_a_file_that_is_read_meanwhile_leaves_the_lesson(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    window.movement.enabled = False
    path = tmp_path / "other.learnscope"
    save(Experiment(learning_rate=3e-5), path)
    window.documents.open(path)
    window.teaching.begin(2)
    assert window.teaching.on
    until(qtbot, lambda: window.documents.path == path)
    assert not window.teaching.on
    assert window.player.experiment == Experiment(learning_rate=3e-5)
    assert not window.documents.modified


def test_where_one_was_is_remembered(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    lesson = begin(qtbot, window, 2)
    reply_with_the_keys(qtbot, window, lesson.question(), 3)
    told(qtbot, window)
    window.close()
    again = open_window()
    again.movement.enabled = False
    trigger(again, "lessonsAction")
    asked(qtbot, again)
    assert text(again, "lessonPlace").startswith("3 of 17")
    trigger(again, "lessonsAction")
    assert "done" in button(again, "lesson2Button").accessibleName()
    button(again, "lesson14Button").click()
    asked(qtbot, again)
    assert text(again, "lessonPlace").startswith("14 of 17 · Why 618.53")
    button(again, "lessonBackButton").click()
    asked(qtbot, again)
    assert text(again, "lessonPlace").startswith("13 of 17")


WRONG = """
title = "Mine"
[[lesson]]
id = "wrong"
chapter = "Only"
title = "A lesson whose author is wrong"
part = "fit"
question = "What is the prediction for t = 0?"
wrong = [{when = "else", say = "No."}]
because = "It is so."
[lesson.answer]
kind = "number"
right = 5000
tolerance = 1.0
from = {compute = "prediction", point = 0, epoch = 1}
"""


def test_a_lesson_that_cannot_be_asked_says_why(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.movement.enabled = False
    before = had(window)
    window.teaching.give(read_set(WRONG, "wrong.toml"), "mine")
    told(qtbot, window)
    assert "The lesson expects the answer 5,000" in text(window, "lessonVerdict")
    assert button(window, "lessonNextButton").text() == "Finish"
    press(qtbot, window, KEY.Key_Return)
    assert not window.teaching.on
    settled(qtbot, window)
    assert had(window) == before


def test_a_lesson_left_and_entered_in_a_hurry(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.movement.enabled = False
    before = had(window)
    for number in (13, 2, 17):
        window.teaching.begin(number)
        window.teaching.leave()
    window.teaching.begin(13)
    for number in (4, 9, 3, 16):
        window.teaching.begin(number)
    asked(qtbot, window)
    assert text(window, "lessonPlace").startswith("16 of 17")
    leave(qtbot, window)
    assert had(window) == before


def test_a_run_begun_anew_while_the_answer_is_sought_does_not_lose_it(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.movement.enabled = False
    lessons_run: list[int] = []
    steps = LessonQuery.steps

    def slowly(query: LessonQuery, problem: Problem) -> Generator[None, None, Asked]:
        while window.player.run.id in lessons_run:
            yield
        return (yield from steps(query, problem))

    monkeypatch.setattr(LessonQuery, "steps", slowly)
    window.teaching.begin(2)
    course = window.teaching.course
    assert course is not None
    lesson = course.lesson
    lessons_run.append(window.player.run.id + 1)
    until(qtbot, lambda: text(window, "lessonQuestion") != "" and not course._waiting.busy)
    # As a remedy in the banner does.
    window.change({"standardise": True})
    asked(qtbot, window)
    assert lesson.answer.right is not None
    reply_with_the_keys(qtbot, window, lesson.question(), lesson.answer.right)
    told(qtbot, window)
    assert text(window, "lessonVerdict")


@pytest.mark.parametrize("presenting", [False, True])
def test_what_was_enlarged_is_enlarged_again(
    qtbot: QtBot, open_window: Open, presenting: bool
) -> None:
    window = open_window()
    window.body.turn_to("landscape")
    if presenting:
        trigger(window, "presentAction")
    else:
        window.looking.toggle_enlarged("landscape")
    settled(qtbot, window)
    enlarged = window.body.enlarged
    begin(qtbot, window, 7)
    assert window.body.enlarged == ()
    leave(qtbot, window)
    assert window.body.enlarged == enlarged
    assert window.looking.presenting == presenting
    window.looking.end_presenting()


def test_the_focus_goes_back_to_where_it_was(qtbot: QtBot, open_window: Open) -> None:
    """Qt gives it to the next button, which is Reset: Space would then throw the run away."""
    window = open_window(epochs=5)
    trained(qtbot, window)
    field = window.column.training.learning_rate
    for before in (window.centralWidget().focusProxy(), field):
        before.setFocus()
        begin(qtbot, window, 1)
        leave(qtbot, window)
        assert window.focusWidget() is before
    window.centralWidget().setFocus()
    begin(qtbot, window, 1)
    leave(qtbot, window)
    press(qtbot, window, KEY.Key_Space)
    settled(qtbot, window)
    assert len(window.player.history) >= 5


@pytest.mark.parametrize("name", ["t", "x"])
def test_a_point_is_called_as_the_formula_calls_its_input(
    open_window: Open, qtbot: QtBot, name: str
) -> None:
    window = open_window(formula=f"a*{name} + b")
    settled(qtbot, window)
    assert window.teaching.named_point(3) == f"{name} = 3"
