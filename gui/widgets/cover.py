"""What stands in place of something covered: a hatched area with the words that say why."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import RADIUS, Theme
from gui.zoom import px, scaled, small_face

COVERED = "covered until you answer"
APART = 8
SHORT = "covered"


class Cover(QWidget):
    """A covered area as large as it is given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(COVERED)
        self.setToolTip(COVERED)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cover(painter, QRectF(self.rect()), self._theme)
        painter.end()


def paint_cover(painter: QPainter, area: QRectF, theme: Theme, words: str = COVERED) -> None:
    """Paint a cover over `area`, with `words`, or with fewer where there is little room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(area)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.window))
    painter.drawRoundedRect(area, scaled(RADIUS / 2), scaled(RADIUS / 2))
    painter.setPen(QPen(QColor(theme.border), scaled(1)))
    apart, high = px(APART), area.height()
    lines = [
        QLineF(area.left() + x, area.bottom(), area.left() + x + high, area.top())
        for x in range(-round(high) // apart * apart, round(area.width()), apart)
    ]
    painter.drawLines(lines)
    font = small_face()
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    room = area.width() - scaled(8)
    fitting = (each for each in (words, SHORT, "?") if metrics.horizontalAdvance(each) <= room)
    text = next(fitting, "")
    if text and metrics.height() <= high + scaled(4):
        wide = metrics.horizontalAdvance(text) + scaled(12)
        label = QRectF(0, 0, wide, min(metrics.height() + scaled(2), high))
        label.moveCenter(area.center())
        painter.fillRect(label, QColor(theme.window))
        painter.setPen(QColor(theme.text))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
