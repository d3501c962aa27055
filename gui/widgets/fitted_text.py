"""A label that fits its text into a fixed place: in a smaller font, and if need be cut short.

A label that asks for another size whenever its number changes would make the layout tremble during
training; this one keeps its size.
"""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.widgets.wrapping import wrapped
from gui.zoom import smallest_points

STEP = 0.5


class FittedText(QWidget):
    """A text in `font`, wrapped between words if `wrap`, and smaller if it would not fit.

    It is never too small to read; instead its end is cut off and the tooltip has all of it.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        font: QFont | None = None,
        wrap: bool = False,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        super().__init__(parent)
        if font is not None:
            self.setFont(font)
        self._text = ""
        self._colour = QColor()
        self._flags = int(alignment.value) | int(Qt.AlignmentFlag.AlignLeft.value)
        if wrap:
            self._flags |= int(Qt.TextFlag.TextWordWrap.value)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show `text`; its line breaks are kept."""
        if text != self._text:
            self._text = text
            self.update()

    def set_colour(self, colour: str) -> None:
        """Use `colour`, one of the theme's."""
        if self._colour.name() != colour or not self._colour.isValid():
            self._colour = QColor(colour)
            self.update()

    def fitting_font(self) -> QFont:
        """The font in which the text fits: the widget's own, or a smaller size of it."""
        font = QFont(self.font())
        room = QRectF(self.rect())
        points = QFontInfo(font).pointSizeF()
        while points > smallest_points():
            needed = QFontMetricsF(font).boundingRect(room, self._flags, self._text)
            if needed.width() < room.width() + 1 and needed.height() < room.height() + 1:
                break
            points = max(points - STEP, smallest_points())
            font.setPointSizeF(points)
        return font

    def shown_text(self) -> str:
        """The text as shown: all of it, or as much as fits, and an ellipsis."""
        font, room = self.fitting_font(), self.rect()
        metrics = QFontMetrics(font)
        lines = self._text.split("\n")
        if self._flags & int(Qt.TextFlag.TextWordWrap.value):
            lines = [part for line in lines for part in wrapped(line, room.width(), font)]
        fitting = max(1, (room.height() + 1) // metrics.height())
        if len(lines) > fitting:
            lines = [*lines[: fitting - 1], "".join(lines[fitting - 1 :])]
        elide = Qt.TextElideMode.ElideRight
        return "\n".join(metrics.elidedText(line, elide, room.width() + 1) for line in lines)

    def event(self, event: QEvent) -> bool:
        """Show the whole text as a tooltip if it is cut and there is no other tooltip."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            cut = self.shown_text().split() != self._text.split()
            if cut and isinstance(event, QHelpEvent):
                QToolTip.showText(event.globalPos(), self._text, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        font = self.fitting_font()
        painter.setFont(font)
        painter.setPen(self._colour)
        room, text = QRectF(self.rect()), self._text
        needed = QFontMetricsF(font).boundingRect(room, self._flags, text)
        if needed.width() >= room.width() + 1 or needed.height() >= room.height() + 1:
            text = self.shown_text()
        painter.drawText(room, self._flags, text)
        painter.end()
