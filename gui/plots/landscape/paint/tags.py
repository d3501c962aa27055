"""Labels on a map: each beside its place, where it hides neither another label nor a dot."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from gui.theme import Theme
from gui.zoom import scaled

GAP = 7.0
HALO = 3.5


@dataclass(frozen=True)
class Tag:
    """Two texts about the place `at` (in pixels), the first in bold if `bold`.

    They stand in one line where `wide`, else one below the other. `sides` says where it may stand,
    the best first: l(eft), r(ight), a(bove), b(elow). A tag that `must` be there is written even
    where it hides something. `away` is how far from the place it begins.
    """

    at: QPointF
    first: str
    second: str = ""
    sides: str = "rlab"
    bold: bool = True
    wide: bool = False
    must: bool = False
    colour: str = ""
    away: float = GAP


@dataclass(frozen=True)
class Placed:
    """A tag and where it is written."""

    tag: Tag
    area: QRectF


def place(
    tags: Iterable[Tag], font: QFont, view: QRectF, taken: Sequence[QRectF] = ()
) -> list[Placed]:
    """Where the `tags` are written in `view`: the first have the best places.

    What finds no free place is left out, unless it must be there.
    """
    occupied = list(taken)
    found = []
    for tag in tags:
        size = _size(tag, font)
        areas = [_beside(tag, side, *size, view) for side in tag.sides]
        free = next((area for area in areas if _is_free(area, view, occupied)), None)
        if free is None and tag.must:
            free = _moved_into(areas[0], view)
        if free is not None:
            found.append(Placed(tag, free))
            occupied.append(free)
    return found


def _size(tag: Tag, font: QFont) -> tuple[float, float]:
    plain, bold = QFontMetricsF(font), QFontMetricsF(_bold(font, tag.bold))
    first, second = bold.horizontalAdvance(tag.first), plain.horizontalAdvance(tag.second)
    if tag.wide and tag.second:
        return first + plain.horizontalAdvance(" ") + second, plain.height()
    return max(first, second), plain.height() * (1 + bool(tag.second))


def _beside(tag: Tag, side: str, width: float, height: float, view: QRectF) -> QRectF:
    x, y, gap = tag.at.x(), tag.at.y(), scaled(tag.away)
    left, top = {
        "r": (x + gap, y - height / 2),
        "l": (x - gap - width, y - height / 2),
        "a": (x - width / 2, y - gap - height),
        "b": (x - width / 2, y + gap),
        # Above or below, but no further left, or right, than the place itself.
        "A": (x, y - gap - height),
        "B": (x, y + gap),
    }[side]
    if side in "abAB":
        # It may be moved along, as long as it stays over its place.
        left = min(max(left, view.left() + 2), max(view.right() - width - 2, view.left() + 2))
    return QRectF(left, top, width, height)


def _is_free(area: QRectF, view: QRectF, occupied: Sequence[QRectF]) -> bool:
    return view.contains(area) and not any(area.intersects(each) for each in occupied)


def _moved_into(area: QRectF, view: QRectF) -> QRectF:
    left = min(max(area.left(), view.left() + 2), view.right() - area.width() - 2)
    top = min(max(area.top(), view.top() + 2), view.bottom() - area.height() - 2)
    return QRectF(left, top, area.width(), area.height())


def write(painter: QPainter, placed: Sequence[Placed], font: QFont, theme: Theme) -> None:
    """Write what was `placed`."""
    for each in placed:
        tag, area = each.tag, each.area
        colour = tag.colour or theme.text
        strong = _bold(font, tag.bold)
        row = QFontMetricsF(font).height()
        if tag.wide and tag.second:
            wide = QFontMetricsF(strong).horizontalAdvance(tag.first + " ")
            haloed(painter, area.topLeft(), tag.first, strong, colour, theme)
            haloed(painter, area.topLeft() + QPointF(wide, 0), tag.second, font, colour, theme)
            continue
        for k, (text, face) in enumerate(((tag.first, strong), (tag.second, font))):
            if text:
                left = _aligned(area, QFontMetricsF(face).horizontalAdvance(text), tag)
                at = QPointF(left, area.top() + k * row)
                haloed(painter, at, text, face, colour, theme)


def _aligned(area: QRectF, width: float, tag: Tag) -> float:
    """Towards its place: at the right of what stands at its left."""
    if area.right() <= tag.at.x():
        return area.right() - width
    if area.left() >= tag.at.x():
        return area.left()
    return area.center().x() - width / 2


def haloed(
    painter: QPainter, at: QPointF, text: str, font: QFont, colour: str, theme: Theme
) -> None:
    """Write `text` with its upper left corner `at`, readable on every ground."""
    ratio = painter.device().devicePixelRatioF()
    edge = math.ceil(scaled(HALO))
    halo = _halo(text, font.key(), theme.panel, ratio, scaled(HALO))
    painter.drawPixmap(at - QPointF(edge, edge), halo)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(at.x(), at.y() + QFontMetricsF(font).ascent()), text)


# A halo takes milliseconds to draw, and most labels stay the same from frame to frame.
@lru_cache(maxsize=512)
def _halo(text: str, face: str, colour: str, ratio: float, width: float) -> QPixmap:
    """The pale edge of `text`, with room for it on all sides."""
    font = QFont()
    font.fromString(face)
    metrics, edge = QFontMetricsF(font), math.ceil(width)
    size = metrics.horizontalAdvance(text) + 2 * edge, metrics.height() + 2 * edge
    picture = QPixmap(math.ceil(size[0] * ratio), math.ceil(size[1] * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    outline = QPainterPath()
    outline.addText(QPointF(edge, edge + metrics.ascent()), font, text)
    pale = QColor(colour)
    pale.setAlphaF(0.78)
    pen = QPen(pale, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(outline, pen)
    painter.end()
    return picture


def _bold(font: QFont, bold: bool) -> QFont:
    face = QFont(font)
    face.setBold(bold)
    return face
