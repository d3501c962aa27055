"""What a person does in a lesson, with the mouse or with the keys, and what they are told."""

import math
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.lessons import Asked, Lesson, Question, Reply, judge
from gui.lessons.option import OptionButton
from gui.panels.moves import MovesPanel
from gui.plots.base.plot import Plot
from gui.widgets.choice import Choice
from gui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
CHIPS = ("predict", "loss", "backward", "gradient", "update")


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=30_000)


def begin(qtbot: QtBot, window: MainWindow, number: int) -> Lesson:
    """Begin lesson `number`, and wait until it has asked."""
    window.movement.enabled = False
    window.teaching.begin(number)
    asked(qtbot, window)
    assert window.teaching.course is not None
    return window.teaching.course.lesson


def asked(qtbot: QtBot, window: MainWindow) -> None:
    def there() -> bool:
        course = window.teaching.course
        return course is not None and not course.telling and not course.busy and window.settled

    until(qtbot, there)


def told(qtbot: QtBot, window: MainWindow) -> None:
    def there() -> bool:
        course = window.teaching.course
        return course is not None and course.telling and not course.busy and window.settled

    until(qtbot, there)


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    """Press `keys` where the focus is, as a person who has no mouse."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


# --- replies


def wrong_replies(lesson: Lesson, right: Reply) -> dict[str, Reply]:
    """For each thing that `lesson` says to a wrong reply, a reply that it is said to."""
    replies: dict[str, Reply] = {}
    for wrong in lesson.wrong:
        meant = [
            reply
            for reply in candidates(lesson.question(), wrong.when)
            if judge(lesson, Asked(right), reply).say == wrong.say
        ]
        # What is left for "else" may be nothing, where all other replies are right or named.
        assert meant or wrong.when == "else", wrong.when
        if meant:
            replies[wrong.say] = meant[0]
    return replies


def candidates(question: Question, when: str) -> list[Reply]:
    """Replies to try that `when` may mean."""
    match question.kind:
        case "choice":
            return list(question.options)
        case "direction":
            return ["left", "right"]
        case "chip":
            return list(CHIPS)
        case "card":
            return ["a", "b", "c"]
        case "point":
            return list(range(20))
        case "epoch":
            return list(range(1, 31))
    number = re.search(r"-?\d+(\.\d+)?", when)
    near = [float(number[0])] if number else []
    return [*near, *(each / 2 for each in near), 1.0, 3.0, 1e9]


# --- with the mouse


def reply_with_the_mouse(qtbot: QtBot, window: MainWindow, question: Question, reply: Any) -> None:
    body = window.body
    match question.kind:
        case "choice":
            qtbot.mouseClick(option(window, reply), LEFT)
        case "number":
            field = window.findChild(QLineEdit, "lessonNumberEdit")
            assert isinstance(field, QLineEdit)
            field.setText(f"{reply:,}".replace("-", "−"))
            qtbot.mouseClick(button(window, "lessonReplyButton"), LEFT)
        case "point":
            click(qtbot, window.fit, *window.fit.trained_point(reply))
        case "epoch":
            click(qtbot, plot(window, "signs"), reply, 0.5)
        case "loss":
            click(qtbot, plot(window, "loss"), question.about, math.log10(reply))
        case "direction":
            moves = body.view("moves")
            assert isinstance(moves, MovesPanel)
            card = next(each for each in moves.cards if each.name == question.about)
            canvas = card.curves.plot
            share = {"left": 0.2, "right": 0.8}[reply]
            place = QPoint(round(share * canvas.width()), canvas.height() // 2)
            qtbot.mouseClick(canvas, LEFT, pos=place)
        case "card" | "chip":
            choice = window.findChild(Choice, f"choice_{reply}")
            assert isinstance(choice, Choice)
            qtbot.mouseClick(choice, LEFT)
        case kind:
            raise AssertionError(kind)


def option(window: MainWindow, words: str) -> OptionButton:
    return next(each for each in window.findChildren(OptionButton) if each.words == words)


def plot(window: MainWindow, name: str) -> Plot:
    found = window.body.view(name)
    assert isinstance(found, Plot)
    return found


def click(qtbot: QtBot, where: Plot, x: Any, y: float) -> None:
    """Click at `x`, `y` of the data."""
    place = where.box.mapViewToScene(QPointF(x, y)).toPoint()
    qtbot.mouseMove(where.canvas.viewport(), place)
    qtbot.mouseClick(where.canvas.viewport(), LEFT, pos=place)


# --- with the keys


def reply_with_the_keys(qtbot: QtBot, window: MainWindow, question: Question, reply: Any) -> None:
    keys: list[Qt.Key] = []
    match question.kind:
        case "choice":
            keys = [KEY.Key_Down] * question.options.index(reply)
        case "number":
            qtbot.keyClicks(window.focusWidget(), f"{reply:,}")
        case "point":
            keys = [KEY.Key_Right] * reply
        case "epoch":
            keys = [KEY.Key_Left] * 40 + [KEY.Key_Right] * (reply - 1)
        case "loss":
            # As high as the plot goes, or as low.
            keys = [KEY.Key_Up if reply > 1e4 else KEY.Key_Down] * 100
        case "direction":
            keys = [KEY.Key_Left if reply == "left" else KEY.Key_Right]
        case "card":
            keys = [KEY.Key_Down] * ["a", "b", "c"].index(reply)
        case "chip":
            keys = [KEY.Key_Right] * CHIPS.index(reply)
        case kind:
            raise AssertionError(kind)
    press(qtbot, window, *keys, KEY.Key_Return)


def replied(window: MainWindow) -> QWidget:
    found = window.findChild(QWidget, "lessonAnswer")
    assert isinstance(found, QWidget)
    return found
