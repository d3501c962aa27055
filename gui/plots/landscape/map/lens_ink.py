"""Paints the lens of a map: where it hides least, with the lines to the part that it shows."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from engine.numbers import count
from engine.runs import Doubles
from gui.plots.base.axes import nice_ticks
from gui.plots.landscape.map.drawn import Drawn
from gui.plots.landscape.map.lens import HIGHER, Lens, size_in
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.ground import transform_between, write_numbers
from gui.plots.landscape.paint.tags import Tag, haloed, place, write
from gui.theme import RADIUS, Theme
from gui.zoom import scaled

# On a map that is lower, the words of a lens stand in it.
LOW = 250.0
HEAD, EDGE, BESIDE = 22.0, 10.0, 70.0
# So many places of an approach are seen before a crawl; the first crossings have their numbers.
BEFORE, FIRST = 6, 3
HIGHEST = 0.4


@dataclass(frozen=True)
class LensInk:
    """The lens of `drawn` on a map that covers `view`, which is seen through `scale`."""

    drawn: Drawn
    lens: Lens
    scale: QTransform
    view: QRectF
    theme: Theme
    font: QFont

    @property
    def head(self) -> float:
        """How much room its words need over it."""
        return 0.0 if self.view.height() < scaled(LOW) else scaled(HEAD)

    def area(self) -> QRectF:
        """The corner of the map in which it hides least; empty where there is no room."""
        size = size_in(self.view)
        if size is None:
            return QRectF()
        view, (width, height) = self.view, size
        if self.lens.swings:
            height = min(HIGHER * height, HIGHEST * view.height())
        x, y = marks.pixels(self.scale, self.drawn.x, self.drawn.y)
        here, edge, beside = QPointF(x[-1], y[-1]), scaled(EDGE), scaled(BESIDE)
        right, left = view.right() - edge - width, view.left() + edge
        lefts = [min(here.x() + beside, right), right, max(left, here.x() - beside - width), left]
        tops = [view.bottom() - edge - height, view.top() + edge + self.head]
        way_x, way_y = marks.pixels(self.scale, *self.drawn.way)
        rows = marks.thinned(x, y)
        x, y = np.concatenate([x[rows], way_x]), np.concatenate([y[rows], way_y])
        if self.drawn.best is not None:
            best = self.scale.map(QPointF(self.drawn.best.x, self.drawn.best.y))
            x, y = np.append(x, [best.x()] * 20), np.append(y, [best.y()] * 20)

        def hides(area: QRectF) -> int:
            inside = (x > area.left() - 12) & (x < area.right() + 12)
            inside &= (y > area.top() - self.head - 6) & (y < area.bottom() + 12)
            return int(inside.sum())

        areas = [QRectF(max(left, at), top, width, height) for top in tops for at in lefts]
        return min(areas, key=hides)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint it in `area`."""
        theme, (left, right, bottom, top) = self.theme, self.lens.frame
        source = self.scale.mapRect(QRectF(left, bottom, right - left, top - bottom))
        _paint_beam(painter, source.intersected(self.view), area, theme)
        within = transform_between(self.lens.frame, area)
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, QColor(theme.panel))
        if self.drawn.lens_ground is not None:
            self.drawn.lens_ground.paint(painter, within, area, theme)
        self._paint_path(painter, within, area)
        painter.restore()
        painter.setPen(QPen(QColor(theme.text), scaled(1.6)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, scaled(RADIUS - 2), scaled(RADIUS - 2))
        self._write_words(painter, area)

    def _write_words(self, painter: QPainter, area: QRectF) -> None:
        first, second = self.drawn.lens_words
        bold = QFont(self.font)
        bold.setBold(True)
        high = QFontMetricsF(bold).height()
        at = area.topLeft() - QPointF(-2, high + scaled(3))
        if not self.head:
            at = QPointF(area.left() + scaled(6), area.bottom() - high - scaled(1))
        wide = QFontMetricsF(bold).horizontalAdvance(first + " ")
        room = area.right() - at.x() - wide - scaled(4)
        fitting = QFontMetricsF(self.font).elidedText(second, Qt.TextElideMode.ElideRight, room)
        haloed(painter, at, first, bold, self.theme.text, self.theme)
        haloed(painter, at + QPointF(wide, 0), fitting, self.font, self.theme.text, self.theme)

    def _paint_path(self, painter: QPainter, within: QTransform, area: QRectF) -> None:
        drawn, theme, lens = self.drawn, self.theme, self.lens
        last = lens.last + 1
        x, y = marks.pixels(within, drawn.x[:last], drawn.y[:last])
        if lens.swings and drawn.best is not None:
            floor = within.map(QPointF(0, drawn.best.y)).y()
            painter.setPen(QPen(QColor(theme.text), scaled(1), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor))
        rows = marks.thinned(x, y)
        marks.line(painter, x[rows], y[rows], theme)
        told = self._told()
        dots = range(last) if lens.swings else [*range(max(lens.first - BEFORE, 0), last), *told]
        if not lens.swings:
            dots = [*range(max(lens.first - BEFORE, 0), lens.first + 1), *told]
        for k in dots:
            marks.ring(painter, QPointF(x[k], y[k]), theme, 3.2)
        end, shown = QPointF(x[-1], y[-1]), last == len(drawn.x)
        if shown:
            marks.dot(painter, end, theme, 4.5)
        arrow = marks.along(within, drawn.down, end) if shown and not lens.swings else None
        if arrow is not None:
            marks.arrow(painter, arrow.p1(), arrow.p2(), theme.slope, theme)
        self._write_tags(painter, within, area, self._tags(x, y, area, told, arrow), arrow)

    def _told(self) -> list[int]:
        """The rows of the path whose epochs are written beside them."""
        lens, numbers = self.lens, self.drawn.numbers
        if lens.swings:
            return list(range(1, min(FIRST + 1, lens.last)))
        _, epochs = nice_ticks(float(numbers[lens.first]), float(numbers[lens.last]), 4)
        rows = {int(np.argmin(np.abs(numbers - epoch))) for epoch in epochs}
        return sorted(k for k in rows if lens.first < k < lens.last)

    def _tags(
        self, x: Doubles, y: Doubles, area: QRectF, told: list[int], arrow: QLineF | None
    ) -> list[Tag]:
        drawn, lens = self.drawn, self.lens
        numbers, end = drawn.numbers, QPointF(x[-1], y[-1])
        name = count(int(numbers[lens.last]))
        tags = [Tag(end, f"epoch {name}" if lens.swings else name, sides="abrl", away=7)]
        if lens.swings:
            tags.insert(0, Tag(QPointF(x[0], y[0]), "start", sides="rab", away=7))
        if arrow is not None:
            sides = "rab" if arrow.dx() >= 0 else "lab"
            words = drawn.down_words
            tags.append(Tag(arrow.p2(), words, sides=sides, colour=self.theme.slope))
        for k in told:
            above = not lens.swings or y[k] <= area.center().y()
            at, epoch = QPointF(x[k], y[k]), count(int(numbers[k]))
            tags.append(Tag(at, epoch, sides="ab" if above else "ba", bold=False, away=6))
        return tags

    def _write_tags(
        self,
        painter: QPainter,
        within: QTransform,
        area: QRectF,
        tags: list[Tag],
        arrow: QLineF | None,
    ) -> None:
        low = 0.0 if self.head else QFontMetricsF(self.font).height()
        inner = area.adjusted(2, 2, -2, -2 - low)
        placed = place(tags, self.font, inner)
        if self.drawn.lens_ground is not None:
            last = self.lens.last + 1
            x, y = marks.pixels(within, self.drawn.x[:last], self.drawn.y[:last])
            rows = marks.thinned(x, y, scaled(2))
            avoided = [each.area for each in placed] + marks.beside(x[rows], y[rows], most=200)
            if arrow is not None:
                avoided += [marks.around(arrow.pointAt(k / 5), 6) for k in range(6)]
            found = self.drawn.lens_ground.numbers(within, inner, self.font, avoided)
            write_numbers(painter, found, self.font, self.theme)
        write(painter, placed, self.font, self.theme)


def _paint_beam(painter: QPainter, source: QRectF, area: QRectF, theme: Theme) -> None:
    """The lines from the part that is enlarged to the lens."""
    at = source.center()
    if area.left() <= at.x() <= area.right():
        edge = area.top() if at.y() < area.top() else area.bottom()
        ends = QPointF(area.left(), edge), QPointF(area.right(), edge)
    else:
        side = area.left() if at.x() < area.left() else area.right()
        ends = QPointF(side, area.top()), QPointF(side, area.bottom())
    ground, ink = QColor(theme.text), QColor(theme.text)
    ground.setAlphaF(0.10)
    ink.setAlphaF(0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF([at, *ends]))
    painter.setPen(QPen(ink, scaled(0.8)))
    for end in ends:
        painter.drawLine(at, end)
    painter.setPen(QPen(QColor(theme.text), scaled(1.4)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    least = scaled(20)
    part = QRectF(0, 0, max(source.width(), least), max(source.height(), least))
    part.moveCenter(at)
    painter.drawRoundedRect(part, least / 2, least / 2)
