"""The panel asks, takes what is replied in it, and tells; with the mouse or the keys alone."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.lessons import Question, Verdict
from gui.lessons.marks import Place
from gui.lessons.option import OptionButton
from gui.lessons.panel import LessonsPanel

KEY = Qt.Key
NUMBER = Question("a is 2. What is 3 × a?", "number", unit="seconds")
CHOICE = Question("The loss …", "choice", options=("falls", "rises & falls", "stays"))
DIRECTION = Question("Which way will a move?", "direction", "a")
PLACE = Place(2, "Which way", (3, 2), frozenset({1}))


@pytest.fixture
def panel(qtbot: QtBot) -> LessonsPanel:
    made = LessonsPanel()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def found(panel: LessonsPanel, kind: type[QWidget], name: str) -> Any:
    widget = panel.findChild(kind, name)
    assert widget is not None, name
    return widget


def press(qtbot: QtBot, panel: LessonsPanel, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(panel.focusWidget() or panel, key)


def test_a_number_is_typed_and_answered_with_return(qtbot: QtBot, panel: LessonsPanel) -> None:
    replies: list[object] = []
    panel.replied.connect(replies.append)
    panel.ask("Numbers", NUMBER)
    assert isinstance(panel.focusWidget(), QLineEdit)
    qtbot.keyClicks(panel.focusWidget(), "six")
    press(qtbot, panel, KEY.Key_Return)
    assert replies == []
    assert any("“six” is not a number" in each.text() for each in panel.findChildren(QLabel))
    assert isinstance(panel.focusWidget(), QLineEdit)
    qtbot.keyClicks(panel.focusWidget(), "6")
    press(qtbot, panel, KEY.Key_Return)
    assert replies == [6.0]


def test_an_option_is_chosen_with_the_keys(qtbot: QtBot, panel: LessonsPanel) -> None:
    replies: list[object] = []
    panel.replied.connect(replies.append)
    panel.ask("Choices", CHOICE)
    press(qtbot, panel, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Return)
    assert replies == ["rises & falls"]


def test_an_option_is_chosen_with_a_click(qtbot: QtBot, panel: LessonsPanel) -> None:
    replies: list[object] = []
    panel.replied.connect(replies.append)
    panel.ask("Choices", CHOICE)
    buttons = panel.findChildren(OptionButton)
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert replies == ["stays"]


def test_what_is_asked_in_a_picture_says_how(panel: LessonsPanel) -> None:
    panel.ask("A negative gradient", DIRECTION)
    assert found(panel, QWidget, "lessonAnswer").isVisible()
    assert "←" in found(panel, QLabel, "lessonHow").text()
    panel.ask("Signs", Question("When?", "epoch", "a"))
    assert "the strip of a" in found(panel, QLabel, "lessonHow").text()


def test_the_answer_is_told_and_return_goes_on(qtbot: QtBot, panel: LessonsPanel) -> None:
    panel.set_place(PLACE)
    panel.ask("A negative gradient", DIRECTION)
    assert not found(panel, QPushButton, "lessonNextButton").isVisible()
    lines = [("You said", "← left"), ("It moved", "→ right")]
    panel.tell(Verdict(False, "See where the curve goes down."), "It adds.", lines)
    assert "It moved → right" in found(panel, QWidget, "lessonAnswer").accessibleName()
    for said in ("See where the curve goes down.", "It adds.", "→ right"):
        assert said in panel.accessibleDescription()
    with qtbot.waitSignal(panel.next_asked):
        press(qtbot, panel, KEY.Key_Return)
    with qtbot.waitSignal(panel.again_asked):
        press(qtbot, panel, KEY.Key_R)
    found(panel, QPushButton, "lessonBackButton").setFocus()
    with qtbot.waitSignal(panel.back_asked), qtbot.assertNotEmitted(panel.next_asked):
        press(qtbot, panel, KEY.Key_Return)
    with qtbot.waitSignal(panel.leave_asked):
        panel.escape()


def test_return_goes_nowhere_while_a_question_stands(qtbot: QtBot, panel: LessonsPanel) -> None:
    panel.ask("A negative gradient", DIRECTION)
    with qtbot.assertNotEmitted(panel.next_asked), qtbot.assertNotEmitted(panel.again_asked):
        press(qtbot, panel, KEY.Key_Return, KEY.Key_R)


def test_no_markup_is_interpreted(panel: LessonsPanel) -> None:
    text = "If a < b & c. Is <b>a</b> 1?"
    panel.ask("<i>A</i>", Question(text, "direction", "a"))
    question = found(panel, QLabel, "lessonQuestion")
    assert question.text() == text
    assert question.accessibleName() == text
    assert "&lt;b&gt;a&lt;/b&gt;" in QLabel.text(question)


def test_any_lesson_is_gone_to_from_the_list(qtbot: QtBot, panel: LessonsPanel) -> None:
    panel.set_place(PLACE)
    panel.set_lessons([("First", ["A", "B", "C"]), ("Which way", ["D", "E"])], 2, frozenset({1}))
    panel.ask("B", DIRECTION)
    found(panel, QPushButton, "lessonListButton").click()
    assert panel.focusWidget().accessibleName() == "Lesson 2: B"
    assert found(panel, QPushButton, "lesson1Button").accessibleName() == "Lesson 1: A, done"
    with qtbot.assertNotEmitted(panel.leave_asked):
        panel.escape()
    assert found(panel, QLabel, "lessonQuestion").isVisible()
    found(panel, QPushButton, "lessonListButton").click()
    with qtbot.waitSignal(panel.chosen) as chosen:
        found(panel, QPushButton, "lesson5Button").click()
    assert chosen.args == [5]


def test_settings_to_try_are_offered_after_the_reply(qtbot: QtBot, panel: LessonsPanel) -> None:
    panel.ask("B", DIRECTION)
    panel.tell(Verdict(True, ""), "Because.")
    panel.offer(["only a", "only b"])
    tips = [found(panel, QPushButton, f"lessonTry{k}").toolTip() for k in range(2)]
    assert tips == ["Try it: only a", "Try it: only b"]
    with qtbot.waitSignal(panel.tried) as tried:
        found(panel, QPushButton, "lessonTry1").click()
    assert tried.args == [1]
    panel.ask("B", DIRECTION)
    assert not any(each.text() == "only a" and each.isVisible()
                   for each in panel.findChildren(QPushButton))  # fmt: skip
