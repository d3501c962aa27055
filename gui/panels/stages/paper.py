"""Helps to draw the pictures of the stages: their fonts and colours, and texts, lines and arrows.

It records each text that it writes and where, so that this can be looked up afterwards.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QPolygonF

from engine.numbers import count
from gui.theme import Theme
from gui.zoom import face, scaled

# The size of the code's font, relative to that of other text.
CODE = 0.945
HEAD = 4.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Fonts:
    """The three fonts of the cards at their current size, and the widths of texts in them."""

    def __init__(self) -> None:
        self.small = face(CODE)
        self.code = face(CODE, code=True)
        self.bold = QFont(self.code)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.pitch = round(QFontInfo(self.code).pixelSize() * 1.2)
        self.character = QFontMetricsF(self.bold).horizontalAdvance("0")

    def width(self, text: str, font: QFont) -> float:
        """The pixels that `text` takes."""
        return QFontMetricsF(font).horizontalAdvance(text)


@dataclass(frozen=True)
class Written:
    """A text that was written, the room it was given, and the room it takes."""

    text: str
    area: QRectF
    width: float


@dataclass
class Paper:
    """A painter with the theme and the fonts; `written` is what it has written so far."""

    painter: QPainter
    theme: Theme
    fonts: Fonts
    written: list[Written] = field(default_factory=list)

    def write(
        self,
        area: QRectF,
        text: str,
        *,
        align: Qt.AlignmentFlag = LEFT,
        font: QFont | None = None,
        colour: str = "",
        opacity: float = 1.0,
    ) -> None:
        """Write `text` into `area`, by default in the code's font and the text's colour."""
        font = font or self.fonts.code
        self.written.append(Written(text, QRectF(area), self.fonts.width(text, font)))
        self.painter.setOpacity(opacity)
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour or self.theme.text))
        self.painter.drawText(area, align | Qt.TextFlag.TextSingleLine, text)
        self.painter.setOpacity(1.0)

    def line(self, start: QPointF, end: QPointF, colour: str, width: float = 1.0) -> None:
        """Draw a line from `start` to `end`."""
        self.painter.setPen(QPen(QColor(colour), scaled(width)))
        self.painter.drawLine(QLineF(start, end))

    def arrow(self, start: QPointF, end: QPointF, colour: str, width: float = 1.5) -> None:
        """Draw an arrow from `start` to its tip at `end`; nothing if they are the same point."""
        way = QLineF(start, end)
        if way.length() < 1:
            return
        head = min(scaled(HEAD), way.length())
        along = QPointF(way.dx() * head / way.length(), way.dy() * head / way.length())
        across = QPointF(-along.y(), along.x()) * 0.8
        foot = end - along
        self.line(start, foot, colour, width)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawPolygon(QPolygonF([end, foot + across, foot - across]))

    def box(self, area: QRectF, text: str, colour: str) -> None:
        """Write `text` in a frame; draw nothing if it is empty."""
        self.painter.setPen(QPen(QColor(colour), scaled(1.2)))
        self.painter.setBrush(QColor(self.theme.panel))
        self.painter.drawRoundedRect(area, scaled(3), scaled(3))
        if text:
            self.write(area, text, align=CENTRE, font=self.fonts.bold)


def fitting(number: int, rows: int) -> tuple[int, int]:
    """How many of `number` things fit into `rows`, and how many are left for "and n more"."""
    rows = max(rows, 1)
    return (number, 0) if number <= rows else (rows - 1, number - rows + 1)


def say_more(paper: Paper, area: QRectF, more: int) -> None:
    """Write at the foot of `area` that there are `more` things than are drawn, if there are."""
    if more:
        pitch = paper.fonts.pitch
        row = QRectF(area.left(), area.bottom() - pitch, area.width(), pitch)
        text = f"… and {count(more)} more"
        paper.write(row, text, font=paper.fonts.small, colour=paper.theme.faint_text)
