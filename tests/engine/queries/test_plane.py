"""Planes through the parameters: where a run is on a map, and how far beside it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.queries import Plane, pair_plane, pairs_that_matter, valley_plane
from engine.queries.valley import valley
from engine.runs import Doubles
from engine.training import Problem
from tests.records import trained


def the_valley() -> tuple[Problem, Plane]:
    problem = Problem(Experiment())
    found = valley(problem)
    assert found is not None
    return problem, valley_plane(found, problem.start)


def whole(plane: Plane, x: float, y: float) -> Doubles:
    return np.array([float(np.asarray(column)) for column in plane.columns(x, y)])  # type: ignore[arg-type]


class TestPair:
    def test_its_places_are_the_parameters_themselves(self) -> None:
        plane = pair_plane(np.array([1.0, 2.0, 3.0, 4.0], np.float32), 3, 1)
        assert plane.pair == (3, 1)
        assert whole(plane, 7.0, -5.0).tolist() == [1.0, -5.0, 3.0, 7.0]

    def test_how_far_beside_it_a_run_is_is_how_far_the_others_are(self) -> None:
        plane = pair_plane(np.array([1.0, 2.0, 3.0, 4.0]), 0, 1)
        x, y, beside = plane.placed(np.array([[9.0, 8.0, 3.0, 4.0], [9.0, 8.0, 6.0, 0.0]]))
        assert x.tolist() == [9.0, 9.0]
        assert y.tolist() == [8.0, 8.0]
        assert beside == pytest.approx([0.0, 5.0])

    def test_leaves_the_parameters_it_is_given_as_they_are(self) -> None:
        params = np.array([1.0, 2.0, 3.0])
        pair_plane(params, 0, 2)
        assert params.tolist() == [1.0, 2.0, 3.0]

    def test_what_does_not_change_along_an_axis_is_not_computed_along_it(self) -> None:
        plane = pair_plane(np.array([1.0, 2.0, 3.0]), 0, 2)
        a, b, c = plane.columns(np.zeros((1, 5)), np.zeros((4, 1)))
        assert (np.shape(a), np.shape(b), np.shape(c)) == ((1, 5), (), (4, 1))


class TestValley:
    def test_the_article_starts_at_the_lower_left_and_goes_up_then_creeps(self) -> None:
        problem, plane = the_valley()
        history = trained(Experiment(), problem, 200)
        x, y, beside = plane.placed(history.updated_params[[0, -1]])
        start_x, start_y, _ = plane.placed(problem.start[None])
        assert (start_x[0], start_y[0]) == pytest.approx((-68.285, -1.1257), rel=1e-3)
        assert y[-1] == pytest.approx(0.0, abs=1e-4)
        assert x[-1] - start_x[0] == pytest.approx(0.035, abs=0.001)
        assert beside[-1] == pytest.approx(1.39, abs=0.005)

    def test_a_step_in_it_is_as_long_as_between_the_parameters(self) -> None:
        _, plane = the_valley()
        apart = whole(plane, 3.0, 4.0) - whole(plane, 0.0, 0.0)
        assert np.linalg.norm(apart) == pytest.approx(5.0)
        assert whole(plane, 0.0, 0.0) == pytest.approx(plane.origin)

    @given(st.floats(-100, 100), st.floats(-2, 2))
    def test_every_place_of_the_map_is_placed_there(self, x: float, y: float) -> None:
        _, plane = the_valley()
        there = plane.placed(whole(plane, x, y)[None])
        assert [float(each[0]) for each in there] == pytest.approx([x, y, 0.0], abs=1e-6)

    def test_a_run_that_diverged_is_nowhere_on_it(self) -> None:
        _, plane = the_valley()
        places = plane.placed(np.array([[np.inf, -np.inf, np.nan], [1e38, 1.0, 1.0]], np.float32))
        assert not any(np.isfinite(each[0]) for each in places)
        assert all(np.isfinite(each[1]) for each in places)

    def test_a_direction_in_it_is_seen_in_full(self) -> None:
        _, plane = the_valley()
        assert plane.directed(2 * plane.first - 3 * plane.second) == pytest.approx((2.0, -3.0))

    def test_of_a_single_parameter_there_is_none(self) -> None:
        problem = Problem(Experiment(formula="a*t"))
        found = valley(problem)
        assert found is not None
        with pytest.raises(ValueError, match="two parameters"):
            valley_plane(found, problem.start)


class TestPairsThatMatter:
    def test_are_all_where_there_are_few(self) -> None:
        pairs = pairs_that_matter(np.zeros((5, 3), np.float32), None, 3)
        assert pairs == [(0, 1), (0, 2), (1, 2)]

    def test_are_those_that_moved_most(self) -> None:
        run = np.zeros((5_000, 30), np.float32)
        run[:, 7] = np.linspace(0, 5, 5_000)
        run[:, 21] = np.linspace(0, -9, 5_000)
        assert pairs_that_matter(run, None, 1) == [(7, 21)]

    def test_and_those_that_are_steep_though_they_did_not_move(self) -> None:
        run = np.zeros((10, 30), np.float32)
        run[:, 7] = np.arange(10)
        steep = np.zeros(30)
        steep[[3, 20]] = 100.0, 81.0
        assert pairs_that_matter(run, steep, 3) == [(3, 7), (3, 20), (7, 20)]

    def test_do_without_what_is_not_finite(self) -> None:
        run = np.zeros((10, 30), np.float32)
        run[:, [2, 4]] = np.arange(10)[:, None]
        run[-1] = np.nan
        assert pairs_that_matter(run, np.full(30, np.nan), 1) == [(2, 4)]
        assert len(pairs_that_matter(run[-1:], None, 4)) == 4

    def test_are_those_of_the_larger_share(self) -> None:
        run = np.array([[0, 0, 0, 0], [8, 4, 2, 1], [1, 4, 2, 1]], np.float32)
        assert pairs_that_matter(run, None, 2) == [(0, 1), (0, 2)]
        assert pairs_that_matter(run, None, 5) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)]
        # By the root of the curvature: shares of 1/4, 1/2, 1 and 3/4, whichever its sign.
        steep = np.array([1.0, -4.0, 16.0, -9.0])
        assert pairs_that_matter(run[:1], steep, 2) == [(1, 2), (2, 3)]
        assert pairs_that_matter(run, steep, 2) == [(0, 2), (0, 3)]

    def test_are_looked_for_in_some_of_the_updates_of_a_long_run(self) -> None:
        run = np.zeros((4_001, 8), np.float32)
        run[:, 0] = 1.0
        run[2::3, 5] = 9.0
        run[3, [3, 4]] = 1.0
        assert pairs_that_matter(run, None, 1) == [(3, 4)]
        assert pairs_that_matter(run[:2_000], None, 1) == [(3, 5)]
        assert pairs_that_matter(run[:0], None, 1) == [(0, 1)]
