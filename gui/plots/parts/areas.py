"""Paints the parts of the loss one on the other over the epochs, and their names where they fit."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from engine.numbers import grouped, number
from engine.queries import Course
from engine.runs import Doubles
from engine.words.landscape.axes import FLOOR
from engine.words.landscape.course import AHEAD, Axis, cut_in_words
from gui.plots.base.axes import nice_ticks, tick_text
from gui.plots.parts.scale import Scale
from gui.plots.parts.sheet import Pencil
from gui.theme import Theme
from gui.zoom import px, scaled

# How strong the colours of what is to come are.
PALE = 0.55
TOOTH = 4.0
# A floor of less than this share of the picture's height is rounding.
NOTHING = 1e-9


def colours_of(theme: Theme, groups: int) -> list[str]:
    """The colour of each group, from along to across, which has always the same."""
    along, slant, across = theme.along, theme.slant, theme.across
    return {1: [across], 2: [along, across]}.get(groups, [along, slant, across])


def blended(colour: str, ground: str, share: float) -> QColor:
    """`colour` laid over `ground` with the opacity `share`."""
    one, two = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        one.redF() * share + two.redF() * (1 - share),
        one.greenF() * share + two.greenF() * (1 - share),
        one.blueF() * share + two.blueF() * (1 - share),
    )


def ink_on(colour: QColor, theme: Theme) -> str:
    """The ink that can be read on `colour`."""
    inks = sorted((theme.text, theme.panel), key=lambda ink: QColor(ink).lightnessF())
    return inks[0] if colour.lightnessF() > 0.5 else inks[1]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A stretch of the course, trained or to come: heights (g + 1, n) at `x` (n,)."""

    x: Doubles
    edges: Doubles
    pale: bool


def stretches(course: Course, scale: Scale) -> list[Stretch]:
    """The stretches to paint; updates that the curvature does not describe are left out."""
    trained, floor = course.trained, course.trained.floor
    found = []
    described = trained.described
    edges = np.flatnonzero(np.diff(np.concatenate([[False], described, [False]]).astype(int)))
    for begin, end in edges.reshape(-1, 2).tolist():
        numbers, parts = trained.numbers[begin:end].astype(np.float64), trained.parts[begin:end]
        found.append(_stretch(numbers, parts, floor, scale, pale=False))
    if len(course.ahead):
        numbers, parts = course.ahead, course.ahead_parts
        if len(trained.numbers):
            last = trained.parts[-1:]
            numbers = np.concatenate([[float(trained.numbers[-1])], numbers])
            parts = np.concatenate([last, parts])
        found.append(_stretch(numbers, parts, floor, scale, pale=True))
    return found


def _stretch(numbers: Doubles, parts: Doubles, floor: float, scale: Scale, pale: bool) -> Stretch:
    with np.errstate(all="ignore"):
        tops = floor + np.cumsum(parts, axis=1).T
    low = np.concatenate([np.full((1, len(numbers)), floor), tops])
    return Stretch(scale.x(numbers), scale.y(low), pale)


