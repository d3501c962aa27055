"""Marks in the fit what is picked elsewhere: a ring around the point, and what lights up."""

import numpy as np
import pyqtgraph as pg

from engine.runs import Doubles
from gui.plots.base.overlays import NONE, Dots, Squares
from gui.plots.base.plot import Plot
from gui.plots.fit.curves import clipped
from gui.run import NOTHING_LIT, Picks, View
from gui.theme import Theme

# In pixels: how much larger the halo is than its dot, and how wide a lit residual.
HALO, RING, WIDE = 7.0, 13.0, 4.0


class Picked:
    """Draws into `plot`, beneath the plot's own dots; draws nothing without picks."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._size = 7.0
        self.picks: Picks | None = None
        # The trained point under the mouse, and the one that was chosen last.
        self._pointing: int | None = None
        self._chosen: int | None = None
        self.residuals = pg.PlotCurveItem(connect="pairs")
        self.squares = Squares()
        self.inputs, self.targets, self.predictions = Dots(), Dots(), Dots()
        self.rings = Dots(hollow=True)
        self.items = (
            self.squares, self.residuals, self.inputs, self.targets, self.predictions, self.rings,
        )  # fmt: skip

    def set_size(self, size: float) -> None:
        """Fit the halos to dots that are `size` pixels wide."""
        self._size = size

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        for dots in (self.inputs, self.targets, self.predictions):
            dots.set_colours(theme.previous, theme.panel)
        self.rings.set_colours(theme.ink, theme.panel)
        self.residuals.setPen(self._plot.pen(theme.previous, WIDE))
        self.squares.set_colour(theme.prediction)

    def point_at(self, point: int | None) -> None:
        """Tell all views which trained point is under the mouse, if that has changed.

        Without a change here, another view may point at something.
        """
        if self.picks is not None and point != self._pointing:
            self._pointing = point
            self.picks.point_at(point)

    def choose(self, point: int | None) -> None:
        """Pick the trained point that was chosen by hand, if it is another one."""
        if self.picks is not None and point is not None and point != self._chosen:
            self.picks.pick(point)
        self._chosen = point

    def draw(self, view: View, x: Doubles, targets: Doubles, predictions: Doubles) -> None:
        """Light up what is lit at the points (d,) that are drawn, and ring the picked one.

        All are finite. `predictions` are those the residuals begin at; none before a stage has run.
        """
        lit = (NOTHING_LIT if self.picks is None else self.picks.lit).parts
        made = bool(len(predictions))
        bottom = np.full(len(x), self._plot.visible()[2])
        for dots, part, y in (
            (self.inputs, "inputs", bottom),
            (self.targets, "targets", targets),
            (self.predictions, "predictions", predictions),
        ):
            shown = part in lit and len(y) == len(x)
            dots.set_points(*((x, y) if shown else (NONE, NONE)), self._size + HALO)
        lines = np.column_stack([predictions, targets]).ravel() if made else NONE
        shown = "residuals" in lit and made
        self.residuals.setData(
            np.repeat(x, 2) if shown else NONE, lines if shown else NONE, skipFiniteCheck=True
        )
        squared = made and bool(lit & {"squares", "loss"})
        self.squares.set_residuals(*((x, predictions, targets) if squared else (NONE,) * 3))
        self._draw_ring(view)

    def _draw_ring(self, view: View) -> None:
        """Ring the target and the prediction of the point that is pointed at, here or elsewhere."""
        point = None if self.picks is None else self.picks.pointed
        facts, snapshot = view.facts, view.snapshot
        if point is None or point >= len(facts.inputs):
            self.rings.set_points(NONE, NONE)
            return
        y = [float(facts.targets[point])]
        if snapshot.stage is not None:
            made = snapshot.updated_predictions
            y.append(float((snapshot.predictions if made is None else made)[point]))
        heights = np.array([each for each in y if np.isfinite(each)])
        x = np.full(len(heights), float(facts.inputs[point]))
        self.rings.set_points(x, clipped(self._plot, heights), self._size + RING)
