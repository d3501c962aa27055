"""The fit plot: the data points, the model's predictions, the residuals and their squares.

Once an epoch has updated the parameters, the new curve is drawn over a pale copy of the old one.

The plot starts with the same axis ranges as the article. Of a large data set it draws about two
thousand points, chosen to look like all of them. Points can be edited with the mouse or the keys.
"""

import html

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.numbers import count, grouped
from engine.queries import ByHand, ByHandQuery, Snapshot
from engine.runs import Doubles, Frame, Stage, Vector
from engine.text import shortened
from engine.words.landscape.preview import preview_in_words
from engine.words.seen import of_fit
from gui.motion import Phase
from gui.plots.asked.drawn import CurveAsked
from gui.plots.asked.kinds import PointAsked
from gui.plots.base.axes import NumberAxis
from gui.plots.base.legend import Entry
from gui.plots.base.overlays import NONE, Dots, Squares
from gui.plots.edit import Handles, including
from gui.plots.fit import legend, words
from gui.plots.fit.curves import clipped, draw_curve
from gui.plots.fit.ghost import Ghost, between
from gui.plots.fit.pointed import PointedPlot
from gui.plots.fit.pulls import Pulls
from gui.plots.frame import around_squares, cut_squares, with_edge
from gui.plots.points import NO_POINTS, DrawnPoints
from gui.run import Asking, Covers, Picks, View
from gui.theme import LIGHT, Theme
from gui.widgets.cover import COVERED

# The predictions for the training points (n,) and for the held-out points (m,).
Predictions = tuple[Vector, Vector]

MOST_SQUARES = 200
LONGEST_LABEL = 40
# What the pulls, the points' parts of a gradient, would give away.
PULLS_TELL = ("predictions", "card.arrow", "card.sentence", "card.gradient", "largest")


