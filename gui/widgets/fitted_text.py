"""Text that is always readable as a whole: where its place is too small, it is written smaller.

A label that asks its layout for another size whenever its number changes would make the window
tremble while training; this one keeps its place and fits what it says into it.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

SMALLEST = 5.0
STEP = 0.5


class FittedText(QWidget):
    """One text in `font`, wrapped between words where `wrap`, smaller where it would not fit."""

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
        """What stands here."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write `text`; a line break in it is kept."""
        if text != self._text:
            self._text = text
            self.update()

    def set_colour(self, colour: str) -> None:
        """Write in `colour`, one of the theme's."""
        if self._colour.name() != colour or not self._colour.isValid():
            self._colour = QColor(colour)
            self.update()

    def fitting_font(self) -> QFont:
        """The font in which the text fits: the widget's own, or a smaller one of the kind."""
        font = QFont(self.font())
        room = QRectF(self.rect())
        points = QFontInfo(font).pointSizeF()
        while points > SMALLEST:
            needed = QFontMetricsF(font).boundingRect(room, self._flags, self._text)
            if needed.width() < room.width() + 1 and needed.height() < room.height() + 1:
                break
            points -= STEP
            font.setPointSizeF(points)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setFont(self.fitting_font())
        painter.setPen(self._colour)
        painter.drawText(QRectF(self.rect()), self._flags, self._text)
        painter.end()
