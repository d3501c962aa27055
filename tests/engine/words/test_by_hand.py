"""The words around the gradient by hand: numbers, titles, and why the two sums differ."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.queries import ByHand, ByHandQuery, FactsQuery
from engine.runs import Facts
from engine.training import Problem
from engine.words import by_hand as words
from tests.engine.queries.snapshots import snapshot


def first(param: int = 0, **fields: object) -> tuple[ByHand, Facts]:
    experiment = Experiment(**fields)
    problem = Problem(experiment)
    shown = snapshot(1, experiment=experiment)
    return ByHandQuery(shown, param).answer(problem), FactsQuery(experiment).answer(problem)


@pytest.mark.parametrize(
    ("value", "text"),
    [(19.0, "19"), (-361.0, "−361"), (0.0, "0"), (-0.0, "0"), (1.5, "1.5000"), (1e9, "1.0000e9"),
     (np.inf, "∞"), (-np.inf, "−∞"), (np.nan, "not a number")],
)  # fmt: skip
def test_whole_numbers_have_no_decimals(value: float, text: str) -> None:
    assert words.plain(value) == text


@pytest.mark.parametrize(
    ("mean", "autograd", "parts", "said"),
    [
        (-63466.4085, -63466.40625, [-63466.4085], "float32 rounds at the seventh digit"),
        (1.0, 1.0, [1.0], "0"),
        (1.0, 1.01, [1e5, -1e5], "the parts nearly cancel"),
        (1.0, 1.5, [1.0], "float32 rounds every operation on the way"),
        (
            1e39,
            np.inf,
            [1e39],
            "float32 ends at 3.4e38; by hand in float64 it goes on to 1",
        ),
        (np.nan, np.nan, [np.nan], "the numbers have grown past what can be held"),
        (1.0, None, [1.0], ""),
    ],
)
def test_why_the_sums_differ(
    mean: float, autograd: float | None, parts: list[float], said: str
) -> None:
    made = replace(first()[0], mean=mean, autograd=autograd, parts=np.array(parts))
    assert said in words.difference(made)
    assert bool(words.difference(made)) == bool(said)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "t"),
        ({"standardise": True}, "t\nstandardised"),
        (
            {
                "data": Points(inputs=(1.0, 2.0), targets=(1.0, 3.0), input_name="Height (cm)"),
                "formula": "a*x",
            },
            "x\nHeight (cm)",
        ),
    ],
)
def test_the_input_is_called_as_in_the_formula(fields: dict[str, object], title: str) -> None:
    _, facts = first(**fields)
    assert words.input_title(Experiment(**fields), facts) == title


def test_the_law_names_the_targets() -> None:
    _, facts = first()
    latex, plain = words.law(facts, "a")
    assert r"\frac{1}{20}" in latex
    assert r"(\text{speed} - \text{prediction}) \cdot ({-}1)" in latex
    assert plain == (
        "∂loss/∂a = the mean over 20 points of 2 × (speed − prediction) × (−1) × ∂f/∂a"
    )


def test_it_is_told_to_a_screen_reader() -> None:
    by_hand, facts = first()
    assert words.in_words(by_hand, facts, reached=True) == (
        "By hand, epoch 1, parameter a, 20 points: the mean of their parts is −63466. "
        "∂f/∂a = t**2. The largest part, −302557, is that of the point with "
        "time t (seconds) = 19. Autograd: −63466.4062."
    )
    assert words.in_words(by_hand, facts, reached=False).endswith("20 points: no gradient yet.")
