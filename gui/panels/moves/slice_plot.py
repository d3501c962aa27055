"""The small curve of a move card: the loss as one parameter changes and the others stand still.

On it the step: the old value, the tangent whose slope is the gradient, the arrow to the new value.
It is painted directly, as there can be a dozen of these in a frame.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from engine.numbers import exact
from engine.queries import Slice
from gui.panels.moves.axis_labels import axis_labels, short
from gui.panels.moves.slice_scale import LANE, SliceScale
from gui.theme import LIGHT, PEN_WIDTH, Theme

HEAD = 7.0
"""The length of an arrow's head; a shorter move is shown by a head alone."""
GAP = 8.0
"""The least distance between two labels of the axis."""
NOT_FINITE = "nothing to draw:\nthe numbers here are not finite"


class SlicePlot(QWidget):
    """Draws a `Slice`; knows nothing of the run around it."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cut: Slice | None = None
        self._tangent = False
        self._moved = False
        self._sign = 0
        self.setAccessibleName("Loss around this parameter")

    def sizeHint(self) -> QSize:
        return QSize(200, 110)

    def draw(self, cut: Slice, *, tangent: bool, moved: bool, sign: int) -> None:
        """Show `cut`; its `tangent` where the gradient is known, the step where it has `moved`.

        `sign` is the sign of the gradient that is subtracted: the colour of the step.
        """
        if (cut, tangent, moved, sign) != (self._cut, self._tangent, self._moved, self._sign):
            self._cut, self._tangent, self._moved, self._sign = cut, tangent, moved, sign
            self.setToolTip(_explained(cut, tangent, moved))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._cut is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(max(6.0, QFontInfo(small).pointSizeF() - 1.5))
        painter.setFont(small)
        scale = SliceScale.of(self._cut, QRectF(self.rect()), QFontMetricsF(small).height())
        if scale is None:
            painter.setPen(QColor(self._theme.faint_text))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, NOT_FINITE)
        else:
            self._paint(painter, self._cut, scale)
        painter.end()

    def _paint(self, painter: QPainter, cut: Slice, scale: SliceScale) -> None:
        theme, area = self._theme, scale.area
        self._paint_axis(painter, cut, scale)
        painter.save()
        painter.setClipRect(area)
        after = cut.after if self._moved else None
        for point in (cut.before, after):
            if point is not None:
                painter.setPen(QPen(QColor(theme.previous), 1, Qt.PenStyle.DotLine))
                painter.drawLine(scale.point(*point), QPointF(scale.x(point[0]), area.bottom()))
        painter.setPen(QPen(QColor(theme.curve), 1.5))
        painter.drawPolyline(scale.line(cut.values, cut.losses))
        if self._tangent and math.isfinite(cut.slope):
            # A flat cap ends where the line does; it is a direction, not a distance.
            pen = QPen(QColor(theme.slope), PEN_WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(*scale.tangent(*cut.before, cut.slope))
        painter.restore()
        if after is not None:
            self._paint_arrow(painter, scale, cut.before[0], after[0])
        painter.setPen(QPen(QColor(theme.text), 1.5))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(scale.point(*cut.before), 4.5, 4.5)
        if after is not None and scale.holds(after):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sign(self._sign)))
            painter.drawEllipse(scale.point(*after), 4.0, 4.0)

    def _paint_axis(self, painter: QPainter, cut: Slice, scale: SliceScale) -> None:
        theme, area = self._theme, scale.area
        metrics = QFontMetricsF(painter.font())
        axis = QPen(QColor(theme.border), 1)
        faint = QColor(theme.faint_text)
        bottom = round(area.bottom()) + 0.5
        painter.setPen(axis)
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        if cut.floor is not None:
            x = scale.x(cut.floor)
            painter.setPen(QPen(faint, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top() + metrics.height()), QPointF(x, bottom))
            width = metrics.horizontalAdvance("floor")
            left = min(max(x - width / 2, area.left()), area.right() - width)
            painter.setPen(faint)
            painter.drawText(QPointF(left, area.top() + metrics.ascent()), "floor")
        taken: list[tuple[float, float]] = []
        for value, label in self._labels(cut, scale, metrics):
            x, width = scale.x(value), metrics.horizontalAdvance(label)
            painter.setPen(axis)
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3))
            left = min(max(x - width / 2, area.left()), area.right() - width)
            if all(left > end + GAP or left + width < begin - GAP for begin, end in taken):
                taken.append((left, left + width))
                painter.setPen(faint)
                painter.drawText(QPointF(left, bottom + 2 + metrics.ascent()), label)
        top = metrics.ascent()
        wide = f"width {short(scale.width)}"
        painter.setPen(faint)
        height = f"height {short(scale.height)}"
        room = area.width() - metrics.horizontalAdvance(wide) - GAP
        for tall in (f"loss, {height}", height, "loss"):
            if metrics.horizontalAdvance(tall) <= room:
                painter.drawText(QPointF(area.left(), top), tall)
                break
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(wide), top), wide)

    @staticmethod
    def _labels(cut: Slice, scale: SliceScale, metrics: QFontMetricsF) -> list[tuple[float, str]]:
        """As many places on the axis as have room for their labels."""
        chosen: list[tuple[float, str]] = []
        for at_most in (2, 3, 4, 5, 6):
            labels = axis_labels(scale.low, scale.high, cut.before[0], at_most)
            widest = max((metrics.horizontalAdvance(label) for _, label in labels), default=0.0)
            # One label alone tells no scale; then rather two, of which one may have to give way.
            if len(chosen) < 2 or len(labels) * (widest + GAP) <= scale.area.width():
                chosen = labels
        return chosen

    def _paint_arrow(
        self, painter: QPainter, scale: SliceScale, before: float, after: float
    ) -> None:
        if not math.isfinite(after) or after == before:
            return
        colour = QColor(self._theme.sign(self._sign))
        y = scale.area.bottom() - LANE / 2
        begin, end = scale.x(before), scale.x(after)
        way = 1.0 if after > before else -1.0
        if abs(end - begin) < HEAD:
            end = begin + way * HEAD
        neck = end - way * HEAD
        pen = QPen(colour, 2.5)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        if neck != begin:
            painter.drawLine(QPointF(begin, y), QPointF(neck, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF([QPointF(end, y), QPointF(neck, y - 4.5), QPointF(neck, y + 4.5)])
        )


def _explained(cut: Slice, tangent: bool, moved: bool) -> str:
    lines = [
        "The loss as this one parameter changes and the others stand still.",
        f"Ring: the old value {exact(cut.before[0])}, loss {exact(cut.before[1])}",
    ]
    if tangent:
        lines.append(f"Line: the tangent; its slope is the gradient {exact(cut.slope)}")
    if moved and cut.after is not None:
        lines.append(f"Dot: the new value {exact(cut.after[0])}, loss {exact(cut.after[1])}")
    if cut.floor is not None:
        lines.append(f"Floor: the loss is least at {exact(cut.floor)}")
    return "\n".join(lines)
