"""The loss against the epoch: how far the run has come, and how far it still is from the best fit.

Logarithmic unless the person asks otherwise, because a loss falls by factors. The logarithm is
taken of the thousand numbers that are drawn, never of the whole column.
"""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from engine.numbers import count, nice_above, number
from engine.runs import Doubles, Run, Stage, Valley, Vector
from engine.words.landscape.preview import preview_in_words
from engine.words.seen import of_loss
from gui.plots.asked.drawn import LossCurveAsked
from gui.plots.asked.kinds import LossAsked
from gui.plots.base.axes import LogAxis
from gui.plots.base.cut import Curve
from gui.plots.base.epochs import EpochPlot
from gui.plots.base.legend import Entry
from gui.plots.base.overlays import Dots
from gui.plots.base.plot import told
from gui.plots.to_come import ToCome
from gui.run import Asking, View
from gui.run.view import short_of
from gui.theme import LIGHT, Theme

MOST_POINTS = 1000
# The best fit is shown if it is at most this many decades below the lowest loss.
FLOOR_REACH = 5.0
# How far a loss may fall below the best fit found, by rounding or a search that stopped early.
BEST = 0.01
# How far another run may stretch the range of this one: decades, and times the greatest loss.
PREVIOUS_REACH = 1.5
PREVIOUS_TIMES = 2.0
# How much room there is for an answer beyond what is drawn: decades, and times the greatest loss.
ROOM = 1.5
ROOM_TIMES = 5.0
Drawn = tuple[Doubles, Doubles]


