"""What a classroom layout does to the column: settings that are gone, and those that are fixed.

A fixed setting is shown with a padlock, and cannot be changed; resting the mouse on it tells why.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from gui.theme import Theme
from gui.zoom import px, scaled

# What is higher than this has more than one line, and no room for a padlock.
ONE_LINE = 40
ROOM = 20


class Field:
    """The part of the column that one setting has: `parts` show it and change it.

    `show` takes them away or brings them back, where that is more than their own visibility.
    """

    def __init__(self, *parts: QWidget, show: Callable[[bool], object] | None = None) -> None:
        self._parts = parts
        self._show = show or self._set_visible
        self._guards: list[Guard] = []
        self._closing = ""
        self._said: list[str] = []

    def close(self, closing: str, why: str, theme: Theme) -> None:
        """Have it "fixed", for the reason `why`, or "hidden"; '' opens it again."""
        if closing == self._closing:
            return
        if not self._closing:
            self._said = [part.accessibleDescription() for part in self._parts]
        self._closing = closing
        for guard in self._guards:
            guard.remove()
        self._guards = []
        self._show(closing != "hidden")
        for part, said in zip(self._parts, self._said, strict=True):
            part.setEnabled(not closing)
            part.setAccessibleDescription(why if closing else said)
            if closing == "fixed":
                self._guards.append(Guard(part, why, theme))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        for guard in self._guards:
            guard.set_theme(theme)

    def _set_visible(self, visible: bool) -> None:
        for part in self._parts:
            part.setVisible(visible)


class Guard(QWidget):
    """Lies over a fixed `part`, keeps the mouse from it and tells why."""

    def __init__(self, part: QWidget, why: str, theme: Theme) -> None:
        super().__init__(part)
        self.setToolTip(why)
        self.setAccessibleName(why)
        self._part = part
        self._theme = theme
        self._mark(True)
        part.installEventFilter(self)
        self.setGeometry(part.rect())
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.update()

    def _mark(self, on: bool) -> None:
        """Let the stylesheet write what is fixed so that it can still be read, or not."""
        self._part.setProperty("fixed", on)
        for each in (self._part, *self._part.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)

    def remove(self) -> None:
        """Let the part be used again."""
        self._part.removeEventFilter(self)
        self._mark(False)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the part, and over what is new in it."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._part.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.height() > px(ONE_LINE) or isinstance(self._part, QPushButton):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = self.rect().adjusted(self.width() - px(ROOM), 2, -2, -2)
        painter.fillRect(end, QColor(self._theme.panel))
        paint_padlock(painter, QRectF(end).center(), QColor(self._theme.faint_text))
        painter.end()


def paint_padlock(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Paint a small padlock around `centre`."""
    wide, high = scaled(9), scaled(7)
    body = QRectF(centre.x() - wide / 2, centre.y() - high / 2 + scaled(2), wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(body, scaled(1.5), scaled(1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, scaled(1.5)))
    bow = QRectF(centre.x() - wide / 4, body.top() - scaled(4), wide / 2, scaled(8))
    painter.drawArc(bow, 0, 180 * 16)
