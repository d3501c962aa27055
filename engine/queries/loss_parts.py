"""What the loss is made of: a part for each axis of the valley, and what no fit can take away.

Along an axis of curvature λ, at the distance d from the floor, the loss has ½·λ·d² more than the
floor. Plain gradient descent shrinks d by the factor 1 − lr·λ every epoch, whatever happens along
the other axes (Nocedal & Wright, Numerical Optimization, 2nd ed., section 3.3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.runs import Doubles, History, Matrix, Valley

# The first updates are all told; after them so many for each tenfold.
FIRST = 50
EACH_TENFOLD = 60
# A rest is small up to this share of what is above the floor, and this share of the floor.
SMALL, NEARLY = 0.2, 0.01


@dataclass(frozen=True, slots=True, eq=False)
class LossParts:
    """The parts of the loss at m updates of a run with p parameters.

    `numbers` (m,) are the updates, and `losses` (m,) their losses, which belong to the parameters
    that they began with. `parts` (m, p) are those of the valley's axes, from along to across;
    `floor` is the loss that no fit can take away. `rest` (m,) is what is left of the losses: no
    more than float32's rounding where `exact`, elsewhere what the curvature at the floor does not
    tell.
    """

    numbers: NDArray[np.intp]
    losses: Doubles
    parts: Doubles
    floor: float
    rest: Doubles
    exact: bool

    @property
    def described(self) -> NDArray[np.bool_]:
        """(m,): where the curvature at the floor describes the loss, but for a small rest."""
        if self.exact:
            return np.ones(len(self.losses), np.bool_)
        with np.errstate(all="ignore"):
            above = np.maximum(self.losses - self.floor, 0.0)
            return np.asarray(np.abs(self.rest) <= SMALL * above + NEARLY * self.floor)


def well_chosen(count: int) -> NDArray[np.intp]:
    """The numbers of updates, out of 1 to `count`, that a logarithmic axis has room for."""
    first = np.arange(1, min(count, FIRST) + 1)
    if count <= FIRST:
        return first
    tenfolds = np.log10(count / FIRST)
    later = np.geomspace(FIRST, count, int(np.ceil(EACH_TENFOLD * tenfolds)) + 1)
    return np.unique(np.concatenate([first, np.round(later).astype(np.intp)]))


def parts_over(history: History, valley: Valley, numbers: NDArray[np.intp]) -> LossParts:
    """The parts of the loss at the updates `numbers` (m,), each from 1 on."""
    rows = numbers - 1
    return _parts(history.params[rows], history.loss[rows], numbers, valley)


def parts_at(params: Matrix | Doubles, loss: float, number: int, valley: Valley) -> LossParts:
    """The parts of the `loss` of a single update, which began with `params` (p,)."""
    return _parts(params[None], np.array([loss]), np.array([number]), valley)


def _parts(
    params: Matrix | Doubles, losses: Doubles | Matrix, numbers: NDArray[np.intp], valley: Valley
) -> LossParts:
    with np.errstate(all="ignore"):
        parts, told = valley.parts(params), losses.astype(np.float64)
        rest = told - valley.floor_loss - parts.sum(axis=1)
    return LossParts(numbers, told, parts, valley.floor_loss, rest, valley.exact)


def parts_ahead(
    valley: Valley, params: Matrix | Doubles, rate: float, epochs: Doubles | NDArray[np.intp]
) -> Doubles:
    """(m, p): the parts `epochs` (m,) after `params` (p,), if it went on at the learning `rate`.

    True where the valley is the only one; elsewhere as far as its curvatures describe the loss.
    """
    with np.errstate(all="ignore"):
        shrinking = np.abs(1 - rate * valley.curvatures)
        shrunk = shrinking ** (2 * np.asarray(epochs, np.float64)[:, None])
        parts = valley.parts(params[None]) * shrunk
    return np.where(np.isnan(parts), np.inf, parts)


def epochs_until(valley: Valley, parts: Doubles, rate: float, near: float) -> Doubles:
    """(p,): after how many epochs at `rate` each of the `parts` (p,) is no more than `near`.

    Not rounded to whole epochs; infinite where that is never.
    """
    with np.errstate(all="ignore"):
        shrinking = np.abs(1 - rate * valley.curvatures)
        epochs = np.log(parts / near) / (-2 * np.log(shrinking))
        never = (shrinking >= 1) | ~np.isfinite(parts)
        grows = (shrinking > 1) & (parts > 0)
    there = (parts <= near) & ~grows
    return np.where(there, 0.0, np.where(never, np.inf, epochs))
