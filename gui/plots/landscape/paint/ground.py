"""The ground of a map: the colours of the loss, its contours, and the numbers on them."""

from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from engine.numbers import grouped
from engine.queries import Contour, LossMap
from gui.plots.base.overlays import Overlay
from gui.plots.landscape.paint.colours import LossColours, hatching
from gui.plots.landscape.paint.tags import haloed
from gui.theme import LIGHT, Theme
from gui.zoom import scaled

ROOM = 6.0


@dataclass(frozen=True, eq=False)
class Ground:
    """A map ready to be painted: its picture covers `area`, in the map's own units."""

    picture: QImage
    area: QRectF
    contours: tuple[tuple[Contour, QPainterPath], ...]
    hatched: bool

    @classmethod
    def of(cls, found: LossMap, colours: LossColours, theme: Theme) -> "Ground":
        """The ground of `found` in the `colours` of the run."""
        dx, dy = found.x[1] - found.x[0], found.y[1] - found.y[0]
        # Qt's y grows downwards, so the top of this rectangle is the map's bottom.
        area = QRectF(
            float(found.x[0] - dx / 2), float(found.y[0] - dy / 2),
            float(dx * len(found.x)), float(dy * len(found.y)),
        )  # fmt: skip
        return cls(
            colours.image(found.losses, theme),
            area,
            tuple((each, _shape(each)) for each in found.contours),
            not colours.shown(found.losses),
        )

    def paint(self, painter: QPainter, scale: QTransform, view: QRectF, theme: Theme) -> None:
        """Paint colours and contours: `scale` maps the map's units to pixels."""
        corners = scale.mapRect(self.area)
        painter.save()
        painter.setClipRect(view)
        if self.hatched:
            painter.fillRect(corners.intersected(view), hatching(theme))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(corners, self.picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(theme.text)
        ink.setAlphaF(0.36)
        pen = QPen(ink, scaled(1))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for _, shape in self.contours:
            painter.drawPath(scale.map(shape))
        painter.restore()

    def numbers(
        self,
        scale: QTransform,
        view: QRectF,
        font: QFont,
        avoided: list[QRectF],
        word: str = "loss ",
    ) -> list[tuple[QRectF, str]]:
        """The losses of the contours, each on its line where it is free, the largest first."""
        metrics = QFontMetricsF(font)
        room = view.adjusted(scaled(ROOM), 0, -scaled(ROOM), 0)
        found: list[tuple[QRectF, str]] = []
        for contour, _ in reversed(self.contours):
            text = ("loss " if not found else "") + grouped_short(contour.level)
            wide, high = metrics.horizontalAdvance(text), metrics.height()
            for at in _candidates(contour, scale, room):
                area = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
                taken = [*avoided, *(each for each, _ in found)]
                if room.contains(area) and not any(area.intersects(each) for each in taken):
                    found.append((area, text))
                    break
        return found


def grouped_short(loss: float) -> str:
    """A round loss without needless zeros."""
    text = f"{loss:,.10f}".rstrip("0").rstrip(".") if 1e-4 <= loss < 1e7 else grouped(loss, 2)
    return text or "0"


def _shape(contour: Contour) -> QPainterPath:
    shape = QPainterPath()
    for each in contour.lines:
        points = [QPointF(x, y) for x, y in each.tolist()]
        shape.moveTo(points[0])
        for point in points[1:]:
            shape.lineTo(point)
    return shape


def _candidates(contour: Contour, scale: QTransform, room: QRectF) -> list[QPointF]:
    """Places on a contour for its number: the one that was found for it, and some others."""
    places = [] if contour.label is None else [scale.map(QPointF(*contour.label))]
    for each in contour.lines:
        step = max(1, len(each) // 12)
        places += [scale.map(QPointF(x, y)) for x, y in each[step // 2 :: step].tolist()]
    inside = [place for place in places if room.contains(place)]
    # Nearest to the middle first, for it is easily cut off at an edge.
    middle = room.center()
    return sorted(inside, key=lambda at: abs(at.x() - middle.x()) + 2 * abs(at.y() - middle.y()))


class Grounds:
    """The grounds of several maps, each made once, and made anew for other colours."""

    def __init__(self) -> None:
        self._colours, self._theme = LossColours(1.0, 10.0), LIGHT
        self._made: dict[str, tuple[LossMap, Ground]] = {}

    def begin(self, colours: LossColours, theme: Theme) -> None:
        """Use these colours from now on."""
        self._colours, self._theme = colours, theme
        self._made.clear()

    def of(self, name: str, found: LossMap | None) -> Ground | None:
        """The ground of the map called `name`, which is `found`; None if there is none yet."""
        if found is None:
            return None
        made = self._made.get(name)
        if made is None or made[0] is not found:
            made = self._made[name] = found, Ground.of(found, self._colours, self._theme)
        return made[1]


class GroundOverlay(Overlay):
    """Paints the ground of the whole map."""

    def __init__(self) -> None:
        super().__init__()
        self.ground: Ground | None = None
        self.seconds = 0.0
        self._theme = LIGHT

    def show_ground(self, ground: Ground | None, theme: Theme) -> None:
        """Show `ground` in the colours of `theme`."""
        self.ground, self._theme = ground, theme
        self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Paint it, and note how long that takes."""
        begun = perf_counter()
        if self.ground is not None:
            self.ground.paint(painter, scale, view, self._theme)
        self.seconds = perf_counter() - begun


def write_numbers(
    painter: QPainter, numbers: list[tuple[QRectF, str]], font: QFont, theme: Theme
) -> None:
    """Write the losses of contours."""
    for area, text in numbers:
        haloed(painter, area.topLeft(), text, font, theme.faint_text, theme)


def transform_between(frame: tuple[float, float, float, float], view: QRectF) -> QTransform:
    """What maps `frame` (left, right, bottom, top) to the pixels of `view`."""
    left, right, bottom, top = frame
    x, y = view.width() / (right - left), -view.height() / (top - bottom)
    return QTransform(x, 0, 0, y, view.left() - left * x, view.bottom() - bottom * y)
