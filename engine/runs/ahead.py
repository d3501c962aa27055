"""What is still to come, from what is recorded: when the loss will be where a run is to stop.

Only what has been falling steadily is drawn on, and only where the fall stands out from float32's
rounding; anything else would be a guess.
"""

import math

import numpy as np

from engine.experiment import MAX_EPOCHS
from engine.runs.update import Vector

# Fewer updates say nothing about a pace.
FEWEST = 9
LONGEST = 1000
# A fall, or its slowing down, of fewer steps of float32 than this is none.
STEPS = 8
# The floor has fallen by at most this share of what there is still to fall.
STEADY = 0.05


def update_reaching(stop: float, loss: Vector) -> float | None:
    """The update that will have a loss of at most `stop`, if `loss` (k,) goes on as it does.

    Infinity where it never will, or does not fall steadily; None where that cannot be told yet,
    for k is small, or the floor that the loss seems to near is itself still falling.
    The loss is taken to near a floor by the same share in each stretch of time, as gradient
    descent does (Aitken's extrapolation from three losses that are equally far apart); where no
    slowing down can be seen, it is taken to fall along a straight line.
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
    """What losses that are equally far apart come near to; infinity where they do not slow down."""
    before, now = first - second, second - third
    return third - now * now / (before - now) if before > now else math.inf
