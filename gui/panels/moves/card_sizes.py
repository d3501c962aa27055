"""Computes how much room the parts of a parameter's card need, in each form of the card."""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from gui.panels.moves.outline import STRIPE
from gui.panels.moves.way_bar import HEIGHT as BAR_HEIGHT
from gui.theme import SMALL_SPACE, SPACE, code_font
from gui.zoom import px, smallest_points

MARGIN = SMALL_SPACE
PLOTS_SHARE = 0.63
LEAST_PLOT, LEAST_COMPACT_PLOT = 56, 47
LEAST_BESIDE = 96
MOST_LINES = 6
ORDINARY = (
    "The loss falls as {name} grows, so subtracting a negative gradient adds 0.0001818:"
    " {name} moves right."
)
"""Room is reserved for a sentence like this, so that nothing moves when the sentence changes."""

Form = Literal["beside", "below", "compact"]
"""Where the words go: beside the curves, below them, or, without room, only to screen readers."""


@dataclass(slots=True)
class CardSizes:
    """The sizes of the card of `name`, in pixels.

    `line` and `code_line` are the heights of a line of text and of arithmetic, `head` that of a
    head of two lines, `stack` that of the gradient's sum, 0 without one. `two_lines` of arithmetic
    are reserved, and one for a `note`.
    """

    name: str
    font: QFont
    line: int
    code_line: int
    head: int
    two_lines: bool = False
    note: bool = False
    stack: int = 0

    @property
    def arithmetic(self) -> int:
        """The height of the arithmetic."""
        return self.code_line * (2 if self.two_lines else 1) + px(2)

    def least_height(self, form: Form, width: int) -> int:
        """The smallest height in which a card of `width` has room for all parts of `form`."""
        inside = self.arithmetic + self.stack + self.note * self.line
        inside += px(2 * MARGIN + SMALL_SPACE)
        if form == "compact":
            return inside + self.line + px(LEAST_COMPACT_PLOT)
        if form == "below":
            return inside + px(2 + LEAST_PLOT + BAR_HEIGHT) + 4 * self.line
        words = round((1 - PLOTS_SHARE) * (width - px(2 * SPACE + STRIPE))) - px(SPACE + 2)
        sentence = self.sentence_lines(words) * self.line
        return inside + max(self.head + sentence + 2 * self.line, px(LEAST_BESIDE + BAR_HEIGHT))

    def stack_room(self, form: Form, width: int, height: int) -> int:
        """The height of the gradient's sum on a card of this size: a share of what is to spare."""
        spare = 0 if form == "compact" else max(0, height - self.least_height(form, width))
        return self.stack + min(spare // 3, self.stack)

    def sentence_lines(self, width: int) -> int:
        """How many lines a sentence of ordinary length takes on a card of `width`."""
        box = QFontMetrics(self.font).boundingRect(
            QRect(0, 0, max(width, px(40)), 1000),
            int(Qt.TextFlag.TextWordWrap.value),
            ORDINARY.replace("{name}", self.name),
        )
        return min(math.ceil(box.height() / self.line), MOST_LINES)

    def sentence_fits(self, width: int, height: int) -> bool:
        """Whether even a compact card of this size has room for its sentence."""
        return height - self.least_height("compact", width) >= 2 * self.line + px(SMALL_SPACE)

    def more_fits(self, width: int, height: int) -> bool:
        """Whether a card with its words beside the curves has room for further sentences."""
        return height - self.least_height("beside", width) >= 3 * self.line

    @staticmethod
    def too_long(arithmetic: str, width: int) -> bool:
        """Whether `arithmetic` is too long for one line of a card of `width`."""
        needed = QFontMetrics(code_font(smallest_points())).horizontalAdvance(arithmetic)
        return needed > width - px(STRIPE + 2 * SPACE + 4)
