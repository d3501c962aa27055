"""Paints one card of the graph: its title, its numbers, and the strips of bars."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.panels.graph.content import Cell, Content
from gui.panels.graph.layout import Box
from gui.panels.graph.look import FADED, Look, mixed
from gui.panels.graph.tree import Card
from gui.panels.graph.type import Form, Type
from gui.theme import RADIUS
from gui.zoom import scaled

RIGHT = Qt.AlignmentFlag.AlignRight
LEFT = Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignHCenter


class CardItem(QGraphicsItem):
    """The item of `card`, which stands at `box`."""

    def __init__(self, card: Card, kind: str, box: Box, type_: Type, form: Form) -> None:
        super().__init__()
        self.card = card
        self.box = box
        self.content: Content | None = None
        self._kind = kind
        self._type = type_
        self._form = form
        self._look: Look | None = None
        self._bar = 0
        self._selected = self._picked = self._just_reached = False
        self.setPos(box.x, box.y)
        self.setZValue(2)

    def boundingRect(self) -> QRectF:
        """The card, and the ring around it when it is selected."""
        around = scaled(4)
        return self.rect.adjusted(-around, -around, around, around)

    @property
    def rect(self) -> QRectF:
        """The card, in its own coordinates."""
        return QRectF(0, 0, self.box.width, self.box.height)

    def show_content(self, content: Content, bar: int, look: Look) -> None:
        """Say `content`; the bar of the picked point is number `bar`."""
        self.content, self._bar, self._look = content, bar, look
        self.update()

    def mark(self, *, selected: bool, picked: bool, faded: bool, reached: bool) -> None:
        """Set what is special about the card just now."""
        self._selected, self._picked, self._just_reached = selected, picked, reached
        self.setOpacity(FADED if faded else 1.0)
        self.update()

    def row(self, place: int) -> QRectF:
        """The room of the number: 0 is the value, 1 the gradient."""
        type_, lines = self._type, len(self.content.lines) if self.content else 0
        rows = 1 if self._kind == "data" else 2
        bottom = self.box.height - type_.gap
        top = bottom - (rows - place) * (type_.row + type_.gap) + type_.gap
        # In a card that its edges have made higher, the numbers stay below the title.
        top -= max(0.0, self._spare(lines, rows))
        return QRectF(type_.pad, top, self.box.width - 2 * type_.pad, type_.row)

    def strip(self, place: int) -> QRectF | None:
        """The room of the strip of bars in row `place`, None if there is none."""
        cells = self._cells()
        if self._form == "compact" or place >= len(cells) or cells[place].bars is None:
            return None
        row, pad = self.row(place), self._type.pad
        return QRectF(row.left() + pad, row.top() + 1, self._bars_width(row), row.height() - 2)

    def _bars_width(self, row: QRectF) -> float:
        return row.width() - self._type.number - 3 * self._type.pad

    def _spare(self, lines: int, rows: int) -> float:
        type_ = self._type
        needed = 2 * type_.gap + type_.head + (rows + lines) * (type_.row + type_.gap)
        return self.box.height - needed

    def _cells(self) -> list[Cell]:
        if self.content is None:
            return []
        gradient = self.content.gradient
        return [self.content.value] + ([] if gradient is None else [gradient])

    # --- painting

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        content, look = self.content, self._look
        if content is None or look is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_outline(painter, look)
        self._paint_head(painter, content, look)
        self._paint_lines(painter, content, look)
        data = self._kind == "data"
        colours = [(look.data, look.data_tint) if data else (look.forward, look.forward_tint)]
        colours.append((look.back, look.back_tint))
        for place, (cell, (ink, tint)) in enumerate(zip(self._cells(), colours, strict=False)):
            self._paint_cell(painter, place, cell, ink, tint)

    def _paint_outline(self, painter: QPainter, look: Look) -> None:
        radius, data = scaled(RADIUS - 1), self._kind == "data"
        if self._selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = scaled(2.5)
            painter.setPen(QPen(look.text, scaled(1.8)))
            painter.drawRoundedRect(
                self.rect.adjusted(-ring, -ring, ring, ring), radius + ring, radius + ring
            )
        fill = look.card
        if data:
            fill = mixed(look.ground, look.card, 0.5)
        if self._just_reached:
            fill = mixed(look.card, look.back, 0.12)
        painter.setBrush(fill)
        pen = QPen(look.border, scaled(1))
        if self._kind == "parameter":
            pen = QPen(look.text, scaled(2.2 if self._picked else 1.2))
        elif data:
            pen = QPen(mixed(look.ground, look.faint, 0.55), scaled(1), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self.card.kind == "folded":
            off = scaled(2.5)
            painter.drawRoundedRect(self.rect.adjusted(off, off, -off, off), radius, radius)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_head(self, painter: QPainter, content: Content, look: Look) -> None:
        type_, folded = self._type, self.card.kind == "folded"
        room = QRectF(2 * type_.pad, type_.gap, self.box.width - 4 * type_.pad, type_.head)
        if folded:
            _write(painter, room, content.tag, type_.plain, look.faint, RIGHT)
            room.setRight(room.right() - type_.wide(content.tag, type_.plain) - type_.pad)
        elif content.badge is not None:
            room.setRight(self._paint_badge(painter, room, content.badge, look) - type_.pad)
        data = self._kind == "data"
        font = type_.code if folded or data else type_.bold
        titles = (f"{content.symbol} {content.name}".strip(), content.symbol or content.name)
        title = _fitting(titles, font, room.width())
        _write(painter, room, title, font, look.faint if data else look.text, LEFT)
        if folded or self._form == "compact":
            return
        room.setLeft(room.left() + type_.wide(title, font) + 2 * type_.pad)
        for more, face in ((content.tag, type_.plain), (content.piece, type_.code)):
            if type_.wide(more, face) <= room.width():
                _write(painter, room, more, face, look.faint, RIGHT)

    def _paint_badge(self, painter: QPainter, room: QRectF, number: int, look: Look) -> float:
        """Paint the badge with `number`; returns where it begins."""
        type_ = self._type
        wide = max(type_.line, type_.wide(str(number), type_.bold) + type_.pad)
        badge = QRectF(
            self.box.width - type_.pad - wide, room.top() + (room.height() - type_.line) / 2,
            wide, type_.line,
        ).adjusted(0, 0.5, 0, -0.5)  # fmt: skip
        known = self.content is not None and self.content.gradient is not None
        reached = known and self._cells()[1].known
        painter.setPen(QPen(look.back, scaled(1)))
        painter.setBrush(look.back if reached else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        ink = look.card if reached else look.back
        _write(painter, badge, str(number), type_.bold, ink, CENTRE)
        return badge.left()

    def _paint_lines(self, painter: QPainter, content: Content, look: Look) -> None:
        type_ = self._type
        height = type_.row + type_.gap
        for place, (name, value, gradient) in enumerate(content.lines):
            top = type_.gap + type_.head + place * height
            room = QRectF(2 * type_.pad, top, self.box.width - 4 * type_.pad, type_.row)
            _write(painter, room, name, type_.bold, look.text, LEFT)
            _write(painter, room, gradient, type_.bold, look.back, RIGHT)
            room.setRight(room.right() - type_.number - type_.wide("← ", type_.plain))
            _write(painter, room, value, type_.bold, look.forward, RIGHT)

    def _paint_cell(
        self, painter: QPainter, place: int, cell: Cell, ink: QColor, tint: QColor
    ) -> None:
        type_, row = self._type, self.row(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(row, scaled(3), scaled(3))
        room = row.adjusted(type_.pad, 0, -type_.pad, 0)
        if not cell.known:
            text = _fitting(cell.texts, type_.plain, room.width())
            faint = self._look.faint if self._look else ink
            _write(painter, room, text, type_.plain, faint, CENTRE)
            return
        strip = self.strip(place)
        if strip is not None and cell.bars is not None:
            soft = mixed(tint, ink, 0.45)
            for bar, strong in self._bars(cell, strip):
                painter.fillRect(bar, ink if strong else soft)
            room.setLeft(strip.right() + type_.pad)
        text = _fitting(cell.texts, type_.bold, room.width())
        _write(painter, room, text, type_.bold, ink, CENTRE if cell.bars is None else RIGHT)

    def _bars(self, cell: Cell, strip: QRectF) -> Iterator[tuple[QRectF, bool]]:
        assert cell.bars is not None
        count = len(cell.bars)
        wide = strip.width() / count
        low, high = float(min(cell.bars.min(), 0.0)), float(max(cell.bars.max(), 0.0))
        whole = (high - low) or 1.0
        zero = strip.top() + strip.height() * high / whole
        for k, height in enumerate(cell.bars.tolist()):
            long = strip.height() * height / whole
            strong = k == self._bar
            # Even a height of nothing leaves a trace.
            long = long if abs(long) >= 1 else (1.0 if height >= 0 else -1.0)
            extra = 0.5 if strong else 0.0
            bar = QRectF(
                strip.left() + k * wide - extra, zero, max(wide - 0.5, 0.5) + 2 * extra, -long
            )
            yield bar.normalized(), strong

    def point_share(self, place: QPointF) -> float | None:
        """How far along a strip of bars `place` is, from 0 to 1; None if it is on none."""
        for k in range(len(self._cells())):
            strip = self.strip(k)
            if strip is not None and strip.contains(place):
                return (place.x() - strip.left()) / strip.width()
        return None


def _fitting(texts: tuple[str, ...], font: QFont, room: float) -> str:
    """The first of `texts` that fits into `room`, else the last."""
    metrics = QFontMetricsF(font)
    fit = (text for text in texts if metrics.horizontalAdvance(text) <= room)
    return next(fit, texts[-1])


def _write(
    painter: QPainter,
    room: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    side: Qt.AlignmentFlag,
) -> None:
    text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.setFont(font)
    painter.setPen(colour)
    flags = int(Qt.AlignmentFlag.AlignVCenter.value) | int(side.value)
    painter.drawText(room, flags, text)
