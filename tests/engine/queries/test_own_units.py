"""Parameters of standardised inputs in the inputs' own units: the same curve, or none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment, Points
from engine.queries.own_units import in_own_units
from engine.runs import Vector
from engine.training import Problem

PARABOLA = "a*(t**2) + b*(t) + c"
MODERATE = st.integers(-800, 800).map(lambda eighths: eighths / 8)


def params_of(*values: float) -> Vector:
    return np.array(values, np.float32)


def standardised(formula: str, **fields: object) -> Problem:
    return Problem(Experiment(formula=formula, standardise=True, **fields))


def assert_the_same_curve(problem: Problem, params: Vector, own: np.ndarray | None) -> None:
    """Over the data's range, at places that nobody has tuned the curves at."""
    assert own is not None
    assert own.shape == params.shape
    raw = problem.raw_inputs
    places = np.linspace(float(raw.min()), float(raw.max()), 101)
    wanted = problem.curve((places - problem.mean) / problem.std, params.astype(np.float64))
    assert np.abs(problem.curve(places, own) - wanted).max() <= 1e-5 * np.abs(wanted).max()


def test_a_parabola_s_are_those_of_the_expanded_square() -> None:
    problem = standardised(PARABOLA)
    a, b, c = 26.25, 1.5, -3.0
    own = in_own_units(problem, params_of(a, b, c))
    mean, std = problem.mean, problem.std
    expected = [
        a / std**2,
        b / std - 2 * a * mean / std**2,
        a * mean**2 / std**2 - b * mean / std + c,
    ]
    np.testing.assert_allclose(own, expected, rtol=1e-6)
    assert_the_same_curve(problem, params_of(a, b, c), own)


@given(a=MODERATE, b=MODERATE, c=MODERATE)
def test_every_parabola_has_its_own(a: float, b: float, c: float) -> None:
    problem = standardised(PARABOLA)
    params = params_of(a, b, c)
    assert_the_same_curve(problem, params, in_own_units(problem, params))


@pytest.mark.parametrize(
    ("formula", "params"),
    [
        ("a*t + b", (2.0, -1.0)), ("a*t**3 + b*t**2 + c*t + d", (1.0, -2.0, 0.5, 3.0)),
        ("a*sin(b*t + c)", (2.0, 1.5, 0.25)), ("a*exp(b*t)", (2.0, -0.5)),
        ("a*t + b*t**2 + c + d", (1.0, 2.0, 3.0, 4.0)), ("a", (7.0,)),
    ],
)  # fmt: skip
def test_what_can_be_shifted_and_stretched_draws_the_same_curve(
    formula: str, params: tuple[float, ...]
) -> None:
    problem = standardised(formula)
    learned = params_of(*params)
    assert_the_same_curve(problem, learned, in_own_units(problem, learned))


@pytest.mark.parametrize(
    ("formula", "params"),
    [
        ("a*t**2", (2.0,)), ("a*t", (3.0,)), ("a*t**2 + b", (1.0, 2.0)),
        ("a*sin(b*t)", (2.0, 1.5)),
    ],
)  # fmt: skip
def test_what_can_not_be_shifted_has_none(formula: str, params: tuple[float, ...]) -> None:
    assert in_own_units(standardised(formula), params_of(*params)) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_curve_that_is_not_finite_has_none(value: float) -> None:
    assert in_own_units(standardised(PARABOLA), params_of(1.0, value, 0.0)) is None


def test_a_curve_that_is_nothing_is_nothing_in_every_unit() -> None:
    own = in_own_units(standardised(PARABOLA), params_of(0.0, 0.0, 0.0))
    np.testing.assert_array_equal(own, [0.0, 0.0, 0.0])


def test_inputs_far_from_zero() -> None:
    years = tuple(2000.0 + k for k in range(20))
    data = Points(inputs=years, targets=tuple(float(k) for k in range(20)))
    problem = standardised("a*t + b", data=data)
    own = in_own_units(problem, params_of(5.0, 9.5))
    np.testing.assert_allclose(
        own, [5 / problem.std, 9.5 - 5 * problem.mean / problem.std], rtol=1e-6
    )


def test_the_parameters_that_are_asked_about_stay_as_they_are() -> None:
    params = params_of(1.0, 2.0, 3.0)
    in_own_units(standardised(PARABOLA), params)
    assert params.tolist() == [1.0, 2.0, 3.0]
