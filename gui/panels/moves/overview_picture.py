"""Draws the picture of an overview, the curve and its marks, and explains them in words."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.numbers import exact, number
from engine.queries import Slice
from engine.runs import Doubles, Vector
from gui.motion import on_its_way
from gui.panels.moves.labels import Label, paint_labels
from gui.panels.moves.run_scale import RunScale
from gui.panels.moves.slice_plot import paint_arrow
from gui.panels.moves.way_bar import diamond
from gui.theme import PEN_WIDTH, Theme
from gui.zoom import scaled


@dataclass(frozen=True, eq=False)
class Overview:
    """What an overview shows.

    `cut` is on the scale of the run, the losses from 0 to `top`. `trail` are the (value, loss) of
    epochs before, two columns (m,). `goal` is where all parameters together fit best, and
    `goal_name` what that is called: "best value" or "valley floor". `common` is the scale that all
    parameters share, on which nothing is marked but the slope. `told` says whether the tooltip may
    tell the numbers.
    """

    cut: Slice
    top: float
    trail: tuple[Doubles, Doubles]
    goal: float | None
    goal_name: str
    sign: int
    tangent: bool
    moved: bool
    common: bool = False
    told: bool = True


@dataclass(frozen=True, eq=False)
class OverviewPicture:
    """Draws `shown` on `scale` in the colours of `theme`; the ring is filled while `gripped`.

    The step is drawn as far as `progress` of its movement."""

    shown: Overview
    scale: RunScale
    theme: Theme
    gripped: bool
    progress: float = 1.0

    def paint(self, painter: QPainter) -> None:
        """Draw it with `painter`, in the painter's font."""
        self._paint_axis(painter)
        self._paint_curve(painter)
        self._paint_step(painter)
        self._paint_labels(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        shown, scale, theme = self.shown, self.scale, self.theme
        area = scale.area
        if shown.common:
            painter.setPen(QPen(QColor(theme.border), scaled(1)))
            for part in (0.25, 0.5, 0.75, 1.0):
                y = round(scale.y(part * shown.top)) + 0.5
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QPen(QColor(theme.curve), scaled(1)))
        bottom = round(area.bottom()) + 0.5
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        if shown.common:
            return
        for value, style in ((shown.cut.floor, Qt.PenStyle.DashLine),
                             (shown.goal, Qt.PenStyle.DotLine)):  # fmt: skip
            if value is not None and scale.low <= value <= scale.high:
                painter.setPen(QPen(QColor(theme.faint_text), scaled(1), style))
                x = scale.x(value)
                # Leave room for the label above the line.
                top = max(area.top(), QFontMetricsF(painter.font()).height())
                painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        if shown.goal is not None and scale.low <= shown.goal <= scale.high:
            painter.setPen(QPen(QColor(theme.panel), scaled(1)))
            painter.setBrush(QColor(theme.faint_text))
            painter.drawPolygon(diamond(QPointF(scale.x(shown.goal), bottom), scaled(4.5)))

    def _paint_curve(self, painter: QPainter) -> None:
        shown, scale, theme = self.shown, self.scale, self.theme
        cut = shown.cut
        painter.save()
        painter.setClipRect(scale.area.adjusted(0, -1, 0, 2))
        painter.setPen(QPen(QColor(theme.curve), scaled(1.5)))
        painter.drawPolyline(scale.line(cut.values, cut.losses))
        if shown.common and shown.tangent and math.isfinite(cut.slope):
            pen = QPen(QColor(theme.slope), scaled(PEN_WIDTH))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(*scale.tangent(*cut.before, cut.slope))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.zero))
        for dot in scale.apart(*shown.trail):
            painter.drawEllipse(dot, scaled(2.2), scaled(2.2))
        painter.restore()

    def _paint_step(self, painter: QPainter) -> None:
        shown, scale, theme = self.shown, self.scale, self.theme
        cut = shown.cut
        after = cut.after if shown.moved else None
        if after is not None:
            after = on_its_way(cut.before, after, (cut.values, cut.losses), self.progress)
        here = scale.point(*cut.before)
        painter.setPen(QPen(QColor(theme.border), scaled(1), Qt.PenStyle.DotLine))
        painter.drawLine(here, QPointF(here.x(), scale.area.bottom()))
        if shown.common and after is not None:
            paint_arrow(
                painter, QColor(theme.sign(shown.sign)), scale.area.bottom() - scaled(6),
                scale.x(cut.before[0]), scale.x(after[0]), true_size=True,
            )  # fmt: skip
        painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
        painter.setBrush(QColor(theme.ink if self.gripped else theme.panel))
        painter.drawEllipse(here, scaled(4), scaled(4))
        if after is not None and all(map(math.isfinite, after)):
            there = scale.point(*after)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sign(shown.sign)))
            # The new value lies inside the ring of the old one.
            near = (there - here).manhattanLength() < scaled(5)
            size = scaled(2.5 if near else 4)
            painter.drawEllipse(there, size, size)

    def _paint_labels(self, painter: QPainter) -> None:
        shown, scale, theme = self.shown, self.scale, self.theme
        cut, area = shown.cut, scale.area
        metrics = QFontMetricsF(painter.font())
        before = Label(scale.x(cut.before[0]), number(cut.before[0], 3), theme.text)
        if shown.common:
            below = [
                before, Label(area.left(), "−3", theme.faint_text),
                Label(area.right(), "+3", theme.faint_text),
            ]  # fmt: skip
            painter.setPen(QColor(theme.faint_text))
            for loss in (shown.top, shown.top / 2, 0.0):
                painter.drawText(
                    QRectF(0, scale.y(loss) - metrics.height() / 2,
                           area.left() - scaled(4), metrics.height()),
                    int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value),
                    loss_text(loss),
                )  # fmt: skip
        else:
            below, above, room = [before], [], area
            goal_name = "best" if shown.goal_name == "best value" else shown.goal_name
            if shown.goal is not None and scale.low <= shown.goal <= scale.high:
                x = scale.x(shown.goal)
                below.append(Label(x, number(shown.goal, 3), theme.faint_text))
                above.append(Label(x, goal_name, theme.faint_text))
            if cut.floor is not None:
                above.append(Label(scale.x(cut.floor), "floor", theme.faint_text))
            if not scale.holds(*cut.before):
                above = [Label(before.x, "off this scale", theme.text)]
                # Beside the ring, which then stands at an edge.
                room = area.adjusted(scaled(6), 0, -scaled(6), 0)
            paint_labels(painter, above, room, metrics.ascent())
        paint_labels(painter, below, area, area.bottom() + scaled(3) + metrics.ascent())


