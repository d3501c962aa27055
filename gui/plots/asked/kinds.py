"""The kinds of answers there are in plots: a data point, an epoch, and a loss."""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from engine.numbers import count, number
from engine.runs import Doubles
from gui.plots.asked.asked import Asked
from gui.plots.asked.ink import Mark, one
from gui.plots.base.epochs import EpochPlot
from gui.plots.base.plot import Plot
from gui.run import Asking
from gui.zoom import scaled

REACH = 40.0
"""How far from a point, in pixels, a click still means it."""
DIGITS = 3
"""Nobody aims at more digits than this."""
STEPS = 60
"""How many steps of a key there are from the bottom of a plot to its top."""


class HasPoints(Protocol):
    """The plot of the data and of what is predicted."""

    def drawn_points(self) -> tuple[NDArray[np.int_], Doubles, Doubles]:
        """The trained points that are drawn: places and inputs (d,), and heights (d, k)."""

    def trained_point(self, place: int) -> tuple[float, float]:
        """Input and target of the point at this `place` among those trained on."""

    def named_point(self, place: int) -> str:
        """What the point at this `place` is called."""

    def spread(self, many: int) -> Doubles:
        """`many` inputs, equally far from each other, (many,)."""

    def predicted_at(self, inputs: Doubles) -> Doubles:
        """What the curve shown predicts at `inputs` (k,)."""


class HasLosses(Protocol):
    """The plot of the losses, with its scale."""

    def height_of(self, loss: float) -> float:
        """Where `loss` is on the scale."""

    def height_now(self) -> float:
        """Where the last loss is on the scale."""

    def loss_at_height(self, height: float) -> float:
        """The loss at `height` on the scale."""


class PointAsked(Asked[int]):
    """Asks for a data point, by its place among those trained on, in the fit."""

    def __init__(self, plot: Plot, points: HasPoints, asking: Asking) -> None:
        self._fit = points
        super().__init__(plot, "point", asking)

    def first(self) -> int | None:
        places = self._fit.drawn_points()[0]
        return int(places[0]) if len(places) else None

    def at(self, place: QPointF) -> int | None:
        places, x, heights = self._fit.drawn_points()
        if not len(places):
            return None
        across, down = self.plot.to_scene(x[:, None], np.nan_to_num(heights, nan=np.inf))
        distances = np.hypot(across - place.x(), down - place.y()).min(axis=1)
        k = int(distances.argmin())
        return int(places[k]) if distances[k] <= scaled(REACH) else None

    def step(self, here: int, right: int, up: int) -> int:
        places = self._fit.drawn_points()[0]
        k = int(np.flatnonzero(places == here)[0]) if here in places else 0
        return int(places[min(max(k + (right or up), 0), len(places) - 1)])

    def mark(self, value: int, words: str, *, dashed: bool) -> Mark:
        x, y = self._fit.trained_point(value)
        return Mark("ring", one(x), one(y), words, dashed)

    def words(self, value: int) -> str:
        return self._fit.named_point(value)


class EpochAsked(Asked[int]):
    """Asks for an epoch that has been trained."""

    def __init__(self, plot: EpochPlot, asking: Asking) -> None:
        self._epochs = plot
        super().__init__(plot, "epoch", asking)

    def first(self) -> int:
        _, right, _, _ = self.plot.visible()
        return self._epochs.epoch_at(right / 2, least=1)

    def at(self, place: QPointF) -> int:
        x = self.plot.box.mapSceneToView(place).x()
        return self._epochs.epoch_at(x, least=1)

    def step(self, here: int, right: int, up: int) -> int:
        return self._epochs.epoch_at(here + (right or up), least=1)

    def mark(self, value: int, words: str, *, dashed: bool) -> Mark:
        text = f"{words}: epoch {count(value)}" if self.told else words
        return Mark("upright", one(value), one(0.0), text, dashed)

    def words(self, value: int) -> str:
        return f"epoch {count(value)}"


class LossAsked(Asked[float]):
    """Asks for the loss of the epoch that the question is about."""

    def __init__(self, plot: Plot, losses: HasLosses, asking: Asking) -> None:
        self._losses = losses
        super().__init__(plot, "loss", asking)

    def first(self) -> float:
        _, _, bottom, top = self.plot.visible()
        return self._at((bottom + top) / 2)

    def at(self, place: QPointF) -> float:
        return self._at(self.plot.box.mapSceneToView(place).y())

    def step(self, here: float, right: int, up: int) -> float:
        _, _, bottom, top = self.plot.visible()
        height = self._losses.height_of(here) + (up or right) * (top - bottom) / STEPS
        return self._at(min(max(height, bottom), top))

    def _at(self, height: float) -> float:
        """The loss at `height` on the scale, in as many digits as can be aimed at."""
        loss = self._losses.loss_at_height(height)
        return float(f"{loss:.{DIGITS}g}") if math.isfinite(loss) else loss

    def mark(self, value: float, words: str, *, dashed: bool) -> Mark:
        text = f"{words}: {number(value, DIGITS)}" if self.told else words
        height = self._losses.height_of(value)
        return Mark("level", one(self._epoch), one(height), text, dashed)

    @property
    def _epoch(self) -> int:
        about = self.asking.about
        return about if isinstance(about, int) else 0

    def words(self, value: float) -> str:
        return f"{number(value, DIGITS)} at epoch {count(self._epoch)}"
