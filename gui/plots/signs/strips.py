"""Draws a strip for each parameter over the epochs: the size and the sign of its gradient.

The gradients are summarised in columns of epochs, one or two pixels wide (`gui.plots.base.cut`), so
that a million epochs cost no more than six hundred.
"""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from engine.runs import Doubles
from gui.plots.base.columns import Columns, heights
from gui.plots.base.overlays import Overlay
from gui.plots.signs.strip_axis import Strip, strip
from gui.theme import Theme
from gui.widgets.cover import paint_cover
from gui.zoom import px, scaled

FLIP_DISTANCE = 9
WIDE_RUN = 18
# The length and thickness of the bars that a + and a − are made of.
LONG, THICK = 7, 2


class Strips(Overlay):
    """Draws the columns of all parameters; strip i lies from i to i + 1 of the view."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Columns | None = None
        self._theme: Theme | None = None
        self._images: list[QImage] = []
        self._covered: list[bool] = []
        self._curves: Doubles = np.empty((0, 0))
        self.flip_marks: list[Doubles] = []

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`; columns must be set again."""
        self._theme = theme
        self._columns = None

    def set_columns(
        self,
        columns: Columns,
        reaches: list[tuple[int, int]],
        column_width: float,
        covered: Sequence[bool],
    ) -> None:
        """Show `columns`, each `column_width` pixels wide, in these powers of ten.

        Of the strips that are `covered` there is nothing to be seen.
        """
        self._covered = list(covered)
        self._columns = columns
        self._curves = heights(columns.sizes(), reaches)
        self._images = self._bands(columns)
        flips = columns.flips()
        apart = max(1, math.ceil(px(FLIP_DISTANCE) / column_width))
        self.flip_marks = [columns.edges[_firsts(np.flatnonzero(row), apart)] for row in flips]
        self.update()

    def _bands(self, columns: Columns) -> list[QImage]:
        """For each parameter two rows of pixels, a pixel a column: the upper for +, the lower −."""
        assert self._theme is not None
        positive, negative = columns.positive, columns.negative
        zero = ~(positive | negative)
        grey = _argb(self._theme.zero)
        pixels = np.zeros((len(positive), 2, positive.shape[1]), np.uint32)
        pixels[:, 0] = np.where(positive, _argb(self._theme.positive), np.where(zero, grey, 0))
        pixels[:, 1] = np.where(negative, _argb(self._theme.negative), np.where(zero, grey, 0))
        width = positive.shape[1]
        return [
            QImage(rows.tobytes(), width, 2, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
            for rows in pixels
        ]

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the strips that are in the view."""
        columns, theme = self._columns, self._theme
        if columns is None or theme is None or not len(columns.edges):
            return
        x = columns.edges * scale.m11() + scale.dx()
        # Columns may reach beyond the view, so that the curve does; they are clipped.
        painter.setClipRect(view)
        for k, image in enumerate(self._images):
            top, bottom = scale.m22() * k + scale.dy(), scale.m22() * (k + 1) + scale.dy()
            if bottom < view.top() + 1 or top > view.bottom() - 1:
                continue
            parts = strip(top, bottom - top)
            if self._covered[k]:
                room = QRectF(view.left(), top, view.width(), bottom - top)
                paint_cover(painter, room.adjusted(0, px(2), 0, -px(2)), theme)
                continue
            if parts.tall:
                self._draw_curve(painter, x, self._curves[k], parts, theme)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(
                QRectF(view.left(), parts.middle - 0.5, view.width(), 1), QColor(theme.border)
            )
            painter.drawImage(
                QRectF(x[0], parts.band, x[-1] - x[0], 2 * parts.half), image, QRectF(image.rect())
            )
            if parts.half >= px(8):
                self._draw_signs(painter, x, k, parts, theme)
            self._draw_flips(painter, self.flip_marks[k] * scale.m11() + scale.dx(), parts, theme)

    def _draw_curve(
        self, painter: QPainter, x: Doubles, curve: Doubles, parts: Strip, theme: Theme
    ) -> None:
        floor = parts.band - px(2)
        high = floor - parts.top
        # From edge to edge, through the middle of every column.
        places = np.concatenate([x[:1], (x[1:] + x[:-1]) / 2, x[-1:]])
        values = floor - high * np.concatenate([curve[:1], curve, curve[-1:]])
        outline = pg.arrayToQPath(places, values, connect="all", finiteCheck=False)
        area = pg.arrayToQPath(
            np.concatenate([places[:1], places, places[-1:]]),
            np.concatenate([[floor], values, [floor]]),
            connect="all",
            finiteCheck=False,
        )
        fill = QColor(theme.curve)
        fill.setAlphaF(0.14)
        painter.fillPath(area, fill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.curve), scaled(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_signs(
        self, painter: QPainter, x: Doubles, k: int, parts: Strip, theme: Theme
    ) -> None:
        """A − or + inside every stretch of one sign that is wide enough for it."""
        assert self._columns is not None
        ink = QColor(theme.ink_text)
        above, below = (parts.band + parts.middle) / 2, (parts.middle + parts.bottom) / 2
        for place in _middles(x, self._columns.positive[k]):
            painter.fillRect(_bar(place, above, LONG, THICK), ink)
            painter.fillRect(_bar(place, above, THICK, LONG), ink)
        for place in _middles(x, self._columns.negative[k]):
            painter.fillRect(_bar(place, below, LONG, THICK), ink)

    def _draw_flips(self, painter: QPainter, places: Doubles, parts: Strip, theme: Theme) -> None:
        """A triangle that stands on the band, and a line through the band, at every flip."""
        ink = QColor(theme.text)
        left, right = QPointF(-4, -6) * scaled(1), QPointF(4, -6) * scaled(1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in places.tolist():
            tip = QPointF(place, parts.band)
            painter.drawPolygon(QPolygonF([tip + left, tip + right, tip]))
            painter.fillRect(
                QRectF(place - scaled(0.5), parts.band, scaled(1), 2 * parts.half), ink
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _bar(x: float, y: float, width: float, height: float) -> QRectF:
    """A bar around `x`, `y`, on whole pixels."""
    wide, high = px(width), px(height)
    return QRectF(round(x - wide / 2), round(y - high / 2), wide, high)


def _middles(x: Doubles, there: NDArray[np.bool_]) -> list[float]:
    """The middle of every stretch of columns that are `there`, if it is wide enough for a sign."""
    changes = np.flatnonzero(np.diff(there.astype(np.int8), prepend=0, append=0))
    begins, ends = x[changes[::2]], x[changes[1::2]]
    wide = ends - begins >= px(WIDE_RUN)
    middles: list[float] = ((begins[wide] + ends[wide]) / 2).tolist()
    return middles


def _firsts(indices: NDArray[np.intp], apart: int) -> NDArray[np.intp]:
    """The `indices` (ascending) without those closer than `apart` to the last one kept."""
    kept = []
    place = 0
    while place < len(indices):
        kept.append(indices[place])
        place = int(np.searchsorted(indices, indices[place] + max(1, apart)))
    return np.array(kept, np.intp)


def _argb(colour: str) -> np.uint32:
    return np.uint32(QColor(colour).rgba())
