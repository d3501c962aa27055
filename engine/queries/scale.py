"""Finds the scale of a run from its start, the floors of its parameters, and the best fit."""

import math
from collections.abc import Callable

import numpy as np

from engine.runs import Doubles, Scale

Losses = Callable[[int, Doubles], Doubles]

POINTS = 81
MARGIN = 0.08
# Where start, floors and best fit lie closer together than this, the surroundings are shown too.
LEAST_WIDTH = 1e-3
# A floor further away than this many times the distance to the best value is left out.
FAR_FLOOR = 3.0
# The loss at the top of the scale, as a multiple of the loss at the start.
LEAST_TOP, MOST_TOP = 1.05, 1.5


def scale_from(
    losses: Losses, start: Doubles, loss: float, floors: list[float | None], best: Doubles | None
) -> Scale:
    """The scale of a run that starts at `start` (p,) with `loss`.

    `losses(k, values)` are the losses where parameter k has `values` and the others stand still;
    `floors` has for each k the value at which they are least, None if there is none. `best` (p,)
    is where all parameters together fit best, if that is known.
    """
    low, high, top = (np.empty(len(start)) for _ in range(3))
    for k, here in enumerate(start.tolist()):
        inside = [here]
        if best is not None:
            inside.append(float(best[k]))
        floor, way = floors[k], max(inside) - min(inside)
        if floor is not None and (way == 0 or abs(floor - here) <= FAR_FLOOR * way):
            inside.append(floor)
        width = max(inside) - min(inside)
        margin = (
            MARGIN * width if width > LEAST_WIDTH * max(1.0, abs(here)) else max(0.5, abs(here) / 2)
        )
        low[k], high[k] = min(inside) - margin, max(inside) + margin
        curve = losses(k, np.linspace(low[k], high[k], POINTS))
        highest = float(curve[np.isfinite(curve)].max(initial=0.0))
        top[k] = max(LEAST_TOP * loss, min(highest, MOST_TOP * loss)) or highest or 1.0
    return Scale(low, high, top, _round_up(2 * loss))


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 8, 10, 20, …: its quarters and halves are round as well."""
    if not (value > 0 and math.isfinite(value)):
        return math.nan if not math.isfinite(value) else 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1, 2, 4, 8, 10, 20) if factor * power >= value)


def lowest(losses: Losses, k: int, values: Doubles, curve: Doubles) -> float | None:
    """The value of parameter k with the least loss between the ends of `values` (m,).

    `curve` (m,) are the losses at `values`. None where the loss is least at an end, or constant.
    """
    if not np.isfinite(curve).all():
        return None
    for _ in range(2):
        least = int(curve.argmin())
        if not 0 < least < len(values) - 1 or curve.max() == curve.min():
            return None
        before, here, after = curve[least - 1 : least + 2].tolist()
        bend = before - 2 * here + after
        step = float(values[1] - values[0])
        found = float(values[least])
        if bend > 0:
            found += step * (before - after) / (2 * bend)
        values = np.linspace(found - step, found + step, 9)
        curve = losses(k, values)
    return found
