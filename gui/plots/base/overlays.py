"""What a plot draws in pixels rather than in data units: dots, and the squared errors.

pyqtgraph's own scatter plot keeps a record of every spot; painting a few thousand copies of one
dot's picture costs a tenth of that.
"""

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine.runs import Doubles
from gui.zoom import scaled

NONE: Doubles = np.empty(0)


class Overlay(pg.UIGraphicsItem):  # type: ignore[misc]
    """An item that covers the whole view and paints in pixels, by `paint_pixels`."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint; called by Qt."""
        scale = painter.transform()
        view = scale.mapRect(self.boundingRect())
        painter.save()
        painter.resetTransform()
        self.paint_pixels(painter, scale, view)
        painter.restore()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Paint in pixels: `scale` maps data to them, `view` is what the plot covers."""
        raise NotImplementedError


def to_pixels(scale: QTransform, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Data coordinates in pixels."""
    return x * scale.m11() + scale.dx(), y * scale.m22() + scale.dy()


class Dots(Overlay):
    """Round dots of `size` pixels at 100 %, full or hollow, all in one colour."""

    def __init__(self, *, hollow: bool = False) -> None:
        super().__init__()
        self.x: Doubles = NONE
        self.y: Doubles = NONE
        self._hollow = hollow
        self._size = 7.0
        self._colour = "#000000"
        self._ground = "#ffffff"
        self._picture: QPixmap | None = None
        self._drawn_for = (0.0, 0.0)
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)

    def set_points(self, x: Doubles, y: Doubles, size: float | None = None) -> None:
        """Show dots at `x`, `y` (n,), all finite, `size` pixels wide."""
        self.x, self.y = x, y
        if size is not None and size != self._size:
            self._size, self._picture = size, None
        self.update()

    def set_colours(self, colour: str, ground: str) -> None:
        """Draw in `colour`; hollow dots are filled with `ground`."""
        self._colour, self._ground, self._picture = colour, ground, None
        self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the dots that are in the view."""
        ratio = painter.device().devicePixelRatioF()
        if self._picture is None or self._drawn_for != (ratio, scaled(1)):
            self._picture, self._drawn_for = self._drawn(ratio), (ratio, scaled(1))
        x, y = to_pixels(scale, self.x, self.y)
        edge = scaled(self._size)
        inside = (x > view.left() - edge) & (x < view.right() + edge)
        inside &= (y > view.top() - edge) & (y < view.bottom() + edge)
        count = int(np.count_nonzero(inside))
        if not count:
            return
        self._fragments.resize(count)
        fragments = self._fragments.ndarray()
        side = self._picture.width()
        fragments[:] = (0, 0, 0, 0, side, side, 1 / ratio, 1 / ratio, 0, 1)
        fragments[:, 0] = x[inside]
        fragments[:, 1] = y[inside]
        # PySide6 takes the array and its length, but its annotations lack the length.
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._picture)  # type: ignore[call-arg]

    def _drawn(self, ratio: float) -> QPixmap:
        size, edge = scaled(self._size), scaled(1.5)
        side = int(np.ceil((size + 2) * ratio))
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._colour)
        centre = QPointF(side / ratio / 2, side / ratio / 2)
        if self._hollow:
            painter.setPen(QPen(colour, edge))
            painter.setBrush(QColor(self._ground))
            radius = (size - edge) / 2
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            radius = size / 2
        painter.drawEllipse(centre, radius, radius)
        painter.end()
        return picture


class Squares(Overlay):
    """The squared errors: each a square on the screen with its residual as one side."""

    def __init__(self) -> None:
        super().__init__()
        self._x: Doubles = NONE
        self._predictions: Doubles = NONE
        self._targets: Doubles = NONE
        self._pen = QPen()
        self._brush = QBrush()

    def set_colour(self, colour: str) -> None:
        """Draw in `colour`, made transparent."""
        line, fill = QColor(colour), QColor(colour)
        line.setAlphaF(0.55)
        fill.setAlphaF(0.13)
        self._pen, self._brush = QPen(line, 1), QBrush(fill)
        self.update()

    def set_residuals(self, x: Doubles, predictions: Doubles, targets: Doubles) -> None:
        """Show the squares of `predictions − targets` at `x`, all (n,) and finite."""
        self._x, self._predictions, self._targets = x, predictions, targets
        self.update()

    def squares(self, scale: QTransform, view: QRectF) -> list[QRectF]:
        """The squares in pixels; each extends to the right, or to the left if it fits better."""
        x, ends = to_pixels(scale, self._x, self._predictions)
        _, starts = to_pixels(scale, self._x, self._targets)
        sides = np.abs(ends - starts)
        right_room, left_room = view.right() - x, x - view.left()
        leftwards = (sides > right_room) & ((sides <= left_room) | (left_room > right_room))
        lefts = np.where(leftwards, x - sides, x)
        return [
            QRectF(left, top, side, side)
            for left, top, side in zip(
                lefts.tolist(), np.minimum(starts, ends).tolist(), sides.tolist(), strict=True
            )
        ]

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the squares."""
        if not len(self._x):
            return
        painter.setPen(self._pen)
        painter.setBrush(self._brush)
        painter.drawRects(self.squares(scale, view))
