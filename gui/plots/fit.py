"""The data, and what the model makes of them: predictions, residuals, and the squares of those.

In the article's frame to begin with. However many points there are, about two thousand are drawn:
those that show what all of them would.
"""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from engine.epoch import Stage, Vector
from engine.numbers import number
from engine.snapshot import Doubles, Frame, Snapshot
from gui.plots.axes import NumberAxis
from gui.plots.base import Plot, told
from gui.plots.legend import Entry
from gui.plots.overlays import NONE, Dots, Squares
from gui.plots.points import NO_POINTS, DrawnPoints
from gui.theme import LIGHT, Theme
from gui.view import View

MOST_SQUARES = 200
HOVER_DISTANCE = 24
LONGEST_LABEL = 40
# Views away from what is seen: nobody sees the difference, and painting stays cheap and safe.
FAR = 20
EDGE = 0.012


class FitPlot(Plot):
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
        self.held_out_dots = Dots(hollow=True)
        self.data_dots = Dots()
        self.prediction_dots = Dots()
        for item in (
            self.squares, self.residuals, self.curve,
            self.held_out_dots, self.data_dots, self.prediction_dots,
        ):  # fmt: skip
            self.box.addItem(item)
        self._points = NO_POINTS
        self._held_out = NO_POINTS
        self.set_theme(theme)

    def show_frame(self) -> None:
        """Back to the frame that the run began with."""
        if self._view is not None:
            self.set_visible(*_with_edge(self._view.prepared.frame))

    def show_all(self) -> None:
        """Show all data and all finite predictions."""
        if self._view is None:
            return
        predictions = self._points.predicted(self._view.snapshot.predictions)
        x = np.concatenate([self._points.inputs, self._held_out.inputs])
        y = np.concatenate(
            [
                self._points.targets,
                self._held_out.targets,
                predictions[np.isfinite(predictions)],
            ]
        )
        left, right = _padded(x)
        bottom, top = _padded(y)
        self.set_visible(left, right, bottom, top)

    def _begin(self, view: View) -> None:
        prepared = view.prepared
        self._points = DrawnPoints.of(prepared.inputs, prepared.targets)
        self._held_out = DrawnPoints.of(prepared.held_out_inputs, prepared.held_out_targets)
        size = 7.0 if len(self._points) <= 200 else 4.0
        self.data_dots.set_points(self._points.inputs, self._points.targets, size)
        self.held_out_dots.set_points(self._held_out.inputs, self._held_out.targets, size + 1)
        self.prediction_dots.set_points(NONE, NONE, size)
        for axis, text in zip(
            self.canvas.axes, (prepared.input_label, prepared.target_label), strict=True
        ):
            axis.setLabel(text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL] + "…")
        self.set_visible(*_with_edge(prepared.frame))

    def _fit_range(self, view: View) -> None:
        """The view is the person's from the start."""

    def _colour(self, theme: Theme) -> None:
        self.residuals.setPen(pg.mkPen(theme.residual, width=1))
        self.squares.set_colour(theme.prediction)
        self.data_dots.set_colours(theme.data, theme.panel)
        self.held_out_dots.set_colours(theme.data, theme.panel)
        self.prediction_dots.set_colours(theme.prediction, theme.panel)

    def _redraw(self, view: View) -> None:
        snapshot = view.snapshot
        self.show_canvas(True)
        begun = snapshot.stage is not None
        predictions = self._points.predicted(snapshot.predictions)
        finite = np.isfinite(predictions)
        x, y = self._points.inputs[finite], self._clipped(predictions[finite])
        targets = self._points.targets[finite]
        self._draw_curve(view.prepared.curve_inputs, snapshot.curve, dashed=not begun)
        squares = snapshot.stage is Stage.LOSS and len(snapshot.predictions) <= MOST_SQUARES
        if begun:
            self.prediction_dots.set_points(x, y)
            self.residuals.setData(
                np.repeat(x, 2), np.column_stack([y, targets]).ravel(), skipFiniteCheck=True
            )
        else:
            self.prediction_dots.set_points(NONE, NONE)
            self.residuals.setData([], [])
        if squares:
            self.squares.set_residuals(x, y, targets)
        else:
            self.squares.set_residuals(NONE, NONE, NONE)
        self._set_legend(begun=begun, squares=squares)
        self.say(_caption(snapshot, squares=squares))
        self._hint(predictions[finite])
        self.frame_button.setEnabled(self.visible() != _with_edge(view.prepared.frame))

    def _draw_curve(self, x: Doubles, y: Doubles, *, dashed: bool) -> None:
        finite = np.isfinite(y)
        y = self._clipped(np.where(finite, y, 0.0))
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self.curve.setData(
            x,
            y,
            pen=pg.mkPen(self.theme.prediction, width=self.line_width(y), style=style),
            # Each number says whether its point is joined to the next.
            connect="all" if finite.all() else (finite & np.roll(finite, -1)).astype(np.int32),
            skipFiniteCheck=True,
        )

    def _clipped(self, y: Doubles) -> Doubles:
        _, _, bottom, top = self.visible()
        far = FAR * (top - bottom)
        return np.clip(y, bottom - far, top + far)

    def _set_legend(self, *, begun: bool, squares: bool) -> None:
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
        if place is None:
            return ""
        snapshot = view.snapshot
        found = min(
            self._nearest(self._points, snapshot.predictions, place[1]),
            self._nearest(self._held_out, snapshot.held_out_predictions, place[1]),
            key=lambda point: point[0],
        )
        return found[1] if found[0] <= HOVER_DISTANCE else ""

    def _nearest(
        self, points: DrawnPoints, predictions: Vector, mouse: QPointF
    ) -> tuple[float, str]:
        """How many pixels away the nearest point or prediction is, and what is told of it."""
        if not len(points):
            return math.inf, ""
        predicted = points.predicted(predictions)
        heights = np.column_stack([points.targets, predicted])
        x, y = self.to_scene(points.inputs[:, None], np.nan_to_num(heights, nan=math.inf))
        distances = np.hypot(x - mouse.x(), y - mouse.y()).min(axis=1)
        k = int(distances.argmin())
        target, prediction = float(points.targets[k]), float(predicted[k])
        return float(distances[k]), "\n".join(
            (
                f"t = {told(float(points.inputs[k]))}"
                + (", held out" if points is self._held_out else ""),
                f"target {told(target)}",
                f"prediction {told(prediction)}",
                f"residual {told(prediction - target)}",
            )
        )


def _with_edge(frame: Frame) -> Frame:
    """`frame` with room at its sides for the dots that stand on its edges."""
    left, right, bottom, top = frame
    edge = EDGE * (right - left)
    return left - edge, right + edge, bottom, top


def _caption(snapshot: Snapshot, *, squares: bool) -> str:
    if snapshot.stage is None:
        return "Before the first epoch: what the starting parameters would predict."
    if squares and snapshot.loss is not None:
        return f"loss = mean of these squares = {number(snapshot.loss)}"
    return ""


def _padded(values: Doubles) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
    return low - margin, high + margin
