"""A teacher makes a classroom layout in the dialog, sees it as a pupil does, and saves it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Classroom, Experiment
from engine.experiment.classroom import MAX_TASK, PANELS, SETTINGS, VIEWS
from engine.experiment.document import SUFFIX, Document, load
from gui.window import MainWindow
from tests.gui.windows import Open, remedy, text, trigger


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window()


def asked(window: MainWindow) -> QDialog:
    """The dialog, opened by the menu's entry."""
    trigger(window, "classroomLayoutAction")
    return dialog(window)


def dialog(window: MainWindow) -> QDialog:
    found = [each for each in window.findChildren(QDialog, "classroomDialog") if each.isVisible()]
    assert len(found) == 1
    return found[0]


def press(asking: QDialog, name: str) -> None:
    button = asking.findChild(QAbstractButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def check(asking: QDialog, name: str) -> QAbstractButton:
    found = asking.findChild(QAbstractButton, name)
    assert isinstance(found, QCheckBox | QRadioButton), name
    return found


def task(asking: QDialog) -> QPlainTextEdit:
    found = asking.findChild(QPlainTextEdit, "classroomTaskEdit")
    assert isinstance(found, QPlainTextEdit)
    return found


def ok(asking: QDialog) -> QPushButton:
    found = asking.findChild(QPushButton, "classroomOk")
    assert isinstance(found, QPushButton)
    return found


def wrong(asking: QDialog) -> str:
    found = asking.findChild(QLabel, "classroomWrong")
    assert isinstance(found, QLabel)
    return found.text()


def test_a_layout_is_made_seen_and_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / f"task{SUFFIX}"
    window.documents.adopt(path)
    asking = asked(window)
    QTest.keyClicks(task(asking), "Why does it swing?")
    check(asking, "classroom_view_signs").click()
    check(asking, "classroom_view_landscape").click()
    check(asking, "classroom_seed_fixed").click()
    check(asking, "classroom_formula_hidden").click()
    press(asking, "classroomOk")
    wanted = Classroom(
        task="Why does it swing?",
        views=("fit", "landscape", "loss", "moves", "stages"),
        settings={"seed": "fixed", "formula": "hidden"},
    )
    assert window.changes.classroom == wanted
    # It does not take away what the teacher still works with, but offers to.
    assert not window.locking.locked
    assert window.documents.modified
    assert window.changes.undoText() == "change of the classroom layout"
    remedy(window, "See it as they do").click()
    assert window.locking.locked
    assert text(window, "classroomTask") == "Why does it swing?"
    trigger(window, "saveAction")
    assert load(path) == Document(Experiment(), wanted)
    assert not window.documents.modified


def test_it_begins_with_what_is_shown(window: MainWindow) -> None:
    trigger(window, "by_handViewAction")
    trigger(window, "logPanelAction")
    trigger(window, "experimentPanelAction")
    asking = asked(window)
    shown = {
        name for name in (*VIEWS, *PANELS) if check(asking, f"classroom_view_{name}").isChecked()
    }
    assert shown == {"by_hand", "loss", "signs", "moves", "stages", "log"}
    assert all(check(asking, f"classroom_{name}_hidden").isChecked() for name in SETTINGS)
    asking.reject()
    assert window.changes.classroom is None
    assert not window.documents.modified


def test_it_begins_with_a_view_that_is_enlarged(window: MainWindow) -> None:
    window.looking.toggle_enlarged("moves")
    asking = asked(window)
    shown = {name for name in VIEWS if check(asking, f"classroom_view_{name}").isChecked()}
    assert shown == {"moves"}
    assert all(check(asking, f"classroom_{name}_hidden").isChecked() for name in SETTINGS)
    press(asking, "classroomOk")
    window.locking.lock()
    assert [window.body.name_of(view) for view in window.body.shown] == ["moves"]


def test_it_goes_on_from_the_layout_there_is(window: MainWindow) -> None:
    present = Classroom(task="One\n<b>two</b>", views=("graph",), settings={"data": "fixed"})
    window.changes.arrange(present)
    asking = asked(window)
    assert task(asking).toPlainText() == "One\n<b>two</b>"
    press(asking, "classroomOk")
    assert window.changes.classroom == present
    assert window.changes.count() == 1


def test_a_layout_is_removed_and_that_is_undone(window: MainWindow) -> None:
    present = Classroom(task="Look.")
    asking = asked(window)
    remove = asking.findChild(QPushButton, "classroomRemove")
    assert not remove.isVisible()
    assert (remove.text(), remove.toolTip()) == (
        "Remove the layout", "Let the file show everything again, and let all be changed"
    )  # fmt: skip
    asking.reject()
    lock = window.bars.classroom_lock
    assert not lock.isEnabled()
    window.changes.arrange(present)
    assert lock.isEnabled()
    press(asked(window), "classroomRemove")
    assert window.changes.classroom is None
    assert not lock.isEnabled()
    assert window.banner.text.startswith("The experiment has no classroom layout any more")
    trigger(window, "undoAction")
    assert window.changes.classroom == present


def test_all_settings_are_chosen_at_once(window: MainWindow) -> None:
    asking = asked(window)
    press(asking, "classroomAllFixed")
    check(asking, "classroom_learning_rate_free").click()
    press(asking, "classroomOk")
    fixed = dict.fromkeys(SETTINGS, "fixed")
    del fixed["learning_rate"]
    assert window.changes.classroom is not None
    assert window.changes.classroom.settings == fixed


def test_what_is_wrong_is_said_and_cannot_be_used(window: MainWindow) -> None:
    asking = asked(window)
    assert wrong(asking) == ""
    for name in VIEWS:
        check(asking, f"classroom_view_{name}").setChecked(False)
    assert wrong(asking) == "A classroom layout shows at least one view of the run."
    assert not ok(asking).isEnabled()
    check(asking, "classroom_view_fit").click()
    assert (wrong(asking), ok(asking).isEnabled()) == ("", True)
    task(asking).setPlainText("x" * (MAX_TASK + 1))
    assert wrong(asking) == "The task may have at most 600 characters; this one has 601."
    assert not ok(asking).isEnabled()
    assert asking.findChild(QLabel, "classroomLeft").text() == "601 of 600 characters"
    task(asking).setPlainText("\n".join("123456789"))
    assert wrong(asking) == "The task may have at most 8 lines; this one has 9."
    task(asking).setPlainText("a zero\u200bwidth space")
    assert "U+200B in it cannot be shown" in wrong(asking)
    task(asking).setPlainText("\ttabs\tare spaces\n\n")
    assert wrong(asking) == ""
    press(asking, "classroomOk")
    assert window.changes.classroom is not None
    assert window.changes.classroom.task == "    tabs    are spaces"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_into_the_smallest_window(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    window.resize(1024, 700)
    asking = asked(window)
    task(asking).setPlainText("W" * 700)
    assert asking.minimumSizeHint().width() <= 1024
    assert asking.minimumSizeHint().height() <= 700
    for radio in asking.findChildren(QRadioButton):
        assert radio.width() >= radio.minimumSizeHint().width()
    asking.reject()


def test_the_keyboard_alone_is_enough(window: MainWindow, qtbot: QtBot) -> None:
    asking = asked(window)
    qtbot.waitUntil(asking.isActiveWindow, timeout=20_000)
    assert asking.focusWidget() is task(asking)
    reached = set()
    for _ in range(200):
        QTest.keyClick(asking.focusWidget(), Qt.Key.Key_Tab)
        reached.add(asking.focusWidget().objectName())
    assert {f"classroom_view_{name}" for name in (*VIEWS, *PANELS)} <= reached
    assert {f"classroom_{name}_free" for name in SETTINGS} <= reached
    assert {"classroomOk", "classroomCancel", "classroomAllHidden"} <= reached
    first = check(asking, "classroom_seed_free")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert check(asking, "classroom_seed_fixed").isChecked()
    QTest.keyClick(asking, Qt.Key.Key_Escape)
    assert window.changes.classroom is None


def test_every_choice_has_a_name_and_a_tip(window: MainWindow) -> None:
    asking = asked(window)
    for each in asking.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.accessibleName() or each.text(), each.objectName()
    for each in asking.findChildren(QRadioButton):
        assert ": " in each.accessibleName()
        assert each.toolTip()
    asking.reject()


def test_it_cannot_be_asked_for_while_a_layout_is_locked(window: MainWindow) -> None:
    window.changes.begin(Classroom())
    action = window.findChild(QAction, "classroomLayoutAction")
    assert not action.isEnabled()
    window.locking.ask()
    assert window.findChild(QDialog, "classroomDialog") is None
