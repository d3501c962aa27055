"""What a picture of the loss's curvature says: a row for each axis, and the rate that it allows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.numbers import count, number, rate
from engine.queries import Curvature
from engine.words.landscape.axes import axes_of, direction
from engine.words.landscape.rate import share_in_words

LIMIT = "stable up to here"


@dataclass(frozen=True, slots=True)
class Bend:
    """The loss along one axis: its `eigenvalue`, as `size` in words, and which way it goes."""

    name: str
    eigenvalue: float
    size: str
    direction: str


def bends(curvature: Curvature, names: Sequence[str]) -> tuple[Bend, ...]:
    """The axes of `curvature`, the steepest first; of those that bend down the steepest is last."""
    if not curvature.finite:
        return ()
    told = axes_of(curvature)
    return tuple(
        Bend(
            told[k],
            float(value),
            sized(float(value)),
            direction(names, curvature.eigenvectors[:, k]),
        )
        for k, value in reversed(list(enumerate(curvature.eigenvalues)))
    )


def sized(value: float) -> str:
    """An eigenvalue in four digits, with its thousands separated."""
    text = number(value, 4)
    if abs(value) >= 1000 and "e" not in text:
        return count(round(value))
    return text


def limit_in_words(curvature: Curvature, used: float) -> str:
    """The largest stable learning rate and how much of it is `used`."""
    if not curvature.finite:
        return ""
    largest = curvature.largest_rate
    if math.isinf(largest):
        return "It bends up along no axis, so no learning rate is the largest stable one here."
    steepest = sized(float(curvature.eigenvalues[-1]))
    where = "" if curvature.exact else " here"
    return (
        f"Largest stable rate{where}: 2 ÷ {steepest} = {number(largest, 3)};"
        f" {rate(used)} is {share_in_words(used / largest)} it."
    )
