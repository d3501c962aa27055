"""Shows how an update changed the fit: the old curve, arrows to the new one, and both losses."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from engine.numbers import apart
from engine.runs import Doubles
from gui.motion import Phase
from gui.plots.base.labels import Arrows, EndLabel, EndLabels
from gui.plots.base.overlays import NONE, Dots
from gui.plots.base.plot import Plot
from gui.plots.fit.curves import clipped, draw_curve
from gui.run import View
from gui.theme import SMALL_SPACE, Theme
from gui.zoom import scaled

# Pixels kept free at the right for the labels at the ends of the curves.
LABEL_ROOM = 74
MOST_DOTS = 60
ARROWS = 6
# How much of its colour an outdated curve keeps.
PALE = 0.65


class Ghost:
    """Draws into `plot`, beneath the plot's own items; draws nothing without an update."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.curve = pg.PlotCurveItem(antialias=True)
        # What the next step would make of the curve, while that is looked at.
        self.to_come = pg.PlotCurveItem(antialias=True)
        self.dots = Dots(hollow=True)
        self.arrows = Arrows()
        self.end_labels = EndLabels()
        plot.canvas.set_right_margin(LABEL_ROOM)
        plot.canvas.scene().addItem(self.end_labels)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.dots.set_colours(pale(theme).name(), theme.panel)
        self.arrows.set_colour(theme.prediction)
        self.end_labels.set_style(self._plot.small_font, theme.text)

    def draw(self, view: View, x: Doubles, old: Doubles, new: Doubles, progress: float) -> None:
        """Draw the predictions before the update of `view`, `old`, against those after, `new` (d,).

        `progress` is how far the animation of the update has come, from 0 to 1.
        """
        plot, snapshot = self._plot, view.snapshot
        curve = NONE
        if snapshot.updated_curve is None:
            x = old = new = NONE
        else:
            finite = np.isfinite(old) & np.isfinite(new)
            order = np.argsort(x[finite], kind="stable")
            x, old, new = (each[finite][order] for each in (x, old, new))
            curve = snapshot.curve
        pen = pg.mkPen(pale(plot.theme), style=Qt.PenStyle.DashLine)
        draw_curve(plot, self.curve, view.facts.curve_inputs[: len(curve)], curve, pen)
        step = view.ghost
        ahead = NONE if step is None or step.updated_curve is None else step.updated_curve
        pen = pg.mkPen(plot.theme.prediction, style=Qt.PenStyle.DotLine)
        draw_curve(plot, self.to_come, view.facts.curve_inputs[: len(ahead)], ahead, pen)
        few = slice(None) if len(x) <= MOST_DOTS else slice(0)
        self.dots.set_points(x[few], clipped(plot, old[few]))
        chosen = np.unique(np.linspace(0, len(x) - 1, ARROWS).astype(int)) if len(x) else slice(0)
        self.arrows.set_arrows(x[chosen], clipped(plot, old[chosen]), clipped(plot, new[chosen]))
        area = plot.box.sceneBoundingRect()
        area = QRectF(
            area.right() + scaled(SMALL_SPACE), area.top(), scaled(LABEL_ROOM), area.height()
        )
        self.end_labels.set_labels(self._labels(view, progress), area)

    def _labels(self, view: View, progress: float) -> list[EndLabel]:
        snapshot, colour = view.snapshot, self._plot.theme.prediction
        step = view.ghost
        if step is not None and step.loss is not None and step.updated_loss is not None:
            assert step.updated_curve is not None
            losses = apart(step.loss, step.updated_loss)
            return [
                EndLabel(self._end(view, step.curve), "now", losses[0], colour),
                EndLabel(self._end(view, step.updated_curve), "would be", losses[1], colour),
            ]
        if snapshot.loss is None or snapshot.updated_loss is None or snapshot.updated_curve is None:
            return []
        losses = apart(snapshot.loss, snapshot.updated_loss)
        labels = [EndLabel(self._end(view, snapshot.curve), "before", losses[0], colour)]
        if Phase.LOSS.share(progress) >= 0.5:
            end = self._end(view, snapshot.updated_curve)
            labels.append(EndLabel(end, "after", losses[1], colour, bold=True))
        return labels

    def _end(self, view: View, curve: Doubles) -> float:
        """The pixel height at which `curve` leaves the view at the right; NaN counts as far up."""
        plot = self._plot
        right = np.array([plot.visible()[1]])
        height = np.nan_to_num(np.interp(right, view.facts.curve_inputs, curve), nan=np.inf)
        return float(plot.to_scene(right, clipped(plot, height))[1][0])


def between(before: Doubles, after: Doubles, share: float) -> Doubles:
    """The values a `share` (0 to 1) of the way from `before` to `after`."""
    if share in (0.0, 1.0):
        return after if share else before
    with np.errstate(all="ignore"):
        return before + share * (after - before)


def pale(theme: Theme) -> QColor:
    """The colour of outdated predictions."""
    true, ground = QColor(theme.prediction), QColor(theme.panel)
    return QColor.fromRgbF(
        PALE * true.redF() + (1 - PALE) * ground.redF(),
        PALE * true.greenF() + (1 - PALE) * ground.greenF(),
        PALE * true.blueF() + (1 - PALE) * ground.blueF(),
    )
