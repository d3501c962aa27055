"""Draws what is chosen in a plot, and afterwards what was said beside what happened."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform

from engine.runs import Doubles
from gui.plots.base.overlays import Overlay, to_pixels
from gui.theme import LIGHT, Theme
from gui.zoom import scaled, small_face

RING = 10.0
HANDLE = 4.0


@dataclass(frozen=True, eq=False)
class Mark:
    """A ring at a place, a level or an upright line through it, or a line through many places.

    `x`, `y` (k,) are in data, one place but for a line; `words` stand beside the last place.
    `dashed` is what was only said. Of a line, `held` is the place that the keys are on.
    """

    kind: Literal["ring", "level", "upright", "line"]
    x: Doubles
    y: Doubles
    words: str
    dashed: bool = False
    held: int | None = None


@dataclass
class _Room:
    """Where words have been written already."""

    area: QRectF
    taken: list[QRectF] = field(default_factory=list)

    def free(self, wanted: QRectF) -> QRectF:
        """`wanted`, moved into the area, and below what would be written over."""
        wanted.moveLeft(
            min(max(wanted.left(), self.area.left()), self.area.right() - wanted.width())
        )
        wanted.moveTop(
            min(max(wanted.top(), self.area.top()), self.area.bottom() - wanted.height())
        )
        for other in self.taken:
            if wanted.intersects(other):
                below = other.bottom() + wanted.height() <= self.area.bottom()
                wanted.moveTop(other.bottom() if below else other.top() - wanted.height())
        self.taken.append(wanted)
        return wanted


class AskedInk(Overlay):
    """Draws the `marks` over everything else in a plot."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[Mark, ...] = ()
        self._theme = LIGHT
        self.setZValue(30)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def set_marks(self, *marks: Mark) -> None:
        """Draw `marks`, and nothing else."""
        if marks or self.marks:
            self.marks = marks
            self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the marks, then their words."""
        if not self.marks:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(view)
        room = _Room(view)
        for mark in self.marks:
            place = self._paint(painter, mark, to_pixels(scale, mark.x, mark.y), view)
            if mark.words:
                self._write(painter, mark, place, room)

    def _paint(
        self, painter: QPainter, mark: Mark, at: tuple[Doubles, Doubles], view: QRectF
    ) -> QPointF:
        """Draw `mark` and return the pixel beside which its words stand."""
        style = Qt.PenStyle.DashLine if mark.dashed else Qt.PenStyle.SolidLine
        ink = QColor(self._theme.text)
        painter.setPen(QPen(ink, scaled(2), style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = at
        beside = -1 if mark.held is None else mark.held
        last = QPointF(float(x[beside]), float(y[beside]))
        if mark.kind == "ring":
            painter.drawEllipse(last, scaled(RING), scaled(RING))
        elif mark.kind == "level":
            painter.drawLine(QLineF(view.left(), last.y(), view.right(), last.y()))
            painter.setBrush(QColor(self._theme.panel))
            painter.setPen(QPen(ink, scaled(2)))
            painter.drawEllipse(last, scaled(HANDLE), scaled(HANDLE))
        elif mark.kind == "upright":
            painter.drawLine(QLineF(last.x(), view.top(), last.x(), view.bottom()))
        else:
            painter.drawPath(pg.arrayToQPath(x, y, connect="all", finiteCheck=True))
            painter.setPen(QPen(ink, scaled(1.5)))
            if mark.held is not None:
                for k, place in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
                    painter.setBrush(ink if k == mark.held else QColor(self._theme.panel))
                    painter.drawEllipse(QPointF(*place), scaled(HANDLE), scaled(HANDLE))
        return last

    def _write(self, painter: QPainter, mark: Mark, place: QPointF, room: _Room) -> None:
        theme, font = self._theme, QFont(small_face())
        font.setBold(not mark.dashed)
        metrics = QFontMetricsF(font)
        wide, tall = metrics.horizontalAdvance(mark.words) + scaled(10), metrics.height()
        away = scaled(RING + 4)
        left = place.x() + away
        if left + wide > room.area.right():
            left = place.x() - away - wide
        top = (
            room.area.top() + scaled(4) if mark.kind == "upright" else place.y() - tall - scaled(4)
        )
        box = room.free(QRectF(left, top, wide, tall))
        painter.setPen(QPen(QColor(theme.text), scaled(1)))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(box, scaled(3), scaled(3))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.words)


def one(value: float) -> Doubles:
    """`value` alone."""
    return np.array([float(value)])
