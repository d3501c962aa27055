"""What is drawn over the ground of a map: the path, where it leads, the arrows and the labels."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from engine.numbers import count, grouped
from engine.runs import Doubles
from engine.words.landscape import on_map
from gui.plots.base.axes import nice_ticks
from gui.plots.base.overlays import NONE, Overlay, to_pixels
from gui.plots.landscape import marks
from gui.plots.landscape.ground import Ground, transform_between, write_numbers
from gui.plots.landscape.lens import HIGHER, ONE_PLACE, Lens, size_in
from gui.plots.landscape.tags import Tag, haloed, place, write
from gui.theme import LIGHT, RADIUS, Theme
from gui.zoom import scaled

ARROW = 46.0
# In pixels: a step shorter than this is no arrow; places nearer together get no label each.
SHORT_STEP, APART = 16.0, 13.0
MOST_LABELS = 4
# Where a place's loss differs from the map's by more than this share, its path is dotted.
DOTTED = 0.2
FAR_AWAY = 1e6
# On a map that is lower, the words of a lens stand in it.
LOW = 250.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """What there is to draw, in the map's own units.

    The path goes through `x`, `y` (m,) after the epochs `numbers` (m,), with `losses` there; `off`
    (m,) is the share by which the losses of the map differ. `down` is −gradient with its `begin`.
    `way` is how the run would go on, and `ahead` has places of later epochs.
    """

    x: Doubles = field(default_factory=lambda: NONE)
    y: Doubles = field(default_factory=lambda: NONE)
    numbers: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    losses: Doubles = field(default_factory=lambda: NONE)
    off: Doubles = field(default_factory=lambda: NONE)
    progress: float = 1.0
    begin: tuple[float, float] | None = None
    down: tuple[float, float] | None = None
    down_words: str = ""
    step_words: str = ""
    best: tuple[float, float, str, str, bool] | None = None
    lowest: tuple[float, float, str] | None = None
    ahead: tuple[tuple[float, float, int], ...] = ()
    way: tuple[Doubles, Doubles] = field(default_factory=lambda: (NONE, NONE))
    cross: tuple[float, float] | None = None
    held: bool = False
    lens: Lens | None = None
    lens_words: tuple[str, str] = ("", "")
    lens_ground: Ground | None = None


class Ink(Overlay):
    """Draws what is `drawn`, and the numbers of the contours of `ground` where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = Drawn()
        self.ground: Ground | None = None
        self.lens_area = QRectF()
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

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Paint it."""
        drawn, theme = self.drawn, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(view)
        x, y = _pixels(scale, drawn.x, drawn.y)
        marked = self._marked(scale, view, x, y)
        self.lens_area = QRectF()
        if drawn.lens is not None and len(x):
            self.lens_area = self._lens_place(scale, view, x, y)
            head = 0.0 if self._is_low(view) else scaled(20)
            marked.append(self.lens_area.adjusted(-4, -head, 4, 4))
        tags = place(self._tags(scale, view, x, y), self._font, view, marked)
        if self.ground is not None:
            avoided = [*marked, *(each.area for each in tags), *_along(x, y)]
            avoided += _along(*_pixels(scale, *drawn.way), most=300)
            numbers = self.ground.numbers(scale, view, self._font, avoided)
            write_numbers(painter, numbers, self._font, theme)
        self._paint_ahead(painter, scale, x, y)
        self._paint_path(painter, x, y)
        self._paint_gradient(painter, scale)
        if drawn.best is not None:
            at = scale.map(QPointF(*drawn.best[:2]))
            marks.star(painter, at, theme, full=drawn.best[4])
        if drawn.lowest is not None:
            marks.cross(painter, scale.map(QPointF(*drawn.lowest[:2])), theme)
        if drawn.cross is not None:
            marks.cross(painter, scale.map(QPointF(*drawn.cross)), theme, 9)
        if not self.lens_area.isEmpty():
            self._paint_lens(painter, scale, view)
        write(painter, tags, self._font, theme)
        painter.restore()

    # --- the path

    def _paint_path(self, painter: QPainter, x: Doubles, y: Doubles) -> None:
        theme, drawn = self._theme, self.drawn
        if not len(x):
            return
        _stretches(painter, x, y, drawn.off, theme)
        end = len(x) - 1
        for k in marks.spread(x, y, scaled(4.5)):
            if k < end:
                pale = len(drawn.off) > k and drawn.off[k] > DOTTED
                at = QPointF(x[k], y[k])
                marks.ring(painter, at, theme, 5.0 if k == 0 else 3.4, pale=pale)
        at = QPointF(x[end], y[end])
        if drawn.step_words and end:
            before = QPointF(x[end - 1], y[end - 1])
            length = math.hypot(at.x() - before.x(), at.y() - before.y())
            unit = (at - before) / max(length, 1e-9)
            begin, tip = before + unit * scaled(6), at - unit * scaled(5)
            if length > scaled(20):
                marks.arrow(painter, begin, tip, theme.text, theme, 2.2)
        if end == 0:
            marks.ring(painter, at, theme, 6.5 if drawn.held else 5.0)
        else:
            marks.dot(painter, at, theme, 5.0)

    def _paint_gradient(self, painter: QPainter, scale: QTransform) -> None:
        found = self._gradient_line(scale)
        if found is not None:
            marks.arrow(painter, found.p1(), found.p2(), self._theme.slope, self._theme)

    def _gradient_line(self, scale: QTransform) -> QLineF | None:
        """Where the arrow of −gradient is: beside the step, where that can be seen itself."""
        drawn = self.drawn
        if drawn.down is None or drawn.begin is None:
            return None
        way = QPointF(drawn.down[0] * scale.m11(), drawn.down[1] * scale.m22())
        length = math.hypot(way.x(), way.y())
        if not (length > 0 and math.isfinite(length)):
            return None
        unit = way / length
        begin = scale.map(QPointF(*drawn.begin))
        if drawn.step_words:
            begin += QPointF(-unit.y(), unit.x()) * scaled(16)
        else:
            begin += unit * scaled(8)
        return QLineF(begin, begin + unit * scaled(ARROW))

    def _paint_ahead(self, painter: QPainter, scale: QTransform, x: Doubles, y: Doubles) -> None:
        drawn, theme = self.drawn, self._theme
        if len(drawn.way[0]) and len(x):
            pen = QPen(QColor(theme.text), scaled(1.4), Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(marks.points_of(*_pixels(scale, *drawn.way))))
        for along, across, _ in drawn.ahead:
            marks.ring(painter, scale.map(QPointF(along, across)), theme, 3.2)

    # --- the labels

    def _tags(self, scale: QTransform, view: QRectF, x: Doubles, y: Doubles) -> list[Tag]:
        drawn, theme = self.drawn, self._theme
        tags: list[Tag] = []
        line = self._gradient_line(scale)
        if len(x):
            tags += self._path_tags(x, y)
        if drawn.best is not None:
            best_x, best_y, first, second, _ = drawn.best
            at = scale.map(QPointF(best_x, best_y))
            if view.contains(at):
                tags.insert(1, Tag(at, first, second, "bBlar", away=11, must=True))
        if line is not None and drawn.down_words and drawn.lens is None:
            sides = "r" if line.dx() >= 0 else "l"
            tags.append(
                Tag(
                    line.p2() if not drawn.step_words else line.center(), drawn.down_words,
                    drawn.step_words, sides + "rlab", colour=theme.slope,
                )
            )  # fmt: skip
        for k, (along, across, epoch) in enumerate(drawn.ahead):
            word = "then: epoch " if k == 0 else ""
            at = scale.map(QPointF(along, across))
            tags.append(Tag(at, f"{word}{count(epoch)}", sides="a", bold=False, away=9))
        if drawn.lowest is not None:
            at = scale.map(QPointF(*drawn.lowest[:2]))
            tags.append(Tag(at, "lowest on this map", drawn.lowest[2], "lrab", away=9))
        return tags

    def _path_tags(self, x: Doubles, y: Doubles) -> list[Tag]:
        drawn, numbers = self.drawn, self.drawn.numbers
        upright = float(np.ptp(y)) > float(np.ptp(x))
        sides = "lrab" if upright else "abrl"
        end = len(x) - 1
        away = np.hypot(x - x[end], y - y[end])
        far = np.flatnonzero(away > ONE_PLACE)
        first = int(far[-1]) + 1 if len(far) else 0
        told = on_map.stretch_of(int(numbers[first]), int(numbers[end]))
        tags = [
            Tag(
                QPointF(x[end], y[end]), told, _loss(drawn.losses, end),
                sides if end else "rlab", must=True, away=10,
            )
        ]  # fmt: skip
        chosen = [k for k in marks.spread(x, y, scaled(APART)) if k < first]
        for k in chosen[: 1 + MOST_LABELS]:
            name = on_map.epoch_of(int(numbers[k]))
            loss = _loss(drawn.losses, k, word=k == 0)
            wide = upright or k > 0
            tags.append(Tag(QPointF(x[k], y[k]), name, loss, sides, wide=wide))
        return tags

    def _marked(self, scale: QTransform, view: QRectF, x: Doubles, y: Doubles) -> list[QRectF]:
        """What no label may hide."""
        drawn = self.drawn
        places = [QPointF(x[k], y[k]) for k in marks.spread(x, y, scaled(4.5))]
        if len(x):
            places.append(QPointF(x[-1], y[-1]))
        if drawn.best is not None:
            places.append(scale.map(QPointF(*drawn.best[:2])))
        places += [scale.map(QPointF(along, across)) for along, across, _ in drawn.ahead]
        line = self._gradient_line(scale)
        if line is not None:
            places += [line.pointAt(share) for share in (0.2, 0.5, 0.8, 1.0)]
        return [marks.around(each, 5) for each in places if view.contains(each)]

    # --- the lens

    def _lens_place(self, scale: QTransform, view: QRectF, x: Doubles, y: Doubles) -> QRectF:
        """The corner of the map in which a lens hides least."""
        size = size_in(view)
        if size is None:
            return QRectF()
        width, height = size
        lens = self.drawn.lens
        assert lens is not None
        if lens.swings:
            height = min(HIGHER * height, 0.4 * view.height())
        edge, head = scaled(10), 0.0 if self._is_low(view) else scaled(22)
        here = QPointF(x[-1], y[-1])
        beside = here.x() + scaled(70)
        lefts = [
            min(beside, view.right() - edge - width),
            view.right() - edge - width,
            max(view.left() + edge, min(here.x() - scaled(70) - width, view.right())),
            view.left() + edge,
        ]
        tops = [view.bottom() - edge - height, view.top() + edge + head]
        hidden = [
            *(QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)),
        ]
        drawn = self.drawn
        hidden += marks.points_of(*_pixels(scale, *drawn.way))[::4]
        if drawn.best is not None:
            best = scale.map(QPointF(*drawn.best[:2]))
            hidden += [best] * 5
        areas = [QRectF(left, top, width, height) for top in tops for left in lefts]
        return min(
            areas,
            key=lambda area: sum(
                area.adjusted(-12, -head - 6, 12, 12).contains(each) for each in hidden
            ),
        )

    def _is_low(self, view: QRectF) -> bool:
        """Whether there is no room for the words of a lens over it."""
        return view.height() < scaled(LOW)

    def _paint_lens(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        drawn, theme, area = self.drawn, self._theme, self.lens_area
        lens = drawn.lens
        assert lens is not None
        left, right, bottom, top = lens.frame
        source = scale.mapRect(QRectF(left, bottom, right - left, top - bottom)).intersected(view)
        _paint_beam(painter, source, area, theme)
        within = transform_between(lens.frame, area)
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, QColor(theme.panel))
        if drawn.lens_ground is not None:
            drawn.lens_ground.paint(painter, within, area, theme)
            painter.setClipRect(area)
        x, y = _pixels(within, drawn.x, drawn.y)
        self._paint_in_lens(painter, within, area, lens, x, y, view)
        painter.restore()
        painter.setPen(QPen(QColor(theme.text), scaled(1.6)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, scaled(RADIUS - 2), scaled(RADIUS - 2))
        bold = QFont(self._font)
        bold.setBold(True)
        first, second = drawn.lens_words
        high = QFontMetricsF(bold).height()
        at = area.topLeft() - QPointF(-2, high + scaled(3))
        if self._is_low(view):
            at = QPointF(area.left() + scaled(6), area.bottom() - high - scaled(1))
        haloed(painter, at, first, bold, theme.text, theme)
        wide = QFontMetricsF(bold).horizontalAdvance(first + " ")
        second = QFontMetricsF(self._font).elidedText(
            second, Qt.TextElideMode.ElideRight, area.right() - at.x() - wide - scaled(4)
        )
        haloed(painter, at + QPointF(wide, 0), second, self._font, theme.text, theme)

    def _paint_in_lens(
        self,
        painter: QPainter,
        within: QTransform,
        area: QRectF,
        lens: Lens,
        x: Doubles,
        y: Doubles,
        view: QRectF,
    ) -> None:
        drawn, theme, numbers = self.drawn, self._theme, self.drawn.numbers
        if lens.swings:
            floor = within.map(QPointF(0, 0)).y()
            if drawn.best is not None and area.top() < floor < area.bottom():
                painter.setPen(QPen(QColor(theme.text), scaled(1), Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor))
        marks.line(painter, x, y, theme)
        tags: list[Tag] = []
        last = lens.last
        if lens.swings:
            told = [k for k in (1, 2, 3) if k < last]
            dots = list(range(last + 1))
        else:
            _, epochs = nice_ticks(float(numbers[lens.first]), float(numbers[last]), 4)
            rows = {int(np.argmin(np.abs(numbers - epoch))) for epoch in epochs}
            told = sorted(k for k in rows if lens.first < k < last)
            before = [k for k in range(max(lens.first - 6, 0), lens.first + 1)]
            dots = [*before, *told]
        for k in dots:
            marks.ring(painter, QPointF(x[k], y[k]), theme, 3.2)
        for k in told:
            at = QPointF(x[k], y[k])
            high = not lens.swings or y[k] <= (area.top() + area.bottom()) / 2
            tags.append(
                Tag(at, count(int(numbers[k])), sides="ab" if high else "ba", bold=False, away=6)
            )
        end = QPointF(x[last], y[last])
        if last == len(x) - 1:
            marks.dot(painter, end, theme, 4.5)
        arrow = None
        if last == len(x) - 1 and drawn.down is not None:
            way = QPointF(drawn.down[0] * within.m11(), drawn.down[1] * within.m22())
            length = math.hypot(way.x(), way.y())
            if length > 0 and not lens.swings:
                unit = way / length
                arrow = QLineF(end + unit * scaled(8), end + unit * scaled(8 + ARROW))
                marks.arrow(painter, arrow.p1(), arrow.p2(), theme.slope, theme)
        first = [Tag(end, count(int(numbers[last])), sides="abrl", away=7)]
        if lens.swings:
            first.insert(0, Tag(QPointF(x[0], y[0]), "start", sides="rab", away=7))
            first[1] = Tag(end, f"epoch {count(int(numbers[last]))}", sides="abrl", away=7)
        if arrow is not None and drawn.down_words:
            side = "r" if arrow.dx() >= 0 else "l"
            first.append(Tag(arrow.p2(), drawn.down_words, sides=side + "ab", colour=theme.slope))
        low = QFontMetricsF(self._font).height() if self._is_low(view) else 0.0
        placed = place([*first, *tags], self._font, area.adjusted(2, 2, -2, -2 - low))
        if drawn.lens_ground is not None:
            avoided = [each.area for each in placed] + _along(x, y, most=200)
            if arrow is not None:
                avoided += [marks.around(arrow.pointAt(k / 5), 6) for k in range(6)]
            inner = area.adjusted(0, 0, 0, -low)
            found = drawn.lens_ground.numbers(within, inner, self._font, avoided)
            write_numbers(painter, found, self._font, theme)
        write(painter, placed, self._font, theme)


def _paint_beam(painter: QPainter, source: QRectF, area: QRectF, theme: Theme) -> None:
    """The lines from the part that is enlarged to the lens."""
    at = source.center()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    side = area.left() if at.x() < area.left() else area.right()
    if area.left() <= at.x() <= area.right():
        edge = area.top() if at.y() < area.top() else area.bottom()
        ends = QPointF(area.left(), edge), QPointF(area.right(), edge)
    else:
        ends = QPointF(side, area.top()), QPointF(side, area.bottom())
    ground = QColor(theme.text)
    ground.setAlphaF(0.10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF([at, *ends]))
    ink = QColor(theme.text)
    ink.setAlphaF(0.5)
    painter.setPen(QPen(ink, scaled(0.8)))
    for end in ends:
        painter.drawLine(at, end)
    painter.setPen(QPen(QColor(theme.text), scaled(1.4)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    least = scaled(20)
    part = QRectF(0, 0, max(source.width(), least), max(source.height(), least))
    part.moveCenter(at)
    painter.drawRoundedRect(part, least / 2, least / 2)


def _stretches(
    painter: QPainter, x: Doubles, y: Doubles, off: Doubles, theme: Theme
) -> None:
    """The path, paler and dotted where its losses are not those of the map under it."""
    if len(off) != len(x) or not (off > DOTTED).any():
        marks.line(painter, x, y, theme)
        return
    apart = off > DOTTED
    edges = np.flatnonzero(np.diff(apart)) + 1
    for begin, end in zip([0, *edges.tolist()], [*edges.tolist(), len(x)], strict=True):
        part = slice(max(begin - 1, 0), end)
        share = float(np.median(off[begin:end]))
        dotted = bool(apart[begin])
        marks.line(
            painter, x[part], y[part], theme,
            style=Qt.PenStyle.DotLine if dotted else Qt.PenStyle.SolidLine,
            opacity=max(0.4, 1 - 0.6 * share) if dotted else 1.0,
        )  # fmt: skip


def _pixels(scale: QTransform, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Places in pixels, none of them so far away that Qt could not paint it."""
    with np.errstate(all="ignore"):
        across, down = to_pixels(scale, x, y)
    ends = {"nan": 0.0, "posinf": FAR_AWAY, "neginf": -FAR_AWAY}
    return (
        np.clip(np.nan_to_num(across, **ends), -FAR_AWAY, FAR_AWAY),
        np.clip(np.nan_to_num(down, **ends), -FAR_AWAY, FAR_AWAY),
    )


def _along(x: Doubles, y: Doubles, most: int = 40) -> list[QRectF]:
    """Small squares along a path, for what shall not be written on it."""
    found = []
    for k in range(min(len(x) - 1, most)):
        way = QLineF(x[k], y[k], x[k + 1], y[k + 1])
        parts = min(int(way.length() / 12) + 1, 120)
        found += [marks.around(way.pointAt(part / parts), 5) for part in range(parts + 1)]
    return found


def _loss(losses: Doubles, k: int, word: bool = True) -> str:
    if len(losses) <= k or math.isnan(losses[k]):
        return ""
    return ("loss " if word else "") + grouped(float(losses[k]))
