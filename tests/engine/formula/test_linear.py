"""Whether a formula is linear in its parameters, so that its loss is one valley."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment.presets import PRESETS
from engine.formula import parse
from engine.training import Problem

LINEAR = [
    "a", "-a", "+a", "a + 1", "a*t + b", "a*(t**2) + b*(t) + c", "(a + b)*t", "a/3", "a/t",
    "2*(a - t*b)/(t + 1)", "a*sin(t) + b*exp(t/9)", "a**1", "a*2**3", "maximum(t, 0)*a", "t + a",
    "a*t*t", "(a + b)**1 + c", "pi*a",
]  # fmt: skip
OTHER = [
    "a*b", "a*a", "a**2", "2**a", "t**a", "a**t", "1/a", "t/(1 + a)", "sin(a)", "abs(a)",
    "relu(a*t)", "maximum(a, t)", "minimum(a*t, b)", "exp(-a*t)", "a*(t - c)", "(a + b)*(c + t)",
    "sqrt(a)*t",
]  # fmt: skip


@pytest.mark.parametrize("formula", LINEAR)
def test_what_is_linear(formula: str) -> None:
    assert parse(formula).linear


@pytest.mark.parametrize("formula", OTHER)
def test_what_is_not(formula: str) -> None:
    assert not parse(formula).linear


@pytest.mark.parametrize("formula", LINEAR)
def test_what_is_linear_has_predictions_that_add_up(formula: str) -> None:
    problem = Problem(Experiment(formula=formula))
    places = np.linspace(0.5, 9.0, 7)
    one, other = np.random.default_rng(0).normal(size=(2, len(problem.names)))
    middle = problem.curve(places, (one + other) / 2)
    expected = (problem.curve(places, one) + problem.curve(places, other)) / 2
    np.testing.assert_allclose(middle, expected, rtol=1e-12, atol=1e-12)


def test_the_presets_that_are_linear() -> None:
    linear = {preset.key for preset in PRESETS if parse(preset.formula).linear}
    assert linear == {"line", "parabola", "cubic"}
