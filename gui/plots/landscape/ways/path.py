"""The path of a run on a map: where every epoch ended, how far beside the map, and its loss."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.queries import Plane
from engine.runs import Doubles, Matrix
from gui.run import View

# All of the first epochs are drawn, and of those after them as many as can be told apart.
FIRST, LATER = 1_000, 800


@dataclass(frozen=True, eq=False)
class Path:
    """The places after the epochs `numbers` (m,), 0 being the start.

    `params` (m, p) are there, `losses` (m,) float32's own, NaN where that is not known. The last
    place is the one that is shown.
    """

    numbers: NDArray[np.intp]
    params: Matrix
    losses: Doubles

    def __len__(self) -> int:
        return len(self.numbers)

    def on(self, plane: Plane) -> tuple[Doubles, Doubles, Doubles]:
        """Its places on `plane`, x and y, and how far beside it they are; each (m,)."""
        with np.errstate(all="ignore"):
            return plane.placed(self.params)


def path_of(view: View) -> Path:
    """The path until what `view` shows."""
    snapshot, history = view.snapshot, view.history
    last = snapshot.params if snapshot.updated_params is None else snapshot.updated_params
    loss = snapshot.loss if snapshot.updated_params is None else snapshot.updated_loss
    count = max(snapshot.number - (snapshot.updated_params is None), 0)
    count = min(count, len(history))
    numbers = told(count)
    before = numbers[:-1]
    return Path(
        numbers,
        np.concatenate([history.params[before], last[None]]),
        np.append(history.loss[before].astype(np.float64), np.nan if loss is None else loss),
    )


def told(count: int) -> NDArray[np.intp]:
    """The epochs of a path of `count` epochs that are drawn: 0 and `count` among them."""
    if count <= FIRST + LATER:
        return np.arange(count + 1)
    later = np.round(np.geomspace(FIRST, count, LATER)).astype(np.intp)
    return np.unique(np.concatenate([np.arange(FIRST), later]))


def finite(path: Path) -> Path:
    """`path` without the places that are nowhere."""
    with np.errstate(all="ignore"):
        ok = np.isfinite(path.params).all(axis=1)
    return path if ok.all() else Path(path.numbers[ok], path.params[ok], path.losses[ok])
