"""The lens of a map: what a path does there where the map is too small to show it.

A path that crawls is shown larger, so that its epochs come apart. One that swings from side to side
is shown wider, so that its crossings do not lie on one another.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from engine.numbers import nice_below
from engine.runs import Doubles, Frame

# In pixels: what is nearer together looks like one place, and a crossing is wider than this.
ONE_PLACE, CROSSING = 7.0, 12.0
FEWEST_EPOCHS, FEWEST_CROSSINGS, SWINGS = 6, 3, 40
# A lens smaller than this shows nothing, and a map smaller than this has no room for one.
LEAST_MAP = (400.0, 165.0)
SHARE, MOST = (0.55, 0.36), (440.0, 130.0)
# One that shows swings is higher.
HIGHER = 1.22
# Where a crawl stands in its lens: this share of its width is the way.
WAY, BEGIN, MIDDLE = 0.5, 0.13, 0.58
LEAST_TIMES, MOST_TIMES = 4.0, 1e5


@dataclass(frozen=True)
class Lens:
    """A part `frame` of the map (left, right, bottom, top), shown `times` larger or wider.

    It is about the places of the path from number `first` to `last`, by their rows: it `swings`,
    which it may do ever farther (`grows`), or it crawls.
    """

    frame: Frame
    times: float
    first: int
    last: int
    swings: bool
    grows: bool = False


def size_in(view: QRectF) -> tuple[float, float] | None:
    """How large a lens is on a map that covers `view`; None where there is no room."""
    if view.width() < LEAST_MAP[0] or view.height() < LEAST_MAP[1]:
        return None
    return min(SHARE[0] * view.width(), MOST[0]), min(SHARE[1] * view.height(), MOST[1])


def find(
    x: Doubles,
    y: Doubles,
    numbers: NDArray[np.intp],
    unit: tuple[float, float],
    size: tuple[float, float],
) -> Lens | None:
    """The lens that the path through `x`, `y` (m,) after the epochs `numbers` (m,) needs.

    `unit` says how much of the map a pixel is, across and up; `size` how large the lens is.
    """
    if len(numbers) < 3 or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    return _swinging(x, y, numbers, unit, size) or _crawling(x, y, numbers, unit, size)


def _swinging(
    x: Doubles,
    y: Doubles,
    numbers: NDArray[np.intp],
    unit: tuple[float, float],
    size: tuple[float, float],
) -> Lens | None:
    last = min(SWINGS, len(numbers) - 1)
    x, y = x[: last + 1], y[: last + 1]
    steps = np.diff(y) / unit[1]
    wide = np.abs(steps) > CROSSING
    turns = (np.sign(steps[1:]) != np.sign(steps[:-1])) & wide[1:] & wide[:-1]
    width, height = float(np.ptp(x)), float(np.ptp(y))
    beside_one_another = width / unit[0] > ONE_PLACE * last
    if turns.sum() < FEWEST_CROSSINGS or not width or beside_one_another:
        return None
    left, right = float(x.min()) - 0.08 * width, float(x.max()) + 0.16 * width
    times = size[0] / (right - left) * unit[0]
    if times < LEAST_TIMES:
        return None
    frame = left, right, float(y.min()) - 0.16 * height, float(y.max()) + 0.16 * height
    grows = abs(float(steps[-1])) > abs(float(steps[0]))
    return Lens(frame, times, 0, last, swings=True, grows=grows)


def _crawling(
    x: Doubles,
    y: Doubles,
    numbers: NDArray[np.intp],
    unit: tuple[float, float],
    size: tuple[float, float],
) -> Lens | None:
    away = np.hypot((x - x[-1]) / unit[0], (y - y[-1]) / unit[1])
    far = np.flatnonzero(away > ONE_PLACE)
    near = int(far[-1]) + 1 if len(far) else 0
    last = len(numbers) - 1
    if numbers[last] - numbers[near] < FEWEST_EPOCHS:
        return None
    # The crawl begins where most of the near epochs are no further from its end.
    usual = 2.1 * float(np.median(away[near:]))
    first = near + int(np.argmax(away[near:] <= usual))
    if not away[first] > 0:
        return None
    times = nice_below(WAY * size[0] / float(away[first]))
    if not LEAST_TIMES <= times <= MOST_TIMES:
        return None
    wide, high = size[0] * unit[0] / times, size[1] * unit[1] / times
    begin = BEGIN if x[-1] >= x[first] else 1 - BEGIN
    left = float(x[first]) - begin * wide
    bottom = float(y[first] + y[-1]) / 2 - MIDDLE * high
    return Lens((left, left + wide, bottom, bottom + high), times, first, last, swings=False)
