"""The step that is only looked at is, to the bit, the one that is then taken."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Snapshot, SnapshotQuery, StepQuery
from engine.runs import Begun, Stage
from engine.training import Problem
from tests.engine.queries.snapshots import CURVE_INPUTS
from tests.records import scale_around, trained


def both(experiment: Experiment, rate: float, epoch: int) -> tuple[Snapshot, Snapshot]:
    """Update `epoch` of a run at `rate` from `experiment`, as looked at before, and as taken."""
    problem = Problem(experiment)
    at_rate = experiment.changed(learning_rate=rate)
    update = trained(at_rate, problem, epoch)[epoch - 1]
    scale = scale_around(update.params)
    begun = Begun(update.number, experiment.settings, update.params, update.leftover)
    step = StepQuery(begun, rate, CURVE_INPUTS, scale).answer(problem)
    taken = SnapshotQuery(update, Stage.UPDATE, CURVE_INPUTS, scale).answer(problem)
    return step, taken


@pytest.mark.parametrize("rate", [1e-5, 3e-5, 1.7e-6, 4e-5])
@pytest.mark.parametrize("zero_grad", [True, False])
def test_it_is_to_the_bit_the_step_that_is_taken(rate: float, zero_grad: bool) -> None:
    for seed in range(4):
        step, taken = both(Experiment(seed=seed, zero_grad=zero_grad), rate, 3)
        assert step.updated_params is not None
        assert step.settings.learning_rate == rate
        for name in ("updated_params", "gradient", "updated_predictions", "updated_curve"):
            np.testing.assert_array_equal(getattr(step, name), getattr(taken, name))
        assert (step.loss, step.updated_loss) == (taken.loss, taken.updated_loss)
        assert step.slices[0].after == taken.slices[0].after


def test_another_rate_is_another_step() -> None:
    problem = Problem(Experiment())
    update = trained(Experiment(), problem, 1)[0]
    scale = scale_around(update.params)
    slow, fast = (
        StepQuery(update, rate, CURVE_INPUTS, scale).answer(problem) for rate in (1e-5, 2e-5)
    )
    assert slow.updated_params is not None
    assert fast.updated_params is not None
    way = (fast.updated_params - fast.params) / (slow.updated_params - slow.params)
    np.testing.assert_allclose(way, 2, rtol=1e-3)
