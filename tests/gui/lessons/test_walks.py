"""Each lesson is walked to its end: by clicks and by keys, with the right and each wrong reply."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.lessons import Lesson, Reply, shipped
from engine.queries.lesson import LessonQuery
from engine.training import Problem
from gui.window import MainWindow
from tests.gui.lessons.taught import (
    asked,
    begin,
    button,
    press,
    replied,
    reply_with_the_keys,
    reply_with_the_mouse,
    told,
    wrong_replies,
)
from tests.gui.telling import places
from tests.gui.window.lessons import CASES
from tests.gui.windows import Open, text

LESSONS = shipped().lessons
IDS = [lesson.id for lesson in LESSONS]
# How the answer would read, beside the texts in the panel that may say it: the options.
LEAKS = {case.id: case.leak for case in CASES} | {
    "predict": r"103\.9",
    "backward": r"41\.9",
    "way-out": r"0\.657|0\.658|7\.4",
    "why-618": r"602\.3|15\.50|0\.00 across",
}


@pytest.mark.parametrize("number", range(1, len(LESSONS) + 1), ids=IDS)
def test_a_lesson_is_walked_to_its_end(qtbot: QtBot, open_window: Open, number: int) -> None:
    window = open_window()
    lesson = begin(qtbot, window, number)
    right = right_reply(lesson)
    wrong = wrong_replies(lesson, right)

    assert_asked(window, lesson)
    for said, reply in wrong.items():
        reply_with_the_mouse(qtbot, window, lesson.question(), reply)
        told(qtbot, window)
        assert_told(window, lesson)
        assert text(window, "lessonVerdict") == said
        press(qtbot, window, Qt.Key.Key_R)
        asked(qtbot, window)
        assert_asked(window, lesson)
    last = list(wrong.values())[-1]
    reply_with_the_keys(qtbot, window, lesson.question(), last)
    told(qtbot, window)
    assert text(window, "lessonVerdict") in wrong
    button(window, "lessonAgainButton").click()
    asked(qtbot, window)
    for give in (reply_with_the_keys, reply_with_the_mouse):
        give(qtbot, window, lesson.question(), right)
        told(qtbot, window)
        assert_told(window, lesson)
        assert text(window, "lessonVerdict").startswith("Yes")
        if give is reply_with_the_keys:
            press(qtbot, window, Qt.Key.Key_R)
            asked(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    if number == len(LESSONS):
        assert not window.teaching.on
    else:
        asked(qtbot, window)
        assert text(window, "lessonQuestion") == LESSONS[number].text


def test_what_is_proved_to_hide_an_answer_is_hidden() -> None:
    """`test_covers` looks for each answer behind every tab, with what its case covers."""
    hidden = {lesson.id: set(lesson.hide) for lesson in LESSONS}
    assert {case.id: set(case.hide) - hidden[case.id] for case in CASES} == {
        case.id: set() for case in CASES
    }


def right_reply(lesson: Lesson) -> Reply:
    """What the engine computes, also as far as the digits that a person would type."""
    found = LessonQuery(lesson).answer(Problem(lesson.experiment)).right
    return float(f"{found:.5g}") if isinstance(found, float) else found


def assert_asked(window: MainWindow, lesson: Lesson) -> None:
    """The question stands, and nothing in the window tells its answer."""
    assert text(window, "lessonQuestion") == lesson.text
    assert lesson.text in window.guided.panel.accessibleDescription()  # type: ignore[union-attr]
    assert window.covers.hidden == set(lesson.hide)
    assert not button(window, "lessonNextButton").isVisible()
    leaks = [
        found for found in places(window, LEAKS[lesson.id]) if not found.startswith("OptionButton")
    ]
    assert leaks == []


def assert_told(window: MainWindow, lesson: Lesson) -> None:
    """Everything is uncovered, and it is said why."""
    assert window.covers.hidden == set()
    assert text(window, "lessonBecause") == lesson.because
    said = replied(window).accessibleName()
    assert said.startswith("You said ")
    assert said in window.guided.panel.accessibleDescription()  # type: ignore[union-attr]
    assert button(window, "lessonNextButton").isVisible()


def test_patterns_find_the_answers(qtbot: QtBot, open_window: Open) -> None:
    """Once told, the patterns that found nothing before find something."""
    window = open_window()
    for number in (1, 4, 17):
        lesson = begin(qtbot, window, number)
        reply_with_the_mouse(qtbot, window, lesson.question(), right_reply(lesson))
        told(qtbot, window)
        assert places(window, LEAKS[lesson.id])
