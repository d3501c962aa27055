"""The card "All together": the change of loss that the gradient promised, and what happened."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.queries import Snapshot
from engine.words.steps.together import Together, together
from gui.panels.moves.outline import paint_outline
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.cover import COVERED, paint_cover
from gui.widgets.fitted_text import FittedText
from gui.zoom import face, px, scaled, typeface

BAR = 9.0
# From this width on, a card has its sentence in one line.
ONE_LINE = 760


class TogetherCard(QWidget):
    """Two bars from one zero line, promised above happened, and the reason if they differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moveCard_together")
        self.setAccessibleName("The whole step, all parameters together")
        self._theme = LIGHT
        self._said: Together | None = None
        self._covered = False
        self._title = FittedText(self)
        typeface(self._title, bold=True)
        self._title.set_text("All together")
        self._formula = FittedText(self)
        self._sentence = FittedText(self, wrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._sentence.setObjectName("togetherSentence")
        self.set_theme(LIGHT)

    @property
    def said(self) -> Together | None:
        """The texts on the card; None before the first `draw`."""
        return self._said

    def least_height(self, width: int) -> int:
        """The smallest height in which a card of `width` shows everything at full size."""
        lines = 4 if width < px(ONE_LINE) else 3
        return lines * self._line + px(2 * SMALL_SPACE + 4)

    def sizeHint(self) -> QSize:
        return QSize(px(440), self.least_height(px(440)))

    def set_covered(self, covered: bool) -> None:
        """Cover what the step promised and did, or uncover it."""
        if covered != self._covered:
            self._covered, self._said = covered, None
            for part in (self._title, self._formula, self._sentence):
                part.setHidden(covered)
            if covered:
                self._sentence.set_text("")
                self.setAccessibleDescription(COVERED)
                self.setToolTip(COVERED)
            self.update()

    def draw(self, names: tuple[str, ...], snapshot: Snapshot) -> None:
        """Show the step of `snapshot`, with the parameters called `names`."""
        if self._covered:
            return
        said = together(names, snapshot)
        if said == self._said:
            return
        self._said = said
        if said.formula != self._formula.text():
            self._formula.set_text(said.formula)
            self._place()
        self._sentence.set_text(f"{said.sentence} {said.losses}".strip())
        self.setAccessibleDescription(said.spoken)
        self.setToolTip(
            "Promised: how much the loss would change by this step if it were a straight line\n"
            f"with the slope it has here ({said.formula}). Happened: how much it changed."
        )
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self._strong = face(bold=True)
        self._line = QFontMetrics(face()).height()
        self._title.set_colour(theme.text)
        self._formula.set_colour(theme.faint_text)
        self._sentence.set_colour(theme.text)
        self._place()
        self.update()

    @property
    def _head(self) -> int:
        """The width of the title and of the formula for the promised change below it."""
        formula = QFontMetrics(face()).horizontalAdvance(self._formula.text())
        return max(QFontMetrics(self._strong).horizontalAdvance("All together "), formula + px(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        left, right, line = px(SPACE + SMALL_SPACE), self.width() - px(SPACE), self._line
        top, edge = px(SMALL_SPACE), px(SMALL_SPACE)
        self._title.setGeometry(left, top, self._head, line)
        self._formula.setGeometry(left, top + line, self._head, line)
        top += 2 * line + px(3)
        self._sentence.setGeometry(left, top, right - left, self.height() - top - edge + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_outline(painter, QRectF(self.rect()), self._theme)
        if self._covered:
            inset = px(SMALL_SPACE)
            room = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            paint_cover(painter, room, self._theme)
        elif self._said is not None:
            self._paint_bars(painter, self._said)
        painter.end()

    def _paint_bars(self, painter: QPainter, said: Together) -> None:
        theme = self._theme
        metrics = QFontMetrics(face())
        bold = QFontMetrics(self._strong)
        space, edge, tall = px(SPACE), px(SMALL_SPACE), scaled(BAR)
        labels = 2 * space + edge + self._head
        left = labels + metrics.horizontalAdvance("promised") + space
        texts = (said.promised_text, said.happened_text)
        numbers = max(bold.horizontalAdvance(text) for text in texts) + space
        room = self.width() - space - numbers - left
        sizes = [
            size if size is not None and math.isfinite(size) else None
            for size in (said.promised, said.happened)
        ]
        zero, unit = _scale([size for size in sizes if size is not None], left, room)
        rows = zip(("promised", "happened"), sizes, texts, (theme.slope, theme.ink), strict=True)
        for k, (label, size, text, colour) in enumerate(rows):
            y = edge + self._line * (0.5 + k)
            painter.setPen(QColor(theme.faint_text))
            painter.setFont(self.font())
            painter.drawText(
                QRectF(labels, y - self._line / 2, left, self._line),
                int(Qt.AlignmentFlag.AlignVCenter.value), label,
            )  # fmt: skip
            if not text:
                continue
            if size is None:
                # Too large for any scale: fill all the room.
                bar = QRectF(left, y - tall / 2, room, tall)
            else:
                bar = QRectF(zero, y - tall / 2, size * unit, tall).normalized()
                bar.setWidth(max(bar.width(), scaled(1)))
            painter.fillRect(bar, QColor(colour))
            painter.setPen(QColor(theme.text))
            painter.setFont(self._strong)
            painter.drawText(
                QRectF(left + room + edge, y - self._line / 2, numbers, self._line),
                int(Qt.AlignmentFlag.AlignVCenter.value), text,
            )  # fmt: skip
        painter.setPen(QPen(QColor(theme.faint_text), scaled(1)))
        painter.drawLine(QPointF(zero, edge), QPointF(zero, edge + 2 * self._line))


def _scale(sizes: list[float], left: float, room: float) -> tuple[float, float]:
    """The place of zero, and the pixels per unit; the bar of a falling loss goes to the left.

    If the loss only falls, zero lies at the right end, so that the bars have all the room.
    """
    low, high = min([*sizes, 0.0]), max([*sizes, 0.0])
    if low == high:
        return left, 0.0
    unit = room / (high - low)
    return left - low * unit, unit
