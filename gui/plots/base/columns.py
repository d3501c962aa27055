"""Summarises the gradients of a long run in columns of epochs: signs, flips and sizes.

These are pure numbers; `gui.plots.signs.strips` draws them.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.runs import Doubles, Matrix, Vector

# How many epochs in a row with a gradient of exactly 0 are skipped to find the last sign.
ZEROS = 64
# How many powers of ten below the largest gradient can be told from zero.
FEWEST_DECADES, MOST_DECADES = 3, 40


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The gradients of p parameters in b columns of epochs.

    `edges` (b + 1,) are where the columns begin and end, in epochs; `least` and `greatest` (p, b)
    the least and greatest gradient in each.
    """

    edges: Doubles
    least: Matrix
    greatest: Matrix

    @property
    def positive(self) -> NDArray[np.bool_]:
        """(p, b): whether any gradient in the column is positive."""
        return self.greatest > 0

    @property
    def negative(self) -> NDArray[np.bool_]:
        """(p, b): whether any gradient in the column is negative."""
        return self.least < 0

    def flips(self) -> NDArray[np.bool_]:
        """(p, b): whether the sign flips in the column, or between it and the one before.

        A zero counts as no sign: there is a flip if the next sign differs from the last one.
        """
        positive, negative = self.positive, self.negative
        mixed = positive & negative
        signs = positive.astype(np.int8) - negative.astype(np.int8)
        # For each column, the last one before it that has a sign; 0 if there is none.
        told = np.where(positive | negative, np.arange(signs.shape[1]), 0)
        last = np.zeros_like(told)
        last[:, 1:] = np.maximum.accumulate(told, axis=1)[:, :-1]
        before = np.take_along_axis(signs, last, axis=1)
        return mixed | (signs * before < 0)

    def sizes(self) -> Doubles:
        """(p, b): the largest size of a gradient in each column."""
        return np.maximum(np.abs(self.least), np.abs(self.greatest)).astype(np.float64)


def flips_between(gradient: Vector, first: int, last: int) -> list[int]:
    """The epochs from `first` to `last` at which the sign of `gradient` (k,) flips.

    At a flip, the sign differs from that of the last earlier epoch that had one.
    """
    start = max(0, first - 1 - ZEROS)
    seen = gradient[None, start:last]
    edges = np.arange(seen.shape[1] + 1, dtype=np.float64)
    epochs = np.flatnonzero(Columns(edges, seen, seen).flips()) + start + 1
    found: list[int] = epochs[epochs >= first].tolist()
    return found


def powers(sizes: Doubles) -> list[tuple[int, int]]:
    """The lowest and highest power of ten of each parameter's strip; sizes are (p, b).

    The lower one ignores the smallest few, because next to a flip a gradient can be very small.
    """
    return [_reach(row[row > 0]) for row in sizes]


def _reach(sizes: Doubles) -> tuple[int, int]:
    if not len(sizes):
        return -FEWEST_DECADES, 0
    small = float(np.partition(sizes, len(sizes) // 20)[len(sizes) // 20])
    low = math.floor(math.log10(small) + 1e-9) - 1
    high = math.ceil(math.log10(float(sizes.max())) - 1e-9)
    return max(min(low, high - FEWEST_DECADES), high - MOST_DECADES), high


def heights(sizes: Doubles, reaches: list[tuple[int, int]]) -> Doubles:
    """(p, b) from 0 to 1, symmetric-log: logarithmic down to the lower power and linear below.

    log(1 + size / 10**low), scaled (J. B. W. Webber, "A bi-symmetric log transformation for
    wide-range data", 2013).
    """
    low, high = np.array(reaches, dtype=np.float64).reshape(-1, 2).T[:, :, None]
    scaled: Doubles = np.log10(1 + sizes * 10.0**-low) / np.log10(1 + 10.0 ** (high - low))
    return scaled