class LossPlot(EpochPlot):
    """Draws the loss of every epoch, with the run before this one behind it.

    An update has lowered the loss to where the next epoch begins: an open circle, until that epoch
    has measured it.
    """

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        self._axis = LogAxis("left")
        super().__init__(
            "lossPlot",
            "Loss",
            "how far off, epoch by epoch?",
            "The loss of every epoch will appear here, from the first one on.",
            self._axis,
            56,
            theme,
            parent,
        )
        self.log_button = self.add_control(
            "log", "lossLogButton", "Logarithmic scale: equal steps are equal factors"
        )
        self.log_button.setCheckable(True)
        self.log_button.setChecked(True)
        self.log_button.toggled.connect(self._set_log)
        self.previous_curve = _curve()
        self.floor_line = pg.InfiniteLine(angle=0)
        self.loss_curve = _curve()
        self.held_out_curve = _curve()
        self.preview_curve = _curve()
        self.marker = Dots()
        self.to_come = ToCome()
        self.hovered = Dots(hollow=True)
        for item in (
            self.previous_curve, self.floor_line, self.loss_curve, self.held_out_curve,
            self.preview_curve,
            self.to_come.way, self.to_come.ring, self.marker, self.to_come.labels, self.hovered,
        ):  # fmt: skip
            self.box.addItem(item)
        self.marker.setZValue(11)
        self.hovered.setZValue(11)
        self._asked: tuple[LossAsked, LossCurveAsked] | None = None
        self._progress = 1.0
        self._zero_height = 0.0
        self._loss, self._held_out, self._previous = Curve(), Curve(), Curve()
        self._previous_run: Run | None = None
        self.set_theme(theme)

    @property
    def log(self) -> bool:
        """Whether the scale is logarithmic."""
        return self.log_button.isChecked()

    def set_asking(self, asking: Asking) -> None:
        """Let a loss be chosen, or a line drawn, while `asking` asks for that."""
        super().set_asking(asking)
        self._asked = LossAsked(self, self, asking), LossCurveAsked(self, self, asking)
        for each in self._asked:
            each.ink.set_theme(self.theme)

    def height_of(self, loss: float) -> float:
        """Where `loss` is on the scale."""
        return self._height(loss)

    def height_now(self) -> float:
        """Where the loss of the parameters as they are is on the scale; else in the middle."""
        _, _, bottom, top = self.visible()
        loss = None if self._view is None else _loss_now(self._view)
        return (bottom + top) / 2 if loss is None else self._height(loss)

    def loss_at_height(self, height: float) -> float:
        """The loss at `height` on the scale."""
        return 10.0**height if self.log else height

    def set_progress(self, progress: float) -> None:
        """Draw the update shown as far as `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
            if self._view is not None:
                self._draw_to_come(self._view)

    def _set_log(self, log: bool) -> None:
        self._axis.set_log(log)
        if self._view is not None:
            self.draw(self._view)

    def _colour(self, theme: Theme) -> None:
        super()._colour(theme)
        self.floor_line.setPen(self.pen(theme.faint_text, 1, Qt.PenStyle.DotLine))
        self.marker.set_colours(theme.loss, theme.panel)
        self.hovered.set_colours(theme.text, theme.panel)
        self.to_come.set_theme(theme, self.small_font, self.pen(theme.loss))
        for each in self._asked or ():
            each.ink.set_theme(theme)

    def _begin(self, view: View) -> None:
        super()._begin(view)
        self._loss, self._held_out = Curve(), Curve()
        self.to_come.forget()

    def _redraw(self, view: View) -> None:
        history = view.history
        epoch = self.shown_epoch(view, Stage.LOSS)
        running = view.snapshot.loss if epoch > len(history) else None
        begun = len(history) > 0 or running is not None or self._asked_until > 0
        self.show_canvas(begun or view.previous is not None or view.preview is not None)
        loss = self._cut(self._loss, history.loss)
        held_out = beside = None
        if len(view.facts.held_out_inputs):
            held_out = self._cut(self._held_out, history.held_out_loss)
        if self._beside is not None:
            if self._beside is not self._previous_run:
                self._previous_run, self._previous = self._beside, Curve()
            beside = self._cut(self._previous, self._beside.history.loss)
        previous = beside if view.previous is not None else None
        preview = self._cut(Curve(), view.preview.losses) if view.preview is not None else None
        floor = view.facts.valley.floor_loss if view.facts.valley is not None else math.nan
        to_come = self.to_come.find(view)
        own = np.concatenate(
            [
                loss[1],
                held_out[1] if held_out else [],
                [running] if running is not None else [],
                [to_come[1]] if to_come is not None and self._sees(to_come[0]) else [],
                [_loss_now(view) or math.nan] if self._asked_until else [],
            ]
        )
        own = np.concatenate([own, self._answered()])
        own = own[np.isfinite(own)]
        others = [drawn[1] for drawn in (beside, preview) if drawn is not None]
        bottom, top, floor_shown = self._range(
            own, np.concatenate(others) if others else None, floor
        )
        if any(each.open for each in self._asked or ()):
            # An answer may lie above and below all there has been.
            bottom, top = (bottom - ROOM, top + ROOM) if self.log else (0.0, ROOM_TIMES * top)
        left, right, _, _ = self.visible()
        self.set_visible(left, right, bottom, top)
        self._zero_height = bottom + 0.02 * (top - bottom)
        theme = self.theme
        self._plot(self.loss_curve, loss, theme.loss)
        self._plot(self.held_out_curve, held_out, theme.text, Qt.PenStyle.DashLine)
        self._plot(self.previous_curve, previous, theme.previous)
        self._plot(self.preview_curve, preview, theme.text, Qt.PenStyle.DashDotLine)
        self.floor_line.setVisible(floor_shown)
        if floor_shown:
            self.floor_line.setValue(self._height(floor))
        words = view.previous_in_words if previous else ""
        self._set_legend(view.facts.valley if floor_shown else None, held_out, words)
        tried = preview_in_words(view.preview) if view.preview is not None else ""
        self.say_at_edge(tried, top=True)
        self._mark(self.marker, epoch, self._loss_at(view, epoch))
        self._draw_to_come(view)
        self.place_cursor(epoch)
        for each in self._asked or ():
            each.draw()
        zero = self.log and bool((own == 0).any())
        self.say("A loss of 0 has no logarithm: it is drawn at the lower edge." if zero else "")

    def _answered(self) -> Doubles:
        """The losses that were said, and those that happened, (k,)."""
        told = [each.asking for each in self._asked or () if each.told]
        answers = [np.ravel(np.array((asking.reply, asking.truth), float)) for asking in told]
        losses = np.concatenate([np.empty(0), *answers])
        return losses[losses > 0] if self.log else losses

    def _cut(self, curve: Curve, column: Vector) -> Drawn:
        left, right, _, _ = self.visible()
        points = min(MOST_POINTS, 2 * self.view_width)
        return curve.cut(column, left, right, points)

    def _heights(self, losses: Doubles) -> Doubles:
        """The positions of `losses` on the scale; on a logarithmic one, 0 is at the lower edge."""
        if not self.log:
            return losses
        heights = np.full(len(losses), self._zero_height)
        np.log10(losses, out=heights, where=losses > 0)
        return heights

    def _height(self, loss: float) -> float:
        return float(self._heights(np.array([loss]))[0])

    def _range(
        self, own: Doubles, previous: Doubles | None, floor: float
    ) -> tuple[float, float, bool]:
        """Bottom and top of the scale for these losses, and whether the best fit is on it."""
        own, others = self._on_scale(own), self._on_scale(previous)
        shown = own if len(own) else others
        if not len(shown):
            return (-1.0, 1.0, False) if self.log else (0.0, 1.0, False)
        low, high = float(shown.min()), float(shown.max())
        if self.log:
            if len(others):
                low = min(low, max(float(others.min()), low - PREVIOUS_REACH))
                high = max(high, min(float(others.max()), high + PREVIOUS_REACH))
            place = math.log10(floor) if floor > 0 else math.nan
            floor_shown = low - FLOOR_REACH <= place <= low + BEST
            if self.following:
                low = min(low, place) if floor_shown else low
                return *_outward(low, high, least=0.05), floor_shown
            bottom, top = _outward(low, high, least=0.002)
            return bottom, top, floor_shown and place >= bottom
        if len(others):
            high = max(high, min(float(others.max()), high * PREVIOUS_TIMES))
        best = low + BEST * abs(low)
        if self.following:
            low = min(0.0, low)
        bottom, top = _outward(low, high, least=1e-6 * abs(high) or 1.0)
        return bottom, top, bottom <= floor <= best

    def _on_scale(self, losses: Doubles | None) -> Doubles:
        if losses is None:
            return np.empty(0)
        return np.log10(losses[losses > 0]) if self.log else losses

    def _plot(
        self,
        item: pg.PlotCurveItem,
        curve: Drawn | None,
        colour: str,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        item.setVisible(curve is not None)
        if curve is None:
            return
        heights = self._heights(curve[1])
        width = self.line_width(heights)
        item.setData(curve[0], heights, pen=self.pen(colour, width, style), skipFiniteCheck=True)

    def _mark(self, dot: Dots, epoch: int, loss: float | None) -> None:
        if epoch > 0 and loss is not None and math.isfinite(loss):
            dot.set_points(np.array([float(epoch)]), np.array([self._height(loss)]), 9)
        else:
            dot.set_points(np.empty(0), np.empty(0))

    def _sees(self, epoch: int) -> bool:
        left, right, _, _ = self.visible()
        return left <= epoch <= right

    def _draw_to_come(self, view: View) -> None:
        shown = self.shown_epoch(view, Stage.LOSS)
        here = self._loss_at(view, shown) if shown > 0 else None
        self.to_come.draw(shown, here, self._heights, self._progress)
        if any(each.told or each.open for each in self._asked or ()):
            # The answer has the same numbers, or stands there.
            self.to_come.labels.set_labels([])

    def _set_legend(
        self,
        valley: Valley | None,
        held_out: Drawn | None,
        previous: str,
    ) -> None:
        theme = self.theme
        entries = [Entry("line", theme.loss, "loss")]
        if held_out is not None:
            entries.append(Entry("dashed", theme.text, "held-out loss"))
        if previous:
            entries.append(Entry("line", theme.previous, previous, short_of(previous)))
        if valley is not None:
            words = f"{valley.floor_in_words} {number(valley.floor_loss, 2)}"
            entries.append(Entry("dotted", theme.faint_text, words))
        self.legend.set_entries(tuple(entries))

    def _loss_at(self, view: View, epoch: int) -> float | None:
        if 1 <= epoch <= len(view.history):
            return float(view.history.loss[epoch - 1])
        return view.snapshot.loss if epoch == view.snapshot.number else None

    def _seen(self, view: View) -> str:
        return of_loss(view.history.loss, view.cursor, view.experiment.epochs)

    def _tip_text(self, view: View) -> str:
        place = self.mouse()
        if place is None or not len(view.history):
            self._mark(self.hovered, 0, None)
            return ""
        epoch = self.epoch_at(place[0].x(), least=1)
        loss = float(view.history.loss[epoch - 1])
        self._mark(self.hovered, epoch, loss)
        lines = [f"epoch {count(epoch)}", f"loss {told(loss)}"]
        if len(view.facts.held_out_inputs):
            lines.append(f"held-out loss {told(float(view.history.held_out_loss[epoch - 1]))}")
        if view.previous is not None and epoch <= len(view.previous.history):
            lines.append(f"previous run {told(float(view.previous.history.loss[epoch - 1]))}")
        if view.preview is not None and epoch <= len(view.preview.losses):
            lines.append(f"preview {told(float(view.preview.losses[epoch - 1]))}")
        return "\n".join(lines)


def _loss_now(view: View) -> float | None:
    """The loss of the parameters that are shown; None where it is covered."""
    snapshot = view.snapshot
    return snapshot.loss if snapshot.updated_loss is None else snapshot.updated_loss


def _curve() -> pg.PlotCurveItem:
    return pg.PlotCurveItem(antialias=True)


def _outward(low: float, high: float, *, least: float) -> tuple[float, float]:
    """`low` and `high` moved outward to round numbers, at least `least` apart."""
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    step = nice_above((high - low) / 10)
    bottom, top = math.floor(low / step - 0.2) * step, math.ceil(high / step + 0.2) * step
    return (max(bottom, 0.0) if low >= 0 and bottom < 0 else bottom), top
