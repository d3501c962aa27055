"""A legend beside its plot, where it hides no data and need not be painted with each frame."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled

SWATCH = 16
GAP = 5
BETWEEN = 14
LINES = {
    "line": Qt.PenStyle.SolidLine,
    "dashed": Qt.PenStyle.DashLine,
    "dotted": Qt.PenStyle.DotLine,
}


@dataclass(frozen=True)
class Entry:
    """One entry of a legend: how something is drawn, and what it is.

    `mark` is `line`, `dashed`, `dotted`, `upright` (a thin vertical line), `dot`, `ring`, `flip`
    (a triangle), `above` or `below` (a block on one side of a line). `short` stands in for `text`
    where that would be cut off.
    """

    mark: str
    colour: str
    text: str
    short: str = ""


class Legend(QWidget):
    """Entries in rows, each in the first row that has room for it."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` for the texts."""
        self._theme = theme
        self.update()

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show `entries`."""
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName("; ".join(self.texts))
            shortened = any(entry.short for entry in entries)
            self.setToolTip("\n".join(self.texts) if shortened else "")
            self.updateGeometry()
            self.update()

    @property
    def texts(self) -> tuple[str, ...]:
        """What the entries say."""
        return tuple(entry.text for entry in self._entries)

    def _places(self, width: int) -> tuple[list[tuple[QPointF, str]], int]:
        """The place and the text of each entry in `width` pixels, and the height of all rows."""
        metrics = self.fontMetrics()
        texts = [entry.text for entry in self._entries]
        if any(px(SWATCH + GAP) + metrics.horizontalAdvance(text) > width for text in texts):
            texts = [entry.short or entry.text for entry in self._entries]
        row_height = metrics.height() + 1
        ends: list[int] = []
        places = []
        for text in texts:
            wide = px(SWATCH + GAP) + metrics.horizontalAdvance(text)
            row = next((k for k, end in enumerate(ends) if end + wide <= width), len(ends))
            if row == len(ends):
                ends.append(0)
            places.append((QPointF(ends[row], row * row_height), text))
            ends[row] += wide + px(BETWEEN)
        return places, max(1, len(ends)) * row_height

    def hasHeightForWidth(self) -> bool:
        """Entries wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows in `width` pixels."""
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        """One row of the present width."""
        return QSize(px(120), self.heightForWidth(max(self.width(), px(120))))

    def minimumSizeHint(self) -> QSize:
        """One row."""
        return QSize(0, self.fontMetrics().height() + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self.fontMetrics().height()
        places, _ = self._places(self.width())
        for entry, (place, text) in zip(self._entries, places, strict=True):
            _draw_mark(painter, entry, QRectF(place.x(), place.y(), px(SWATCH), row))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(
                QRectF(place.x() + px(SWATCH + GAP), place.y(), self.width(), row),
                Qt.AlignmentFlag.AlignVCenter,
                text,
            )
        painter.end()


def _draw_mark(painter: QPainter, entry: Entry, area: QRectF) -> None:
    colour = QColor(entry.colour)
    centre = area.center()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if entry.mark in LINES:
        painter.setPen(QPen(colour, scaled(2), LINES[entry.mark]))
        painter.drawLine(QPointF(area.left(), centre.y()), QPointF(area.right(), centre.y()))
    elif entry.mark == "upright":
        painter.setPen(QPen(colour, scaled(1.5)))
        painter.drawLine(QPointF(centre.x(), area.top() + 1), QPointF(centre.x(), area.bottom()))
    elif entry.mark == "dot":
        painter.setBrush(colour)
        painter.drawEllipse(centre, scaled(3.5), scaled(3.5))
    elif entry.mark == "ring":
        painter.setPen(QPen(colour, scaled(1.5)))
        painter.drawEllipse(centre, scaled(3.5), scaled(3.5))
    elif entry.mark == "flip":
        painter.setBrush(colour)
        corners = (QPointF(-4, -3), QPointF(4, -3), QPointF(0, 4))
        painter.drawPolygon([centre + corner * scaled(1) for corner in corners])
    else:
        half = area.height() / 2 - scaled(2)
        top = centre.y() - half if entry.mark == "above" else centre.y()
        painter.fillRect(QRectF(area.left(), top, area.width(), half), colour)
        painter.fillRect(QRectF(area.left(), centre.y() - 0.5, area.width(), 1), colour)
