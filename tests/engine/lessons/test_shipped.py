"""The lessons that come with the program: every number in them is the engine's."""

import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from engine.experiment import Experiment
from engine.lessons import Asked, Lesson, Try, judge, shipped
from engine.numbers import MINUS
from engine.queries.lesson import LessonQuery
from engine.training import Problem
from tests.engine.lessons.shipped_numbers import OF, Run, numbers_of, refusal

LESSONS = {lesson.id: lesson for lesson in shipped().lessons}
CHAPTERS = [lesson.chapter for lesson in LESSONS.values()]
NUMBER = re.compile(rf"({MINUS}?)(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?")


def texts(lesson: Lesson) -> Iterator[str]:
    """Whatever a person reads of `lesson`; of the options only the right one is true."""
    yield from (lesson.title, lesson.text, lesson.because)
    yield from (wrong.say for wrong in lesson.wrong)
    yield from (o.text for o in lesson.answer.options if o.text == lesson.answer.right)
    for action in lesson.then:
        if isinstance(action, Try):
            yield from (each.label for each in action.settings)


def is_printed(value: float, number: re.Match[str]) -> bool:
    """Whether `value` reads as `number`; one digit alone says a value only where it is exact."""
    sign, whole, rest = number.groups()
    plain = whole.replace(",", "") + (rest or "")
    if len(plain.replace(".", "").lstrip("0")) < 2 and float(plain) != abs(value):
        return bool(float(plain) == 0 and rest and f"{value:.{len(rest) - 1}f}" == plain)
    decimals = len(rest) - 1 if rest else 0
    return f"{value:.{decimals}f}" == sign.replace(MINUS, "-") + plain


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return LESSONS[request.param]


@pytest.fixture(scope="module")
def values(lesson: Lesson) -> list[float]:
    return numbers_of(lesson)


def test_there_are_seventeen_in_four_chapters() -> None:
    assert len(LESSONS) == len(OF) == 17
    chapters = [(chapter, len([*lessons])) for chapter, lessons in groupby(CHAPTERS)]
    assert [many for _, many in chapters] == [6, 4, 2, 5]


def test_the_last_chapter_is_called_by_the_loss_that_the_article_ends_with() -> None:
    (chapter,) = {chapter for chapter in CHAPTERS if NUMBER.search(chapter)}
    number = NUMBER.search(chapter)
    assert number is not None
    assert is_printed(Run(Experiment()).loss(200), number)


def test_every_number_in_the_texts_is_the_engines(lesson: Lesson, values: list[float]) -> None:
    unknown = [
        f"{number[0]} in “{text}”"
        for text in texts(lesson)
        for number in NUMBER.finditer(text)
        if not any(is_printed(value, number) for value in values)
    ]
    assert unknown == []


def test_every_number_of_the_table_is_in_a_text(lesson: Lesson, values: list[float]) -> None:
    found = [number for text in texts(lesson) for number in NUMBER.finditer(text)]
    assert [value for value in values if not any(is_printed(value, each) for each in found)] == []


def test_a_number_that_is_not_the_engines_is_noticed() -> None:
    def printed(value: float, text: str) -> bool:
        number = NUMBER.search(text)
        return number is not None and is_printed(value, number)

    assert printed(-103.92022, "−103.92")
    assert printed(36415.43, "36,415")
    assert not printed(-103.92022, "103.92")
    assert not printed(36415.43, "36,416")
    assert not printed(2.84, "3")
    assert not printed(0.03522, "+0.04")
    assert printed(0.0000001, "0.00")
    assert not printed(0.01, "0.00")


def test_the_engine_agrees(lesson: Lesson) -> None:
    asked = LessonQuery(lesson).answer(Problem(lesson.experiment))
    assert asked.fault == ""
    assert judge(lesson, asked, asked.right).right


def test_the_expected_answer_is_as_near_as_it_is_printed(lesson: Lesson) -> None:
    """A file whose answer is just within the tolerance would teach a wrong number."""
    asked = LessonQuery(lesson).answer(Problem(lesson.experiment))
    expected = lesson.answer.right
    if isinstance(expected, float | int) and isinstance(asked.right, float | int):
        assert float(asked.right) == pytest.approx(float(expected), rel=2e-3)
    else:
        assert asked.right == expected


def test_each_text_is_short_and_friendly(lesson: Lesson) -> None:
    for text in (lesson.text, lesson.because, *(wrong.say for wrong in lesson.wrong)):
        sentences = re.findall(r"[.?!](?:[”)]?)(?: |$)", text.replace("loss.backward()", ""))
        assert len(sentences) <= 2, text
        assert "wrong" not in text.lower(), text
        assert text[-1] in ".?"
    # With what was said before it, it must fit into the panel of a small window.
    assert len(lesson.text) <= 170
    assert all(len(wrong.say) <= 100 for wrong in lesson.wrong)
    assert len(lesson.because) <= 240


def test_the_words_of_pytorch_are_its_own() -> None:
    lesson = LESSONS["requires-grad"]
    assert f"“{refusal(lesson)}”" in lesson.because


def test_what_is_tried_is_what_the_texts_say() -> None:
    """The settings that are typed in the file are the parameters that the run has or would need."""
    run = Run(LESSONS["what-is-left"].experiment)
    stood, best = run.at(200).params, run.valley.floor
    lesson = LESSONS["together"]
    (tried,) = (action for action in lesson.then if isinstance(action, Try))
    for each, which in zip(tried.settings, ("a", "b", "c", "abc"), strict=True):
        for k, name in enumerate("abc"):
            value = best[k] if name in which else stood[k]
            assert each.experiment.start[name] == pytest.approx(float(value), rel=1e-6)
    (nudged,) = (action for action in LESSONS["promise"].then if isinstance(action, Try))
    grown = [each.experiment.start["a"] for each in nudged.settings]
    start = float(run.problem.start[0])
    assert grown == pytest.approx([start + 0.001, start + 1], rel=1e-6)


def test_each_reply_that_is_not_right_is_answered_with_what_it_says() -> None:
    lesson = LESSONS["predict"]
    asked = Asked(-103.92022)
    assert judge(lesson, asked, -103.5).right
    assert "a is negative" in judge(lesson, asked, 103.92).say
    assert "red dot" in judge(lesson, asked, 7.0).say


def test_they_are_packed_with_the_program() -> None:
    root = Path(__file__).parents[3]
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    packed = settings["tool"]["setuptools"]["package-data"]["engine"]
    files = {each for pattern in packed for each in (root / "engine").glob(pattern)}
    assert root / "engine" / "lessons" / "lessons.toml" in files
