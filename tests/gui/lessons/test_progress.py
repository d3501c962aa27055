"""How far somebody has come is remembered by the lessons' own names, not by their places."""

import pytest

from engine.lessons import shipped
from gui.lessons.progress import Progress
from gui.memory import Memory

LESSONS = shipped().lessons


@pytest.mark.parametrize("forgets", [False, True])
def test_one_goes_on_after_what_is_done(forgets: bool) -> None:
    progress = Progress(Memory(kept=not forgets), LESSONS, "shipped")
    assert (progress.next, progress.done) == (1, frozenset())
    for number in (1, 2, 4):
        progress.begin(number)
        progress.finish(number)
    assert progress.done == {1, 2, 4}
    if not forgets:
        assert progress.next == 5


def test_a_lesson_begun_and_left_is_gone_on_with() -> None:
    memory = Memory(kept=True)
    progress = Progress(memory, LESSONS, "shipped")
    progress.finish(1)
    progress.begin(7)
    assert Progress(memory, LESSONS, "shipped").next == 7


def test_what_is_left_out_comes_after_the_last() -> None:
    memory = Memory(kept=True)
    progress = Progress(memory, LESSONS, "shipped")
    for number in {*range(1, len(LESSONS) + 1)} - {3}:
        progress.finish(number)
    progress.begin(17)
    assert progress.next == 3
    progress.finish(3)
    assert progress.next == 1


def test_lessons_that_move_keep_what_is_known_of_them() -> None:
    memory = Memory(kept=True)
    Progress(memory, LESSONS, "mine").finish(2)
    assert Progress(memory, LESSONS[1:], "mine").done == {1}
    assert Progress(memory, LESSONS, "another").done == frozenset()


@pytest.mark.parametrize("stored", ["nonsense", "1 2 3", "predict predict  predict"])
def test_what_the_settings_hold_may_be_anything(stored: str) -> None:
    memory = Memory(kept=True)
    memory.keep("lessons/shipped/done", stored)
    memory.keep("lessons/shipped/at", stored)
    progress = Progress(memory, LESSONS, "shipped")
    assert progress.done <= {1}
    assert progress.next in (1, 2)