def explained(name: str, shown: Overview, movable: bool) -> str:
    """What the overview along `name` shows, described in words and in full precision."""
    cut = shown.cut
    if not shown.told:
        return ""
    if shown.common:
        return (
            f"The loss along {name} from 3 below to 3 above where it is, and from 0 to "
            f"{number(shown.top)}:\nevery card has this scale."
        )
    lines = [
        f"The loss as {name} changes and the others stand where they are now.",
        "The scale is the same for the whole run. Grey dots: where it has been.",
        f"Ring: {name} = {exact(cut.before[0])}, loss {exact(cut.before[1])}",
    ]
    if shown.moved and cut.after is not None:
        lines.append(
            f"Dot: {name} = {exact(cut.after[0])}; loss {exact(cut.after[1])} with {name} alone"
        )
    if cut.floor is not None:
        lines.append(f"Floor: lowest while the others stand still, at {number(cut.floor)}")
    if shown.goal is not None:
        said = (
            "Best: where all parameters together fit best"
            if shown.goal_name == "best value"
            else "Valley floor: where all parameters together fit best in the start’s valley"
        )
        lines.append(f"{said}, {name} = {number(shown.goal)}")
    if movable:
        lines.append("Drag the ring, or use Left and Right, to try another start.")
    return "\n".join(lines)


def loss_text(loss: float) -> str:
    return f"{loss:,.0f}" if loss == int(loss) and loss < 1e6 else number(loss, 2)


def trail_of(params: Vector, losses: Vector, most: int = 400) -> tuple[Doubles, Doubles]:
    """About `most` of the points (`params`, `losses`), (k,) each, including first and last."""
    every = max(1, -(-len(params) // most))
    return params[::every].astype(np.float64), losses[::every].astype(np.float64)
