"""The maps that a person can choose: of two parameters, or of the valley; and where each begins."""

from dataclasses import dataclass

import numpy as np

from engine.queries import Curvature, Plane, pair_plane, pairs_that_matter, valley_plane
from engine.runs import Doubles, Frame
from gui.run import View

# So many pairs are offered; of more than that, those that matter.
MOST_PAIRS = 15
VALLEY_TITLE = "steepest × flattest"
# What a map shows around the way from the start to the best fit, as shares of it.
BEFORE, AFTER, ACROSS = 0.3, 0.13, 1.25
EDGE = 0.15


@dataclass(frozen=True)
class Choice:
    """One map: of the parameters `pair`, by number, or of the valley where that is None."""

    pair: tuple[int, int] | None
    title: str
    x_label: str
    y_label: str

    def plane(self, view: View) -> Plane:
        """The plane of this map at the parameters that `view` shows."""
        if self.pair is None:
            assert view.facts.valley is not None
            return valley_plane(view.facts.valley, view.facts.start)
        return pair_plane(here(view), *self.pair)


def here(view: View) -> Doubles:
    """(p,): the parameters that are shown: after the update, once it has updated them."""
    snapshot = view.snapshot
    params = snapshot.params if snapshot.updated_params is None else snapshot.updated_params
    return params.astype(np.float64)


def too_many(view: View) -> bool:
    """Whether there are more pairs of parameters than are offered."""
    count = len(view.facts.names)
    return count * (count - 1) // 2 > MOST_PAIRS


def choices(view: View, curvature: Curvature | None = None) -> tuple[Choice, ...]:
    """The maps to choose from: the valley's first, where there is one with two directions.

    Of too many pairs those are offered that matter by the `curvature`, if that is known, and by how
    far the run has moved.
    """
    facts = view.facts
    valley = facts.valley
    found = []
    if valley is not None and len(facts.names) > 1 and np.isfinite(valley.floor).all():
        found.append(Choice(None, VALLEY_TITLE, "along the valley", "across"))
    diagonal = curvature.diagonal if curvature is not None else None
    params = view.history.params if len(view.history) else facts.start[None]
    for i, j in pairs_that_matter(params, diagonal, MOST_PAIRS):
        found.append(choice_of(view, (i, j)))
    return tuple(found)


def choice_of(view: View, pair: tuple[int, int]) -> Choice:
    """The map of a `pair` of parameters, by number; the first is its x."""
    x, y = (view.facts.names[k] for k in pair)
    return Choice(pair, f"{x} × {y}", x, y)


def home(choice: Choice, plane: Plane, view: View) -> Frame:
    """What the map shows at first: the start, the way to the best fit, and a little around."""
    if choice.pair is None:
        return _valley_home(plane, view)
    scale = view.snapshot.scale
    ends = []
    for k in choice.pair:
        low, high = float(scale.low[k]), float(scale.high[k])
        margin = EDGE * (high - low)
        ends += [low - margin, high + margin]
    return ends[0], ends[1], ends[2], ends[3]


def _valley_home(plane: Plane, view: View) -> Frame:
    valley, facts = view.facts.valley, view.facts
    assert valley is not None
    (x,), (y,), _ = plane.placed(facts.start[None])
    # Where the run begins on the valley's floor, its sides are shown as high as the way is long.
    steepest = float(valley.curvatures[-1])
    flattest = float(valley.curvatures[0])
    ratio = np.sqrt(max(flattest, 1e-12 * steepest) / steepest) if steepest > 0 else 1.0
    across = max(abs(float(y)), 0.5 * ratio * abs(float(x)), 1e-9)
    along = max(abs(float(x)), 0.25 * across)
    return -(1 + BEFORE) * along, AFTER * along, -ACROSS * across, ACROSS * across


def at_one_scale(frame: Frame, width: float, height: float) -> Frame:
    """`frame`, enlarged in one direction until a unit is as wide as it is high.

    It is shown `width` pixels wide and `height` high.
    """
    left, right, bottom, top = frame
    width, height = max(width, 1.0), max(height, 1.0)
    pixel = max((right - left) / width, (top - bottom) / height)
    x, y = (left + right) / 2, (bottom + top) / 2
    wide, high = pixel * width / 2, pixel * height / 2
    return x - wide, x + wide, y - high, y + high


def best_on(plane: Plane, view: View) -> tuple[float, float, float] | None:
    """Where the best fit is on `plane`, and how far beside it; None where it is not known."""
    valley = view.facts.valley
    if valley is None or not np.isfinite(valley.floor).all():
        return None
    (x,), (y,), (beside,) = plane.placed(valley.floor[None])
    return float(x), float(y), float(beside)
