"""The question for a map of the loss on a plane, and the one for the loss at single places."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.queries.contours import Contour, contours_of, round_levels
from engine.queries.plane import Plane
from engine.queries.query import Problem, Query
from engine.queries.search import settled
from engine.runs import Doubles

# More points than this change a map by less than its colours can show, and would cost seconds.
MAX_POINTS = 2_000
# About as many squared errors as are computed in a millisecond.
NUMBERS_A_STEP = 100_000

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Lowest:
    """The least loss on a map: at (`x`, `y`).

    `on_edge` says that it is at the map's edge, and lower beyond it.
    """

    x: float
    y: float
    loss: float
    on_edge: bool


@dataclass(frozen=True, slots=True, eq=False)
class LossMap:
    """The loss on a grid of a plane, in float64.

    `losses` (rows, columns) are those at `x` (columns,) and `y` (rows,), which ascend evenly and
    are the middles of the map's pixels; infinite and NaN losses are what they are. `lowest` is
    found between the grid's places too; None where no loss is finite. `contours` are drawn at
    the round `levels` asked for. `every` says that only every so-many-th point was used.
    """

    plane: Plane
    x: Doubles
    y: Doubles
    losses: Doubles
    lowest: Lowest | None
    contours: tuple[Contour, ...]
    every: int


@dataclass(frozen=True, slots=True, eq=False)
class LossMapQuery(Query[LossMap]):
    """What is the loss on `plane`, from `x_range` to `y_range`, on so many `columns` and `rows`?

    `through` is a place of the map that the grid shall pass through exactly: it is shifted by up to
    half a pixel. A floor as narrow as a row is missed otherwise. `levels` are the losses of the
    contours; None chooses round ones, () draws none.
    """

    plane: Plane
    x_range: Range
    y_range: Range
    columns: int
    rows: int
    through: tuple[float, float] | None = None
    levels: tuple[float, ...] | None = None

    def steps(self, problem: Problem) -> Generator[None, None, LossMap]:
        every = -(-len(problem.targets) // MAX_POINTS)
        at_x, at_y = self.through or (None, None)
        x, y = _grid(self.x_range, self.columns, at_x), _grid(self.y_range, self.rows, at_y)
        losses = np.empty((self.rows, self.columns))
        rows = max(1, NUMBERS_A_STEP // (self.columns * (len(problem.targets[::every]))))
        for row in range(0, self.rows, rows):
            places = self.plane.columns(x[None, :], y[row : row + rows, None])
            # Only between two yields: the worker resumes these steps in another context.
            with np.errstate(all="ignore"):
                losses[row : row + rows] = problem.losses(places, every)
            yield
        with np.errstate(all="ignore"):
            lowest = self._lowest(problem, every, x, y, losses)
        yield
        levels = round_levels(losses) if self.levels is None else self.levels
        contours = contours_of(x, y, losses, levels, lowest.loss if lowest else 0.0)
        return LossMap(self.plane, x, y, losses, lowest, contours, every)

    def _lowest(
        self, problem: Problem, every: int, x: Doubles, y: Doubles, losses: Doubles
    ) -> Lowest | None:
        finite = np.where(np.isfinite(losses), losses, np.inf)
        row, column = np.unravel_index(int(finite.argmin()), losses.shape)
        here = float(finite[row, column])
        if not np.isfinite(here):
            return None
        found = self._floor(problem, every, np.array([x[column], y[row]]))
        if found is not None and x[0] <= found[0] <= x[-1] and y[0] <= found[1] <= y[-1]:
            loss = float(problem.losses(self.plane.columns(found[:1], found[1:]), every)[0])
            if loss <= here:
                return Lowest(float(found[0]), float(found[1]), loss, on_edge=False)
        edge = row in (0, len(y) - 1) or column in (0, len(x) - 1)
        return Lowest(float(x[column]), float(y[row]), here, bool(edge))

    def _floor(self, problem: Problem, every: int, start: Doubles) -> Doubles | None:
        """The floor of the valley in the plane itself, from the place `start` (2,)."""
        plane = self.plane
        inputs = problem.inputs[::every].astype(np.float64)
        targets = problem.targets[::every].astype(np.float64)

        def residuals(place: Doubles) -> Doubles:
            params = plane.origin + place[0] * plane.first + place[1] * plane.second
            return problem.curve(inputs, params) - targets

        return settled(residuals, start, problem.linear)


def _grid(ends: Range, count: int, through: float | None) -> Doubles:
    """The middles (count,) of so many pixels between `ends`, one of them exactly at `through`."""
    size = (ends[1] - ends[0]) / count
    places = np.arange(count, dtype=np.float64)
    if through is None or not ends[0] <= through <= ends[1]:
        return ends[0] + size * (places + 0.5)
    return through + size * (places - min(int((through - ends[0]) / size), count - 1))


@dataclass(frozen=True, slots=True, eq=False)
class LossAtQuery(Query[Doubles]):
    """What are the losses (m,) at the parameters `params` (m, p)? On all points, in float64."""

    params: Doubles

    def steps(self, problem: Problem) -> Generator[None, None, Doubles]:
        losses = np.empty(len(self.params))
        rows = max(1, NUMBERS_A_STEP // len(problem.targets))
        for row in range(0, len(self.params), rows):
            if row:
                yield
            with np.errstate(all="ignore"):
                losses[row : row + rows] = problem.losses(list(self.params[row : row + rows].T))
        return losses
