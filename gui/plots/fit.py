"""The data, and what the model makes of them: predictions, residuals, and the squares of those.

In the article's frame to begin with. However many points there are, about two thousand are drawn:
those that show what all of them would. They can be edited by hand, with the mouse or with keys.
"""

import html

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine.numbers import number
from engine.queries import Snapshot
from engine.runs import Doubles, Frame, Stage
from gui.plots.base.axes import NumberAxis
from gui.plots.base.legend import Entry
from gui.plots.base.overlays import NONE, Dots, Squares
from gui.plots.base.plot import told
from gui.plots.edit import EditablePlot, Handles, including
from gui.plots.points import NO_POINTS, DrawnPoints
from gui.run import View
from gui.run.view import short_of
from gui.theme import LIGHT, Theme

MOST_SQUARES = 200
HOVER_DISTANCE = 24
LONGEST_LABEL = 40
# Views away from what is seen: nobody sees the difference, and painting stays cheap and safe.
FAR = 20
EDGE = 0.012


class FitPlot(EditablePlot):
    """Draws the data, the predictions of the epoch shown, and the residuals between them."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(
            "fitPlot",
            "Fit",
            "do the predictions follow the data?",
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
        self.squares = Squares()
        self.residuals = pg.PlotCurveItem(connect="pairs")
        self.curve = pg.PlotCurveItem(antialias=True)
        self.previous_curve = pg.PlotCurveItem(antialias=True)
        self.held_out_dots = Dots(hollow=True)
        self.data_dots = Dots()
        self.prediction_dots = Dots()
        for item in (
            self.squares, self.residuals, self.previous_curve, self.curve, self.held_out_dots,
            self.data_dots, *self.marks, self.prediction_dots,
        ):  # fmt: skip
            self.box.addItem(item)
        self._points = NO_POINTS
        self._held_out = NO_POINTS
        self.set_theme(theme)

    def show_frame(self) -> None:
        """Back to the frame that the run began with."""
        if self._view is not None:
            self.set_visible(*_with_edge(self._view.facts.frame))

    def show_all(self) -> None:
        """Show all data and all finite predictions."""
        if self._view is None:
            return
        predictions = self._points.predicted(self._view.snapshot.predictions)
        handles = self.edits.handles
        y = np.concatenate([handles.targets, predictions[np.isfinite(predictions)]])
        left, right = _padded(handles.inputs)
        bottom, top = _padded(y)
        self.set_visible(left, right, bottom, top)

    def _begin(self, view: View) -> None:
        facts = view.facts
        self._points = DrawnPoints.of(facts.inputs, facts.targets)
        self._held_out = DrawnPoints.of(facts.held_out_inputs, facts.held_out_targets)
        place = self.edits.selected_place(facts)
        if place is not None:
            # What was edited last stays in sight, however many points there are.
            self._points = including(self._points, facts.inputs, facts.targets, place)
            self._held_out = including(
                self._held_out, facts.held_out_inputs, facts.held_out_targets, place
            )
        size = 7.0 if len(self._points) <= 200 else 4.0
        for dots, larger in (
            (self.data_dots, 0), (self.held_out_dots, 1), (self.prediction_dots, 0)
        ):  # fmt: skip
            dots.set_points(NONE, NONE, size + larger)
        self.size_marks(size)
        for axis, text in zip(
            self.canvas.axes, (facts.input_label, facts.target_label), strict=True
        ):
            axis.setLabel(html.escape(_label(text)))
        if not self.begin_edits(view, Handles.of(self._points, self._held_out, facts)):
            self.set_visible(*_with_edge(facts.frame))

    def _fit_range(self, view: View) -> None:
        """The view is the person's from the start."""

    def _colour(self, theme: Theme) -> None:
        self.residuals.setPen(pg.mkPen(theme.residual, width=1))
        self.squares.set_colour(theme.prediction)
        self.data_dots.set_colours(theme.data, theme.panel)
        self.held_out_dots.set_colours(theme.data, theme.panel)
        self.prediction_dots.set_colours(theme.prediction, theme.panel)
        super()._colour(theme)

    def _redraw(self, view: View) -> None:
        snapshot = view.snapshot
        self.show_canvas(True)
        begun = snapshot.stage is not None
        predictions = self._points.predicted(snapshot.predictions)
        finite = np.isfinite(predictions)
        style = Qt.PenStyle.SolidLine if begun else Qt.PenStyle.DashLine
        pen = pg.mkPen(self.theme.prediction, style=style)
        self._draw_curve(self.curve, view.facts.curve_inputs, snapshot.curve, pen)
        nothing = np.empty(0), np.empty(0)
        previous = pg.mkPen(self.theme.previous)
        self._draw_curve(self.previous_curve, *(view.previous_curve or nothing), previous)
        if begun:
            self.prediction_dots.set_points(
                self._points.inputs[finite], self._clipped(predictions[finite])
            )
        else:
            self.prediction_dots.set_points(NONE, NONE)
        self._draw_data(view)
        self._set_legend(
            begun=begun,
            squares=_squared(snapshot),
            previous=view.previous_in_words if view.previous_curve else "",
        )
        self.say_note(view)
        self._hint(predictions[finite])
        self.frame_button.setEnabled(self.visible() != _with_edge(view.facts.frame))

    def _draw_data(self, view: View) -> None:
        """Draw the points, where they are now, and their residuals."""
        snapshot, handles = view.snapshot, self.edits.handles
        held_out = handles.held_out
        x, targets = handles.inputs[~held_out], handles.targets[~held_out]
        self.data_dots.set_points(x, targets)
        self.held_out_dots.set_points(handles.inputs[held_out], handles.targets[held_out])
        self.draw_marks()
        if snapshot.stage is None:
            x = targets = predictions = NONE
        else:
            predictions = self._predicted(snapshot)[~held_out]
            new = ~handles.predicted[~held_out]
            # Nobody has asked the model about a point that was moved; the curve shows what it says.
            predictions[new] = np.interp(
                x[new], view.facts.curve_inputs, snapshot.curve, left=np.nan, right=np.nan
            )
            finite = np.isfinite(predictions)
            x, targets = x[finite], targets[finite]
            predictions = self._clipped(predictions[finite])
        self.residuals.setData(
            np.repeat(x, 2), np.column_stack([predictions, targets]).ravel(), skipFiniteCheck=True
        )
        if _squared(snapshot):
            self.squares.set_residuals(x, predictions, targets)
        else:
            self.squares.set_residuals(NONE, NONE, NONE)

    def _predicted(self, snapshot: Snapshot) -> Doubles:
        """What is predicted for each point shown; NaN where that is not known."""
        handles = self.edits.handles
        return np.concatenate(
            [
                self._points.predicted(snapshot.predictions),
                self._held_out.predicted(snapshot.held_out_predictions),
                [np.nan],
            ]
        )[handles.columns]

    def _draw_curve(self, item: pg.PlotCurveItem, x: Doubles, y: Doubles, pen: QPen) -> None:
        finite = np.isfinite(y)
        y = self._clipped(np.where(finite, y, 0.0))
        pen.setWidth(self.line_width(y))
        item.setData(
            x,
            y,
            pen=pen,
            # Each number says whether its point is joined to the next.
            connect="all" if finite.all() else (finite & np.roll(finite, -1)).astype(np.int32),
            skipFiniteCheck=True,
        )

    def _clipped(self, y: Doubles) -> Doubles:
        _, _, bottom, top = self.visible()
        far = FAR * (top - bottom)
        return np.clip(y, bottom - far, top + far)

    def _set_legend(self, *, begun: bool, squares: bool, previous: str) -> None:
        theme = self.theme
        entries = [Entry("dot", theme.data, "data")]
        if len(self._held_out):
            entries.append(Entry("ring", theme.data, "held out"))
        if begun:
            entries.append(Entry("dot", theme.prediction, "predictions"))
            entries.append(
                Entry("upright", theme.residual, "residuals, squared" if squares else "residuals")
            )
        else:
            entries.append(Entry("dashed", theme.prediction, "starting parameters"))
        if previous:
            entries.append(Entry("line", theme.previous, previous, short_of(previous)))
        self.legend.set_entries(tuple(entries))

    def _hint(self, predictions: Doubles) -> None:
        _, _, bottom, top = self.visible()
        if not len(predictions):
            self.say_at_edge("The predictions are no longer finite numbers.", top=True)
        elif (predictions > top).all():
            self.say_at_edge("▲ Predictions are above this view: Fit view shows them.", top=True)
        elif (predictions < bottom).all():
            self.say_at_edge("▼ Predictions are below this view: Fit view shows them.", top=False)
        elif ((predictions < bottom) | (predictions > top)).all():
            self.say_at_edge("Predictions are outside this view: Fit view shows them.", top=True)
        else:
            self.say_at_edge("", top=True)

    def _tip_text(self, view: View) -> str:
        place = self.mouse()
        handles = self.edits.handles
        text = super()._tip_text(view)
        if text or place is None or not len(handles.rows):
            return text
        heights = np.column_stack([handles.targets, self._predicted(view.snapshot)])
        x, y = self.to_scene(handles.inputs[:, None], np.nan_to_num(heights, nan=np.inf))
        distances = np.hypot(x - place[1].x(), y - place[1].y()).min(axis=1)
        k = int(distances.argmin())
        return "\n".join(self._told(view, k)) if distances[k] <= HOVER_DISTANCE else ""

    def _told(self, view: View, k: int) -> list[str]:
        handles = self.edits.handles
        target = float(handles.targets[k])
        lines = [
            f"{_label(view.facts.input_label) or 'input'} = {told(float(handles.inputs[k]))}"
            + (", held out" if handles.held_out[k] else ""),
            f"target {told(target)}",
        ]
        if handles.predicted[k]:
            prediction = float(self._predicted(view.snapshot)[k])
            lines += [f"prediction {told(prediction)}", f"residual {told(prediction - target)}"]
        return lines

    def _note(self, view: View) -> str:
        return _caption(view.snapshot)


def _with_edge(frame: Frame) -> Frame:
    """`frame` with room at its sides for the dots that stand on its edges."""
    left, right, bottom, top = frame
    edge = EDGE * (right - left)
    return left - edge, right + edge, bottom, top


def _label(text: str) -> str:
    """The name of a column of the data, on the one line that there is room for."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL] + "…"


def _squared(snapshot: Snapshot) -> bool:
    """Whether the residuals are drawn as squares."""
    return snapshot.stage is Stage.LOSS and len(snapshot.predictions) <= MOST_SQUARES


def _caption(snapshot: Snapshot) -> str:
    if snapshot.stage is None:
        return "Dashed: what the starting parameters would predict."
    if _squared(snapshot) and snapshot.loss is not None:
        return f"loss = mean of these squares = {number(snapshot.loss)}"
    return ""


def _padded(values: Doubles) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
    return low - margin, high + margin
