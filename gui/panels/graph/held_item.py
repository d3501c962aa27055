"""Paints the card of `params.grad`: the parts that each gradient adds up."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine.numbers import in_brackets, number
from engine.queries import Graph
from gui.panels.graph.content import NO_GRADIENT, NO_WAY
from gui.panels.graph.layout import Box
from gui.panels.graph.look import Look
from gui.panels.graph.type import Type
from gui.theme import RADIUS
from gui.zoom import scaled

Row = tuple[str, str, str]


def held_rows(graph: Graph) -> list[Row]:
    """For each parameter whose gradient has several parts: its name, the parts, and their sum."""
    rows = []
    for k, uses in enumerate(graph.uses):
        left = float(graph.leftover[k])
        if len(uses) < 2 and not left:
            continue
        name = graph.nodes[uses[0]].name
        if graph.gradient is None:
            rows.append((name, "", ""))
            continue
        parts = [graph.nodes[place].gradient for place in uses]
        terms = [float(part) for part in parts if part is not None]
        told = [number(terms[0], 4), *(in_brackets(term, 4) for term in terms[1:])]
        text = " + ".join(told)
        if left:
            text = f"{number(left, 4)} left over + " + " + ".join(in_brackets(t, 4) for t in terms)
        rows.append((name, f"{text} =", number(float(graph.gradient[k]))))
    return rows


class HeldItem(QGraphicsItem):
    """The card of `params.grad` at `box`."""

    def __init__(self, rows: list[Row], box: Box, type_: Type) -> None:
        super().__init__()
        self.rows = rows
        self.box = box
        self.known = False
        self._instead = ""
        self._type = type_
        self._look: Look | None = None
        self.setPos(box.x, box.y)
        self.setZValue(2)

    def boundingRect(self) -> QRectF:
        """The card."""
        return QRectF(0, 0, self.box.width, self.box.height)

    def show_state(self, look: Look, known: bool, refused: bool) -> None:
        """Show the sums once they are `known`, or that PyTorch `refused`."""
        self._look, self.known = look, known and not refused
        self._instead = NO_WAY.texts[0] if refused else NO_GRADIENT.texts[0]
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        look, type_ = self._look, self._type
        if look is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, pad = scaled(RADIUS - 1), type_.pad
        painter.setBrush(look.card)
        painter.setPen(QPen(look.back, scaled(1.4)))
        rect = self.boundingRect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(rect, radius, radius)
        left = int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.AlignmentFlag.AlignLeft.value)
        right = int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.AlignmentFlag.AlignRight.value)
        room = QRectF(2 * pad, pad, self.box.width - 4 * pad, type_.head)
        painter.setFont(type_.code)
        painter.setPen(look.text)
        painter.drawText(room, left, "params.grad")
        names = max(type_.wide(row[0], type_.bold) for row in self.rows)
        for k, (name, parts, total) in enumerate(self.rows):
            room = QRectF(
                2 * pad, pad + type_.head + k * type_.row, self.box.width - 4 * pad, type_.row
            )
            painter.setFont(type_.bold)
            painter.setPen(look.text)
            painter.drawText(room, left, name)
            painter.setPen(look.back if self.known else look.faint)
            painter.setFont(type_.bold if self.known else type_.plain)
            painter.drawText(room, right, total if self.known else self._instead)
            if self.known:
                painter.setFont(type_.plain)
                painter.drawText(room.adjusted(names + 2 * pad, 0, 0, 0), left, parts)
