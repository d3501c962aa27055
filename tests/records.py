"""A run that has been trained, and the questions that its snapshots answer."""

import numpy as np

from engine.experiment import Experiment
from engine.queries import SnapshotQuery
from engine.runs import Begun, Doubles, History, Stage
from engine.training import Problem, Recorder


def trained(experiment: Experiment, problem: Problem, epochs: int) -> History:
    """The history of `epochs` updates, or fewer: the first that is not finite is the last."""
    history = History(len(problem.names))
    history.append(Recorder(experiment, problem).train(epochs))
    return history


def begun_at(problem: Problem, experiment: Experiment) -> Begun:
    """What is known before the first update."""
    return Begun(0, experiment.settings, problem.start.copy(), np.zeros_like(problem.start))


def query_of_start(problem: Problem, experiment: Experiment, inputs: Doubles) -> SnapshotQuery:
    """What is there to see before the first update?"""
    return SnapshotQuery(begun_at(problem, experiment), None, inputs)


def query_of(
    history: History, number: int, inputs: Doubles, stage: Stage = Stage.UPDATE
) -> SnapshotQuery:
    """What is there to see of update `number` when `stage` had just run?"""
    return SnapshotQuery(history[number - 1], stage, inputs)
