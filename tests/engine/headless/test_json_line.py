"""A line of JSON: what is not finite is null, and told under the same names."""

import json
import math
from typing import Any

import pytest

from engine.headless.json_line import json_line

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, {}),
        ({"a": 1.5, "b": [1, None, "x"], "c": {"d": True}},
        {"a": 1.5, "b": [1, None, "x"], "c": {"d": True}}),
        ({"a": INF}, {"a": None, "not_finite": {"a": "inf"}}),
        ({"a": -INF, "b": 1}, {"a": None, "b": 1, "not_finite": {"a": "-inf"}}),
        ({"a": [1.0, NAN, 2.0]}, {"a": [1.0, None, 2.0], "not_finite": {"a": [None, "nan", None]}}),
        ({"a": [], "b": [1.0], "c": NAN},
        {"a": [], "b": [1.0], "c": None, "not_finite": {"c": "nan"}}),
        (
            {"a": {"b": INF, "c": 1.0}, "d": {"e": 2.0}},
            {"a": {"b": None, "c": 1.0}, "d": {"e": 2.0}, "not_finite": {"a": {"b": "inf"}}},
        ),
        (
            {"a": [{"b": INF}, {"b": 1.0}, "inf"]},
            {"a": [{"b": None}, {"b": 1.0}, "inf"],
            "not_finite": {"a": [{"b": "inf"}, None, None]}},
        ),
        ({"a": [[NAN], [1.0]]}, {"a": [[None], [1.0]], "not_finite": {"a": [["nan"], None]}}),
    ],
)  # fmt: skip
def test_what_is_not_finite_is_told_beside(fields: dict[str, Any], line: dict[str, Any]) -> None:
    text = json_line(fields)
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    assert json.loads(text) == line
    assert [*json.loads(text)] == [*line]
