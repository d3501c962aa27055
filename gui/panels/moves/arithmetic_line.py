"""Shows a card's arithmetic in full: in two lines or a smaller font where room is short."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.theme import LIGHT, Theme
from gui.zoom import smallest_points, typeface

STEP = 0.5


class ArithmeticLine(QLabel):
    """A line of arithmetic; its result is emphasised, its gradient has the colour of its sign."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"arithmetic_{name}")
        typeface(self, code=True)
        self._theme = LIGHT
        self._sign = 0
        self._gradient = ""

    def show_line(self, text: str, gradient: str, sign: int) -> None:
        """Write `text`; `gradient`, with its brackets, is the part of it to colour by `sign`."""
        if (text, gradient, sign) != (self.text(), self._gradient, self._sign):
            self._gradient, self._sign = gradient, sign
            self.setText(text)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def lines(self) -> tuple[list[str], QFont]:
        """The text of each line, and the font in which the lines fit."""
        text = self.text()
        broken = _broken(text)
        least = smallest_points()
        # As a last resort any size will do: showing every digit matters more.
        for lines, smallest in (([text], least), (broken, least), (broken, 1.0)):
            font = QFont(self.font())
            points = QFontInfo(font).pointSizeF()
            while True:
                font.setPointSizeF(points)
                if self._fits(lines, font):
                    return lines, font
                if points == smallest:
                    break
                points = max(points - STEP, smallest)
        return broken, font

    def _fits(self, lines: list[str], font: QFont) -> bool:
        widest = max(sum(self._widths(line, font)) for line in lines)
        tall = QFontMetricsF(font).height() * len(lines)
        return widest <= self.width() + 1 and tall <= self.height() + 3

    def _widths(self, line: str, font: QFont) -> list[float]:
        bold = QFont(font)
        bold.setBold(True)
        return [
            QFontMetricsF(bold if strong else font).horizontalAdvance(part)
            for part, _, strong in self._parts(line)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        lines, font = self.lines()
        bold = QFont(font)
        bold.setBold(True)
        painter = QPainter(self)
        metrics = QFontMetricsF(font)
        y = (self.height() - metrics.height() * len(lines)) / 2 + metrics.ascent()
        for line in lines:
            x = 0.0
            for part, colour, strong in self._parts(line):
                painter.setFont(bold if strong else font)
                painter.setPen(QColor(colour))
                painter.drawText(QPointF(x, y), part)
                x += QFontMetricsF(painter.font()).horizontalAdvance(part)
            y += metrics.height()
        painter.end()

    def _parts(self, line: str) -> list[tuple[str, str, bool]]:
        """The pieces of `line`, each with its colour and whether it is bold."""
        theme, parts = self._theme, []
        if self._gradient and f"× {self._gradient}" in line:
            before, _, line = line.partition(f"× {self._gradient}")
            parts.append((f"{before}× ", theme.text, False))
            parts.append((self._gradient, theme.sign_text(self._sign), True))
        for relation in ("= ", "≈ "):
            before, found, result = line.partition(relation)
            if found:
                return [*parts, (before + found, theme.text, False), (result, theme.text, True)]
        return [*parts, (line, theme.text, False)]


def _broken(text: str) -> list[str]:
    for relation in (" = ", " ≈ "):
        before, found, result = text.partition(relation)
        if found:
            return [before, f"  {found.strip()} {result}"]
    return [text]
