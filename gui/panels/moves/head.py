"""The head of a card: the parameter's name, the direction in which it moves, and its gradient."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.words.steps.cards import Said
from gui.theme import LIGHT, SMALL_SPACE, Theme
from gui.widgets.fitted_text import FittedText
from gui.zoom import face, px, typeface

STRONG = 1.15
"""The size of the gradient's font, relative to that of other text."""


class CardHead(QWidget):
    """The head in one line, or in two where the card's words stand beside the curves.

    `picked` means that the person has clicked it.
    """

    picked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = LIGHT
        self._said: Said | None = None
        self._in_one_line = False
        # The longest gradient so far, whose width is reserved so that nothing shifts.
        self._number = "−63466.40"
        self._name = FittedText(self)
        self._name.set_text(name)
        self._arrow = FittedText(self)
        self._kind = FittedText(self)
        typeface(self._kind, bold=True)
        self._gradient = FittedText(self)
        typeface(self._gradient, STRONG, bold=True, code=True)
        self._measure()

    def _measure(self) -> None:
        """Take the fonts at their current size, and the heights that they need."""
        self._strong_code = face(STRONG, bold=True, code=True)
        self._large = face(1.7, bold=True, code=True)
        self._large_arrow, self._small_arrow = face(1.6, bold=True), face(1.1, bold=True)
        self._arrow_width = QFontMetrics(self._large_arrow).horizontalAdvance("→") + px(2)
        self._line = QFontMetrics(face()).height()
        self.two_lines = self._line + QFontMetrics(self._strong_code).height()
        self.one_line = self._line + px(2)

    @property
    def rest(self) -> int:
        """Where a one-line head's free room begins; only the gradient's kind goes there."""
        return self._gradient.geometry().right() + px(SMALL_SPACE)

    def draw(self, words: Said) -> None:
        """Show `words`."""
        if words != self._said:
            self._said = words
            self._arrow.set_text(words.direction)
            self._kind.set_text(words.kind)
            self._gradient.set_text(words.gradient)
            self._gradient.setToolTip(words.exact)
            self._colour()
            if len(words.gradient) > len(self._number):
                self._number = words.gradient
                self._place()

    def set_in_one_line(self, in_one_line: bool, with_kind: bool) -> None:
        """Set whether the head has one line, and whether that includes the gradient's kind."""
        self._in_one_line = in_one_line
        self._kind.setVisible(with_kind)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self._name.set_colour(theme.text)
        self._kind.set_colour(theme.faint_text)
        self._colour()
        self._measure()
        self._place()

    def _colour(self) -> None:
        theme, said = self._theme, self._said
        arrow = gradient = theme.text
        if said is not None and said.gradient:
            arrow, gradient = theme.sign(said.sign), theme.sign_text(said.sign)
        self._arrow.set_colour(arrow)
        self._gradient.set_colour(gradient)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the parameter."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit()
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        if self._in_one_line:
            self._place_in_one_line()
        else:
            self._place_in_two_lines()

    def _place_in_one_line(self) -> None:
        self._name.setFont(self._strong_code)
        self._arrow.setFont(self._small_arrow)
        metrics = QFontMetrics(self._strong_code)
        widths = (
            min(metrics.horizontalAdvance(self.name) + px(4), px(90)),
            self._arrow_width + px(2),
            metrics.horizontalAdvance(self._number) + px(6),
        )
        x = 0
        for part, width in zip((self._name, self._arrow, self._gradient), widths, strict=True):
            part.setGeometry(x, 0, width, self.one_line)
            x += width + px(2)
        x += px(2)
        self._kind.setGeometry(x, 0, max(0, self.width() - x), self.one_line)

    def _place_in_two_lines(self) -> None:
        """Place a short name before both lines, or a long one alone in the first line."""
        end, second, gap = self.width(), self.two_lines - self._line, px(SMALL_SPACE)
        self._arrow.setFont(self._large_arrow)
        short = QFontMetrics(self._large).horizontalAdvance(self.name) <= end * 0.3
        font = self._large if short else self._strong_code
        self._name.setFont(font)
        height = self.two_lines if short else self._line
        width = QFontMetrics(font).horizontalAdvance(self.name) + px(2)
        width = min(width, end - self._arrow_width - gap)
        self._name.setGeometry(0, 0, width, height)
        self._arrow.setGeometry(width + gap, 0, self._arrow_width, height)
        if short:
            x = width + self._arrow_width + 2 * gap
            self._kind.setGeometry(x, 0, end - x, self._line)
        else:
            x = round(end * 0.58) + gap
            self._kind.setGeometry(0, self._line, x - gap, second)
        self._gradient.setGeometry(x, self._line, end - x, second)
