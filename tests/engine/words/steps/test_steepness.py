"""Which parameter is how many times steeper, in a sentence."""

import math

import pytest

from engine.words.steps.steepness import steepness


@pytest.mark.parametrize(
    ("slopes", "said"),
    [
        ([-63466.4, -4092.0, -300.8], "a’s slope is 15.5 times that of b and 211 times that of c:"
         " one learning rate has to serve all three."),
        ([1.0, -4000.0, 2.0], "b’s slope is 4,000 times that of a and 2,000 times that of c:"
         " one learning rate has to serve all three."),
        ([2.0, 0.0, 1.0], "a’s slope is 2.00 times that of c; b has none:"
         " one learning rate has to serve all three."),
        ([2.0, 0.0, 0.0], "a alone has a slope: one learning rate has to serve all three."),
        ([0.0, 0.0, 0.0], "No parameter has a slope here."),
        ([1.0, math.nan, 1.0], ""),
        ([1.0, math.inf, 1.0], ""),
    ],
)  # fmt: skip
def test_is_told(slopes: list[float], said: str) -> None:
    assert steepness("abc", slopes) == said


def test_of_one_parameter_compares_with_nothing() -> None:
    assert steepness(["a"], [3.0]) == ""
