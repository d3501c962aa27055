"""Shows one of many parameters in one line; a click or Return opens its card below the line."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from engine.queries import Snapshot
from engine.words.steps.cards import Said, said
from gui.panels.moves.covered import covered_words
from gui.panels.moves.outline import paint_outline
from gui.run import Covers
from gui.theme import LIGHT, SPACE, Theme, code_font
from gui.zoom import px, scaled, sized, smallest_points

HEIGHT = 26
BAR = 9.0
# The gap between the columns.
GAP = 7.0
# The width of the mark that shows whether the card is open.
MARK = 14
# In a row narrower than this, the numbers are written smaller.
NARROW = 420
HEADS = ("gradient", "before → after", "where it has been")


def columns(
    width: float, unit: float, name_length: int
) -> tuple[QRectF, QRectF, QRectF, QRectF, QRectF]:
    """The places of name, bar, gradient, step and track in a row of `width`.

    `unit` is the width of a digit, `name_length` the length of the longest name.
    """
    name, number, step = (min(name_length, 9) + 1) * unit, 9 * unit, 20 * unit
    rest = max(width - scaled(2 * SPACE + MARK + 5 * GAP) - name - number - step, scaled(50))
    places, x = [], scaled(SPACE + MARK)
    for wide in (name, 0.45 * rest, number, step, 0.55 * rest):
        places.append(QRectF(x, 0, wide, px(HEIGHT)))
        x += wide + scaled(GAP)
    return places[0], places[1], places[2], places[3], places[4]


def digits_font(widget: QWidget) -> QFont:
    """The font for the numbers of a row and for the columns' headings."""
    points = QFontInfo(widget.font()).pointSizeF()
    return code_font(points if widget.width() >= px(NARROW) else min(points, smallest_points()))


