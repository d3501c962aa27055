"""A turned valley: the loss does not care, but each parameter does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.queries import Turned, arrivals
from tests.approved import Hold, nearly
from tests.engine.told import told

angles = st.floats(-360, 360)
steepness = st.floats(1, 1000)


def path(valley: Turned, rate: float, epochs: int = 60) -> np.ndarray:
    return valley.path(valley.place(-2.9, -1.8), rate, epochs)


@given(steepness, angles, angles, st.floats(0.01, 1.2))
def test_the_losses_do_not_depend_on_the_angle(
    steep: float, one: float, other: float, share: float
) -> None:
    """However steep, and whether the rate crawls, swings or diverges."""
    rate = share * 2 / steep
    there, here = (
        valley.losses(path(valley, rate)) for valley in (Turned(steep, one), Turned(steep, other))
    )
    np.testing.assert_allclose(there, here, rtol=1e-6, atol=1e-9)


@given(steepness, angles)
def test_the_path_is_that_of_gradient_descent(steep: float, degrees: float) -> None:
    valley = Turned(steep, degrees)
    for place, then in zip(*(path(valley, 1e-3)[k : k + 5] for k in (0, 1)), strict=True):
        slope = []
        for step in 1e-5 * np.eye(2):
            low, high = valley.losses(np.stack([place - step, place + step]))
            slope.append((high - low) / 2e-5)
        np.testing.assert_allclose(then, place - 1e-3 * np.array(slope), atol=1e-6)


@given(steepness, angles)
def test_the_hessian_has_the_two_curvatures(steep: float, degrees: float) -> None:
    assert np.linalg.eigvalsh(Turned(steep, degrees).hessian) == pytest.approx([1.0, steep])


def test_along_the_axes_one_arrives_early_and_aslant_neither() -> None:
    assert arrivals(path(Turned(20, 0), 0.06)) == [2, 49]
    first, second = arrivals(path(Turned(20, 45), 0.06))
    assert first == second == 41
    assert arrivals(path(Turned(20, 90), 0.06)) == [49, 2]


def test_what_has_not_arrived_is_not_said_to_have() -> None:
    assert arrivals(path(Turned(20, 0), 0.06, 10)) == [2, None]
    assert arrivals(np.zeros((3, 2))) == [0, 0]


class TestOwnRates:
    def test_along_the_axes_take_both_to_the_floor_at_once(self) -> None:
        valley = Turned(20, 0)
        assert valley.best_rates == pytest.approx([1 / 20, 1.0])
        assert valley.losses(path(valley, valley.best_rates, 1))[-1] == pytest.approx(0, abs=1e-20)

    def test_at_45_degrees_cannot_help(self) -> None:
        valley = Turned(20, 45)
        assert valley.best_rates == pytest.approx([valley.best_rate] * 2)
        assert valley.slowest(valley.best_rates) == pytest.approx(valley.slowest(valley.best_rate))

    @given(steepness, angles, st.floats(0.5, 2), st.floats(0.5, 2))
    def test_are_the_best(self, steep: float, degrees: float, one: float, other: float) -> None:
        valley = Turned(steep, degrees)
        best = valley.slowest(valley.best_rates)
        assert best <= valley.slowest(valley.best_rate) + 1e-9
        assert best <= valley.slowest(valley.best_rates * [one, other]) + 1e-9
        assert valley.slowest(valley.best_rate) <= valley.slowest(valley.best_rate * one) + 1e-9


@pytest.mark.parametrize(
    ("way", "arrived"),
    [
        # Within a twentieth of how far the further of the two was.
        ([[20, 10], [1, 0.5]], [1, 1]), ([[20, 10], [1.01, 0.5]], [None, 1]),
        ([[20, 10], [0, 0], [2, 0]], [None, 1]), ([[20, 10], [2, 0], [0, 0]], [2, 1]),
        ([[20, 0.9], [0, 0]], [1, 0]), ([[-20, 1.01], [-1, -1]], [1, 1]), ([[1, 1]], [None, None]),
    ],
)  # fmt: skip
def test_each_has_arrived_when_it_stays_near(
    way: list[list[float]], arrived: list[int | None]
) -> None:
    assert arrivals(np.array(way, float)) == arrived


def test_a_valley_is_told_as_approved(hold: Hold) -> None:
    lines: list[str] = []
    for steep, degrees in ((1.0, 30.0), (4.0, 0.0), (20.0, 30.0), (7.5, 135.0)):
        valley = Turned(steep, degrees)
        name = f"{steep:g} at {degrees:g}"
        lines += told(valley, name)
        place = valley.place(-2.0, 1.0)
        lines += told(valley.path(place, 0.05, 3), f"{name}: path")
        lines += told(valley.losses(valley.path(place, np.array([0.2, 0.1]), 3)), f"{name}: losses")
        for rates in (valley.best_rate, valley.best_rates, 0.3):
            lines += told(valley.slowest(rates), f"{name}: slowest")
    hold("turned", lines, nearly)
