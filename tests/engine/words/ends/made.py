"""Runs that never were, with the numbers that a case needs and no others."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from engine.experiment import Experiment, Points
from engine.queries import FactsQuery
from engine.runs import Facts, History, Run, Updates, Valley
from engine.training import Problem

# The variance of its targets is 1.
EXPERIMENT = Experiment(
    data=Points(inputs=(0.0, 1.0, 2.0, 3.0), targets=(2.0, 4.0, 2.0, 4.0)),
    formula="a*t + b",
    learning_rate=0.125,
)


def valley(*curvatures: float, **fields: Any) -> Valley:
    """A valley along the axes of its parameters, with its floor at 0, where the loss is 0.5."""
    size, steepest = len(curvatures), curvatures[-1]
    plain = Valley(
        floor=np.zeros(size),
        floor_loss=0.5,
        largest_rate=2 / steepest,
        steepness=steepest / curvatures[0] if curvatures[0] else math.inf,
        only=True,
        curvatures=np.array(curvatures),
        axes=np.eye(size),
        safe_rate=2 / steepest,
    )
    return replace(plain, **fields)


@cache
def _facts() -> Facts:
    return FactsQuery(EXPERIMENT).answer(Problem(EXPERIMENT))


def facts(found: Valley | None, **fields: Any) -> Facts:
    """Facts of a run in the valley `found`; the variance of its targets is 1."""
    plain = replace(
        _facts(),
        valley=found,
        standardised_valley=None,
        plain_valley=None,
        start=np.array([4.0, 4.0], np.float32),
    )
    return replace(plain, **fields)


def updates(
    losses: Sequence[float],
    gradients: Sequence[Sequence[float]] | None = None,
    params: Sequence[Sequence[float]] | None = None,
    experiment: Experiment = EXPERIMENT,
    first: int = 1,
) -> Updates:
    """As many updates as `losses`, with gradients of 1 and parameters of 4 where none are given."""
    many, size = len(losses), len(experiment.names)
    slopes = np.ones((many, size)) if gradients is None else np.array(gradients)
    places = np.full((many + 1, size), 4.0) if params is None else np.array(params)
    return Updates(
        first=first,
        settings=experiment.settings,
        leftover=np.zeros(size, np.float32),
        params=places.astype(np.float32),
        predictions=np.zeros((many, 4), np.float32),
        loss=np.array(losses, np.float32),
        held_out_loss=np.full(many, np.nan, np.float32),
        gradient=slopes.astype(np.float32),
    )


def history(*parts: Updates) -> History:
    """The history of consecutive updates."""
    made = History(parts[0].params.shape[1])
    for each in parts:
        made.append(each)
    return made


def run(
    found: History, of: Facts | None, experiment: Experiment = EXPERIMENT, **fields: Any
) -> Run:
    """A run that has left the history `found`."""
    made = Run(1, experiment.changed(**fields), of)
    made.history = found
    return made
