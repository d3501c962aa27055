"""The loss of a model with a single parameter: a curve, with the path of the run on it."""

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from engine.numbers import grouped, number
from engine.queries import LossAtQuery, Query
from engine.runs import Doubles
from engine.words.landscape import on_map
from gui.motion import Phase
from gui.plots.base.axes import NumberAxis
from gui.plots.base.overlays import NONE, Overlay, to_pixels
from gui.plots.base.plot import Plot
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.tags import Tag, place, write
from gui.plots.landscape.ways.kept import Kept
from gui.plots.landscape.ways.path import Path, finite, path_of
from gui.plots.landscape.ways.starting_plot import StartingPlot
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.zoom import scaled

PLACES = 300
APART = 26.0
MOST_LABELS = 5


class LossCurve(StartingPlot):
    """Draws the loss as the only parameter changes, and where the run has been."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(
            "lossCurve",
            "Landscape",
            "where does the loss fall?",
            "The loss around the parameter will appear here.",
            (NumberAxis("bottom", room=70), NumberAxis("left")),
            60,
            theme,
            parent,
        )
        self._curve: Kept[Doubles] = Kept()
        self._hover: Kept[Doubles] = Kept()
        self._values: Doubles = NONE
        self._path: Path | None = None
        self.line = pg.PlotCurveItem(antialias=True)
        self._ink = CurveInk()
        self.box.addItem(self.line)
        self.box.addItem(self._ink)
        self.fit_button = self.add_control(
            "Fit view",
            "lossCurveFitButton",
            "Back to the way from the start to the best fit",
        )
        self.fit_button.clicked.connect(self.fit_view)
        self._switch = ModeSwitch("map")
        self._header.insertWidget(self._header.count() - 1, self._switch)
        self.set_theme(theme)

    def params_at(self, x: float, _y: float) -> Doubles:
        """(1,): the parameter at a place."""
        return np.array([x])

    def query(self, view: View) -> Query[Any] | None:
        """The curve, and the loss under the mouse."""
        if self._view is None or view.facts is not self._view.facts:
            return None
        hover = self._hover.open if self._pointed() is not None else None
        return self._curve.open or hover

    def show_answer(self, query: Query[Any], answer: Any, *, at_once: bool = True) -> None:
        """Draw with what is known now; if not `at_once`, then with the next view."""
        if self._curve.take(query, answer):
            self._values = query.params[:, 0]  # type: ignore[attr-defined]
            if at_once:
                Plot._range_changed(self)
        elif self._hover.take(query, answer):
            self._tell_loss()
        else:
            return
        if at_once:
            self.queryChanged.emit()

    def _begin(self, view: View) -> None:
        self._home = None
        self._curve.forget()
        self._hover.forget()
        self._values = NONE

    def _fit_range(self, view: View) -> None:
        if self._home is None or self.visible() == self._home:
            scale = view.snapshot.scale
            top = float(scale.top[0])
            top = top if math.isfinite(top) and top > 0 else 1.0
            self.set_visible(float(scale.low[0]), float(scale.high[0]), -0.06 * top, 1.04 * top)
            self._home = self.visible()

    def _colour(self, theme: Theme) -> None:
        self.line.setPen(self.pen(theme.curve, 2))
        self._ink.set_style(theme, self.small_font)
        self._switch.set_theme(theme)

    def _redraw(self, view: View) -> None:
        self.show_canvas(True)
        left, right, _, _ = self.visible()
        self._curve.want(
            (view.run, left, right),
            lambda: LossAtQuery(np.linspace(left, right, PLACES)[:, None]),
        )
        answer = self._curve.answer
        if answer is not None:
            ok = np.isfinite(answer)
            self.line.setData(self._values[ok], answer[ok])
        self._path = path = finite(path_of(view))
        x, y = path.params[:, 0].astype(np.float64), path.losses.copy()
        if view.snapshot.updated_params is not None and len(x) > 1 and answer is not None:
            share = Phase.PARAMETER.share(self._progress)
            if share < 1:
                x[-1] = x[-2] + share * (x[-1] - x[-2])
                y[-1] = np.interp(x[-1], self._values, answer)
        ok = np.isfinite(y)
        valley = view.facts.valley
        best = None
        if valley is not None:
            best = float(valley.floor[0]), valley.floor_loss, valley.floor_in_words
        self._ink.show(x[ok], y[ok], path.numbers[ok], best, self._start.cross)
        name = view.facts.names[0]
        if self.canvas.axes[0].labelText != name:
            self.canvas.axes[0].setLabel(name)
            self.canvas.axes[1].setLabel("loss")
        self.fit_button.setEnabled(self.visible() != self._home)
        handle = (float(x[0]), float(y[0])) if ok.any() and ok[0] else None
        self._start.see(view, self._start.held or handle)

    def _loss_at(self, view: View, place: tuple[float, float]) -> str:
        params = self.params_at(*place)
        self._hover.want((view.run, float(params[0])), lambda: LossAtQuery(params[None]))
        found = self._hover.current
        return "…" if found is None else on_map.loss_there(float(found[0]), exact=True)

    def _seen(self, view: View) -> str:
        path, name = self._path, view.facts.names[0]
        if path is None or not len(path):
            return "The parameter is not finite."
        value, loss = float(path.params[-1, 0]), float(path.losses[-1])
        said = (
            f"The loss as {name} changes. {on_map.epoch_of(int(path.numbers[-1])).capitalize()}, "
        )
        return f"{said}{name} is {number(value)} and the loss {grouped(loss)}."


class CurveInk(Overlay):
    """The path on the curve, and the best fit."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._font = QFont()
        self._x, self._y = NONE, NONE
        self._numbers = np.empty(0, np.intp)
        self._best: tuple[float, float, str] | None = None
        self._cross: tuple[float, float] | None = None
        self.setZValue(5)

    def set_style(self, theme: Theme, font: QFont) -> None:
        """Use the colours of `theme`, and write in `font`."""
        self._theme, self._font = theme, font
        self.update()

    def show(
        self,
        x: Doubles,
        y: Doubles,
        numbers: Any,
        best: tuple[float, float, str] | None,
        cross: tuple[float, float] | None,
    ) -> None:
        """Draw the path through `x`, `y` after the epochs `numbers`, each (m,)."""
        self._x, self._y, self._numbers = x, y, numbers
        self._best, self._cross = best, cross
        self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Paint it."""
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(view)
        x, y = (np.clip(each, -1e6, 1e6) for each in to_pixels(scale, self._x, self._y))
        tags = []
        if self._best is not None:
            at = scale.map(QPointF(*self._best[:2]))
            marks.star(painter, at, theme, full=True, radius=7)
            tags.append(
                Tag(at, self._best[2], f"loss {grouped(self._best[1], 2)}", "abrl", away=10)
            )
        chosen = marks.spread(x, y, scaled(6))
        for k in chosen:
            marks.ring(painter, QPointF(x[k], y[k]), theme, 5.0 if k == 0 else 3.4)
        if len(x) > 1:
            end = QPointF(x[-1], y[-1])
            marks.dot(painter, end, theme, 5.0)
            name = on_map.epoch_of(int(self._numbers[-1]))
            loss = f"loss {grouped(float(self._y[-1]))}"
            tags.insert(0, Tag(end, name, loss, "arlb", must=True, away=10))
        for k in marks.spread(x, y, scaled(APART))[:MOST_LABELS]:
            if k < len(x) - 1 or len(x) == 1:
                name = on_map.epoch_of(int(self._numbers[k]))
                loss = f"loss {grouped(float(self._y[k]))}" if k == 0 else ""
                tags.append(Tag(QPointF(x[k], y[k]), name, loss, "arlb", must=k == 0))
        taken = [marks.around(QPointF(x[k], y[k]), 5) for k in chosen]
        write(painter, place(tags, self._font, view, taken), self._font, theme)
        if self._cross is not None:
            marks.cross(painter, scale.map(QPointF(*self._cross)), theme, 9)
