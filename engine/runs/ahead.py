"""Estimates, from the recorded losses, at which update a run will reach the loss to stop at.

Only a steady fall is continued, and only if it stands out from float32's rounding; anything else
would be a guess.
"""

import math

import numpy as np

from engine.experiment import MAX_EPOCHS
from engine.runs.update import Vector

# Fewer updates do not tell a pace.
FEWEST = 9
LONGEST = 1000
# A fall, or a change of its pace, of fewer float32 steps than this does not count.
STEPS = 8
# The estimated floor may have moved by at most this share of what is left to fall.
STEADY = 0.05


def update_reaching(stop: float, loss: Vector) -> float | None:
    """The first update with a loss of at most `stop`, if `loss` (k,) goes on falling as it does.

    Infinity if there will be none, or the loss does not fall steadily; None if that cannot be told
    yet: k is too small, or the floor that the loss approaches is itself still falling.
    The distance to the floor is taken to shrink by the same share in equal stretches of time, as
    in gradient descent (Aitken's extrapolation from three equally spaced losses); a fall that does
    not slow down is continued as a straight line.
    """
    count = len(loss)
    if count < FEWEST:
        return None
    stretch = min((count - 1) // 4, LONGEST)
    recent = loss[-2 * stretch - 1 :].astype(np.float64)
    last = float(recent[-1])
    least = STEPS * float(np.spacing(np.float32(abs(last))))
    if not np.isfinite(recent).all() or bool((np.diff(recent) > least).any()):
        return math.inf
    before, now = float(recent[0] - recent[stretch]), float(recent[stretch] - last)
    if now <= least:
        return math.inf
    if before - now > least:
        share = now / before
        floor = _floor(float(recent[0]), float(recent[stretch]), last)
        if stop <= floor:
            earlier = _floor(*loss[[-4 * stretch - 1, -3 * stretch - 1, -2 * stretch - 1]].tolist())
            return None if earlier - floor > STEADY * (last - floor) else math.inf
        stretches = math.log((last - floor) / (stop - floor)) / -math.log(share)
    else:
        stretches = (last - stop) / now
    update = count + math.ceil(max(stretches, 0.0) * stretch)
    return update if update <= MAX_EPOCHS else math.inf


def _floor(first: float, second: float, third: float) -> float:
    """The floor that three equally spaced losses approach; infinity if they do not slow down."""
    before, now = first - second, second - third
    return third - now * now / (before - now) if before > now else math.inf
