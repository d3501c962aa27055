"""Chooses, once for each run, which points of its data are drawn."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.runs import Doubles, Vector
from gui.plots.base.cut import cut_points

MOST_POINTS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPoints:
    """The d points that are drawn: their indices `chosen` (d,), `inputs` and `targets` (d,)."""

    chosen: NDArray[np.intp]
    inputs: Doubles
    targets: Doubles

    @classmethod
    def of(cls, inputs: Vector, targets: Vector) -> Self:
        """Choose the points to draw among n points."""
        chosen = cut_points(inputs, targets, MOST_POINTS)
        return cls(chosen, inputs[chosen].astype(np.float64), targets[chosen].astype(np.float64))

    def __len__(self) -> int:
        return len(self.chosen)

    def predicted(self, predictions: Vector) -> Doubles:
        """The predictions (d,) for the points drawn, out of those for all points (n,)."""
        return predictions[self.chosen].astype(np.float64)


NO_POINTS = DrawnPoints.of(np.empty(0, np.float32), np.empty(0, np.float32))
