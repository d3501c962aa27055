"""A bar for each point below the fit: how strongly it pulls, and to which side."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.numbers import grouped
from engine.runs import Doubles
from gui.plots.base.overlays import NONE
from gui.plots.base.plot import Plot
from gui.theme import SMALL_SPACE
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

HEIGHT = 104
WIDEST = 16.0


class PullBars(QWidget):
    """Draws the pulls (d,) of the drawn points under their places in `plot`."""

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self._plot = plot
        self._x: Doubles = NONE
        self._pulls: Doubles = NONE
        self._title = ""
        typeface(self, SMALL)
        sized(self.setFixedHeight, HEIGHT)

    def set_pulls(self, title: str, x: Doubles, pulls: Doubles) -> None:
        """Show the `pulls` of the points at `x` (d,), all finite, under `title`."""
        self._title, self._x, self._pulls = title, x, pulls
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars; the largest of each side has its number."""
        painter, theme = QPainter(self), self._plot.theme
        metrics = QFontMetricsF(small_face())
        row = metrics.height()
        view = self._plot.box.sceneBoundingRect()
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(view.left(), metrics.ascent()), self._title)
        if not len(self._x):
            return
        area = QRectF(view.left(), row + px(SMALL_SPACE), view.width(), 0)
        area.setBottom(self.height() - px(2))
        low, high = min(0.0, float(self._pulls.min())), max(0.0, float(self._pulls.max()))
        # Room for the numbers beyond the ends of the bars.
        top, bottom = area.top() + row * (high > 0), area.bottom() - row * (low < 0)
        pixels = (bottom - top) / (high - low) if high > low else 0.0
        zero = top + high * pixels
        places, _ = self._plot.to_scene(self._x, np.zeros(len(self._x)))
        wide = min(scaled(WIDEST), max(1.0, 0.6 * view.width() / len(places)))
        for x, pull in zip(places.tolist(), self._pulls.tolist(), strict=True):
            if pull and view.left() <= x <= view.right():
                bar = QRectF(x - wide / 2, zero, wide, -pull * pixels).normalized()
                painter.fillRect(bar, QColor(theme.sign(1 if pull > 0 else -1)))
        painter.setPen(QPen(QColor(theme.faint_text), scaled(1)))
        painter.drawLine(QPointF(view.left(), zero), QPointF(view.right(), zero))
        for k in {int(self._pulls.argmin()), int(self._pulls.argmax())}:
            pull, x = float(self._pulls[k]), float(places[k])
            if not pull or not view.left() <= x <= view.right():
                continue
            text = grouped(pull)
            long = metrics.horizontalAdvance(text)
            left = min(max(x - long / 2, view.left()), self.width() - long)
            y = zero - pull * pixels
            baseline = y - metrics.descent() if pull > 0 else y + metrics.ascent()
            painter.setPen(QColor(theme.sign_text(1 if pull > 0 else -1)))
            painter.drawText(QPointF(left, baseline), text)
        painter.end()
