"""Reduces the columns of a long run to what the pixels can show, before anything is drawn.

A frame at ten million epochs must cost no more than one at a thousand, so no epoch is looked at
twice: loss curves are cut by tsdownsample, gradients are summarised block by block as they come.
"""

import numpy as np
from numpy.typing import NDArray
from tsdownsample import MinMaxDownsampler

from engine.runs import Doubles, Matrix, Vector

FACTOR = 8
CURVE_BLOCK = 256
# Infinity is drawn as float32's largest number.
LARGEST = 3e38
_downsampler = MinMaxDownsampler()  # type: ignore[no-untyped-call]


class Curve:
    """The curve of a growing column (k,) with one value for each epoch.

    The least and the greatest of every block of epochs are kept, so that what is cut for each frame
    is hundreds of times shorter than the column.
    """

    def __init__(self) -> None:
        self._rows = np.empty(0, np.int64)
        self._values = np.empty(0, np.float32)
        self._done = 0

    def cut(self, column: Vector, low: float, high: float, points: int) -> tuple[Doubles, Doubles]:
        """The epochs and values to draw from epoch `low` to `high`.

        They are about `points` (an even number), with the least and greatest of every stretch, the
        last epoch, and one more epoch at either side. What is not finite is left out. `column` must
        be that of the last call, possibly longer.
        """
        self._keep(column)
        first, last = max(0, int(low) - 2), min(len(column), int(high) + 2)
        if last - first <= points:
            rows, values = np.arange(first, last), column[first:last]
        elif last - first <= points * CURVE_BLOCK:
            rows, values = _least_and_greatest(column[first:last], points, first)
        else:
            start, stop = np.searchsorted(self._rows, [first, last])
            chosen, values = _least_and_greatest(self._values[start:stop], points, start)
            rows = self._rows[chosen]
            if last > self._done:
                more = _least_and_greatest(column[self._done : last], 2, self._done)
                rows, values = np.append(rows, more[0]), np.append(values, more[1])
        if last > first:
            rows, values = np.append(rows, last - 1), np.append(values, column[last - 1])
        finite = np.isfinite(values)
        return rows[finite].astype(np.float64) + 1, values[finite].astype(np.float64)

    def _keep(self, column: Vector) -> None:
        blocks = (len(column) - self._done) // CURVE_BLOCK
        if blocks:
            stop = self._done + blocks * CURVE_BLOCK
            rows, values = _least_and_greatest(column[self._done : stop], 2 * blocks, self._done)
            self._rows = np.append(self._rows, rows)
            self._values = np.append(self._values, values)
            self._done = stop


def _least_and_greatest(
    values: Vector, points: int, offset: int
) -> tuple[NDArray[np.int64], Vector]:
    """`points` rows and values, the least and greatest of equal stretches; rows from `offset`."""
    if len(values) <= points:
        return np.arange(offset, offset + len(values)), values
    chosen = _downsampler.downsample(values, n_out=points).astype(np.int64)
    return chosen + offset, values[chosen]


def cut_points(inputs: Vector, targets: Vector, points: int) -> NDArray[np.intp]:
    """The indices of at most `points` (an even number) of n points that look like all of them.

    For each stretch of the inputs they are the points with the least and the greatest target.
    """
    if len(inputs) <= points:
        return np.arange(len(inputs))
    order = np.arange(len(inputs))
    if np.any(inputs[1:] < inputs[:-1]):
        order = np.argsort(inputs, kind="stable")
    chosen = _downsampler.downsample(inputs[order], targets[order], n_out=points)
    rows: NDArray[np.intp] = order[np.unique(chosen.astype(np.intp))]
    return rows


class Extremes:
    """The least and the greatest of every block of rows of a growing matrix (k, p).

    Level j has blocks of FACTOR**(j + 1) rows. Finished blocks are never looked at again, so a
    frame costs only its new epochs.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._least: list[Matrix] = []
        self._greatest: list[Matrix] = []
        self._blocks: list[int] = []

    def step(self, rows: float) -> int:
        """The least number of rows, not below `rows`, that a bucket can have."""
        whole = max(1, int(np.ceil(rows)))
        block = _block(whole)
        return -(-whole // block) * block

    def update(self, rows: Matrix) -> None:
        """Summarise the rows of `rows` (k, p) that are new since the last call."""
        least = greatest = _finite(rows[self._rows(0) :].T)
        level = 0
        while least.shape[1] >= FACTOR:
            if level == len(self._blocks):
                self._least.append(np.empty((self._columns, 64), np.float32))
                self._greatest.append(np.empty((self._columns, 64), np.float32))
                self._blocks.append(0)
            old, more = self._blocks[level], least.shape[1] // FACTOR
            self._reserve(level, old + more)
            starts = np.arange(0, more * FACTOR, FACTOR)
            upto = more * FACTOR
            self._least[level][:, old : old + more] = np.minimum.reduceat(
                least[:, :upto], starts, axis=1
            )
            self._greatest[level][:, old : old + more] = np.maximum.reduceat(
                greatest[:, :upto], starts, axis=1
            )
            self._blocks[level] = old + more
            done = self._rows(level + 1) // FACTOR ** (level + 1)
            least = self._least[level][:, done : old + more]
            greatest = self._greatest[level][:, done : old + more]
            level += 1

    def buckets(self, rows: Matrix, first: int, last: int, step: int) -> tuple[Matrix, Matrix]:
        """The least and greatest, each (p, b), of rows `first * step` up to `last * step`.

        There are b = last − first buckets of `step` rows each, a number from `step()`; the last may
        be shorter. `rows` must be what `update` got last. NaN counts as 0.
        """
        start, stop = first * step, min(last * step, len(rows))
        block = _block(step)
        if block == 1:
            least = greatest = _finite(rows[start:stop].T)
            edges = np.arange(0, stop - start, step)
        else:
            level = round(np.log(block) / np.log(FACTOR)) - 1
            # The last block is not full yet, so its rows are looked at one by one.
            there = level < len(self._blocks)
            full = min(stop // block, self._blocks[level]) if there else 0
            rest = _finite(rows[full * block : stop].T)
            none = np.empty((self._columns, 0), np.float32)
            least = self._least[level][:, start // block : full] if there else none
            greatest = self._greatest[level][:, start // block : full] if there else none
            if rest.shape[1]:
                least = np.column_stack([least, rest.min(axis=1)])
                greatest = np.column_stack([greatest, rest.max(axis=1)])
            edges = np.arange(0, least.shape[1], step // block)
        return (
            np.minimum.reduceat(least, edges, axis=1),
            np.maximum.reduceat(greatest, edges, axis=1),
        )

    def _rows(self, level: int) -> int:
        """How many rows `level` has summarised."""
        return self._blocks[level] * FACTOR ** (level + 1) if level < len(self._blocks) else 0

    def _reserve(self, level: int, blocks: int) -> None:
        if blocks > self._least[level].shape[1]:
            for levels in (self._least, self._greatest):
                larger = np.empty((self._columns, 2 * blocks), np.float32)
                larger[:, : self._blocks[level]] = levels[level][:, : self._blocks[level]]
                levels[level] = larger


def _block(rows: int) -> int:
    """The largest block that buckets of `rows` rows can be made of: 1, 8, 64, 512, …"""
    block = 1
    while block * FACTOR * 2 <= rows:
        block *= FACTOR
    return block


def _finite(values: Matrix) -> Matrix:
    return np.nan_to_num(values, nan=0.0, posinf=LARGEST, neginf=-LARGEST)
