"""Asks for a line that is drawn into a plot with the mouse, or shaped with the keys."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from engine.numbers import count, number
from engine.runs import Doubles
from gui.plots.asked.asked import Asked
from gui.plots.asked.ink import Mark
from gui.plots.asked.kinds import DIGITS, STEPS, HasLosses, HasPoints
from gui.plots.base.plot import Plot
from gui.run import Answer, Asking, Kind

HANDLES = 9


@dataclass(frozen=True, eq=False)
class Drawing:
    """A line by its `heights` (k,) on the plot's scale; the keys move the handle `held`."""

    heights: Doubles
    held: int


class DrawnAsked(Asked[Drawing]):
    """Asks for the heights of a line at the handles, which are at `x` (k,).

    The mouse draws with its button held; a double click, or Return, says that it is done.
    """

    def __init__(self, plot: Plot, kind: Kind, asking: Asking) -> None:
        self._last: QPointF | None = None
        super().__init__(plot, kind, asking)

    @property
    @abstractmethod
    def x(self) -> Doubles:
        """Where the handles are, ascending, in data."""

    @abstractmethod
    def now(self) -> Doubles:
        """The heights (k,) to begin with: those of the line as it is now."""

    def first(self) -> Drawing:
        return Drawing(np.nan_to_num(self.now()), 0)

    def at(self, place: QPointF) -> Drawing | None:
        """The line, with the handle nearest to `place` held."""
        if self.here is None:
            return None
        across, _ = self.plot.to_scene(self.x, self.here.heights)
        return Drawing(self.here.heights, int(np.abs(across - place.x()).argmin()))

    def step(self, here: Drawing, right: int, up: int) -> Drawing:
        _, _, bottom, top = self.plot.visible()
        heights = here.heights.copy()
        held = min(max(here.held + (right > 0) - (right < 0), 0), len(heights) - 1)
        if up:
            heights[held] += up * (top - bottom) / STEPS
        return Drawing(heights, held)

    def mark(self, value: Drawing, words: str, *, dashed: bool) -> Mark:
        held = value.held if self.open else None
        return Mark("line", self.x, value.heights, words, dashed, held)

    def moved_to(self, place: QPointF, held: bool) -> bool:
        if not held:
            self._last = None
            return super().moved_to(place, held)
        self._draw_to(place)
        return True

    def pressed_at(self, place: QPointF) -> bool:
        """Begin to draw, or, with a double click, answer."""
        again = self._last is not None and (place - self._last).manhattanLength() < 4
        self._last = place
        if again:
            self._choose()
        else:
            self._draw_to(place)
        return True

    def _draw_to(self, place: QPointF) -> None:
        """Let the line pass through all that the mouse has passed since the last time."""
        if self.here is None:
            return
        begin, end = (self.plot.box.mapSceneToView(each) for each in (self._last or place, place))
        x, heights = self.x, self.here.heights.copy()
        held = int(np.abs(x - end.x()).argmin())
        low, high = sorted((begin, end), key=lambda each: each.x())
        passed = (x >= low.x()) & (x <= high.x())
        heights[passed] = np.interp(x[passed], [low.x(), high.x()], [low.y(), high.y()])
        heights[held] = end.y()
        self._last = place
        self.go(Drawing(heights, held))


class CurveAsked(DrawnAsked):
    """Asks what the curve of the fit will look like: its predictions at some inputs."""

    def __init__(self, plot: Plot, points: HasPoints, asking: Asking) -> None:
        self._fit = points
        super().__init__(plot, "curve", asking)

    @property
    def x(self) -> Doubles:
        about = self.asking.about
        return np.asarray(about, float) if about is not None else self._fit.spread(HANDLES)

    def now(self) -> Doubles:
        return self._fit.predicted_at(self.x)

    def reply(self, value: Drawing) -> Answer:
        return tuple(value.heights.tolist())

    def value(self, answer: Answer) -> Drawing:
        return Drawing(np.array(answer, float), 0)

    def words(self, value: Drawing) -> str:
        return number(float(value.heights[value.held]), DIGITS)


class LossCurveAsked(DrawnAsked):
    """Asks where the loss will go: the losses of some epochs to come."""

    def __init__(self, plot: Plot, losses: HasLosses, asking: Asking) -> None:
        self._losses = losses
        super().__init__(plot, "loss_curve", asking)

    @property
    def x(self) -> Doubles:
        about = self.asking.about
        if about is not None:
            return np.asarray(about, float)
        left, right, _, _ = self.plot.visible()
        return np.linspace(left, right, HANDLES + 2)[1:-1]

    def now(self) -> Doubles:
        return np.full(len(self.x), self._losses.height_now())

    def reply(self, value: Drawing) -> Answer:
        return tuple(map(self._losses.loss_at_height, value.heights.tolist()))

    def value(self, answer: Answer) -> Drawing:
        losses = np.array(answer, float)
        return Drawing(np.array([self._losses.height_of(each) for each in losses.tolist()]), 0)

    def words(self, value: Drawing) -> str:
        loss = self._losses.loss_at_height(float(value.heights[value.held]))
        return f"{number(loss, DIGITS)} at epoch {count(round(float(self.x[value.held])))}"