class FitPlot(PointedPlot):
    """Draws the data, the predictions of the epoch shown, and the residuals between them.

    `pullsWanted` says whether the person wants to see the residuals as pulls on a parameter.
    """

    queryChanged = Signal()
    pullsWanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(
            "fitPlot",
            "Fit",
            words.QUESTION,
            "The data and what the model predicts will appear here.",
            (NumberAxis("bottom", room=70), NumberAxis("left")),
            60,
            theme,
            parent,
        )
        self.frame_button = self.add_control("Frame", "fitFrameButton", "Back to the first view")
        self.frame_button.clicked.connect(self.show_frame)
        self.fit_button = self.add_control(
            "Fit view", "fitViewButton", "Show everything that is drawn, the predictions too"
        )
        self.fit_button.clicked.connect(self.show_all)
        self.pulls_button = self.add_control(
            "Pulls", "pullsButton", "Show each residual as a pull on a parameter"
        )
        self.pulls_button.setCheckable(True)
        self.pulls_button.clicked.connect(self.pullsWanted)
        self.pulls = Pulls(self)
        self.pulls.changed.connect(self._on_pulls)
        self.put_around(self.pulls.panel, self.pulls.bars)
        self.squares = Squares()
        self.residuals = pg.PlotCurveItem(connect="pairs")
        self.curve = pg.PlotCurveItem(antialias=True)
        self.previous_curve = pg.PlotCurveItem(antialias=True)
        self.preview_curve = pg.PlotCurveItem(antialias=True)
        self.ghost = Ghost(self)
        self._progress = 1.0
        self.held_out_dots = Dots(hollow=True)
        self.data_dots = Dots()
        self.prediction_dots = Dots()
        for item in (
            *self.picked.items, self.squares, self.residuals, self.previous_curve,
            self.ghost.curve, self.ghost.to_come, self.preview_curve, self.curve,
            self.pulls.springs, self.held_out_dots, self.data_dots, *self.marks,
            self.ghost.dots, self.ghost.arrows, self.prediction_dots,
        ):  # fmt: skip
            self.box.addItem(item)
        self._covers = Covers(self)
        self._asked: tuple[PointAsked, CurveAsked] | None = None
        self._points = NO_POINTS
        self._held_out = NO_POINTS
        # The visible range before it was enlarged to show the squares, and the enlarged one.
        self._grown: tuple[Frame, Frame] | None = None
        self.set_theme(theme)

    def set_covers(self, covers: Covers) -> None:
        """Leave out what `covers` hides."""
        self._covers = covers
        covers.changed.connect(self._on_covers)

    def set_asking(self, asking: Asking) -> None:
        """Let a point be chosen, or a curve drawn, while `asking` asks for that."""
        super().set_asking(asking)
        self._asked = PointAsked(self, self, asking), CurveAsked(self, self, asking)
        for each in self._asked:
            each.ink.set_theme(self.theme)

    def show_frame(self) -> None:
        """Return to the visible range that the run began with."""
        if self._view is not None:
            self.set_visible(*with_edge(self._view.facts.frame))
            self.draw(self._view)

    def show_all(self) -> None:
        """Show all data and all finite predictions."""
        if self._view is None:
            return
        snapshot = self._view.snapshot
        handles = self.edits.handles
        y = np.concatenate(
            [
                handles.targets,
                *(self._points.predicted(each) for each, _ in _all_predictions(snapshot)),
            ]
        )
        y = y[np.isfinite(y)]
        left, right = _padded(handles.inputs)
        bottom, top = _padded(y)
        self.set_visible(left, right, bottom, top)

    def set_progress(self, progress: float) -> None:
        """Draw the update's animation at `progress`, from 0 to 1."""
        if progress != self._progress:
            self._progress = progress
            self._range_changed()

    def _begin(self, view: View) -> None:
        facts = view.facts
        self._shrink_frame()
        self.pulls.forget()
        self._points = DrawnPoints.of(facts.inputs, facts.targets)
        self._held_out = DrawnPoints.of(facts.held_out_inputs, facts.held_out_targets)
        place = self.edits.selected_place(facts)
        if place is not None:
            # The point edited last is always drawn, however many points there are.
            self._points = including(self._points, facts.inputs, facts.targets, place)
            self._held_out = including(
                self._held_out, facts.held_out_inputs, facts.held_out_targets, place
            )
        size = 7.0 if len(self._points) <= 200 else 4.0
        for dots, larger in (
            (self.data_dots, 0), (self.held_out_dots, 1), (self.prediction_dots, 0),
            (self.ghost.dots, 0),
        ):  # fmt: skip
            dots.set_points(NONE, NONE, size + larger)
        self.size_marks(size)
        self.picked.set_size(size)
        for axis, text in zip(
            self.canvas.axes, (facts.input_label, facts.target_label), strict=True
        ):
            axis.setLabel(html.escape(shortened(text, LONGEST_LABEL)))
        if not self.begin_edits(view, Handles.of(self._points, self._held_out, facts)):
            self.set_visible(*with_edge(facts.frame))

    def _squared(self, snapshot: Snapshot) -> bool:
        """Whether the residuals are drawn as squares."""
        few = len(snapshot.predictions) <= MOST_SQUARES
        return snapshot.stage is Stage.LOSS and few and not self.pulls.on

    def _fit_range(self, view: View) -> None:
        """Leave a range chosen by the person alone; enlarge the run's own to fit the squares."""
        frame = with_edge(view.facts.frame)
        self._shrink_frame()
        if self.visible() == frame and self._squared(view.snapshot):
            size = self.box.width(), self.box.height()
            self._grown = frame, around_squares(frame, view.facts, view.snapshot, size)
            self.set_visible(*self._grown[1])

    def _shrink_frame(self) -> None:
        """Return to the range before it was enlarged, unless the person has changed it since."""
        grown, self._grown = self._grown, None
        if grown is not None and self.visible() == grown[1]:
            self.set_visible(*grown[0])

    def _colour(self, theme: Theme) -> None:
        self.residuals.setPen(self.pen(theme.residual))
        self.squares.set_colour(theme.prediction)
        self.data_dots.set_colours(theme.data, theme.panel)
        self.held_out_dots.set_colours(theme.data, theme.panel)
        self.prediction_dots.set_colours(theme.prediction, theme.panel)
        self.ghost.set_theme(theme)
        self.picked.set_theme(theme)
        self.pulls.set_theme(theme)
        for each in self._asked or ():
            each.ink.set_theme(theme)
        super()._colour(theme)

    def _redraw(self, view: View) -> None:
        snapshot = view.snapshot
        self.show_canvas(True)
        begun = snapshot.stage is not None
        old = self._points.predicted(snapshot.predictions)
        predictions = old
        if snapshot.updated_predictions is not None:
            predictions = self._between(old, self._points.predicted(snapshot.updated_predictions))
        finite = np.isfinite(predictions)
        style = Qt.PenStyle.SolidLine if begun else Qt.PenStyle.DashLine
        pen = pg.mkPen(self.theme.prediction, style=style)
        curve = self._between(snapshot.curve, snapshot.updated_curve)
        known = np.isfinite(curve) if self._hides_predictions else slice(None)
        draw_curve(self, self.curve, view.facts.curve_inputs[known], curve[known], pen)
        self.ghost.draw(view, self._points.inputs, old, predictions, self._progress)
        nothing = np.empty(0), np.empty(0)
        previous = pg.mkPen(self.theme.previous)
        draw_curve(self, self.previous_curve, *(view.previous_curve or nothing), previous)
        self._draw_preview(view)
        if begun:
            self.prediction_dots.set_points(
                self._points.inputs[finite], clipped(self, predictions[finite])
            )
        else:
            self.prediction_dots.set_points(NONE, NONE)
        self.pulls.draw(view, self._points)
        self._draw_data(view)
        for each in self._asked or ():
            each.draw()
        said = "residuals, squared" if self._squared(snapshot) else "residuals"
        residuals = self.pulls.legend(view) or [Entry("upright", self.theme.residual, said)]
        self.legend.set_entries(
            legend.entries(view, self.theme, residuals, held_out=len(self._held_out) > 0)
        )
        self.say_note(view)
        text, top = words.beyond(predictions[finite], *self.visible()[2:])
        if self._hides_predictions:
            text, top = f"The predictions are {COVERED}.", True
        if view.preview is not None:
            text, top = preview_in_words(view.preview), True
        self.say_at_edge(text, top=top)
        self.frame_button.setEnabled(
            self.visible() != (self._grown[1] if self._grown else with_edge(view.facts.frame))
        )

    def _between(self, before: Doubles, after: Doubles | None) -> Doubles:
        """`before`, moved towards `after` as far as the update's animation has come."""
        return (
            before if after is None else between(before, after, Phase.CURVE.share(self._progress))
        )

    def _data(self) -> tuple[Doubles, Doubles]:
        return self.edits.handles.inputs, self.edits.handles.targets

    def _draw_data(self, view: View) -> None:
        """Draw the points at their current places, and their residuals."""
        snapshot, handles = view.snapshot, self.edits.handles
        held_out = handles.held_out
        x, targets = handles.inputs[~held_out], handles.targets[~held_out]
        self.data_dots.set_points(x, targets)
        self.held_out_dots.set_points(handles.inputs[held_out], handles.targets[held_out])
        self.draw_marks()
        pulled = self.pulls.shown(view) is not None
        if snapshot.stage is None:
            self.picked.draw(view, x, targets, NONE)
            x = targets = predictions = NONE
        else:
            predictions = self._residual_ends(view, x)
            finite = np.isfinite(predictions)
            x, targets = x[finite], targets[finite]
            predictions = clipped(self, predictions[finite])
            self.picked.draw(view, x, targets, predictions)
        ends = np.column_stack([predictions, targets]).ravel()
        self.residuals.setData(
            NONE if pulled else np.repeat(x, 2), NONE if pulled else ends, skipFiniteCheck=True
        )
        if self._squared(snapshot):
            self.squares.set_residuals(x, predictions, targets)
        else:
            self.squares.set_residuals(NONE, NONE, NONE)

    def _residual_ends(self, view: View, x: Doubles) -> Doubles:
        """Where the residuals begin: at the predictions, with a slight delay in the animation."""
        snapshot, handles = view.snapshot, self.edits.handles

        def ends(predictions: Vector, held_out: Vector, curve: Doubles) -> Doubles:
            known = self._predicted((predictions, held_out))[~handles.held_out]
            new = ~handles.predicted[~handles.held_out]
            # The model has not predicted a point that was just moved: read it off the curve.
            known[new] = np.interp(
                x[new], view.facts.curve_inputs, curve, left=np.nan, right=np.nan
            )
            return known

        every = _all_predictions(snapshot)
        before = ends(*every[0], snapshot.curve)
        if snapshot.updated_curve is None:
            return before
        after = ends(*every[-1], snapshot.updated_curve)
        return between(before, after, Phase.RESIDUALS.share(self._progress))

    def _predicted(self, predictions: Predictions) -> Doubles:
        """The prediction for each point shown, taken from `predictions`; NaN where unknown."""
        trained, held_out = predictions
        known = self._points.predicted(trained), self._held_out.predicted(held_out), [np.nan]
        return np.concatenate(known)[self.edits.handles.columns]

    def _draw_preview(self, view: View) -> None:
        """Draw what the model would predict with the settings that are tried."""
        preview, nothing = view.preview, (np.empty(0), np.empty(0))
        drawn = nothing if preview is None else (view.facts.curve_inputs, preview.curve)
        pen = pg.mkPen(self.theme.text, style=Qt.PenStyle.DashDotLine)
        draw_curve(self, self.preview_curve, *drawn, pen)

    def _heights(self, view: View) -> Doubles:
        predictions = map(self._predicted, _all_predictions(view.snapshot))
        return np.column_stack([self.edits.handles.targets, *predictions])

    @property
    def _hides_predictions(self) -> bool:
        return self._covers.hides("predictions")

    def _on_covers(self) -> None:
        self.pulls.set_covered(self._covers.hides(*PULLS_TELL))
        self.draw_again()

    # --- pulls

    def set_pulls(self, on: bool) -> None:
        """Show each residual as a pull on the picked parameter, or not."""
        self.pulls_button.setChecked(on)
        self.pulls.set_on(on)

    def query(self, view: View) -> ByHandQuery | None:
        """The question for the pulls, while they are shown."""
        return self.pulls.query(view)

    def show_answer(self, query: ByHandQuery, by_hand: ByHand) -> None:
        """Draw the pulls that were asked for."""
        self.pulls.show_answer(query, by_hand)
        self.draw_again()

    def _on_pulls(self) -> None:
        self.draw_again()
        self.queryChanged.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the pulls that could not be asked for while hidden."""
        super().showEvent(event)
        self.queryChanged.emit()

    # --- points

    def set_picks(self, picks: Picks) -> None:
        """Mark what is picked elsewhere; point at what is under the mouse."""
        super().set_picks(picks)
        self.pulls.set_picks(picks)

    def _trained(self, k: int | None) -> int | None:
        handles = self.edits.handles
        if k is None or handles.held_out[k] or not handles.predicted[k]:
            return None
        return int(self._points.chosen[handles.columns[k]])

    def _told(self, view: View, k: int) -> list[str]:
        handles = self.edits.handles
        every = [] if self._hides_predictions else _all_predictions(view.snapshot)
        predictions = [float(self._predicted(each)[k]) for each in every]
        return words.point(
            shortened(view.facts.input_label, LONGEST_LABEL) or "input",
            float(handles.inputs[k]),
            float(handles.targets[k]),
            predictions if handles.predicted[k] else [],
            held_out=bool(handles.held_out[k]),
        )

    def _caption(self, snapshot: Snapshot) -> str:
        if self._hides_predictions:
            return ""
        if snapshot.stage is None:
            return "Dashed: what the starting parameters would predict."
        # Where something is asked or told of the points, it would stand over them.
        lesson = self._covers.part is not None
        if self._squared(snapshot) and snapshot.loss is not None and not lesson:
            return f"loss = mean of these squares = {grouped(snapshot.loss)}"
        return ""

    def _seen(self, view: View) -> str:
        if self._hides_predictions:
            return f"The predictions are {COVERED}."
        farthest = not self._covers.hides("largest")
        return of_fit(view.snapshot, view.facts, farthest=farthest) + self.pulls.in_words(view)

    def _note(self, view: View) -> str:
        caption = self.pulls.note(view) or self._caption(view.snapshot)
        cut = (
            cut_squares(self.squares, self.visible(), self.box.sceneBoundingRect())
            if self._squared(view.snapshot)
            else 0
        )
        if not cut or not caption:
            return caption
        return f"{caption}; {count(cut)} of them reach{'es' * (cut == 1)} beyond this view"


def _all_predictions(snapshot: Snapshot) -> list[Predictions]:
    """The predictions on the screen: those before the update and, if there was one, after it."""
    before = snapshot.predictions, snapshot.held_out_predictions
    after, held_out = snapshot.updated_predictions, snapshot.updated_held_out_predictions
    return [before] if after is None or held_out is None else [before, (after, held_out)]


def _padded(values: Doubles) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
    return low - margin, high + margin
