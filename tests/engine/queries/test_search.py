"""The search for the parameters that fit best, linear and not; and the derivatives it goes by."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.queries.search import derivatives, settled
from engine.runs import Doubles

ROOT = Path(__file__).parents[3]


class TestSettled:
    def test_finds_the_bottom_of_rosenbrocks_valley(self) -> None:
        def residuals(at: Doubles) -> Doubles:
            return np.array([10 * (at[1] - at[0] ** 2), 1 - at[0]])

        found = settled(residuals, np.array([-1.2, 1.0]), linear=False)
        assert found == pytest.approx([1, 1], abs=1e-6)

    def test_finds_a_bottom_with_fewer_points_than_parameters(self) -> None:
        found = settled(lambda at: np.array([at[0] * at[1] - 6]), np.array([1.0, 1.0]), False)
        assert found is not None
        assert found[0] * found[1] == pytest.approx(6)

    @pytest.mark.parametrize("linear", [True, False])
    def test_leaves_its_start_as_it_is(self, linear: bool) -> None:
        start = np.array([5.0])
        assert settled(lambda at: at - 2, start, linear) == pytest.approx([2.0])
        assert start.tolist() == [5.0]

    @pytest.mark.parametrize("linear", [True, False])
    def test_gives_up_on_what_is_not_finite(self, linear: bool) -> None:
        assert settled(lambda at: at * np.nan, np.array([1.0]), linear) is None

    def test_gives_up_on_what_does_not_settle(self) -> None:
        def endless(at: Doubles) -> Doubles:
            return np.exp(-at)

        start = np.array([1.0])
        assert settled(endless, start, False, 3) is None
        found = settled(lambda at: at**2 - 4, start, False, 20)
        assert found == pytest.approx([2.0], abs=1e-9)

    @given(
        st.lists(st.floats(-100, 100), min_size=2, max_size=2),
        st.lists(st.floats(-100, 100), min_size=2, max_size=2),
        st.booleans(),
    )
    def test_goes_to_the_bottom_of_a_bowl(
        self, start: list[float], bottom: list[float], linear: bool
    ) -> None:
        matrix = np.array([[3.0, 1.0], [0.5, 2.0], [1.0, -1.0]])
        found = settled(lambda at: matrix @ (at - np.array(bottom)), np.array(start), linear)
        assert found == pytest.approx(bottom, abs=1e-6)

    def test_of_many_bottoms_takes_the_nearest_where_it_is_linear(self) -> None:
        found = settled(lambda at: np.array([at[0] + at[1] - 4]), np.array([3.0, 5.0]), True)
        assert found == pytest.approx([1.0, 3.0])


class TestDerivatives:
    @pytest.mark.parametrize("at", [[3.0, 0.5], [-2.0, 1e3]])
    def test_are_the_derivatives(self, at: list[float]) -> None:
        def function(at: Doubles) -> Doubles:
            return np.array([at[0] ** 2, at[0] * at[1], np.sin(at[1])])

        a, b = at
        expected = [[2 * a, 0.0], [b, a], [0.0, np.cos(b)]]
        found = derivatives(function, np.array(at), linear=False)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)

    @pytest.mark.parametrize("size", [1e-6, 1.0, 1e6, 1e12])
    def test_are_the_derivatives_of_numbers_of_any_size(self, size: float) -> None:
        found = derivatives(lambda at: at**2 / size, np.array([size, -size]), linear=False)
        np.testing.assert_allclose(found, [[2, 0], [0, -2]], rtol=1e-3)

    def test_of_linear_residuals_are_their_matrix(self) -> None:
        matrix = np.array([[3.0, 1.0], [0.5, 2.0], [1e6, -1.0]])
        found = derivatives(lambda at: matrix @ at - 7, np.array([1e9, 2.0]), linear=True)
        np.testing.assert_allclose(found, matrix, rtol=1e-9)


def test_what_is_linear_does_not_wait_for_scipy() -> None:
    """It takes as long to load as a quarter of torch."""
    program = (
        "import sys\n"
        "from engine.experiment import Experiment\n"
        "from engine.queries import FactsQuery\n"
        "from engine.training import Problem\n"
        "for formula in ('a*(t**2) + b*(t) + c', 'a*exp(b*t)'):\n"
        "    experiment = Experiment(formula=formula)\n"
        "    FactsQuery(experiment).answer(Problem(experiment))\n"
        "    print('scipy' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
