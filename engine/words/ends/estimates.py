"""Estimates about a run: a suitable learning rate, the epochs left, how far the loss fell.

Near the floor of a valley, and everywhere where the formula is linear in its parameters, gradient
descent shrinks the distance along the axis of curvature λ by the factor |1 − lr·λ| every epoch
(Nocedal & Wright, Numerical Optimization, 2nd ed., section 3.3), so that epochs can be counted in
advance.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.numbers import nice_below
from engine.runs import Doubles, Facts, History, Matrix, Valley

# A loss within this factor of the best fit's has arrived, for the eye; or within this share of the
# targets' own variance, where the best fit leaves next to nothing.
ARRIVED = 1.05
NEXT_TO_NOTHING = 1e-6
# If even a rate below this diverges, the rate is not the cause.
LEAST_RATE = 1e-30
# A larger rate stays below this share of the largest that is safe, and is so many times larger.
SAFE = 0.95
WORTH_IT = 1.5
# More epochs than this are not counted.
UNCOUNTED = 10**15


@dataclass(frozen=True, slots=True)
class SmallerSteps:
    """A smaller learning rate; `certain` if it cannot leap across the valley."""

    rate: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Left:
    """The epochs that are left to the floor; or, where it never `arrives`, to where it stops.

    It stops where float32 rounds the steps away.
    """

    epochs: int
    arrives: bool


def rounded_up(value: int) -> int:
    """`value` (> 0) rounded up to two significant digits."""
    step: int = 10 ** max(0, len(str(value)) - 2)
    return -(-value // step) * step


def smaller_steps(facts: Facts | None, used: float) -> SmallerSteps | None:
    """A rate below `used` that stays in the valley; None if there is none worth trying."""
    valley = facts.valley if facts is not None else None
    if valley is not None and valley.safe_rate < used:
        return SmallerSteps(nice_below(valley.safe_rate / 2), certain=valley.only)
    tenth = used / 10
    return SmallerSteps(nice_below(tenth), certain=False) if tenth >= LEAST_RATE else None


def faster_rate(valley: Valley, used: float) -> float | None:
    """A rate of one digit that `valley` safely allows; None if it is hardly faster."""
    exponent = math.floor(math.log10(SAFE * valley.safe_rate))
    faster = float(f"{math.floor(SAFE * valley.safe_rate / 10.0**exponent)}e{exponent}")
    return faster if faster >= WORTH_IT * used else None


def tolerance(facts: Facts) -> float:
    """How far above the floor's a loss may be to count as arrived."""
    floor = facts.valley.floor_loss if facts.valley is not None else 0.0
    return max((ARRIVED - 1) * floor, next_to_nothing(facts))


def next_to_nothing(facts: Facts) -> float:
    """A loss too small to be seen beside the spread of the targets."""
    return max(NEXT_TO_NOTHING * float(np.var(facts.targets.astype(np.float64))), 1e-12)


def describes(valley: Valley, params: Matrix | Doubles, loss: float) -> bool:
    """Whether the valley's curvatures also describe the loss at `params`."""
    if valley.only:
        return True
    told = float(valley.parts(params).sum())
    return 0.5 <= told / max(loss - valley.floor_loss, 1e-300) <= 2


def left_by_curvature(valley: Valley, params: Doubles, rate: float, near: float) -> Left | None:
    """How many epochs at `rate` it takes from `params` to a loss within `near` of the floor's.

    The last of them only records that loss, since an epoch's loss is the one before its update.
    None if no epoch ever gets there, or too many are needed to be counted.
    """
    distances = valley.distances(params)
    shrinking = 1 - rate * valley.curvatures
    if (np.abs(shrinking[distances != 0]) > 1).any():
        return None

    def above(epochs: int) -> bool:
        there = distances * shrinking**epochs
        return float((0.5 * valley.curvatures * there**2).sum()) > near

    def moving(epochs: int) -> bool:
        """Whether the step after `epochs` still changes the parameter, in float32."""
        there = distances * shrinking**epochs
        axis = int(np.argmax(valley.curvatures * there**2))
        k = int(np.argmax(np.abs(valley.axes[:, axis])))
        place = np.float32(valley.floor[k] + valley.axes[k] @ there)
        step = rate * float(valley.axes[k] @ (valley.curvatures * there))
        return abs(step) > 0.5 * float(np.spacing(np.abs(place)))

    arrives = _first(lambda epochs: not above(epochs))
    if arrives is None:
        return None
    if arrives == 0 or moving(arrives - 1):
        return Left(arrives + 1, arrives=True)
    stops = _first(lambda epochs: not moving(epochs))
    return Left(stops or 0, arrives=False)


def _first(reached: Callable[[int], bool]) -> int | None:
    """The smallest number of epochs for which `reached` is true; None if that is too large."""
    if reached(0):
        return 0
    many = 1
    while not reached(many):
        many *= 2
        if many > UNCOUNTED:
            return None
    few = many // 2
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if reached(middle) else (middle, many)
    return many


def share_fallen(history: History) -> tuple[int, float]:
    """The length in epochs of the run's second half, and the share by which the loss fell in it.

    Only the epochs under the last settings count; a single one gives (0, 0.0). The share is
    negative if the loss rose.
    """
    losses = history.loss[history.settings_since - 1 :]
    since = max(1, len(losses) // 2)
    if len(losses) < 2:
        return 0, 0.0
    before, now = float(losses[-1 - since]), float(losses[-1])
    return since, (before - now) / before if before > 0 else 0.0
