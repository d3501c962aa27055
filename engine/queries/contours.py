"""Contours of a map of the loss: lines of equal loss, each with a place for its number."""

from dataclasses import dataclass

import numpy as np

from engine.runs import Doubles

# As many levels as can be told apart, and no fewer than show a shape.
MOST_LEVELS, LEAST_LEVELS = 8, 4
# Two places of a line are one within this share of the map.
TWICE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """Where the loss is `level`: `lines`, each (k, 2) of x and y; a closed one ends where it began.

    `label` is a place on the longest line, well inside the map, and `direction` (dx, dy) that of
    the line there, in the map's own units, from left to right; None where no line is long enough.
    """

    level: float
    lines: tuple[Doubles, ...]
    label: tuple[float, float] | None
    direction: tuple[float, float] | None


def round_levels(losses: Doubles) -> tuple[float, ...]:
    """Round levels between the least and the largest finite loss: powers of ten if they are enough.

    Otherwise 1, 2 and 5 times them, or evenly spaced ones where the loss hardly changes.
    """
    finite = losses[np.isfinite(losses)]
    if not len(finite) or not finite.max() > finite.min():
        return ()
    low, high = float(finite.min()), float(finite.max())
    bottom = max(low, high * 1e-12, 1e-300)
    powers = range(int(np.floor(np.log10(bottom))), int(np.ceil(np.log10(high))) + 1)
    for digits in ((1,), (1, 2, 5)):
        levels = [digit * 10.0**power for power in powers for digit in digits]
        inside = [level for level in levels if low < level < high]
        if len(inside) >= LEAST_LEVELS:
            return tuple(inside[:: -(-len(inside) // MOST_LEVELS)])
    step = _round((high - low) / (LEAST_LEVELS + 1))
    return tuple(
        float(step * k)
        for k in range(int(np.floor(low / step)), int(np.ceil(high / step)) + 1)
        if low < step * k < high
    )


def _round(step: float) -> float:
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(digit * power for digit in (1, 2, 5, 10) if digit * power >= step))


def contours_of(
    x: Doubles, y: Doubles, losses: Doubles, levels: tuple[float, ...], lowest: float
) -> tuple[Contour, ...]:
    """The contours of `losses` (rows, columns) at `x` (columns,) and `y` (rows,), one for a level.

    The square root of the loss above the `lowest` is what is interpolated between the places: it
    grows straight up from a floor, so that the lines are right where a valley is narrower than
    the grid. A level that no line of the map has is left out.
    """
    if min(losses.shape) < 2 or not levels:
        return ()
    # It takes a few milliseconds to load, which most runs do not need.
    from contourpy import contour_generator

    height = np.sqrt(np.maximum(losses - lowest, 0.0))
    generator = contour_generator(x, y, np.ma.masked_invalid(height))
    found = []
    for level in levels:
        if level > lowest:
            lines = generator.lines(float(np.sqrt(level - lowest)))
            if lines:
                found.append(_contour(level, tuple(map(np.asarray, lines)), x, y))
    return tuple(found)


def _contour(level: float, lines: tuple[Doubles, ...], x: Doubles, y: Doubles) -> Contour:
    size = np.array([x[-1] - x[0], y[-1] - y[0]])
    middle = np.array([x[0], y[0]]) + size / 2
    longest = max(lines, key=lambda line: float(_lengths(line / size).sum()))
    if len(longest) < 3:
        return Contour(level, lines, None, None)
    # Far from the edges, and among equal places where the line is most nearly level.
    inside = np.abs((longest[1:-1] - middle) / size).max(axis=1)
    steps = (longest[2:] - longest[:-2]) / size
    length = np.linalg.norm(steps, axis=1)
    # A place that a line has twice, but for rounding, has no direction.
    upright = np.where(length > TWICE, np.abs(steps[:, 1]) / np.maximum(length, TWICE), 10.0)
    k = 1 + int(np.argmin(np.maximum(inside, 0.25) + 0.2 * upright))
    dx, dy = (longest[k + 1] - longest[k - 1]).tolist()
    if dx < 0:
        dx, dy = -dx, -dy
    return Contour(level, lines, (float(longest[k, 0]), float(longest[k, 1])), (dx, dy))


def _lengths(line: Doubles) -> Doubles:
    return np.asarray(np.linalg.norm(np.diff(line, axis=0), axis=1), np.float64)
