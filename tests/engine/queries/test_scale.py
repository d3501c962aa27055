"""One scale for the whole run: it shows where the run begins, and where it is to end."""

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.queries import FactsQuery
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
