"""What turning a valley of two parameters shows, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.numbers import number
from engine.queries import Turned, arrivals
from engine.runs import Doubles

ALIKE = "Turned or not, the loss falls exactly alike."
# Below this part of the Hessian beside its diagonal a valley counts as along the axes.
ASLANT = 1e-9


@dataclass(frozen=True, slots=True)
class Words:
    """What to say of one path down the valley.

    `arrived` has one text for each parameter, `each_epoch` is what an epoch takes of the slowest
    way, and `own_rates` what a rate for each parameter would bring.
    """

    arrived: tuple[str, ...]
    each_epoch: str
    lesson: str
    own_rates: str


def turned_in_words(valley: Turned, path: Doubles, rate: float, names: Sequence[str]) -> Words:
    """The words for the `path` (k, 2) of plain gradient descent at one `rate`."""
    came = arrivals(path)
    together = valley.slowest(rate)
    aslant = abs(float(valley.hessian[0, 1])) > ASLANT * valley.steep
    return Words(
        tuple(_arrived(name, epoch) for name, epoch in zip(names, came, strict=True)),
        _each_epoch(together),
        f"{ALIKE} {_lesson(came, aslant, names)}",
        _own_rates(valley),
    )


def _arrived(name: str, epoch: int | None) -> str:
    if epoch is None:
        return f"{name}: still on its way"
    return f"{name}: there {'from the start' if epoch == 0 else f'in epoch {epoch}'}"


def _each_epoch(left: float) -> str:
    if left >= 1:
        return "no nearer with any epoch: the rate is too large"
    return f"{number(100 * (1 - left), 2)}% nearer each epoch"


def _lesson(came: Sequence[int | None], aslant: bool, names: Sequence[str]) -> str:
    if not aslant:
        there = [epoch if epoch is not None else np.inf for epoch in came]
        if there[0] == there[1]:
            return "Along the axes each parameter goes its own way."
        early, late = names[int(np.argmin(there))], names[int(np.argmax(there))]
        return f"Along the axes {early} arrives early, and only {late} must wait."
    return "But aslant each parameter is part of the slow direction, so both must wait for it."


def _own_rates(valley: Turned) -> str:
    one, own = valley.slowest(valley.best_rate), valley.slowest(valley.best_rates)
    if own < 1e-9:
        return "With a rate of its own each parameter would be there in a single epoch."
    if own > one - 1e-6:
        return "A rate for each parameter cannot help here: neither is steeper than the other."
    return (
        f"The best single rate leaves {number(100 * one, 2)}% of the way after an epoch, the best"
        f" rate for each parameter {number(100 * own, 2)}%."
    )
