"""How the loss is curved at the epoch shown: a bar for each axis, as long as it is steep.

The bars are logarithmic. A line marks the steepest curvature at which the present learning rate is
still stable: along an axis whose bar crosses it, every step lands higher up than it began.
"""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.numbers import count, exact
from engine.queries import Curvature, CurvatureQuery
from engine.words.landscape.axes import curvature_in_words
from engine.words.landscape.curved import LIMIT, Bend, bends, limit_in_words, sized
from engine.words.landscape.place import points_used
from gui.plots.base.axes import powers_of_ten
from gui.plots.parts.areas import ink_on
from gui.plots.parts.sheet import Pencil, Sheet
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.widgets.wrapping import wrapped
from gui.zoom import px, scaled, small_face

TITLE = "Curvature"
QUESTION = "how steep is it, and which way?"
EMPTY = "The curvature of the loss will appear here, once the run is loaded."
NOT_FINITE = "The loss has no finite curvature here."
# How far below the steepest a bar may be and still have a length: decades.
DEEPEST = 15
LOW_ROW, HIGH_ROW = 16.0, 60.0
LEAST_BESIDE_WORDS = 22.0
# From this width on, in pixels at 100 %, each row has room for its direction.
DIRECTION_FROM = 440


class CurvaturePlot(Sheet):
    """Draws the eigenvalues of the loss's Hessian at the update shown."""

    queryChanged = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__("curvaturePlot", TITLE, QUESTION, parent, theme)
        self._view: View | None = None
        self._query: CurvatureQuery | None = None
        self._curvature: Curvature | None = None
        self._bends: tuple[Bend, ...] = ()
        self._rows: list[tuple[QRectF, Bend]] = []
        self.set_theme(theme)

    # --- what is shown

    def draw(self, view: View) -> None:
        """Show `view`, with the last curvature of its run until the next one is there."""
        if self._view is not None and view.facts is not self._view.facts:
            self._curvature, self._bends = None, ()
        self._view = view
        self.show_again()

    def query(self, view: View) -> CurvatureQuery | None:
        """The question for the curvature where the update shown began; see `Asks`."""
        known, begun = self._query, view.snapshot
        if (
            known is None
            or known.begun.number != begun.number
            or not np.array_equal(known.begun.params, begun.params, equal_nan=True)
        ):
            self._query = CurvatureQuery(begun)
        return self._query

    def show_answer(self, query: CurvatureQuery, curvature: Curvature) -> None:
        """Draw the answer."""
        if self._view is None:
            return
        self._curvature = curvature
        self._bends = bends(curvature, self._view.facts.names)
        self.show_again()

    def describe(self) -> str:
        """What is seen now, in words for a screen reader."""
        curvature, view = self._curvature, self._view
        if curvature is None or view is None:
            return EMPTY
        rows = "; ".join(f"{b.name}: {b.size}, {b.direction}" for b in self._bends)
        limit = limit_in_words(curvature, view.experiment.learning_rate)
        words = curvature_in_words(curvature)
        return f"Curvature, epoch {count(curvature.number)}. {words} {rows}. {limit}"

    # --- the picture

    def paint(self, painter: QPainter) -> None:
        """Paint the rows, the limit and the sentence about it."""
        view, curvature = self._view, self._curvature
        self._rows = []
        if view is None or curvature is None:
            self.sentence(painter, EMPTY)
            return
        if not self._bends:
            self.sentence(painter, NOT_FINITE)
            return
        pencil = Pencil(painter, self.theme)
        wide, high = float(self.paper.width()), float(self.paper.height())
        used = view.experiment.learning_rate
        axis = pencil.height + px(4)
        least = min(len(self._bends), 3) * scaled(LEAST_BESIDE_WORDS)
        lines = wrapped(self._words(curvature, used), int(wide) - px(4), small_face())
        most = int((high - axis - least) // pencil.height)
        # Half of what is said would say something else: either it all fits, or nothing.
        lines = lines if len(lines) <= most else []
        foot = len(lines) * pencil.height + px(8)
        shown, left_out = self._shown(int((high - foot - axis) // scaled(LOW_ROW)))
        row = min(scaled(HIGH_ROW), (high - foot - axis) / len(shown))
        names = max(pencil.wide(b.name, bold=True) for b in shown if b) + px(10)
        ways = 0.0
        if wide >= px(DIRECTION_FROM):
            ways = max(pencil.wide(b.direction) for b in shown if b) + px(12)
        area = QRectF(names, 0, max(20.0, wide - names - ways - px(6)), row * len(shown))
        low, top = self._range(2 / used)
        self._paint_decades(pencil, area, low, top, 2 / used)
        bent = any(b.eigenvalue for b in self._bends)
        if bent:
            self._paint_beyond(pencil, area, 2 / used, low, top)
        for k, bend in enumerate(shown):
            room = QRectF(area.left(), k * row, area.width(), row)
            if bend is None:
                text = f"⋮ {count(left_out)} more"
                pencil.write(0, room.center().y(), text, colour=self.theme.faint_text)
                continue
            self._rows.append((QRectF(0, k * row, wide, row), bend))
            self._paint_row(pencil, bend, room, low, top, beside=bool(ways))
        if bent:
            self._paint_limit(pencil, area, 2 / used, low, top)
        for k, line in enumerate(lines):
            y = area.bottom() + axis + px(6) + (k + 0.5) * pencil.height
            pencil.write(0, y, line.strip())

    def _words(self, curvature: Curvature, used: float) -> str:
        said = [curvature_in_words(curvature), limit_in_words(curvature, used)]
        if curvature.every > 1:
            said.append(f"{points_used(curvature.every)}.")
        return " ".join(said)

    def _shown(self, most: int) -> tuple[list[Bend | None], int]:
        """The rows that there is room for, None for those between that are left out."""
        all_ = list(self._bends)
        most = max(most, 3)
        if len(all_) <= most:
            return [*all_], 0
        below = max(1, (most - 1) // 3)
        above = most - 1 - below
        return [*all_[:above], None, *all_[-below:]], len(all_) - above - below

    def _range(self, limit: float) -> tuple[float, float]:
        """The powers of ten at both ends of the bars' axis."""
        sizes = [abs(b.eigenvalue) for b in self._bends if b.eigenvalue] or [1.0]
        top = max(*sizes, min(limit, max(sizes) * 1e3))
        low = max(min(sizes), max(sizes) / 10.0**DEEPEST)
        return math.floor(math.log10(low) - 0.3), math.log10(top) + 0.35

    def _paint_decades(
        self, pencil: Pencil, area: QRectF, low: float, top: float, limit: float
    ) -> None:
        painter, theme = pencil.painter, self.theme
        powers = list(range(math.ceil(low), math.floor(top) + 1))
        share = (math.log10(limit) - low) / (top - low)
        end = area.left() + share * area.width()
        taken = (end - pencil.wide(LIMIT) - px(8), end) if 0 <= share <= 1 else (0.0, 0.0)
        each = area.width() / (top - low)
        stride = max(1, math.ceil(pencil.wide("10,000") * 1.3 / each))
        kept = powers[::stride]
        for power, text in zip(kept, powers_of_ten(kept), strict=True):
            x = area.left() + (power - low) * each
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + px(3)))
            y = area.bottom() + px(3) + pencil.height / 2
            half = pencil.wide(text) / 2
            free = x + half < taken[0] or x - half > taken[1]
            if free and x + half <= self.paper.width():
                pencil.write(x, y, text, colour=theme.faint_text, align=0.5)

    def _paint_row(
        self, pencil: Pencil, bend: Bend, room: QRectF, low: float, top: float, beside: bool
    ) -> None:
        painter, theme, value = pencil.painter, self.theme, bend.eigenvalue
        roomy = room.height() >= 2.2 * pencil.height and not beside
        middle = room.top() + pencil.height * 0.75 if roomy else room.center().y()
        pencil.write(room.left() - px(8), middle, bend.name, bold=True, align=1.0)
        share = (math.log10(abs(value)) - low) / (top - low) if value else 0.0
        length = min(max(share, 0.0), 1.0) * room.width()
        thick = min(room.height() * 0.6, scaled(14))
        bar = QRectF(room.left(), middle - thick / 2, length, thick)
        painter.setPen(QPen(QColor(theme.across), 1))
        if value < 0:
            # Hatched, so that nobody takes it for a side of a valley.
            painter.setBrush(QBrush(QColor(theme.across), Qt.BrushStyle.BDiagPattern))
        else:
            painter.setBrush(QColor(theme.slant))
        if value:
            painter.drawRect(bar)
        text = bend.size if value else "0: level"
        after = bar.right() + px(5)
        if after + pencil.wide(text, bold=True) <= room.right():
            pencil.write(after, middle, text, bold=True, ground=theme.panel)
        elif value > 0:
            ink = ink_on(QColor(theme.slant), theme)
            pencil.write(bar.right() - px(5), middle, text, bold=True, align=1.0, colour=ink)
        else:
            x = bar.right() - px(5)
            pencil.write(x, middle, text, bold=True, align=1.0, ground=theme.panel)
        if beside:
            pencil.write(room.right() + px(12), middle, bend.direction, colour=theme.faint_text)
        elif roomy:
            y = middle + pencil.height
            pencil.write(room.left() + px(2), y, bend.direction, colour=theme.faint_text)

    def _paint_beyond(
        self, pencil: Pencil, area: QRectF, limit: float, low: float, top: float
    ) -> None:
        """Hatch what is steeper than the rate allows."""
        share = (math.log10(limit) - low) / (top - low)
        x = area.left() + min(max(share, 0.0), 1.0) * area.width()
        pencil.painter.setPen(Qt.PenStyle.NoPen)
        pencil.painter.setBrush(QBrush(QColor(self.theme.warning_text), Qt.BrushStyle.BDiagPattern))
        pencil.painter.drawRect(QRectF(x, area.top(), area.right() - x, area.height()))

    def _paint_limit(
        self, pencil: Pencil, area: QRectF, limit: float, low: float, top: float
    ) -> None:
        share = (math.log10(limit) - low) / (top - low)
        if not 0 <= share <= 1:
            return
        x = area.left() + share * area.width()
        painter, theme = pencil.painter, self.theme
        painter.setPen(QPen(QColor(theme.warning_text), scaled(2)))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + px(3)))
        y = area.bottom() + px(3) + pencil.height / 2
        pencil.write(x, y, LIMIT, colour=theme.warning_text, align=1.0)

    def tip(self, place: QPointF) -> str:
        """The row under the mouse, in full."""
        for room, bend in self._rows:
            if room.contains(place):
                value = exact(bend.eigenvalue) if bend.eigenvalue else "0"
                step = ""
                if self._view is not None and bend.eigenvalue:
                    factor = 1 - self._view.experiment.learning_rate * bend.eigenvalue
                    step = f"\nan epoch multiplies the distance by {sized(factor)}"
                return f"{bend.name}: {bend.direction}\nλ = {value}{step}"
        return ""
