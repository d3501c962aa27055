"""When an answer is definite: how far apart the right one and all others must be."""

import numpy as np

from engine.runs import Doubles, Vector

# The largest move must be so many times the next, and a point's share of the loss.
MOVES_APART = 1.5
SHARES_APART = 1.15
# float32 does not tell a loss from another that is fewer steps away.
ROUNDING = 16
# The loss must change by this factor at least where its size is asked for.
LOSS_APART = 2.0
# A curve must move by so much of what is seen of the fit, a loss's course by this factor.
CURVE_APART = 0.06
COURSE_APART = 1.5


def winner(values: Doubles, apart: float) -> int | None:
    """The place of the largest of `values` (k,), if it is `apart` times as large as all others."""
    if len(values) < 2 or not np.isfinite(values).all():
        return None
    second, first = np.argsort(values)[-2:].tolist()
    clear = values[first] > 0 and values[first] >= apart * values[second]
    return int(first) if clear else None


def changes(before: float, after: float, change: float) -> bool:
    """Whether a loss surely changes, `change` being its difference in float64."""
    rounding = ROUNDING * float(np.spacing(np.float32(max(abs(before), abs(after)))))
    return abs(after - before) > rounding and (after > before) == (change > 0)


def rms(differences: Doubles) -> float:
    """The root of the mean square of `differences`."""
    return float(np.sqrt(np.mean(differences**2)))


def first_flip(gradients: Vector) -> tuple[int, int] | None:
    """(row, column) of the first change of sign in a column of `gradients` (m, p).

    (0, −1) for none; None where there is no telling: two at once, or a zero before the first.
    """
    signs = np.sign(gradients)
    flipped = signs[1:] != signs[:-1]
    rows = np.flatnonzero(flipped.any(axis=1))
    last = int(rows[0]) + 1 if len(rows) else len(signs) - 1
    if (signs[: last + 1] == 0).any():
        return None
    if not len(rows):
        return 0, -1
    columns = np.flatnonzero(flipped[rows[0]])
    return (last, int(columns[0])) if len(columns) == 1 else None
