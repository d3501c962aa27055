"""Draws curves in a plot safely, even where their values are far outside the visible range."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPen

from engine.runs import Doubles
from gui.plots.base.plot import Plot

# Values are clipped this many view heights outside the view: that cannot be seen, and painting
# stays fast and safe.
FAR = 20


def draw_curve(plot: Plot, item: pg.PlotCurveItem, x: Doubles, y: Doubles, pen: QPen) -> None:
    """Draw `item` in `plot` through `x` and `y` (m,), with gaps where `y` is not finite."""
    finite = np.isfinite(y)
    y = clipped(plot, np.where(finite, y, 0.0))
    pen.setWidthF(plot.pen_width(plot.line_width(y)))
    item.setData(
        x,
        y,
        pen=pen,
        # Each number says whether its point is joined to the next.
        connect="all" if finite.all() else (finite & np.roll(finite, -1)).astype(np.int32),
        skipFiniteCheck=True,
    )


def clipped(plot: Plot, y: Doubles) -> Doubles:
    """`y`, with values far outside the visible range of `plot` clipped."""
    _, _, bottom, top = plot.visible()
    far = FAR * (top - bottom)
    return np.clip(y, bottom - far, top + far)
