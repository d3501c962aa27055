"""The points of a data set that are drawn: chosen once a run, whatever the predictions become."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.runs import Doubles, Vector
from gui.plots.base.cut import cut_points

MOST_POINTS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPoints:
    """`chosen` (d,) are the indices of the points drawn; `inputs` and `targets` (d,) are theirs."""

    chosen: NDArray[np.intp]
    inputs: Doubles
    targets: Doubles

    @classmethod
    def of(cls, inputs: Vector, targets: Vector) -> Self:
        """The points to draw of n points."""
        chosen = cut_points(inputs, targets, MOST_POINTS)
        return cls(chosen, inputs[chosen].astype(np.float64), targets[chosen].astype(np.float64))

    def __len__(self) -> int:
        return len(self.chosen)

    def predicted(self, predictions: Vector) -> Doubles:
        """(d,): what is predicted for them, of the predictions (n,) for all points."""
        return predictions[self.chosen].astype(np.float64)


NO_POINTS = DrawnPoints.of(np.empty(0, np.float32), np.empty(0, np.float32))
