"""The bar of a card: what share of the way to the goal this step covers, or that it leads away."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled

HEIGHT = 12
TRACK = 5.0
# Room beside the track for an arrow away from the goal, and for the diamond at the goal.
END = 12.0
DIAMOND = 5.0


class WayBar(QWidget):
    """A track from the old value to the goal, filled as far as the step goes.

    It runs to the left or right, whichever way the goal lies on the curve above.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._share: float | None = None
        self._rightwards = True
        self._sign = 0
        self._there = False

    def sizeHint(self) -> QSize:
        return QSize(px(100), px(HEIGHT))

    def draw(self, *, known: bool, share: float | None, rightwards: bool, sign: int) -> None:
        """Show the `share` of the way to the goal, if that is `known`; None if no step was made."""
        drawn = (known, share, rightwards, sign)
        if drawn != (self._there, self._share, self._rightwards, self._sign):
            self._there, self._share, self._rightwards, self._sign = drawn
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._there:
            return
        theme, middle = self._theme, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rightwards:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        begin, end = scaled(END), self.width() - scaled(END)
        track = QRectF(begin, middle - scaled(TRACK) / 2, end - begin, scaled(TRACK))
        painter.fillRect(track, QColor(theme.border))
        colour, share = QColor(theme.sign(self._sign)), self._share
        if share is not None and share > 0:
            track.setWidth(max(min(share, 1.0) * (end - begin), scaled(1.5)))
            painter.fillRect(track, colour)
            if share > 1:
                self._arrow(painter, end + scaled(DIAMOND), middle, 1, colour)
        elif share is not None and share < 0:
            self._arrow(painter, begin - scaled(1), middle, -1, colour)
        painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
        painter.drawLine(QPointF(begin, middle - scaled(5)), QPointF(begin, middle + scaled(5)))
        painter.setPen(QPen(QColor(theme.panel), scaled(1)))
        painter.setBrush(QColor(theme.faint_text))
        painter.drawPolygon(diamond(QPointF(end, middle), scaled(DIAMOND)))
        painter.end()

    @staticmethod
    def _arrow(painter: QPainter, x: float, y: float, way: int, colour: QColor) -> None:
        painter.save()
        painter.setPen(QPen(colour, scaled(2)))
        painter.drawLine(QPointF(x, y), QPointF(x + way * scaled(4), y))
        painter.setBrush(colour)
        painter.setPen(QPen(colour, 0))
        tip, foot, half = x + way * scaled(8), x + way * scaled(3), scaled(4)
        painter.drawPolygon(
            QPolygonF([QPointF(tip, y), QPointF(foot, y - half), QPointF(foot, y + half)])
        )
        painter.restore()


def diamond(middle: QPointF, size: float) -> QPolygonF:
    """The diamond that marks where all parameters together fit best."""
    return QPolygonF(
        [
            middle + QPointF(0, -size), middle + QPointF(size, 0),
            middle + QPointF(0, size), middle + QPointF(-size, 0),
        ]
    )  # fmt: skip
