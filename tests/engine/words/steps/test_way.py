"""How far there is to go, and what a step does about it; never a share that misleads."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.words.steps.way import way

BEST = "best value"


@pytest.mark.parametrize(
    ("before", "after", "goal", "said"),
    [
        (-0.891995, -0.257331, 0.74029, "left to go: 1.6323 · this step: 39 % of the way"),
        (-1.50911, -1.46819, -13.964, "left to go: 12.455 · this step leads away, by 0.33 %"),
        (0.37039, 0.37340, 67.515, "left to go: 67.145 · this step: 0.0045 % of the way"),
        (0.0, 1.5, 1.0, "left to go: 1.0000 · this step: 150 % of the way, past it"),
        (0.0, 3.0, 1.0, "left to go: 1.0000 · this step: 300 % of the way, far past it"),
        (0.0, -1e-7, 1.0, "left to go: 1.0000 · this step leads away, by 1/10,000,000"),
        (2.0, 2.0, 1.0, "left to go: 1.0000 · this step: nothing of it"),
        (2.0, None, 1.0, "left to go: 1.0000"),
        (2.0, math.inf, 1.0, "left to go: 1.0000"),
        (1.0, 1.1, 1.0, "at its best value: nothing left to go"),
        (1.0, 1.1, None, "no best value is known"),
    ],
)
def test_is_told(before: float, after: float | None, goal: float | None, said: str) -> None:
    assert way(before, after, goal, BEST).text == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.5, 0.75, ("this step: 50 % of the way", "50 % of the way")),
        (
            0.0, 1.5,
            ("this step: 150 % of the way, past it", "150 % of the way, past it",
             "past the best value"),
        ),
        (
            0.0, 400.0,
            ("this step: 400 times the way, far past it", "400 times the way, far past it",
             "far past the best value"),
        ),
        (0.0, -0.5, ("this step leads away, by 50 %", "leads away, by 50 %", "leads away")),
        (2.0, None, ("left to go: 1.0000",)),
        (1.0, 1.1, ("at its best value: nothing left to go",)),
    ],
)  # fmt: skip
def test_is_ever_briefer_where_there_is_little_room(
    before: float, after: float | None, said: tuple[str, ...]
) -> None:
    assert way(before, after, 1.0, BEST).ever_briefer == said


def test_to_a_valleys_floor_is_not_called_the_best() -> None:
    told = way(0.0, 0.5, 1.0, "valley floor")
    assert told.text == "to the valley floor: 1.0000 · this step: 50 % of the way"
    assert "best" not in told.text


numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, numbers)
def test_a_step_leads_away_exactly_where_it_goes_the_other_way(
    before: float, after: float, goal: float
) -> None:
    told = way(before, after, goal, BEST)
    if told.share is None:
        return
    assert ("leads away" in told.text) == (told.share < 0)
    assert (told.share < 0) == ((after - before) * math.copysign(1, goal - before) < 0)
