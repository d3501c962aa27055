"""The close-up of a move card: the loss around the step of one parameter.

It shows the old value, the tangent whose slope is the gradient, and the arrow to the new value.
It is always enlarged to fit the step, since it explains the rule and not the step's size. It is
painted directly, for speed, as several of these can be redrawn in one frame.
"""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from engine.numbers import exact
from engine.queries import Slice
from gui.motion import Phase, on_its_way
from gui.panels.moves.direction import Direction
from gui.panels.moves.labels import Label, paint_labels
from gui.panels.moves.slice_scale import LANE, SliceScale
from gui.run import Asking
from gui.theme import LIGHT, PEN_WIDTH, Theme
from gui.zoom import px, scaled, small_face

HEAD = 7.0
"""The length of an arrow's head; a shorter move is shown by a head alone."""
NOT_FINITE = "nothing to draw:\nthe numbers here are not finite"


class SlicePlot(QWidget):
    """Draws a `Slice`; knows nothing about the rest of the run."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cut: Slice | None = None
        self._tangent = False
        self._moved = False
        self._progress = 1.0
        self._sign = 0
        self._printed = ("", "")
        self._captions: tuple[str, ...] = ()
        self._tight = self._ghost = False
        self._direction: Direction | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Loss around this parameter")

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(110))

    @property
    def scale(self) -> SliceScale | None:
        """Maps values and losses to places on this widget; None where nothing finite is shown."""
        if self._cut is None:
            return None
        height = QFontMetricsF(small_face()).height()
        above = 0.0 if self._tight else height
        return SliceScale.of(self._cut, QRectF(self.rect()), above, height)

    def set_asking(self, asking: Asking, name: str) -> None:
        """Let `asking` ask here which way the parameter called `name` will move."""
        self._direction = Direction(self, name, asking)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the side that is asked about."""
        super().mouseMoveEvent(event)
        if self._direction is not None:
            self._direction.hover(event.position(), self.scale)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._direction is not None:
            self._direction.hover(None, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer with the side that was clicked, while a side is asked for."""
        asked = self._direction is not None and self._direction.asked
        if self._direction is not None and asked and event.button() == Qt.MouseButton.LeftButton:
            self._direction.click(event.position(), self.scale)
        else:
            super().mousePressEvent(event)

    def set_captions(self, *captions: str) -> None:
        """Write above the curve the first of `captions` that fits there."""
        if captions != self._captions:
            self._captions = captions
            self.update()

    def set_tight(self, tight: bool) -> None:
        """Set whether room is short; if so, texts stand inside the picture, not above it."""
        self._tight = tight
        self.update()

    def draw(
        self,
        cut: Slice,
        *,
        tangent: bool,
        moved: bool,
        sign: int,
        printed: tuple[str, str] = ("", ""),
        told: bool = True,
        ghost: bool = False,
    ) -> None:
        """Show `cut`, its `tangent` if the gradient is known, and the step if it has `moved`.

        `sign` is the sign of the subtracted gradient and gives the step its colour. `printed` holds
        the old and the new value as the arithmetic prints them. `told` says whether the tooltip
        may tell the numbers, and `ghost` that the step is drawn as one that has not been taken.
        """
        drawn = (cut, tangent, moved, sign, printed)
        if ghost != self._ghost:
            self._ghost = ghost
            self.update()
        if drawn != (self._cut, self._tangent, self._moved, self._sign, self._printed):
            self._cut, self._tangent, self._moved, self._sign, self._printed = drawn
            self.update()
        self.setToolTip(_explained(cut, tangent, moved) if told else "")

    def set_progress(self, progress: float) -> None:
        """Draw the step as far as `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
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
        painter.setFont(small_face())
        scale = self.scale
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
        if after is not None:
            after = on_its_way(cut.before, after, (cut.values, cut.losses), self._progress)
        for point in (cut.before, after):
            if point is not None:
                painter.setPen(QPen(QColor(theme.previous), scaled(1), Qt.PenStyle.DotLine))
                painter.drawLine(scale.point(*point), QPointF(scale.x(point[0]), area.bottom()))
        painter.setPen(QPen(QColor(theme.curve), scaled(1.5)))
        painter.drawPolyline(scale.line(cut.values, cut.losses))
        if self._tangent and math.isfinite(cut.slope):
            # A flat cap ends where the line does; it is a direction, not a distance.
            pen = QPen(QColor(theme.slope), scaled(PEN_WIDTH))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(*scale.tangent(*cut.before, cut.slope))
        painter.restore()
        if after is not None and cut.after is not None and cut.after[0] != cut.before[0]:
            # The step is there before the dot follows it.
            begin, end = scale.x(cut.before[0]), scale.x(cut.after[0])
            end = begin + Phase.STEP.share(self._progress) * (end - begin)
            y = scale.area.bottom() - scaled(LANE) / 2
            if end != begin:
                paint_arrow(painter, QColor(theme.sign(self._sign)), y, begin, end)
        painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(scale.point(*cut.before), scaled(4.5), scaled(4.5))
        if after is not None and scale.holds(after):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sign(self._sign)))
            painter.drawEllipse(scale.point(*after), scaled(4), scaled(4))
        if self._ghost and cut.after is not None:
            paint_ghost(painter, QColor(theme.sign(self._sign)), QColor(theme.panel), scale, cut)
        if self._direction is not None:
            self._direction.paint(painter, scale, scale.x(cut.before[0]), theme)

    def _paint_axis(self, painter: QPainter, cut: Slice, scale: SliceScale) -> None:
        theme, area = self._theme, scale.area
        metrics = QFontMetricsF(painter.font())
        axis = QPen(QColor(theme.border), scaled(1))
        faint = QColor(theme.faint_text)
        bottom = round(area.bottom()) + 0.5
        painter.setPen(axis)
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        if cut.floor is not None:
            x = scale.x(cut.floor)
            painter.setPen(QPen(faint, scaled(1), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, bottom))
            width = metrics.horizontalAdvance("floor")
            away = scaled(3)
            left = x + away if x + away + width <= area.right() else x - away - width
            painter.setPen(faint)
            if not self._tight:
                painter.drawText(QPointF(left, area.top() + metrics.ascent()), "floor")
        before, after = self._printed
        below = [Label(scale.x(cut.before[0]), before, theme.text)]
        if self._moved and cut.after is not None and math.isfinite(cut.after[0]) and after:
            colour = theme.sign_text(self._sign)
            below.insert(0, Label(scale.x(cut.after[0]), after, colour, bold=True))
        paint_labels(painter, below, area, bottom + scaled(3) + metrics.ascent())
        # Inside the picture, at the side where the curve is low.
        falls = self._tight and cut.losses[0] > cut.losses[-1]
        side = Qt.AlignmentFlag.AlignRight if falls else Qt.AlignmentFlag.AlignLeft
        painter.setPen(faint)
        for caption in self._captions:
            if metrics.horizontalAdvance(caption) <= self.width():
                flags, room = int(side.value), QRectF(self.rect())
                if self._tight:
                    # Not through the line at the floor.
                    ground = painter.boundingRect(room, flags, caption)
                    painter.fillRect(ground, QColor(theme.panel))
                painter.drawText(room, flags, caption)
                break


def paint_arrow(
    painter: QPainter,
    colour: QColor,
    y: float,
    begin: float,
    end: float,
    *,
    true_size: bool = False,
) -> None:
    """Paint an arrow at height `y` from pixel `begin` to `end`.

    An arrow shorter than its head is drawn as the head alone or, with `true_size`, as a mark of
    the arrow's own length, at least one pixel.
    """
    if not (math.isfinite(end) and math.isfinite(begin)):
        return
    way = 1.0 if end > begin else -1.0
    head, half = scaled(HEAD), scaled(4.5)
    short = abs(end - begin) < head
    painter.setBrush(colour)
    if short and true_size:
        painter.setPen(Qt.PenStyle.NoPen)
        wide, tall = max(abs(end - begin), scaled(1.5)), scaled(10)
        painter.drawRect(QRectF(begin if way > 0 else begin - wide, y - tall / 2, wide, tall))
        return
    if short:
        end = begin + way * head
    neck = end - way * head
    pen = QPen(colour, scaled(2.5))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    if neck != begin:
        painter.drawLine(QPointF(begin, y), QPointF(neck, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        QPolygonF([QPointF(end, y), QPointF(neck, y - half), QPointF(neck, y + half)])
    )


def paint_ghost(
    painter: QPainter, colour: QColor, ground: QColor, scale: SliceScale, cut: Slice
) -> None:
    """Paint the step of `cut` as one that has not been taken: hollow, with dashes."""
    after = cut.after
    if after is None or not all(map(math.isfinite, after)) or after[0] == cut.before[0]:
        return
    begin, end = scale.x(cut.before[0]), scale.x(after[0])
    y, way = scale.area.bottom() - scaled(LANE) / 2, 1.0 if end > begin else -1.0
    neck = end - way * scaled(HEAD)
    dashed = QPen(colour, scaled(1.5), Qt.PenStyle.DashLine)
    painter.setPen(dashed)
    if (neck - begin) * way > 0:
        painter.drawLine(QPointF(begin, y), QPointF(neck, y))
    painter.drawLine(scale.point(*after), QPointF(end, scale.area.bottom()))
    painter.setPen(QPen(colour, scaled(1.5)))
    painter.setBrush(ground)
    half = scaled(4.5)
    painter.drawPolygon(
        QPolygonF([QPointF(end, y), QPointF(neck, y - half), QPointF(neck, y + half)])
    )
    if scale.holds(after):
        painter.drawEllipse(scale.point(*after), scaled(4), scaled(4))


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
