"""The documentation of classroom layouts says what the program does."""

import json
import re
from pathlib import Path

from engine.experiment import Classroom
from engine.experiment.classroom import MAX_LINES, MAX_TASK, PANELS, SETTINGS, VIEWS
from engine.experiment.document import _NEEDS, _STEPS

TEXT = (Path(__file__).parents[1] / "docs" / "classroom.md").read_text("utf-8")


def row(key: str) -> str:
    found = re.search(rf"^\| `{key}` \| (.*) \|$", TEXT, re.MULTILINE)
    assert found
    return found[1]


def test_the_example_is_a_layout_of_todays_version() -> None:
    example = json.loads(TEXT.partition("```json")[2].partition("```")[0])
    assert Classroom.model_validate_json(json.dumps(example["classroom"])).settings
    assert (example["learnscope"], example["needs"]) == (len(_STEPS) + 1, _NEEDS)
    assert set(example["classroom"]) == set(Classroom.model_fields)


def test_the_names_and_bounds_are_those_of_the_program() -> None:
    assert re.findall(r"`(\w+)`", row("views")) == [*VIEWS, *PANELS]
    assert re.findall(r"`(\w+)`", row("settings")) == [*SETTINGS]
    assert f"{MAX_TASK} characters in {MAX_LINES} lines" in row("task")
