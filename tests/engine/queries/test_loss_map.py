"""The map of the loss, place for place against the loss as it is computed anywhere else."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import (
    LossAtQuery,
    LossMap,
    LossMapQuery,
    Plane,
    pair_plane,
    valley_plane,
)
from engine.queries.valley import valley
from engine.runs import Doubles
from engine.training import Problem
from tests.engine.words.ends.situations import of_preset
from tests.experiments import preset

RAVINE = ((-89.0, 9.0), (-1.42, 1.42))


def the_ravine(problem: Problem) -> Plane:
    found = valley(problem)
    assert found is not None
    return valley_plane(found, problem.start)


def plainly(problem: Problem, found: LossMap) -> Doubles:
    """The losses of every place of a map, each worked out on its own."""
    x, y = (each.ravel() for each in np.meshgrid(found.x, found.y))
    plane = found.plane
    places = plane.origin + x[:, None] * plane.first + y[:, None] * plane.second
    predictions = np.stack([problem.curve(problem.inputs.astype(float), row) for row in places])
    losses = ((problem.targets.astype(float) - predictions) ** 2).mean(axis=1)
    return np.asarray(losses.reshape(len(found.y), len(found.x)))


@pytest.mark.parametrize("key", ["parabola", "cubic", "sine", "neurons"])
@pytest.mark.parametrize("of_valley", [True, False])
def test_every_place_has_its_loss(key: str, of_valley: bool) -> None:
    problem = Problem(of_preset(key, seed=1))
    plane = the_ravine(problem) if of_valley else pair_plane(problem.start, 1, 0)
    found = LossMapQuery(plane, (-2.0, 3.0), (-1.0, 1.5), 13, 9).answer(problem)
    assert found.losses.shape == (9, 13)
    np.testing.assert_allclose(found.losses, plainly(problem, found), rtol=1e-10)


def test_the_pixels_middles_fill_the_ranges() -> None:
    problem = Problem(Experiment())
    found = LossMapQuery(pair_plane(problem.start, 0, 1), (0.0, 4.0), (-1.0, 1.0), 4, 8).answer(
        problem
    )
    assert found.x.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert found.y[[0, -1]].tolist() == [-0.875, 0.875]


class TestTheRavine:
    def found(self, through: tuple[float, float] | None) -> LossMap:
        problem = Problem(Experiment())
        query = LossMapQuery(the_ravine(problem), *RAVINE, 256, 256, through)
        return query.answer(problem)

    def test_has_its_floor_on_a_row_and_a_column_that_pass_through_it(self) -> None:
        found = self.found((0.0, 0.0))
        assert 0.0 in found.x
        assert 0.0 in found.y
        assert found.losses.min() == pytest.approx(0.657893, rel=1e-5)
        half = (found.x[1] - found.x[0]) / 2
        assert found.x[0] == pytest.approx(-89.0 + half, abs=half)

    def test_has_its_floor_even_between_the_rows(self) -> None:
        """A row of 256 over ±1.42 is 0.011 wide; where the loss is below 1, only 0.007."""
        found = self.found((0.0, found_y := 0.0055))
        assert found_y in found.y
        assert found.losses.min() > 1.4
        assert found.lowest is not None
        assert (found.lowest.x, found.lowest.y) == pytest.approx((0.0, 0.0), abs=1e-6)
        assert found.lowest.loss == pytest.approx(0.657893, rel=1e-5)
        assert not found.lowest.on_edge

    def test_has_a_contour_that_is_narrower_than_a_row(self) -> None:
        found = self.found((0.0, 0.0))
        assert [contour.level for contour in found.contours] == [1, 10, 100, 1_000, 10_000]
        first = found.contours[0]
        height = max(np.ptp(line[:, 1]) for line in first.lines)
        # ½·λ·y² = 1 − 0.658 with λ = 56,499.
        assert height == pytest.approx(2 * np.sqrt(2 * 0.342107 / 56_499.36), rel=0.02)

    def test_is_quick_to_turn_to_another_question(self) -> None:
        problem = Problem(Experiment())
        query = LossMapQuery(the_ravine(problem), *RAVINE, 256, 256)
        assert sum(1 for _ in query.steps(problem)) >= 13


def test_the_lowest_place_of_a_map_is_not_that_of_the_run() -> None:
    """On a map of a and b, c stands still; the sketch of it has 607.7."""
    problem = Problem(Experiment())
    plane = pair_plane(np.array([0.2349, -1.4081, 0.4191]), 0, 1)
    found = LossMapQuery(plane, (-1.25, 1.15), (-17.5, 4.5), 64, 64).answer(problem)
    assert found.lowest is not None
    assert found.lowest.loss == pytest.approx(607.7, abs=0.1)
    assert found.lowest.loss < found.losses.min()


def test_a_map_beside_the_floor_is_lowest_at_its_edge() -> None:
    problem = Problem(Experiment())
    found = LossMapQuery(the_ravine(problem), (5.0, 9.0), (0.5, 1.0), 8, 8).answer(problem)
    assert found.lowest is not None
    assert found.lowest.on_edge
    assert found.lowest.loss == found.losses[0, 0] == found.losses.min()


@pytest.mark.parametrize("seed", range(4))
def test_the_lowest_place_is_never_above_the_grid_whatever_the_formula(seed: int) -> None:
    problem = Problem(of_preset("sine", seed=seed))
    plane = pair_plane(problem.start, 0, 1)
    found = LossMapQuery(plane, (-3.0, 3.0), (-3.0, 3.0), 32, 32).answer(problem)
    assert found.lowest is not None
    assert found.lowest.loss <= found.losses.min()
    here = LossAtQuery(
        np.array([[found.lowest.x, found.lowest.y, *problem.start[2:].astype(float)]])
    ).answer(problem)
    assert here[0] == pytest.approx(found.lowest.loss)


def test_infinite_losses_stay_what_they_are() -> None:
    problem = Problem(Experiment(formula="exp(a*t) + b"))
    plane = pair_plane(problem.start, 0, 1)
    found = LossMapQuery(plane, (-1.0, 60.0), (-5.0, 5.0), 16, 8).answer(problem)
    assert np.isinf(found.losses[:, -1]).all()
    assert np.isfinite(found.losses[:, 0]).all()
    assert found.lowest is not None
    assert np.isfinite(found.lowest.loss)
    for contour in found.contours:
        assert all(np.isfinite(line).all() for line in contour.lines)


def test_a_map_without_a_finite_loss_has_no_lowest_place_and_no_contours() -> None:
    problem = Problem(Experiment(formula="a*log(t) + b"))
    plane = pair_plane(problem.start, 0, 1)
    found = LossMapQuery(plane, (-1.0, 1.0), (-1.0, 1.0), 4, 4).answer(problem)
    assert not np.isfinite(found.losses).any()
    assert found.lowest is None
    assert found.contours == ()


def test_a_map_around_parameters_that_diverged_has_no_finite_loss() -> None:
    problem = Problem(Experiment())
    params = np.array([1.0, 2.0, np.inf], np.float32)
    found = LossMapQuery(pair_plane(params, 0, 1), (-1.0, 1.0), (-1.0, 1.0), 4, 4).answer(problem)
    assert not np.isfinite(found.losses).any()
    assert found.lowest is None


def test_many_points_are_looked_at_in_part_and_that_is_said() -> None:
    p = preset("line")
    data = p.generated.model_copy(update={"points": 5_001})
    problem = Problem(Experiment(formula=p.formula, data=data))
    found = LossMapQuery(pair_plane(problem.start, 0, 1), (0, 4), (-3, 1), 8, 8).answer(problem)
    assert found.every == 3
    whole = problem.losses([x.ravel() for x in np.meshgrid(found.x, found.y)]).reshape(8, 8)
    np.testing.assert_allclose(found.losses, whole, rtol=0.05)


class TestAtPlaces:
    def test_is_the_loss_on_all_points(self) -> None:
        p = preset("line")
        data = p.generated.model_copy(update={"points": 5_001})
        problem = Problem(Experiment(formula=p.formula, data=data))
        places = np.array([[2.0, -1.0], [0.0, 0.0], [np.nan, 1.0]])
        found = LossAtQuery(places).answer(problem)
        for place, loss in zip(places[:2], found[:2], strict=True):
            errors = problem.targets.astype(float) - place[0] * problem.inputs - place[1]
            assert loss == pytest.approx(np.mean(errors**2), rel=1e-6)
        assert np.isnan(found[2])

    def test_takes_turns_where_there_are_many(self) -> None:
        problem = Problem(Experiment())
        places = np.tile(problem.start.astype(float), (20_000, 1))
        query = LossAtQuery(places)
        assert sum(1 for _ in query.steps(problem)) == 3
        assert np.ptp(query.answer(problem)) == 0


@pytest.mark.parametrize(
    ("through", "x", "y"),
    [
        (None, [0.5, 1.5, 2.5, 3.5], [-0.75, -0.25, 0.25, 0.75]),
        ((0.0, 0.0), [0.0, 1.0, 2.0, 3.0], [-1.0, -0.5, 0.0, 0.5]),
        ((4.0, 1.0), [1.0, 2.0, 3.0, 4.0], [-0.5, 0.0, 0.5, 1.0]),
        ((1.25, 0.1), [0.25, 1.25, 2.25, 3.25], [-0.9, -0.4, 0.1, 0.6]),
        ((4.1, -1.0), [0.5, 1.5, 2.5, 3.5], [-1.0, -0.5, 0.0, 0.5]),
        ((-0.1, 1.1), [0.5, 1.5, 2.5, 3.5], [-0.75, -0.25, 0.25, 0.75]),
    ],
)  # fmt: skip
def test_the_grid_passes_through_a_place_of_the_map(
    through: tuple[float, float] | None, x: list[float], y: list[float]
) -> None:
    problem = Problem(Experiment())
    query = LossMapQuery(pair_plane(problem.start, 0, 1), (0.0, 4.0), (-1.0, 1.0), 4, 4, through)
    found = query.answer(problem)
    assert found.x.tolist() == pytest.approx(x)
    assert found.y.tolist() == pytest.approx(y)


def test_the_levels_asked_for_are_drawn_and_round_ones_where_none_are() -> None:
    problem = Problem(Experiment())
    plane = pair_plane(problem.start, 0, 1)

    def levels(asked: tuple[float, ...] | None) -> list[float]:
        query = LossMapQuery(plane, (-3.0, 3.0), (-9.0, 9.0), 24, 24, levels=asked)
        return [each.level for each in query.answer(problem).contours]

    assert levels((3_000.0, 20_000.0)) == [3_000.0, 20_000.0]
    assert levels(()) == []
    assert levels(None)[:3] == [1e3, 2e3, 5e3]


@pytest.mark.parametrize(
    ("x_range", "y_range", "on_edge"),
    [
        # The floor of a and b, with c as it is at the start, is at (0.1523, −0.2057).
        ((-1.0, 1.0), (-5.0, 5.0), False), ((0.3, 1.0), (-5.0, 5.0), True),
        ((-1.0, 0.0), (-5.0, 5.0), True), ((-1.0, 1.0), (1.0, 5.0), True),
    ],
)  # fmt: skip
def test_the_lowest_place_is_on_the_edge_where_it_is_lower_beyond_it(
    x_range: tuple[float, float], y_range: tuple[float, float], on_edge: bool
) -> None:
    problem = Problem(Experiment())
    query = LossMapQuery(pair_plane(problem.start, 0, 1), x_range, y_range, 12, 10)
    lowest = query.answer(problem).lowest
    assert lowest is not None
    assert lowest.on_edge is on_edge
    assert x_range[0] < lowest.x < x_range[1]
    assert y_range[0] < lowest.y < y_range[1]


def test_others_take_their_turn_after_every_hundred_thousand_numbers() -> None:
    problem = Problem(Experiment())
    plane = pair_plane(problem.start, 0, 1)
    for columns, rows, turns in ((50, 100, 2), (50, 101, 3), (5_000, 2, 3), (6_000, 3, 4)):
        query = LossMapQuery(plane, (-3.0, 3.0), (-9.0, 9.0), columns, rows, levels=())
        assert sum(1 for _ in query.steps(problem)) == turns
    for places, turns in ((5_000, 0), (5_001, 1), (10_001, 2)):
        query_at = LossAtQuery(np.tile(problem.start.astype(float), (places, 1)))
        assert sum(1 for _ in query_at.steps(problem)) == turns
