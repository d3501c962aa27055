"""The dial of the learning rate: where it stands below the largest stable one, and what it costs.

Moving it shows, over the run, how that would go; letting go of it begins the run anew at that rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.numbers import rate as in_words
from engine.words.landscape.rate import certainty_in_short, dial
from engine.words.landscape.to_go import ToGo, to_go, to_go_title
from gui.experiment.rate_slider import RateSlider
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.widgets.elided import ElidedLabel
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

if TYPE_CHECKING:
    from engine.queries import Curvature, CurvatureQuery
    from engine.words.landscape.rate import Dial

MOST_ROWS = 3
TIP = (
    "Drag: the run is tried at once with another learning rate, and drawn over it. Let go: it is "
    "run anew at that rate. Escape takes it back.\n"
    "At stage 4, what lies under the mouse: the step that this rate would take, not done yet.\n"
    "Arrow keys: the next rate; Page Up and Page Down: about double and half."
)
LOADING = "its zones appear once the data are there"
UNKNOWN = "No largest stable rate is known here"
UNKNOWN_WHY = "the loss has no finite curvature, or bends up nowhere"
NOT_TOLD = "epochs to go: not known here"


class ToGoBars(QWidget):
    """A row for each axis of the valley: how many epochs it still needs, as a bar and a number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: tuple[ToGo, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[ToGo, ...], room: int) -> None:
        """Show `rows`, with room for so many of them."""
        self.setFixedHeight(round(room * QFontMetricsF(small_face()).height()))
        if rows != self.rows:
            self.rows = rows
            self.setAccessibleName("; ".join(f"{row.name}: {row.text}" for row in rows))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.rows:
            return
        painter = QPainter(self)
        painter.setFont(small_face())
        metrics = QFontMetricsF(small_face())
        names = max(metrics.horizontalAdvance(row.name) for row in self.rows) + px(8)
        texts = max(metrics.horizontalAdvance(row.text) for row in self.rows) + px(8)
        room, high = self.width() - names - texts, metrics.height()
        finite = [row.epochs for row in self.rows if math.isfinite(row.epochs)]
        longest = math.log10(1 + max(finite, default=1.0)) or 1.0
        for k, row in enumerate(self.rows):
            line = QRectF(0, k * high, self.width(), high)
            painter.setPen(QColor(self.theme.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, row.name)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, row.text)
            share = 1.0 if math.isinf(row.epochs) else math.log10(1 + row.epochs) / longest
            bar = QRectF(names, k * high + high / 2 - scaled(3.5), share * room, scaled(7))
            if math.isinf(row.epochs):
                hatched = Qt.BrushStyle.BDiagPattern
                painter.fillRect(bar, QBrush(QColor(self.theme.warning_text), hatched))
            else:
                painter.fillRect(bar, QColor(self.theme.slant))
        painter.end()


class RateDial(QWidget):
    """Shows a learning rate and its limit; see `RateSlider` for its signals."""

    tried = Signal(float)
    settled = Signal(float)
    dropped = Signal()
    hovered = Signal(object)
    queryChanged = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._query: CurvatureQuery | None = None
        self._curvature: Curvature | None = None
        self.slider = RateSlider(self, theme)
        self.slider.setObjectName("rateSlider")
        self.slider.setToolTip(TIP)
        self._said = ElidedLabel()
        self._said.setObjectName("rateShare")
        self._certain = ElidedLabel(LOADING)
        self._certain.setObjectName("rateCertainty")
        self._title = ElidedLabel()
        self._title.setObjectName("rateToGo")
        for label in (self._said, self._certain, self._title):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (self._certain, self._title):
            label.setProperty("faint", True)
        self._bars = ToGoBars(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, 1)
        for widget in (self.slider, self._said, self._certain, self._title, self._bars):
            column.addWidget(widget)
        self.slider.tried.connect(self.tried)
        self.slider.settled.connect(self.settled)
        self.slider.dropped.connect(self.dropped)
        self.slider.hovered.connect(self.hovered)
        for signal in (self.slider.tried, self.slider.dropped):
            signal.connect(self._say)
        self.set_theme(theme)

    @property
    def busy(self) -> bool:
        """Whether another rate is being tried."""
        return self.slider.busy

    def set_rate(self, rate: float) -> None:
        """Stand at `rate`, which is in force."""
        self.slider.set_rate(rate)
        self._say()

    def draw(self, view: View) -> None:
        """Show the zones and the epochs to go where `view` is."""
        if self._view is not None and view.facts is not self._view.facts:
            self._curvature = None
        self._view = view
        self._say()

    def query(self, view: View) -> CurvatureQuery | None:
        """The question for the curvature of the update shown, where it differs from place to place.

        While it plays, only now and then: the limit changes slowly.
        """
        from engine.queries import CurvatureQuery

        valley = view.facts.valley
        if valley is not None and valley.only:
            return None
        known, begun = self._query, view.snapshot
        if known is not None and self._curvature is not None and view.playing:
            behind = begun.number - known.begun.number
            if 0 <= behind <= 0.1 * begun.number:
                return known
        if known is None or known.begun is not begun:
            self._query = CurvatureQuery(begun)
        return self._query

    def show_answer(self, query: CurvatureQuery, curvature: Curvature) -> None:
        """Draw the zones where the curvature of the update shown puts them."""
        self._curvature = curvature
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.slider.set_theme(theme)
        self._bars.theme = theme
        typeface(self._said, SMALL)
        typeface(self._certain, SMALL)
        typeface(self._title, SMALL)
        self._bars.update()
        self._say()

    def _say(self) -> None:
        view, rate = self._view, self.slider.number()
        if view is None:
            self._bars.show_rows((), MOST_ROWS)
            return
        facts, begun = view.facts, view.snapshot
        loss = begun.loss if begun.loss is not None else math.nan
        stands = dial(rate, facts, self._curvature, begun.params, loss)
        self._tell(stands)
        self.slider.set_limit(None if stands is None else stands.limit)
        rows = to_go(facts, begun.params, loss, rate)
        if not view.experiment.zero_grad:
            rows = ()
        self._title.setText(to_go_title(facts) if rows else NOT_TOLD)
        self._bars.show_rows(rows, min(len(facts.names), MOST_ROWS))
        self.slider.setAccessibleName(f"Learning rate {in_words(rate)}: {self._said.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        self._say()

    def _tell(self, stands: Dial | None) -> None:
        said = full = UNKNOWN
        sure, still = UNKNOWN_WHY, ""
        if stands is not None:
            said, sure, still = stands.text, stands.certainty, stands.to_go
            full = f"{said}\n{stands.zone.name}: {stands.zone.words}"
        self._bars.setToolTip(still)
        brief = sure if stands is None else certainty_in_short(stands)
        self._said.setToolTip(full)
        wide = self._said.fontMetrics().horizontalAdvance(said)
        if wide > self.width():
            said = said.replace("the largest stable rate", "the limit")
        self._said.setText(said)
        self._certain.setText(brief)
        self._certain.setToolTip(sure)