class Areas:
    """Paints one course with `pencil` on `scale`."""

    def __init__(
        self, pencil: Pencil, course: Course, scale: Scale, axes: tuple[Axis, ...]
    ) -> None:
        self._pencil, self._painter, self._theme = pencil, pencil.painter, pencil.theme
        self._course, self._scale, self._axes = course, scale, axes
        self._stretches = stretches(course, scale)
        self._colours = colours_of(self._theme, len(axes))

    def paint(self) -> None:
        """Paint the areas, the loss, the axis at the left, and the names."""
        painter, area = self._painter, self._scale.area
        painter.save()
        painter.setClipRect(area.adjusted(0, -1, 1, 1))
        for stretch in self._stretches:
            self._paint_areas(stretch)
        self._paint_losses()
        painter.restore()
        self._paint_axis()
        cut = self._paint_cut()
        self._paint_names(cut)
        self._paint_floor()

    def _paint_areas(self, stretch: Stretch) -> None:
        painter, bottom = self._painter, self._scale.area.bottom()
        painter.setPen(Qt.PenStyle.NoPen)
        strength = PALE if stretch.pale else 1.0
        below = np.full(len(stretch.x), bottom)
        ground = blended(self._theme.zero, self._theme.panel, 0.6 * strength)
        for edge, colour in zip(
            stretch.edges,
            [ground, *(blended(c, self._theme.panel, strength) for c in self._colours)],
            strict=True,
        ):
            painter.setBrush(colour)
            painter.drawPolygon(_polygon(stretch.x, edge, below))
            below = edge

    def _paint_losses(self) -> None:
        painter, trained = self._painter, self._course.trained
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stretch in self._stretches:
            if stretch.pale:
                painter.setPen(QPen(QColor(self._theme.faint_text), scaled(1.5)))
                painter.drawPath(_path(stretch.x, stretch.edges[-1]))
        finite = np.isfinite(trained.losses)
        if finite.any():
            painter.setPen(QPen(QColor(self._theme.loss), scaled(2)))
            x = self._scale.x(trained.numbers[finite].astype(np.float64))
            painter.drawPath(_path(x, self._scale.y(trained.losses[finite])))

    def _paint_axis(self) -> None:
        painter, pencil, scale = self._painter, self._pencil, self._scale
        area, theme = scale.area, self._theme
        spacing, ticks = nice_ticks(0.0, scale.top, area.height() / scaled(34))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(area.bottomLeft(), area.topLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        for value in ticks:
            y = float(scale.y(np.array([value]))[0])
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(area.left() - px(4), y), QPointF(area.left(), y))
            text = tick_text(value, spacing)
            pencil.write(area.left() - px(6), y, text, colour=theme.faint_text, align=1.0)

    def _paint_cut(self) -> float:
        """Paint where the picture is cut off, and say so; the x of its end, 0 for no cut."""
        words = cut_in_words(self._course)
        columns = self._columns()
        top = self._scale.area.top()
        over = np.flatnonzero(columns[-1] < top - 1)
        if not words or not len(over):
            return 0.0
        left = self._scale.area.left()
        begin, end = left + float(over[0]), left + float(over[-1]) + 1
        painter, tooth = self._painter, scaled(TOOTH)
        steps = max(1, round((end - begin) / tooth))
        zigzag = [
            QPointF(begin + (end - begin) * k / steps, top + (tooth if k % 2 else 0))
            for k in range(steps + 1)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.panel))
        painter.drawPolygon(QPolygonF([QPointF(begin, top - 2), *zigzag, QPointF(end, top - 2)]))
        name, size = self._axes[-1].name, grouped(float(self._course.first[-1]), 3)
        bold = f"{name} {size}"
        for told in (f"  {words}", "  cut off", ""):
            wide = self._pencil.wide(bold, bold=True) + self._pencil.wide(told)
            if end + px(6) + wide <= self._scale.area.right():
                place = self._pencil.write(
                    end + px(6), top + self._pencil.height / 2, bold, bold=True
                )
                self._pencil.write(
                    place.right(), place.center().y(), told, colour=self._theme.faint_text
                )
                return end
        # The cut reaches too far to the right: it is told within it.
        y = top + tooth + self._pencil.height / 2 + px(2)
        text = f"{words[:1].upper()}{words[1:]}"
        if self._pencil.wide(text) > self._scale.area.width() - px(8):
            text = "Cut off"
        self._pencil.write(self._scale.area.left() + px(6), y, text, ground=self._theme.panel)
        return end

    def _columns(self) -> Doubles:
        """(g + 1, w): the edges of the areas at every pixel of the picture; NaN where none are."""
        area = self._scale.area
        at = area.left() + np.arange(max(1, int(area.width())))
        edges = np.full((len(self._axes) + 1, len(at)), np.nan)
        for stretch in self._stretches:
            inside = (at >= stretch.x[0] - 0.5) & (at <= stretch.x[-1] + 0.5)
            for k, edge in enumerate(stretch.edges):
                edges[k, inside] = np.interp(at[inside], stretch.x, edge)
        return edges

    def _paint_names(self, cut: float) -> None:
        columns, area, pencil = self._columns(), self._scale.area, self._pencil
        head = pencil.height if cut else 0.0
        shown = np.maximum(columns, area.top())
        ends = [s for s in self._stretches if s.pale]
        border = float(ends[0].x[0]) if ends else math.inf
        for k, axis in enumerate(self._axes):
            if cut and k == len(self._axes) - 1:
                continue
            size = grouped(float(self._course.first[k]), 3)
            for text in (f"{axis.name} {size}", axis.name):
                wide = pencil.wide(text, bold=True) + px(8)
                high = pencil.height + px(2)
                thick = np.nan_to_num(shown[k] - shown[k + 1]) >= high
                begin, length = _longest(thick)
                if length < wide:
                    continue
                middle = begin + length // 2
                reach = slice(max(0, int(middle - wide / 2)), int(middle + wide / 2))
                y0 = float(np.nanmax(shown[k + 1][reach]))
                y1 = float(np.nanmin(shown[k][reach]))
                if y1 - y0 < high - 2:
                    continue
                x = area.left() + middle
                pale = x > border
                ground = blended(self._colours[k], self._theme.panel, PALE if pale else 1.0)
                pencil.write(
                    x, max((y0 + y1) / 2, y0 + head / 2), text, bold=True, align=0.5,
                    colour=ink_on(ground, self._theme),
                )  # fmt: skip
                break

    def _paint_floor(self) -> None:
        """Say what no fit can take away, at the right, if nothing else is there."""
        area, pencil = self._scale.area, self._pencil
        columns = self._columns()[-1]
        floor = self._course.trained.floor
        if floor < NOTHING * self._scale.top:
            return
        size = number(floor, 2)
        for text in (f"{size} {FLOOR.removeprefix('that ')}", size):
            wide = pencil.wide(text)
            free = columns[-int(wide + px(6)) :]
            y = area.bottom() - pencil.height / 2 - px(3)
            if len(free) and np.nanmin(free, initial=math.inf) > y + pencil.height / 2:
                pencil.write(area.right() - px(2), y, text, align=1.0)
                return

    def paint_border(self, trained: int) -> None:
        """Say where the trained part ends and what is to come begins."""
        if not len(self._course.ahead) or not trained:
            return
        pencil, area = self._pencil, self._scale.area
        x = self._scale.x_of(trained)
        painter = self._painter
        painter.setPen(QPen(QColor(self._theme.faint_text), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        y = area.bottom() - pencil.height / 2 - px(4)
        columns = self._columns()[-1]
        for text, align, begin in (("trained ◂", 1.0, x - px(5)), (f"▸ {AHEAD}", 0.0, x + px(5))):
            wide = pencil.wide(text)
            left = begin - align * wide
            reach = columns[
                max(0, int(left - area.left())) : max(0, int(left + wide - area.left()))
            ]
            fits = left >= area.left() + 2 and left + wide <= area.right() - 2
            if fits and len(reach) and np.nanmax(reach) < y - pencil.height / 2:
                ground = blended(self._colours[0], self._theme.panel, PALE if not align else 1.0)
                pencil.write(left, y, text, colour=ink_on(ground, self._theme))


def _longest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of true values begins, and how long it is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return 0, 0
    lengths = runs[:, 1] - runs[:, 0]
    k = int(lengths.argmax())
    return int(runs[k, 0]), int(lengths[k])


def _polygon(x: Doubles, above: Doubles, below: Doubles) -> QPolygonF:
    there = zip(x.tolist(), above.tolist(), strict=True)
    back = zip(x[::-1].tolist(), below[::-1].tolist(), strict=True)
    return QPolygonF([QPointF(*place) for place in (*there, *back)])


def _path(x: Doubles, y: Doubles) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(
        QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist(), strict=True)])
    )
    return path


def cursor(painter: QPainter, theme: Theme, x: float, area: QRectF, bottom: float) -> None:
    """Paint the line that marks the epoch shown."""
    painter.setPen(QPen(QColor(theme.ink), scaled(1.2)))
    painter.drawLine(QPointF(x, area.top()), QPointF(x, bottom))
