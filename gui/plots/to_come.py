"""Marks the loss after an update: a ring at the next epoch, until that epoch computes its own."""

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFont, QPen

from engine.numbers import apart, count
from engine.runs import Doubles, Stage
from gui.motion import Phase
from gui.plots.base.labels import PointLabel, PointLabels
from gui.plots.base.overlays import NONE, Dots
from gui.run import View
from gui.theme import Theme

SIZE = 9


class ToCome:
    """The line from the loss of the epoch shown to the next one, its ring, and both as numbers."""

    def __init__(self) -> None:
        self.way = pg.PlotCurveItem(antialias=True)
        self.ring = Dots(hollow=True)
        self.labels = PointLabels()
        self.ring.setZValue(11)
        self.labels.setZValue(12)
        # The next epoch, and the loss after the last update, with which it will begin.
        self._next: tuple[int, float] | None = None
        self._would = False

    def set_theme(self, theme: Theme, font: QFont, way: QPen) -> None:
        """Use the colours of `theme`, write in `font`, and draw the line with the pen `way`."""
        self.ring.set_colours(theme.loss, theme.panel)
        self.way.setPen(way)
        self.labels.set_style(font, theme.text, theme.panel)

    def forget(self) -> None:
        """Prepare for a new run, of which no epoch is known yet."""
        self._next = None

    def find(self, view: View) -> tuple[int, float] | None:
        """The epoch after the last update and the loss it begins with; None if not known.

        While that epoch is at its first stage, it has not computed its own loss yet.
        """
        snapshot = view.snapshot
        number = snapshot.number
        self._would = view.ghost is not None
        if view.ghost is not None and view.ghost.updated_loss is not None:
            self._next = number + 1, view.ghost.updated_loss
        elif snapshot.updated_loss is not None:
            self._next = number + 1, snapshot.updated_loss
        elif snapshot.stage is not Stage.PREDICT or number < 2:
            self._next = None
        elif number <= len(view.history):
            self._next = number, float(view.history.loss[number - 1])
        elif self._next is not None and self._next[0] != number:
            self._next = None
        return self._next

    def draw(
        self,
        shown: int,
        here: float | None,
        heights: Callable[[Doubles], Doubles],
        progress: float,
    ) -> None:
        """Draw what `find` found last. `here` is the loss of epoch `shown`, if it is known.

        `heights` maps losses to places on the axis; `progress` (0 to 1) is that of the animation.
        """
        labels: list[PointLabel] = []
        x = y = NONE
        if self._next is not None and here is not None and math.isfinite(here):
            epoch, loss = self._next
            told = apart(here, loss)
            start, end = heights(np.array([here, loss if math.isfinite(loss) else here])).tolist()
            words = f"{told[0]} epoch {count(shown)}"
            labels.append(PointLabel(float(shown), start, words, told[0]))
            if math.isfinite(loss):
                share = Phase.LOSS.share(progress)
                x = np.array([shown, shown + share * (epoch - shown)], np.float64)
                y = np.array([start, start + share * (end - start)])
                if share == 1:
                    begins, brief = ("begins", "after it")
                    if self._would:
                        begins, brief = ("would begin", "would be")
                    words = f"{told[1]} where epoch {count(epoch)} {begins}"
                    labels.append(PointLabel(float(epoch), end, words, f"{told[1]} {brief}"))
        self.way.setData(x, y, skipFiniteCheck=True)
        self.ring.set_points(x[1:], y[1:], SIZE)
        self.labels.set_labels(labels)
