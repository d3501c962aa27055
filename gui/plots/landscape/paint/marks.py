"""Shapes on a map, in pixels: rings, dots, stars, crosses, arrows and lines with a pale edge."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from engine.runs import Doubles
from gui.plots.base.overlays import to_pixels
from gui.theme import Theme
from gui.zoom import scaled

HEAD, ARROW = 9.0, 46.0
FAR_AWAY = 1e6


def points_of(x: Doubles, y: Doubles) -> list[QPointF]:
    """Pixels as points."""
    return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


def pixels(scale: QTransform, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Places in pixels, none of them so far away that Qt could not paint it."""
    with np.errstate(all="ignore"):
        across, down = to_pixels(scale, x, y)
    return (
        np.clip(np.nan_to_num(across, nan=0.0), -FAR_AWAY, FAR_AWAY),
        np.clip(np.nan_to_num(down, nan=0.0), -FAR_AWAY, FAR_AWAY),
    )


def thinned(x: Doubles, y: Doubles, least: float = 0.6) -> NDArray[np.intp]:
    """Which places, by number, are enough to draw a path: not those that hardly move on.

    Of places that are within about `least` pixels only the first is kept, and always the last.
    """
    if len(x) < 3:
        return np.arange(len(x))
    cells = np.round(np.stack([x, y], axis=1) / least)
    moves = (np.diff(cells, axis=0) != 0).any(axis=1)
    moves[-1] = True
    return np.concatenate([[0], np.flatnonzero(moves) + 1])


def along(
    scale: QTransform,
    vector: tuple[float, float] | None,
    begin: QPointF,
    *,
    off: float = 8.0,
    side: float = 0.0,
) -> QLineF | None:
    """A line of fixed length in the direction of `vector`, which is in the map's own units.

    It begins `off` pixels from `begin`, and `side` pixels beside it. None if there is no direction.
    """
    if vector is None:
        return None
    way = QLineF(0, 0, vector[0] * scale.m11(), vector[1] * scale.m22())
    length = way.length()
    if not (length > 0 and math.isfinite(length)):
        return None
    x, y = way.dx() / length, way.dy() / length
    start = begin + QPointF(x, y) * scaled(off) + QPointF(-y, x) * scaled(side)
    return QLineF(start, start + QPointF(x, y) * scaled(ARROW))


def line(
    painter: QPainter,
    x: Doubles,
    y: Doubles,
    theme: Theme,
    *,
    width: float = 2.2,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    opacity: float = 1.0,
) -> None:
    """A line in ink, with an edge in the colour of the paper."""
    if len(x) < 2:
        return
    shape = QPolygonF(points_of(x, y))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((theme.panel, width + 3), (theme.text, width)):
        ink = QColor(colour)
        ink.setAlphaF(opacity)
        pen = QPen(ink, scaled(wide), style if colour == theme.text else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(shape)


def ring(
    painter: QPainter, at: QPointF, theme: Theme, radius: float, *, pale: bool = False
) -> None:
    """A place of the path."""
    painter.setPen(QPen(QColor(theme.faint_text if pale else theme.text), scaled(1.6)))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(at, scaled(radius), scaled(radius))


def dot(painter: QPainter, at: QPointF, theme: Theme, radius: float) -> None:
    """The place that is shown."""
    painter.setPen(QPen(QColor(theme.panel), scaled(1.8)))
    painter.setBrush(QColor(theme.text))
    painter.drawEllipse(at, scaled(radius), scaled(radius))


def star(painter: QPainter, at: QPointF, theme: Theme, *, full: bool, radius: float = 9.0) -> None:
    """The best fit: full where it is on the map, hollow where it is beside it."""
    corners = []
    for k in range(10):
        angle = math.pi * (k / 5 - 0.5)
        away = scaled(radius if k % 2 == 0 else 0.42 * radius)
        corners.append(at + QPointF(away * math.cos(angle), away * math.sin(angle)))
    shape = QPolygonF(corners)
    painter.setBrush(QColor(theme.panel))
    painter.setPen(QPen(QColor(theme.panel), scaled(4)))
    painter.drawPolygon(shape)
    painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
    painter.setBrush(QColor(theme.text if full else theme.panel))
    painter.drawPolygon(shape)


def cross(painter: QPainter, at: QPointF, theme: Theme, size: float = 6.0) -> None:
    """A place pointed at, or the lowest one."""
    for colour, wide in ((theme.panel, 4.0), (theme.text, 1.6)):
        painter.setPen(QPen(QColor(colour), scaled(wide)))
        for way in (QPointF(scaled(size), 0), QPointF(0, scaled(size))):
            painter.drawLine(QLineF(at - way, at + way))


def axis(painter: QPainter, line: QLineF, theme: Theme) -> None:
    """An axis of the curvature: a thin dotted line."""
    for colour, wide, style in (
        (theme.panel, 2.6, Qt.PenStyle.SolidLine),
        (theme.faint_text, 1.2, Qt.PenStyle.DashDotLine),
    ):
        ink = QColor(colour)
        ink.setAlphaF(0.5 if colour == theme.panel else 1.0)
        painter.setPen(QPen(ink, scaled(wide), style))
        painter.drawLine(line)


def arrow(
    painter: QPainter, start: QPointF, end: QPointF, colour: str, theme: Theme, width: float = 2.6
) -> None:
    """An arrow from `start` to `end`, with an edge in the colour of the paper."""
    way = QLineF(start, end)
    length = way.length()
    if not math.isfinite(length) or length < 1:
        return
    head = min(scaled(HEAD), length)
    neck = way.pointAt(1 - head / length)
    side = QPointF(-way.dy(), way.dx()) * (0.5 * head / length)
    shape = QPolygonF([end, neck + side, neck - side])
    for ink, wide in ((theme.panel, width + 3), (colour, width)):
        pen = QPen(QColor(ink), scaled(wide))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(start, neck)
        edge = scaled(1.5) if ink == theme.panel else 0.0
        painter.setPen(QPen(QColor(ink), edge) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawPolygon(shape)


def spread(x: Doubles, y: Doubles, least: float) -> list[int]:
    """The places, by number, each at least `least` pixels from the one chosen before it."""
    chosen: list[int] = []
    near = (np.inf, np.inf)
    for k, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        if math.hypot(a - near[0], b - near[1]) >= least:
            chosen.append(k)
            near = (a, b)
    return chosen


def around(at: QPointF, radius: float) -> QRectF:
    """The square around a place that a mark of this radius covers."""
    away = scaled(radius)
    return QRectF(at.x() - away, at.y() - away, 2 * away, 2 * away)


def beside(x: Doubles, y: Doubles, most: int = 40) -> list[QRectF]:
    """Small squares along a path, of its first `most` parts, where nothing shall be written."""
    found = []
    for k in range(min(len(x) - 1, most)):
        way = QLineF(x[k], y[k], x[k + 1], y[k + 1])
        parts = min(int(way.length() / 12) + 1, 120)
        found += [around(way.pointAt(part / parts), 5) for part in range(parts + 1)]
    return found
