"""Snapshots of real runs, for the tests of what they hold."""

import numpy as np

from engine.experiment import Experiment
from engine.queries import FactsQuery, Slice, Snapshot
from engine.runs import Stage
from engine.training import Problem
from tests.records import query_of, query_of_start, trained

CURVE_INPUTS = np.linspace(0.0, 20.0, 41)
EPOCHS = 60


def snapshot(
    number: int = EPOCHS, stage: Stage = Stage.UPDATE, experiment: Experiment | None = None
) -> Snapshot:
    """Update `number` of a run of that many, on the run's scale; 0 is its start."""
    experiment = experiment or Experiment()
    problem = Problem(experiment)
    scale = FactsQuery(experiment).answer(problem).scale
    if number == 0:
        return query_of_start(problem, experiment, CURVE_INPUTS, scale).answer(problem)
    history = trained(experiment, problem, number)
    scale = scale.widened(history.params).widened(history.updated_params)
    return query_of(history, len(history), CURVE_INPUTS, stage, scale).answer(problem)


def all_slices(shown: Snapshot) -> list[tuple[int, Slice]]:
    return [
        *enumerate(shown.slices),
        *enumerate(shown.wide_slices),
        *enumerate(shown.common_slices),
    ]
