"""One scale for the whole run: it shows where the run begins, and where it is to end."""

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.queries import FactsQuery
from engine.queries.scale import scale_from
from engine.runs import Facts
from engine.training import Problem
from tests.engine.queries.snapshots import CURVE_INPUTS, snapshot
from tests.records import query_of, trained


def facts_of(experiment: Experiment) -> Facts:
    return FactsQuery(experiment).answer(Problem(experiment))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(Experiment())


def test_is_the_same_for_every_epoch(facts: Facts) -> None:
    problem = Problem(experiment := Experiment())
    history = trained(experiment, problem, 200)
    assert facts.scale.widened(history.params) is facts.scale
    shown = [
        query_of(history, number, CURVE_INPUTS, scale=facts.scale).answer(problem)
        for number in (1, 14, 200)
    ]
    for k in range(3):
        ends = {(each.wide_slices[k].values[0], each.wide_slices[k].values[-1]) for each in shown}
        assert len(ends) == 1
    assert {each.scale for each in shown} == {facts.scale}


def test_holds_the_start_the_best_value_and_the_floor(facts: Facts) -> None:
    assert facts.valley is not None
    first, scale = snapshot(1), facts.scale
    for k, each in enumerate(first.wide_slices):
        for value in (each.before[0], float(facts.valley.floor[k]), each.floor):
            assert value is not None
            assert scale.low[k] < value < scale.high[k]
        assert scale.top[k] >= 1.05 * (first.loss or 0)


def test_which_all_parameters_have_in_common_is_as_high_as_a_round_number(facts: Facts) -> None:
    # Twice the loss of 36,415 at the start, and then the next of 1, 2, 4, 8.
    assert facts.scale.common_top == 80_000


@pytest.mark.parametrize(
    ("experiment", "top"),
    [
        (Experiment(formula="a*log(t)"), np.nan),
        (
            Experiment(
                data=Points(inputs=(1.0, 2.0), targets=(0.0, 0.0)), formula="a*t", start={"a": 0.0}
            ),
            1.0,
        ),
    ],
    ids=["a loss that is not finite", "no loss at all"],
)
def test_is_there_whatever_the_start_is(experiment: Experiment, top: float) -> None:
    scale = facts_of(experiment).scale
    np.testing.assert_equal(scale.common_top, top)
    assert (scale.low < scale.high).all()


def parabola(k: int, values: np.ndarray) -> np.ndarray:
    return (values - 10.0) ** 2


@pytest.mark.parametrize(
    ("here", "floor", "best", "inside"),
    [
        # Around where it is, where it fits best, and a floor that is not too far away.
        (10.0, None, 14.0, (10, 14)),
        (10.0, 12.0, 14.0, (10, 14)),
        (10.0, 20.0, 14.0, (10, 20)),
        (10.0, 0.0, 14.0, (0, 14)),
        (10.0, 22.0, 14.0, (10, 22)),
        (10.0, 22.1, 14.0, (10, 14)),
        (10.0, -2.1, 14.0, (10, 14)),
        (-10.0, -12.0, -14.0, (-14, -10)),
        # Without another best value, around its floor, however far.
        (10.0, 90.0, 10.0, (10, 90)),
        (10.0, 90.0, None, (10, 90)),
    ],
)
def test_reaches_a_little_beyond_what_is_on_it(
    here: float, floor: float | None, best: float | None, inside: tuple[float, float]
) -> None:
    known = None if best is None else np.array([best])
    scale = scale_from(parabola, np.array([here]), 100.0, [floor], known)
    margin = 0.08 * (inside[1] - inside[0])
    assert (scale.low[0], scale.high[0]) == pytest.approx((inside[0] - margin, inside[1] + margin))


@pytest.mark.parametrize(("here", "margin"), [(0.0, 0.5), (0.5, 0.5), (10.0, 5.0), (-10.0, 5.0)])
def test_where_there_is_one_value_only_it_reaches_half_of_it_to_either_side(
    here: float, margin: float
) -> None:
    scale = scale_from(parabola, np.array([here]), 100.0, [None], None)
    assert (scale.low[0], scale.high[0]) == pytest.approx((here - margin, here + margin))


@pytest.mark.parametrize(
    ("loss", "common"),
    [(0.4, 0.8), (0.6, 2.0), (1.0, 2.0), (1.01, 4.0), (2.1, 8.0), (4.0, 8.0), (5.0, 10.0),
     (5.1, 20.0), (36_415.0, 80_000.0), (0.0, 1.0)],
)  # fmt: skip
def test_the_common_scale_is_a_round_number_above_twice_the_loss(
    loss: float, common: float
) -> None:
    scale = scale_from(parabola, np.array([10.0]), loss, [None], None)
    assert scale.common_top == pytest.approx(common)
