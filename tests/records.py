"""A run that has been trained, and the records of its epochs that snapshots are asked for with."""

import numpy as np

from engine.experiment.experiment import Experiment
from engine.queries.snapshot import Record
from engine.runs.history import History
from engine.runs.update import Stage
from engine.training.problem import Problem
from engine.training.trainer import Trainer


def trained(experiment: Experiment, problem: Problem, epochs: int) -> History:
    """The history of `epochs` epochs, or fewer: the first that is not finite is the last."""
    history = History(len(problem.names), problem.predict)
    history.append(Trainer(experiment, problem).train(epochs))
    return history


def record_of_start(problem: Problem, experiment: Experiment) -> Record:
    """What is known before the first epoch."""
    return Record(
        number=0,
        stage=None,
        params=problem.start.numpy().copy(),
        learning_rate=experiment.learning_rate,
        zero_grad=experiment.zero_grad,
        leftover=np.zeros(len(problem.names), np.float32),
    )


def record_of(history: History, number: int, stage: Stage = Stage.UPDATE) -> Record:
    """What is known of epoch `number`, to be shown as it was when `stage` had just run."""
    k = number - 1
    return Record(
        number=number,
        stage=stage,
        params=history.params[k].copy(),
        learning_rate=float(history.learning_rate[k]),
        zero_grad=bool(history.zero_grad[k]),
        leftover=history.leftover(number).copy(),
        gradient=history.gradient[k].copy(),
        updated_params=history.updated_params[k].copy(),
    )
