"""The numbers of a card: the one of the picked point, and small bars for those of all points."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.numbers import number
from engine.queries import Numbers
from engine.runs import Vector

MOST_BARS = 20
POINT_DIGITS, ALONE_DIGITS = 4, 5
"""The digits of a number that is one of many points', and of one that stands alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The n points in the order of their inputs, cut down to a few bars, and the picked one.

    `groups` holds for each bar where its points begin in `order` (n,), the places of the points;
    `bar` is the bar of the picked point.
    """

    order: NDArray[np.intp]
    groups: NDArray[np.intp]
    picked: int
    bar: int

    def picking(self, picked: int) -> "Points":
        """The same points with another one picked."""
        rank = int(np.flatnonzero(self.order == picked)[0])
        bar = int(np.searchsorted(self.groups, rank, side="right")) - 1
        return replace(self, picked=picked, bar=bar)

    def point_at(self, share: float) -> int:
        """The point in the middle of the bar at `share`, from 0 to 1, of the strip's width."""
        bar = min(int(share * len(self.groups)), len(self.groups) - 1)
        if bar == self.bar:
            return self.picked
        end = self.groups[bar + 1] if bar + 1 < len(self.groups) else len(self.order)
        return int(self.order[(int(self.groups[bar]) + int(end)) // 2])


def points_of(inputs: Vector, picked: int) -> Points:
    """The points with these `inputs` (n,), with `picked` among them."""
    order = np.argsort(inputs, kind="stable")
    bars = min(len(order), MOST_BARS)
    groups = (np.arange(bars) * len(order)) // bars
    return Points(order, groups, picked, 0).picking(picked)


def at_point(numbers: Numbers, point: int) -> float:
    """The number of `numbers` that belongs to `point`."""
    return float(numbers[point] if numbers.ndim else numbers)


def told(numbers: Numbers, point: int) -> tuple[str, ...]:
    """The number of `numbers` at `point` as a card writes it: from the most digits to the least."""
    value = at_point(numbers, point)
    if math.isnan(value):
        return ("NaN",)
    most = POINT_DIGITS if numbers.ndim else ALONE_DIGITS
    return tuple(number(value, digits) for digits in range(most, 1, -1))


def bars(numbers: Numbers, points: Points) -> NDArray[np.float64] | None:
    """(m,): the height of each bar, from −1 to 1; None for a number that serves all points.

    A bar for several points shows the largest of them, that of the picked point its own.
    """
    if numbers.ndim == 0:
        return None
    ordered = np.nan_to_num(numbers[points.order].astype(np.float64), posinf=0, neginf=0)
    high = np.maximum.reduceat(ordered, points.groups)
    low = np.minimum.reduceat(ordered, points.groups)
    heights = np.where(high > -low, high, low)
    heights[points.bar] = np.nan_to_num(float(numbers[points.picked]), posinf=0, neginf=0)
    largest = float(np.abs(ordered).max())
    return heights / largest if largest else heights
