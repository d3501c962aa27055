"""docs/lessons.md: its example is read and asked, and its lists are the program's."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from engine.experiment import Experiment
from engine.lessons import Answer, Lesson, LessonError, LessonSet, Then, judge, read_set
from engine.lessons.parts import COVERS, PARTS
from engine.lessons.sources import AnySource, Source
from engine.numbers import number
from engine.queries.lesson import LessonQuery
from engine.training import Problem

DOCS = Path(__file__).parents[3] / "docs" / "lessons.md"
TEXT = DOCS.read_text("utf-8")
EXAMPLE = TEXT.partition("## An example")[2].partition("```toml\n")[2].partition("```")[0]


def rows(heading: str, table: int = 0) -> list[list[str]]:
    """The rows of the table under `heading`, cell by cell."""
    section = re.split(r"^##+ ", TEXT.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")]
            for row in tables[table].splitlines()[2:]]  # fmt: skip


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def first_names(heading: str, table: int = 0) -> list[str]:
    return [name for row in rows(heading, table) for name in names(row[0])]


def keys_of(model: Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def sources() -> dict[str, type[Source]]:
    kinds = get_args(get_args(AnySource)[0])
    return {get_args(each.model_fields["compute"].annotation)[0]: each for each in kinds}


@pytest.fixture(scope="module")
def example() -> LessonSet:
    return read_set(EXAMPLE, "example.toml")


def test_the_example_is_read_and_the_engine_agrees(example: LessonSet) -> None:
    for lesson in example.lessons:
        asked = LessonQuery(lesson).answer(Problem(Experiment()))
        assert asked.fault == ""
        assert judge(lesson, asked, asked.right).right


def test_the_examples_number_is_the_engines(example: LessonSet) -> None:
    slope = example.lessons[0]
    update = Problem(slope.experiment).rerun().train(1)[0]
    assert number(float(update.updated_params[0])) in slope.because


def test_the_sentence_for_a_mistake_is_the_programs() -> None:
    with pytest.raises(LessonError) as raised:
        read_set(EXAMPLE.replace('part = "card:a"', 'part = "card"'), "my.toml")
    said = TEXT.partition("```text\n")[2].partition("…")[0]
    assert said
    assert str(raised.value).startswith(said)


def test_the_keys_are_the_models() -> None:
    of_set = {name.strip("[]") for name in first_names("The keys of a set")}
    assert of_set == keys_of(LessonSet)
    of_lesson = {name.strip("[]") for name in first_names("The keys of a lesson")}
    assert {name.removeprefix("lesson.") for name in of_lesson} == keys_of(Lesson)
    assert {*first_names("The answer")} == keys_of(Answer)


def test_what_must_be_there_is_bold() -> None:
    for heading, model in (("The keys of a lesson", Lesson), ("The answer", Answer)):
        bold = {
            name.strip("[]").removeprefix("lesson.")
            for row in rows(heading)
            if row[0].startswith("**")
            for name in names(row[0])
        }
        needed = {
            field.alias or name for name, field in model.model_fields.items() if field.is_required()
        }
        assert bold == needed


def test_the_parts_and_covers_are_the_programs() -> None:
    parts = [part + "a" * part.endswith(":") for part in PARTS]
    assert sorted(first_names("Parts")) == sorted(parts)
    covers = [cover + "a" * cover.endswith(".") for cover in COVERS]
    assert sorted(first_names("Covers")) == sorted(covers)


def test_the_fields_of_a_setting_are_an_experiments() -> None:
    said = TEXT.partition("They are\n")[2].partition("with the meaning")[0]
    # There is one loss and one optimizer, and a lesson's run makes all of its epochs.
    left_out = {"loss", "optimizer", "stop_at_loss"}
    assert {*names(said)} == {*Experiment.model_fields} - left_out


def test_the_data_of_the_example_are_read() -> None:
    section = TEXT.partition("### The setting")[2].partition("```toml\n")[2].partition("```")[0]
    lines = [line.removeprefix("data = ") for line in section.strip().splitlines()]
    assert len(lines) == 3
    old = 'data = {kind = "points", inputs = [0, 1, 2], targets = [1, 3, 5]}'
    for line in lines:
        assert read_set(EXAMPLE.replace(old, f"data = {line}"), "my.toml")


def test_the_kinds_of_answers_are_the_models() -> None:
    kinds = get_args(Answer.model_fields["kind"].annotation)
    assert sorted(first_names("The answer", 1)) == sorted(kinds)


def test_the_computations_are_the_programs() -> None:
    said = {
        names(compute)[0]: ({*names(arguments)}, {*names(kinds)})
        for compute, arguments, _, kinds in rows("What it can be computed from")
    }
    assert said == {
        compute: (keys_of(source) - {"compute"}, {*source.kinds})
        for compute, source in sources().items()
    }


def test_the_words_are_the_programs() -> None:
    for compute, words in rows("The options of a choice"):
        (name,) = names(compute)
        known = sources()[name].words
        assert {*names(words)} <= {*known}
        assert name == "parts_gone" or {*names(words)} == {*known}
    with_words = {name for name, source in sources().items() if source.words}
    assert {*first_names("The options of a choice")} == with_words


def test_the_actions_are_the_programs() -> None:
    said = {names(do)[0]: {*names(keys)} for do, keys, _ in rows("What happens then")}
    actions = get_args(get_args(Then)[0])
    assert said == {
        get_args(each.model_fields["do"].annotation)[0]: keys_of(each) - {"do"} for each in actions
    }


def test_it_can_be_found() -> None:
    readme = (DOCS.parents[1] / "README.md").read_text("utf-8")
    assert "(docs/lessons.md)" in readme
