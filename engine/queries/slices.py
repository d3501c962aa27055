"""Slices of the loss: how it changes with one parameter while the others stand still."""

import math
from dataclasses import dataclass

import numpy as np

from engine.queries.query import Problem
from engine.queries.scale import lowest, scale_from
from engine.runs import COMMON_REACH, Doubles, Scale, Vector

SLICE_POINTS = 81
WIDE_POINTS = 161
# More points than this change a loss curve by less than a pixel, and cost a frame.
MAX_SLICE_DATA = 2_000
SMALL_STEP = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The loss as one parameter changes and the others stand still.

    `values`, `losses` (m,): the curve. `before` and `after` are the two points of the step on it,
    each (value, loss); `after` is None while there is no gradient yet. `slope` is the derivative
    at `before`; `floor` the value with the least loss, None where it is not inside the curve.
    """

    values: Doubles
    losses: Doubles
    before: tuple[float, float]
    after: tuple[float, float] | None
    slope: float
    floor: float | None


class Slicer:
    """Makes the slices at the parameters `params` (p,), which a step takes to `after` (p,).

    `loss` and `gradient` (p,) are those of `params`, on all points.
    """

    def __init__(
        self,
        problem: Problem,
        params: Vector,
        after: Doubles,
        loss: float,
        gradient: Vector,
    ) -> None:
        self._problem = problem
        self._every = -(-len(problem.targets) // MAX_SLICE_DATA)
        self.params = params.astype(np.float64)
        self.after = after
        self.gradient = gradient.astype(np.float64)
        # Where only some of the points are used, the curve still passes through the true loss,
        # with the true slope.
        self._lift = 0.0
        self._tilt = np.zeros_like(self.gradient)
        if self._every > 1 and math.isfinite(loss):
            self._lift = loss - float(self.losses(0, self.params[:1])[0])
            for k, here in enumerate(self.params):
                step = SMALL_STEP * max(1.0, abs(here))
                low, high = self.losses(k, here + np.array([-step, step]))
                self._tilt[k] = self.gradient[k] - (high - low) / (2 * step)

    def close(self, k: int) -> Slice:
        """The slice close around the step, widened to show the floor where that is near."""
        here, there, floor = self.params[k], self.after[k], self._floor(k)
        reach = abs(there - here)
        # A step that float32 can hardly take is too short to look at closely.
        if not math.isfinite(reach) or reach < 1e-7 * abs(here) or reach == 0:
            return self._around(k)
        inside = [here, there]
        if floor is not None and abs(floor - here) <= 6 * reach:
            inside.append(floor)
        return self._cut(k, inside, reach, floor)

    def scale(self, loss: float, best: Doubles | None) -> Scale:
        """The scale of a run that starts here; `best` (p,) is where all fit best, if known."""
        floors = [self._floor(k) for k in range(len(self.params))]
        return scale_from(self.losses, self.params, loss, floors, best)

    def wide(self, k: int, scale: Scale) -> Slice:
        """The slice on the `scale` of the whole run."""
        values = np.linspace(scale.low[k], scale.high[k], WIDE_POINTS)
        curve = self.losses(k, values)
        return self._slice(k, values, curve, lowest(self.losses, k, values, curve))

    def common(self, k: int) -> Slice:
        """The slice on the scale that all parameters have in common."""
        here = self.params[k]
        values = np.linspace(here - COMMON_REACH, here + COMMON_REACH, SLICE_POINTS)
        return self._slice(k, values, self.losses(k, values), None)

    def _around(self, k: int) -> Slice:
        """The slice that shows both sides of the valley, where there is one."""
        here, there, floor = self.params[k], self.after[k], self._floor(k)
        inside = [here]
        if math.isfinite(there):
            inside.append(there)
        if floor is not None:
            inside += [floor, 2 * floor - here]
        return self._cut(k, inside, 1e-3 * max(1.0, abs(here)), floor)

    def losses(self, k: int, values: Doubles) -> Doubles:
        """The losses (m,) where parameter `k` has the `values` (m,) and the others stand still."""
        columns: list[float | Doubles] = [*self.params.tolist()]
        columns[k] = values
        losses = self._problem.losses(columns, self._every)
        lifted: Doubles = losses + self._lift + self._tilt[k] * (values - self.params[k])
        return lifted

    def _floor(self, k: int) -> float | None:
        """The bottom of the parabola with the curve's slope and curvature at `params`."""
        here = self.params[k]
        step = 1e-3 * max(1.0, abs(here))
        low, middle, high = self.losses(k, here + np.array([-step, 0.0, step]))
        bend = (low - 2 * middle + high) / step**2
        floor = here - self.gradient[k] / bend if bend > 0 else math.nan
        return float(floor) if math.isfinite(floor) else None

    def _cut(self, k: int, inside: list[float], least: float, floor: float | None) -> Slice:
        margin = max(0.25 * (max(inside) - min(inside)), 0.5 * least)
        low, high = min(inside) - margin, max(inside) + margin
        values = np.linspace(low, high, SLICE_POINTS)
        seen = floor if floor is not None and low <= floor <= high else None
        return self._slice(k, values, self.losses(k, values), seen)

    def _slice(self, k: int, values: Doubles, curve: Doubles, floor: float | None) -> Slice:
        here, there = self.params[k], self.after[k]
        ends = self.losses(k, np.array([here, there]))
        return Slice(
            values=values,
            losses=curve,
            before=(float(here), float(ends[0])),
            after=(float(there), float(ends[1])),
            slope=float(self.gradient[k]),
            floor=floor,
        )
