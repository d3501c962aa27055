"""The edges of the graph: a green one forward and a purple one back, from card to card.

All edges between two columns bend alike, over the whole gap, so that edges in the same order at
both ends never cross.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.panels.graph.look import FADED, Look
from gui.panels.graph.type import Type
from gui.zoom import scaled

HEAD = 6.0


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one point to another; `flat` is how far it goes straight on at first.

    `down` says that it leads down or up a column instead of across a gap.
    """

    start: QPointF
    end: QPointF
    flat: float = 0.0
    down: bool = False

    def path(self) -> QPainterPath:
        """The line, as far as the arrow's head."""
        path = QPainterPath(self.start)
        if self.down:
            path.lineTo(self.end)
            return path
        begin = QPointF(self.start.x() + self.flat, self.start.y())
        path.lineTo(begin)
        middle = (begin.x() + self.end.x()) / 2
        path.cubicTo(QPointF(middle, begin.y()), QPointF(middle, self.end.y()), self.end)
        return path

    def head(self, at_end: bool) -> QPolygonF:
        """The arrow's head, at the end or at the start."""
        tip, size = (self.end if at_end else self.start), scaled(HEAD)
        back, half = -size if at_end else size, size * 0.55
        if self.down:
            corners = (QPointF(-half, back), QPointF(half, back))
        else:
            corners = (QPointF(back, -half), QPointF(back, half))
        return QPolygonF([tip, *(tip + corner for corner in corners)])


class EdgeItem(QGraphicsItem):
    """The edges from the card at `source` to the one at `target`: there, and back if any.

    `forward` and `back` both lead from the source to the target; what flows back flows against it.
    """

    def __init__(
        self, source: int, target: int, forward: Way, back: Way | None, type_: Type
    ) -> None:
        super().__init__()
        self.source = source
        self.target = target
        self.forward = forward
        self.back = back
        self.label = ""
        self.walked = False
        self.of_data = back is None
        self.lengths = type_
        self._look: Look | None = None
        self.setZValue(1)

    def show_state(self, look: Look, *, walked: bool, label: str) -> None:
        """Draw it in the colours of `look`; the way back only once it is `walked`."""
        self._look, self.walked, self.label = look, walked, label
        self.update()

    def fade(self, faded: bool) -> None:
        """Whether something else lights up just now."""
        self.setOpacity(FADED if faded else 1.0)

    def boundingRect(self) -> QRectF:
        """All that it may paint."""
        room = self.forward.path().boundingRect()
        if self.back is not None:
            room = room.united(self.back.path().boundingRect())
        more = scaled(HEAD) + self.lengths.line
        return room.adjusted(-more, -more, more, more)

    @property
    def label_room(self) -> QRectF:
        """Where the local derivative stands: on the way back, beside the card it leads to."""
        assert self.back is not None
        type_, back = self.lengths, self.back
        wide = type_.wide(self.label, type_.plain) + type_.pad
        if back.down:
            middle = (back.start.y() + back.end.y()) / 2
            return QRectF(back.start.x() + scaled(5), middle - type_.line / 2, wide, type_.line)
        left = back.start.x() + scaled(HEAD) + 1
        return QRectF(left, back.start.y() - type_.line / 2, wide, type_.line)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        look = self._look
        if look is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.faint if self.of_data else look.forward
        dashes = Qt.PenStyle.DashLine if self.of_data else Qt.PenStyle.SolidLine
        self._paint_way(painter, self.forward, QPen(colour, scaled(1.3), dashes), True)
        if self.back is not None and self.walked:
            self._paint_way(painter, self.back, QPen(look.back, scaled(1.3)), False)
            if self.label:
                room = self.label_room
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.ground)
                painter.drawRect(room)
                painter.setFont(self.lengths.plain)
                painter.setPen(look.back)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter.value), self.label)

    def _paint_way(self, painter: QPainter, way: Way, pen: QPen, at_end: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(way.path())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        painter.drawPolygon(way.head(at_end))
