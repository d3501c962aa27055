"""A run that has been trained, and the questions that its snapshots answer."""

import numpy as np

from engine.experiment import Experiment
from engine.queries import SnapshotQuery
from engine.runs import Begun, Doubles, History, Scale, Stage, Vector
from engine.training import Problem, Recorder


def trained(experiment: Experiment, problem: Problem, epochs: int) -> History:
    """The history of `epochs` updates, or fewer: the first that is not finite is the last."""
    history = History(len(problem.names))
    history.append(Recorder(experiment, problem).train(epochs))
    return history


def begun_at(problem: Problem, experiment: Experiment) -> Begun:
    """What is known before the first update."""
    return Begun(0, experiment.settings, problem.start.copy(), np.zeros_like(problem.start))


def scale_around(params: Vector) -> Scale:
    """A scale that holds `params` (p,)."""
    here = params.astype(np.float64)
    return Scale(here - 1, here + 1, np.ones_like(here), 1.0)


def query_of_start(
    problem: Problem, experiment: Experiment, inputs: Doubles, scale: Scale | None = None
) -> SnapshotQuery:
    """What is there to see before the first update?"""
    begun = begun_at(problem, experiment)
    return SnapshotQuery(begun, None, inputs, scale or scale_around(begun.params))


def query_of(
    history: History,
    number: int,
    inputs: Doubles,
    stage: Stage = Stage.UPDATE,
    scale: Scale | None = None,
) -> SnapshotQuery:
    """What is there to see of update `number` when `stage` had just run?"""
    update = history[number - 1]
    return SnapshotQuery(update, stage, inputs, scale or scale_around(update.params))
