"""The card of one parameter: its gradient, its small curve, the arithmetic and the sentence.

Everything in it has a fixed place that depends on the card's size alone, so that nothing moves
while the numbers run.
"""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.queries import Snapshot
from engine.runs import Stage
from engine.words.cards import Said, said
from gui.panels.moves.slice_plot import SlicePlot
from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme, code_font
from gui.widgets.fitted_text import FittedText

STRIPE = 4
MARGIN = SMALL_SPACE
PLOT_SHARE = 0.48
# The digits and signs of an ordinary update, beside the names in it.
ARITHMETIC_LENGTH = 58


class MoveCard(QWidget):
    """How subtracting the gradient moves the parameter called `name`, number `index`."""

    def __init__(
        self, name: str, index: int, parent: QWidget | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"moveCard_{name}")
        self.setAccessibleName(f"How {name} moves")
        self.name = name
        self.index = index
        self._said: Said | None = None
        self._condensed = False
        points = QFontInfo(self.font()).pointSizeF()
        self._strong = _bold(QFont(self.font()), points)
        self._strong_code = _bold(code_font(), points + 1.5)
        self._large = _bold(code_font(), points * 1.9)
        arrow = _bold(QFont(self.font()), points * 1.7)
        code = code_font(points)

        self.plot = SlicePlot(self, theme)
        self._name = FittedText(self, font=self._large)
        self._name.set_text(name)
        self._arrow = FittedText(self, font=arrow)
        self._kind = FittedText(self, font=self._strong)
        self._gradient = FittedText(self, font=self._strong_code)
        self._sentence = FittedText(self, wrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._note = FittedText(self)
        self._arithmetic = FittedText(self, font=code)

        self._line = QFontMetrics(self.font()).height()
        self._code_line = QFontMetrics(code).height()
        self._header = self._line + QFontMetrics(self._strong_code).height()
        self._arrow_width = QFontMetrics(arrow).horizontalAdvance("→") + 2
        self._one_line = QFontMetrics(code).horizontalAdvance("0") * (
            3 * len(name) + ARITHMETIC_LENGTH
        )
        self.set_theme(theme)

    @property
    def said(self) -> Said | None:
        """What stands on the card; None before the first `draw`."""
        return self._said

    def least_height(self, arithmetic_lines: int = 2, sentence_lines: int = 4) -> int:
        """The height that shows every text in its full size, where it has so many lines."""
        texts = self._header + sentence_lines * self._line + arithmetic_lines * self._code_line
        has_note = self._said is not None and bool(self._said.note)
        return texts + 2 * (MARGIN + SMALL_SPACE) + has_note * self._line

    def sizeHint(self) -> QSize:
        return QSize(440, self.least_height())

    def draw(self, snapshot: Snapshot, *, wide: bool = False) -> None:
        """Show the card's parameter in `snapshot`; the curve as far as the floor where `wide`."""
        words = said(self.name, self.index, snapshot)
        self.plot.draw(
            (snapshot.wide_slices if wide else snapshot.slices)[self.index],
            tangent=snapshot.reached(Stage.GRADIENT),
            moved=snapshot.reached(Stage.UPDATE),
            sign=words.sign,
        )
        if words == self._said:
            return
        before, self._said = self._said, words
        self._arrow.set_text(words.direction)
        self._kind.set_text(words.kind)
        self._gradient.set_text(words.gradient)
        self._sentence.set_text(words.sentence)
        self._note.set_text(words.note)
        self._write_arithmetic()
        for text in (self._arithmetic, self._gradient):
            text.setToolTip(words.exact)
        self.setAccessibleDescription(words.sentence)
        if before is None or self._stripe(before) != self._stripe(words):
            self._colour()
        if bool(before and before.note) != bool(words.note):
            self._place()

    def set_condensed(self, condensed: bool) -> None:
        """Leave the rule out of the arithmetic, and a line of height with it."""
        if condensed != self._condensed:
            self._condensed = condensed
            self._place()
            self._write_arithmetic()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.plot.set_theme(theme)
        for text in (
            self._name, self._kind, self._gradient,
            self._sentence, self._note, self._arithmetic,
        ):  # fmt: skip
            text.set_colour(theme.text)
        self._colour()

    def _colour(self) -> None:
        self._arrow.set_colour(self._stripe(self._said))
        self.update()

    def _stripe(self, words: Said | None) -> str:
        known = words is not None and words.gradient
        return self._theme.sign(words.sign) if words and known else self._theme.border

    def _arithmetic_lines(self) -> int:
        fits = self.width() - STRIPE - 2 * SPACE >= self._one_line
        return 1 if fits or self._condensed else 2

    def _write_arithmetic(self) -> None:
        """In one line where it fits; in two; or, condensed, without repeating the rule."""
        if self._said is None:
            return
        rule, numbers = self._said.arithmetic.split(" = ", 1)
        if self.width() - STRIPE - 2 * SPACE >= self._one_line:
            text = self._said.arithmetic
        elif self._arithmetic_lines() == 2:
            text = f"{rule}\n= {numbers}"
        else:
            text = f"{self.name} ← {numbers}"
        self._arithmetic.set_text(text)

    def _place(self) -> None:
        left, right = STRIPE + SPACE, self.width() - SPACE
        top, bottom = MARGIN, self.height() - MARGIN
        tall = self._arithmetic_lines() * self._code_line
        bottom -= tall
        self._arithmetic.setGeometry(left, bottom, right - left, tall)
        has_note = self._said is not None and bool(self._said.note)
        self._note.setVisible(has_note)
        if has_note:
            bottom -= self._line
            self._note.setGeometry(left, bottom, right - left, self._line)
        bottom -= SMALL_SPACE
        middle = left + round((right - left) * PLOT_SHARE)
        self.plot.setGeometry(left, top, middle - left, bottom - top)
        room = QRect(middle + SPACE + 2, top, right - middle - SPACE - 2, bottom - top)
        self._place_header(room)
        self._sentence.setGeometry(room.adjusted(0, self._header + SMALL_SPACE, 0, 0))

    def _place_header(self, room: QRect) -> None:
        """A short name stands before two lines; a long one has the first of them for itself."""
        x, y, end = room.left(), room.top(), room.left() + room.width()
        short = QFontMetrics(self._large).horizontalAdvance(self.name) <= room.width() * 0.3
        font = self._large if short else self._strong_code
        self._name.setFont(font)
        name_height = self._header if short else self._line
        name_width = QFontMetrics(font).horizontalAdvance(self.name) + 2
        name_width = min(name_width, end - x - self._arrow_width - SMALL_SPACE)
        self._name.setGeometry(x, y, name_width, name_height)
        after_name = x + name_width + SMALL_SPACE
        self._arrow.setGeometry(after_name, y, self._arrow_width, name_height)
        below = y + self._line
        if short:
            x = after_name + self._arrow_width + SMALL_SPACE
            self._kind.setGeometry(x, y, end - x, self._line)
        else:
            kind = round(room.width() * 0.58)
            self._kind.setGeometry(x, below, kind, self._header - self._line)
            x += kind + SMALL_SPACE
        self._gradient.setGeometry(x, below, end - x, self._header - self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        self._write_arithmetic()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.fillPath(outline, QColor(self._theme.panel))
        painter.save()
        painter.setClipRect(0, 0, STRIPE, self.height())
        painter.fillPath(outline, QColor(self._stripe(self._said)))
        painter.restore()
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawPath(outline)
        painter.end()


def _bold(font: QFont, points: float) -> QFont:
    font.setPointSizeF(points)
    font.setBold(True)
    return font