class MoveRow(QWidget):
    """The parameter called `name`, number `index`, in one line.

    `name_length` is the length of the longest name, so that all rows have the same columns.
    `looked` is emitted when the row gets the focus, or the mouse comes over it.
    """

    opened = Signal()
    looked = Signal()

    def __init__(
        self,
        name: str,
        index: int,
        name_length: int,
        parent: QWidget | None = None,
        theme: Theme = LIGHT,
    ) -> None:
        super().__init__(parent)
        self._name_length = name_length
        self.setObjectName(f"moveRow_{name}")
        self.name = name
        self.index = index
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._said: Said | None = None
        self.covers: Covers | None = None
        self._largest = 0.0
        self._trail = (0.0, 0.0)
        self._open = self._lit = False
        sized(self.setFixedHeight, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"How {name} moves; Return opens its card")

    def sizeHint(self) -> QSize:
        return QSize(px(440), px(HEIGHT))

    def draw(self, snapshot: Snapshot, largest: float, trail: tuple[float, float]) -> None:
        """Show the parameter in `snapshot`.

        `largest` is the size of the largest finite gradient, which fills the bar; `trail` are the
        least and the greatest value so far.
        """
        self._snapshot, self._largest, self._trail = snapshot, largest, trail
        self._said = None
        self.update()

    @property
    def said(self) -> Said | None:
        """The texts of the row, worked out only when needed, since most rows are out of sight."""
        if self._said is None and self._snapshot is not None:
            self._said = said(self.name, self.index, self._snapshot)
            if self.covers is not None:
                self._said = covered_words(self._said, self.covers)
            self.setAccessibleDescription(f"{self._said.sentence} {self._said.arithmetic}")
            self.setToolTip(f"{self._said.sentence}\n{self._said.arithmetic}")
        return self._said

    def set_open(self, opened: bool) -> None:
        """Set whether the card of the row is open."""
        self._open = opened
        self.update()

    def set_lit(self, lit: bool) -> None:
        """Set whether it lights up, as a part of what is pointed at elsewhere."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.looked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        words, snapshot = self.said, self._snapshot
        painter = QPainter(self)
        strong = self.hasFocus() or self._lit
        paint_outline(painter, QRectF(self.rect()), self._theme, strong=strong)
        if words is not None and snapshot is not None:
            self._paint(painter, words, snapshot)
        painter.end()

    def _paint(self, painter: QPainter, words: Said, snapshot: Snapshot) -> None:
        theme, tall = self._theme, px(HEIGHT)
        plain = digits_font(self)
        bold = QFont(plain)
        bold.setBold(True)
        unit = QFontMetricsF(bold).horizontalAdvance("0")
        name, bar, number, step, track = columns(self.width(), unit, self._name_length)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.faint_text))
        middle = int(Qt.AlignmentFlag.AlignVCenter.value)
        painter.drawText(
            QRectF(scaled(SPACE), 0, scaled(MARK), tall), middle, "▾" if self._open else "▸"
        )
        _fitted(painter, name, self.name, bold, theme.text)
        self._paint_bar(painter, bar, words, snapshot)
        right = Qt.AlignmentFlag.AlignRight
        _fitted(painter, number, words.gradient or "–", bold, theme.sign_text(words.sign), right)
        half = (step.width() - 2 * unit) / 2
        _fitted(painter, QRectF(step.left(), 0, half, tall), words.before, plain, theme.text,
                right)  # fmt: skip
        if words.after:
            place = QRectF(step.left() + half, 0, 2 * unit, tall)
            _fitted(painter, place, words.direction, bold, theme.sign(words.sign),
                    Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            place = QRectF(step.right() - half, 0, half, tall)
            _fitted(painter, place, words.after, bold, theme.text)
        self._paint_track(painter, track, words, snapshot)

    def _paint_bar(self, painter: QPainter, room: QRectF, words: Said, snapshot: Snapshot) -> None:
        theme, middle = self._theme, room.center()
        painter.setPen(QPen(QColor(theme.border), scaled(1)))
        painter.drawLine(
            QPointF(middle.x(), scaled(5)), QPointF(middle.x(), room.bottom() - scaled(5))
        )
        if snapshot.gradient is None or not self._largest:
            return
        gradient = float(snapshot.gradient[self.index])
        share = gradient / self._largest if math.isfinite(gradient) else words.sign
        wide = max(abs(share) * room.width() / 2, scaled(1) if gradient else 0.0)
        left = middle.x() if share > 0 else middle.x() - wide
        bar = QRectF(left, middle.y() - scaled(BAR) / 2, wide, scaled(BAR))
        painter.fillRect(bar, QColor(theme.sign(words.sign)))

    def _paint_track(
        self, painter: QPainter, room: QRectF, words: Said, snapshot: Snapshot
    ) -> None:
        scale = snapshot.scale
        if scale is None:
            return
        theme, y, thick = self._theme, px(HEIGHT) / 2, scaled(3)
        low, high = float(scale.low[self.index]), float(scale.high[self.index])
        room = room.adjusted(scaled(6), 0, -scaled(6), 0)

        def x(value: float) -> float:
            way = (value - low) / (high - low) if math.isfinite(value) else 0.5
            return room.left() + min(max(way, 0.0), 1.0) * room.width()

        painter.fillRect(
            QRectF(room.left(), y - thick / 2, room.width(), thick), QColor(theme.border)
        )
        begin, end = map(x, self._trail)
        been = QRectF(begin, y - thick / 2, max(end - begin, scaled(1)), thick)
        painter.fillRect(been, QColor(theme.zero))
        painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
        painter.setBrush(QColor(theme.panel))
        here = QPointF(x(float(snapshot.params[self.index])), y)
        painter.drawEllipse(here, scaled(4), scaled(4))
        if snapshot.updated_params is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sign(words.sign)))
            there = QPointF(x(float(snapshot.updated_params[self.index])), y)
            painter.drawEllipse(there, scaled(3), scaled(3))


class RowsHead(QWidget):
    """The headings of the rows' columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._name_length = 1
        sized(self.setFixedHeight, 18)

    def set_name_length(self, length: int) -> None:
        """Set the `length` of the longest name in the rows below."""
        self._name_length = length
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bold = digits_font(self)
        bold.setBold(True)
        unit = QFontMetricsF(bold).horizontalAdvance("0")
        _, bar, number, step, track = columns(self.width(), unit, self._name_length)
        painter.translate(0, (self.height() - px(HEIGHT)) / 2)
        colour, centre = self._theme.faint_text, Qt.AlignmentFlag.AlignHCenter
        for room, text in zip(
            (bar.united(number), step, track.adjusted(-scaled(20), 0, 0, 0)), HEADS, strict=True
        ):
            _fitted(painter, room, text, self.font(), colour, centre)
        painter.end()


def _fitted(
    painter: QPainter,
    room: QRectF,
    text: str,
    font: QFont,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write `text` into `room`; if too long, in a smaller font and, as a last resort, cut off."""
    font = QFont(font)
    points = QFontInfo(font).pointSizeF()
    least = smallest_points()
    while points > least and QFontMetricsF(font).horizontalAdvance(text) > room.width():
        points = max(points - 0.5, least)
        font.setPointSizeF(points)
    elide = Qt.TextElideMode.ElideRight
    text = QFontMetricsF(font).elidedText(text, elide, room.width() + 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter.value) | int(side.value), text)
