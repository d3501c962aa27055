"""What is drawn over the ground of a map: the path, where it leads, the arrows and the labels."""

import math
from time import perf_counter

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF, QTransform

from engine.numbers import count, grouped
from engine.runs import Doubles
from engine.words.landscape import on_map
from gui.plots.base.overlays import Overlay
from gui.plots.landscape.map.drawn import Drawn
from gui.plots.landscape.map.lens import ONE_PLACE
from gui.plots.landscape.map.lens_ink import LensInk
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.ground import Ground, write_numbers
from gui.plots.landscape.paint.tags import Tag, place, write
from gui.theme import LIGHT, Theme
from gui.zoom import scaled

# In pixels: dots nearer together than this are one; places nearer together get no label each.
DOTS, APART = 4.5, 13.0
MOST_LABELS = 4
# How far the arrow of −gradient is from the place, or from the step where that is seen too.
OFF_PLACE, OFF_STEP = 8.0, 16.0
# How much longer each half of an axis of the curvature is than the arrow.
AXIS = 2.2
# Where a place's loss differs from the map's by more than this share, its path is dotted.
DOTTED = 0.2


class Ink(Overlay):
    """Draws what is `drawn`, and the numbers of the contours of `ground` where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = Drawn()
        self.ground: Ground | None = None
        self.seconds = 0.0
        self._lens_area = QRectF()
        self._theme = LIGHT
        self._font = QFont()
        self.setZValue(5)

    def set_style(self, theme: Theme, font: QFont) -> None:
        """Use the colours of `theme`, and write in `font`."""
        self._theme, self._font = theme, font
        self.update()

    def show(self, drawn: Drawn, ground: Ground | None) -> None:
        """Draw this."""
        self.drawn, self.ground = drawn, ground
        self.update()

    def through_lens(self, pixel: QPointF) -> tuple[float, float] | None:
        """The place of the map that is seen at `pixel` through the lens; None beside it."""
        lens, area = self.drawn.lens, self._lens_area
        if lens is None or not area.contains(pixel):
            return None
        left, right, bottom, top = lens.frame
        across = (pixel.x() - area.left()) / area.width()
        up = (area.bottom() - pixel.y()) / area.height()
        return left + across * (right - left), bottom + up * (top - bottom)

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Paint it, and note how long that takes."""
        begun = perf_counter()
        self._paint(painter, scale, view)
        self.seconds = perf_counter() - begun

    def _paint(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        theme, whole = self._theme, self.drawn
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(view)
        x, y = marks.pixels(scale, whole.x, whole.y)
        rows = marks.thinned(x, y)
        x, y, drawn = x[rows], y[rows], whole.at(rows)
        way_x, way_y = marks.pixels(scale, *whole.way)
        way = marks.thinned(way_x, way_y, scaled(3))
        way_x, way_y = way_x[way], way_y[way]
        marked = self._marked(scale, view, x, y)
        lens, self._lens_area = None, QRectF()
        if drawn.lens is not None and len(x):
            lens = LensInk(whole, drawn.lens, scale, view, theme, self._font)
            self._lens_area = lens.area()
            marked.append(self._lens_area.adjusted(-4, -lens.head, 4, 4))
        tags = place(self._tags(drawn, scale, view, x, y), self._font, view, marked)
        if self.ground is not None:
            avoided = [*marked, *(each.area for each in tags), *marks.beside(x, y)]
            avoided += marks.beside(way_x, way_y, most=300)
            numbers = self.ground.numbers(scale, view, self._font, avoided)
            write_numbers(painter, numbers, self._font, theme)
        for line in self._axes(scale):
            marks.axis(painter, line, theme)
        self._paint_ahead(painter, scale, way_x, way_y)
        self._paint_path(painter, drawn, x, y)
        arrow = self._arrow(scale)
        if arrow is not None:
            marks.arrow(painter, arrow.p1(), arrow.p2(), theme.slope, theme)
        if drawn.best is not None:
            at = scale.map(QPointF(drawn.best.x, drawn.best.y))
            marks.star(painter, at, theme, full=drawn.best.here)
        if drawn.lowest is not None:
            marks.cross(painter, scale.map(QPointF(*drawn.lowest[:2])), theme)
        if drawn.cross is not None:
            marks.cross(painter, scale.map(QPointF(*drawn.cross)), theme, 9)
        if lens is not None and not self._lens_area.isEmpty():
            lens.paint(painter, self._lens_area)
        write(painter, tags, self._font, theme)

    # --- the path

    def _paint_path(self, painter: QPainter, drawn: Drawn, x: Doubles, y: Doubles) -> None:
        theme = self._theme
        if not len(x):
            return
        _paint_stretches(painter, x, y, drawn.off, theme)
        end = len(x) - 1
        for k in marks.spread(x, y, scaled(DOTS)):
            if k < end:
                pale = len(drawn.off) > k and drawn.off[k] > DOTTED
                at = QPointF(x[k], y[k])
                marks.ring(painter, at, theme, 5.0 if k == 0 else 3.4, pale=bool(pale))
        if drawn.step_words and end:
            before, after = QPointF(x[end - 1], y[end - 1]), QPointF(x[end], y[end])
            way = QLineF(before, after)
            if way.length() > scaled(20):
                begin, tip = scaled(6) / way.length(), 1 - scaled(5) / way.length()
                marks.arrow(painter, way.pointAt(begin), way.pointAt(tip), theme.text, theme, 2.2)
        at = QPointF(x[end], y[end])
        if end == 0:
            marks.ring(painter, at, theme, 6.5 if drawn.held else 5.0)
        else:
            marks.dot(painter, at, theme, 5.0)

    def _arrow(self, scale: QTransform) -> QLineF | None:
        """Where the arrow of −gradient is: beside the step, where that can be seen itself."""
        drawn = self.drawn
        if drawn.begin is None:
            return None
        begin = scale.map(QPointF(*drawn.begin))
        if drawn.step_words:
            return marks.along(scale, drawn.down, begin, off=0, side=OFF_STEP)
        return marks.along(scale, drawn.down, begin, off=OFF_PLACE)

    def _axes(self, scale: QTransform) -> list[QLineF]:
        """The axes of the curvature, each as a line of fixed length."""
        found = []
        for axis in self.drawn.axes:
            middle = scale.map(QPointF(axis.x, axis.y))
            half = marks.along(scale, axis.along, middle, off=0)
            if half is not None:
                way = QPointF(half.dx(), half.dy()) * AXIS
                found.append(QLineF(middle - way, middle + way))
        return found

    def _paint_ahead(self, painter: QPainter, scale: QTransform, x: Doubles, y: Doubles) -> None:
        """The way that is left through the pixels `x`, `y`, and the places on it."""
        drawn, theme = self.drawn, self._theme
        if len(x):
            pen = QPen(QColor(theme.text), scaled(1.4), Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(marks.points_of(x, y)))
        for along, across, _ in drawn.ahead:
            marks.ring(painter, scale.map(QPointF(along, across)), theme, 3.2)

    # --- the labels

    def _tags(
        self, drawn: Drawn, scale: QTransform, view: QRectF, x: Doubles, y: Doubles
    ) -> list[Tag]:
        tags = _path_tags(drawn, x, y, view)
        if drawn.best is not None:
            at = scale.map(QPointF(drawn.best.x, drawn.best.y))
            if view.contains(at):
                best = drawn.best
                tags.insert(1, Tag(at, best.first, best.second, "bBlar", away=11, must=True))
        arrow = self._arrow(scale)
        if arrow is not None and drawn.lens is None:
            sides = "rlab" if arrow.dx() >= 0 else "lrab"
            at = arrow.center() if drawn.step_words else arrow.p2()
            colour = self._theme.slope
            tags.append(Tag(at, drawn.down_words, drawn.step_words, sides, colour=colour))
        for k, (along, across, epoch) in enumerate(drawn.ahead):
            word, sides = ("then: epoch ", "ab") if k == 0 else ("", "a")
            at = scale.map(QPointF(along, across))
            tags.append(Tag(at, f"{word}{count(epoch)}", sides=sides, bold=False, away=9))
        for axis, line in zip(drawn.axes, self._axes(scale), strict=False):
            for end in (line.p1(), line.p2()):
                left = end.x() < line.center().x()
                if view.contains(end) and not any(tag.first == axis.name for tag in tags):
                    sides = "lab" if left else "rab"
                    tags.append(Tag(end, axis.name, sides=sides, bold=False, away=4))
        if drawn.lowest is not None:
            at = scale.map(QPointF(*drawn.lowest[:2]))
            tags.append(Tag(at, "lowest on this map", drawn.lowest[2], "lrab", away=9))
        return tags

    def _marked(self, scale: QTransform, view: QRectF, x: Doubles, y: Doubles) -> list[QRectF]:
        """What no label may hide."""
        drawn = self.drawn
        places = [QPointF(x[k], y[k]) for k in marks.spread(x, y, scaled(DOTS))]
        if len(x):
            places.append(QPointF(x[-1], y[-1]))
        if drawn.best is not None:
            places.append(scale.map(QPointF(drawn.best.x, drawn.best.y)))
        places += [scale.map(QPointF(along, across)) for along, across, _ in drawn.ahead]
        arrow = self._arrow(scale)
        if arrow is not None:
            places += [arrow.pointAt(share) for share in (0.2, 0.5, 0.8, 1.0)]
        return [marks.around(each, 5) for each in places if view.contains(each)]


def _path_tags(drawn: Drawn, x: Doubles, y: Doubles, view: QRectF) -> list[Tag]:
    """Labels of the path: where it is now, where it began, and its first epochs."""
    if not len(x):
        return []
    numbers = drawn.numbers
    upright = float(np.ptp(y)) > float(np.ptp(x))
    sides = "lrab" if upright else "abrl"
    end = len(x) - 1
    far = np.flatnonzero(np.hypot(x - x[end], y - y[end]) > ONE_PLACE)
    first = int(far[-1]) + 1 if len(far) else 0
    tags = []
    here = QPointF(x[end], y[end])
    if view.contains(here):
        name = on_map.stretch_of(int(numbers[first]), int(numbers[end]))
        loss = _loss(drawn.losses, end)
        tags.append(Tag(here, name, loss, sides if end else "rlab", must=True, away=10))
    chosen = [k for k in marks.spread(x, y, scaled(APART)) if k < first]
    for k in chosen[: 1 + MOST_LABELS]:
        name, loss = on_map.epoch_of(int(numbers[k])), _loss(drawn.losses, k, word=k == 0)
        tags.append(Tag(QPointF(x[k], y[k]), name, loss, sides, wide=upright or k > 0))
    return tags


def _paint_stretches(painter: QPainter, x: Doubles, y: Doubles, off: Doubles, theme: Theme) -> None:
    """The path, paler and dotted where its losses are not those of the map under it."""
    if len(off) != len(x) or not (off > DOTTED).any():
        marks.line(painter, x, y, theme)
        return
    apart = off > DOTTED
    edges = (np.flatnonzero(np.diff(apart)) + 1).tolist()
    for begin, end in zip([0, *edges], [*edges, len(x)], strict=True):
        part = slice(max(begin - 1, 0), end)
        if not apart[begin]:
            marks.line(painter, x[part], y[part], theme)
            continue
        opacity = max(0.4, 1 - 0.6 * float(np.median(off[begin:end])))
        dots = Qt.PenStyle.DotLine
        marks.line(painter, x[part], y[part], theme, style=dots, opacity=opacity)


def _loss(losses: Doubles, k: int, *, word: bool = True) -> str:
    if len(losses) <= k or math.isnan(losses[k]):
        return ""
    return ("loss " if word else "") + grouped(float(losses[k]))
