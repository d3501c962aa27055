"""The colours of the loss: one logarithmic scale for all maps of a run, and its key.

Low losses are yellow, then the colour of the paper, then ever more slate: where no yellow is, the
best fit is not near. What is not finite has no colour but a hatching.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.numbers import grouped
from engine.runs import Doubles, Facts
from gui.plots.base.axes import tick_text
from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled, small_face

SHADES = 256
# A floor of zero has no logarithm: so many times less than the start counts as the lowest.
DEEPEST = 1e-6
KEY_WIDTH, BAR = 190, 9


@dataclass(frozen=True)
class LossColours:
    """Colours for losses from `low` to `high`, which are both above 0."""

    low: float
    high: float

    @classmethod
    def of(cls, facts: Facts) -> "LossColours":
        """The scale of a run: from its best fit to a little above its start."""
        high = facts.scale.common_top
        if not (math.isfinite(high) and high > 0):
            high = 1.0
        low = facts.valley.floor_loss if facts.valley else 0.0
        low = low if math.isfinite(low) else 0.0
        return cls(min(max(low, DEEPEST * high), 0.1 * high), high)

    def shares(self, losses: Doubles) -> Doubles:
        """Where `losses` are on the scale, from 0 to 1; NaN where they are not finite."""
        with np.errstate(all="ignore"):
            powers = np.log10(np.maximum(losses, 1e-300) / self.low)
            shares = np.clip(powers / math.log10(self.high / self.low), 0.0, 1.0)
        return np.where(np.isfinite(losses), shares, np.nan)

    def image(self, losses: Doubles, theme: Theme) -> QImage:
        """A picture of `losses` (rows, columns), the first row at its bottom.

        It is transparent where a loss is not finite.
        """
        shares = self.shares(losses[::-1])
        finite = np.isfinite(shares)
        shade = np.where(finite, shares, 0.0) * (SHADES - 1)
        pixels = np.ascontiguousarray(ramp(theme)[shade.astype(np.intp)])
        pixels[~finite] = 0
        rows, columns = losses.shape
        # The copy owns its bytes.
        return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()

    def shown(self, losses: Doubles) -> bool:
        """Whether all of `losses` have a colour."""
        return bool(np.isfinite(losses).all())


def ramp(theme: Theme) -> NDArray[np.uint8]:
    """(256, 4): the colours of `theme` from the lowest to the highest loss."""
    stops = np.array([QColor(each).getRgb() for each in theme.losses], np.float64)
    at = np.linspace(0, 1, len(stops))
    return np.stack(
        [np.interp(np.linspace(0, 1, SHADES), at, column) for column in stops.T], axis=1
    ).astype(np.uint8)


def hatching(theme: Theme) -> QBrush:
    """How losses are drawn that are not finite."""
    return QBrush(QColor(theme.wrong), Qt.BrushStyle.BDiagPattern)


class ColourKey(QWidget):
    """The scale of the colours with a few losses beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._colours = LossColours(1.0, 10.0)
        self._hatched = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(KEY_WIDTH), px(BAR + 3) + QFontMetricsF(small_face()).height().__ceil__())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_scale(self, colours: LossColours, hatched: bool) -> None:
        """Explain `colours`, and the hatching if something is `hatched`."""
        if (colours, hatched) != (self._colours, self._hatched):
            self._colours, self._hatched = colours, hatched
            said = f"colours from loss {grouped(colours.low, 2)} to {grouped(colours.high, 2)}"
            self.setAccessibleName(said)
            self.setToolTip(
                f"One scale for all maps of this run: {said}, by powers of ten.\n"
                "Yellow is near the best fit."
                + ("\nHatched: the loss is not finite there." if hatched else "")
            )
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setFont(small_face())
        metrics = QFontMetricsF(small_face())
        word = metrics.horizontalAdvance("loss ") + scaled(3)
        row = self.height()
        bar = QRectF(word, 1, self.width() - word - 1, scaled(BAR))
        painter.setPen(QColor(theme.faint_text))
        painter.drawText(
            QRectF(0, bar.center().y() - metrics.height() / 2, word, metrics.height()),
            int(Qt.AlignmentFlag.AlignVCenter.value),
            "loss",
        )
        if self._hatched:
            side = bar.width() * 0.12
            box = QRectF(bar.right() - side, bar.top(), side, bar.height())
            painter.fillRect(box, hatching(theme))
            below = QRectF(box.right() - 60, box.bottom() + 2, 60, row - box.bottom() - 2)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight.value), "∞")
            bar.setRight(box.left() - scaled(4))
        line = QImage(ramp(theme).tobytes(), SHADES, 1, 4 * SHADES, QImage.Format.Format_RGBA8888)
        painter.drawImage(bar, line)
        low, high = math.log10(self._colours.low), math.log10(self._colours.high)
        stride = max(1, math.ceil((high - low) / 3))
        for power in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, stride):
            x = bar.left() + (power - low) / (high - low) * bar.width()
            painter.setPen(QColor(theme.faint_text))
            painter.drawLine(int(x), int(bar.top()), int(x), int(bar.bottom()))
            text = tick_text(10.0**power, 10.0**power)
            wide = metrics.horizontalAdvance(text)
            left = min(max(x - wide / 2, word - scaled(4)), bar.right() - wide)
            painter.drawText(QRectF(left, bar.bottom() + 1, wide + 2, metrics.height()), 0, text)
        painter.end()
