"""Paints the small pictures of the glossary; each is drawn in a square from (0, 0) to (1, 1)."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.words.glossary import Sketch
from gui.theme import Theme
from gui.zoom import scaled

Points = Sequence[tuple[float, float]]


class Pencil:
    """Draws lines, dots and arrows into `room`, where (0, 0) is at the left below."""

    def __init__(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        self._painter, self._room, self.theme = painter, room, theme

    def at(self, x: float, y: float) -> QPointF:
        """The place of (x, y) in pixels."""
        room = self._room
        return QPointF(room.left() + x * room.width(), room.bottom() - y * room.height())

    def line(self, points: Points, colour: str, width: float = 1.5, dashed: bool = False) -> None:
        """Draw a line through `points`."""
        style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(QColor(colour), scaled(width), style))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF([self.at(*point) for point in points]))

    def dot(self, x: float, y: float, colour: str, hollow: bool = False) -> None:
        """Draw a dot at (x, y)."""
        self._painter.setPen(QPen(QColor(colour), scaled(1.5)))
        self._painter.setBrush(QColor(self.theme.panel if hollow else colour))
        self._painter.drawEllipse(self.at(x, y), scaled(3), scaled(3))

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """Fill the box with its lower left corner at (x, y)."""
        area = QRectF(self.at(x, y + high), self.at(x + wide, y))
        self._painter.fillRect(area, QColor(colour))

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw an arrow from `start` to `end`."""
        self.line([start, end], colour, 2)
        tip, foot = self.at(*end), self.at(*start)
        away = foot - tip
        length = math.hypot(away.x(), away.y()) or 1.0
        back = away * (scaled(6) / length)
        across = QPointF(-back.y(), back.x()) * 0.5
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawPolygon(QPolygonF([tip, tip + back + across, tip + back - across]))

    def curve(self, of: Callable[[float], float], colour: str) -> None:
        """Draw the curve y = `of`(x) from x = 0 to 1."""
        self.line([(k / 40, of(k / 40)) for k in range(41)], colour)


def _bowl(x: float) -> float:
    return 0.12 + 3.2 * (x - 0.5) ** 2


def _tangent(pencil: Pencil) -> None:
    pencil.curve(_bowl, pencil.theme.curve)
    slope = 6.4 * (0.25 - 0.5)
    pencil.line(
        [(x, _bowl(0.25) + slope * (x - 0.25)) for x in (0.07, 0.43)], pencil.theme.slope, 2
    )
    pencil.dot(0.25, _bowl(0.25), pencil.theme.text, hollow=True)


def _steps(pencil: Pencil) -> None:
    pencil.curve(_bowl, pencil.theme.curve)
    before, after = 0.12, 0.34
    pencil.line([(after, _bowl(after)), (after, 0.03)], pencil.theme.faint_text, 1, dashed=True)
    pencil.arrow((before, 0.03), (after, 0.03), pencil.theme.negative)
    pencil.dot(before, _bowl(before), pencil.theme.text, hollow=True)
    pencil.dot(after, _bowl(after), pencil.theme.negative)


def _valley(pencil: Pencil) -> None:
    pencil.curve(_bowl, pencil.theme.curve)
    pencil.line([(0.5, 0.9), (0.5, 0.0)], pencil.theme.faint_text, 1, dashed=True)
    pencil.dot(0.5, _bowl(0.5), pencil.theme.text)


_POINTS = ((0.1, 0.62), (0.35, 0.24), (0.62, 0.3), (0.88, 0.86))


def _bent(x: float) -> float:
    return 0.4 + 0.9 * (x - 0.35) ** 2


def _residual(pencil: Pencil) -> None:
    for x, y in _POINTS:
        pencil.line([(x, y), (x, _bent(x))], pencil.theme.residual, 2)
    pencil.curve(_bent, pencil.theme.prediction)
    for x, y in _POINTS:
        pencil.dot(x, y, pencil.theme.data)


def _loss(pencil: Pencil) -> None:
    x = 0.02
    for side in (0.2, 0.32, 0.42):
        faded = QColor(pencil.theme.prediction)
        faded.setAlpha(90)
        pencil.box(x, 0.1, side, side, faded.name(QColor.NameFormat.HexArgb))
        corners = [(x, 0.1), (x + side, 0.1), (x + side, 0.1 + side), (x, 0.1 + side), (x, 0.1)]
        pencil.line(corners, pencil.theme.prediction)
        x += side + 0.02


def _epoch(pencil: Pencil) -> None:
    places = [
        (0.5 + 0.38 * math.sin(turn), 0.5 + 0.38 * math.cos(turn))
        for turn in (2 * math.pi * (k + 0.06) / 5 for k in range(5))
    ]
    for here, there in zip(places, [*places[1:], places[0]], strict=True):
        start = tuple(a + 0.22 * (b - a) for a, b in zip(here, there, strict=True))
        end = tuple(a + 0.82 * (b - a) for a, b in zip(here, there, strict=True))
        pencil.arrow((start[0], start[1]), (end[0], end[1]), pencil.theme.faint_text)
    for place in places:
        pencil.dot(*place, pencil.theme.text)


def _operations(pencil: Pencil) -> None:
    ends = ((0.08, 0.85), (0.08, 0.2), (0.5, 0.52), (0.92, 0.52))
    a, b, middle, loss = ends
    for start, end in ((loss, middle), (middle, a), (middle, b)):
        short = (end[0] + 0.18 * (start[0] - end[0]), end[1] + 0.18 * (start[1] - end[1]))
        pencil.arrow(start, short, pencil.theme.slope)
    for place in ends:
        pencil.dot(*place, pencil.theme.text, hollow=place != loss)


def _diverge(pencil: Pencil) -> None:
    pencil.curve(_bowl, pencil.theme.curve)
    places = (0.45, 0.58, 0.36, 0.7, 0.18, 0.94)
    pencil.line([(x, _bowl(x)) for x in places], pencil.theme.positive)
    for x in places:
        pencil.dot(x, _bowl(x), pencil.theme.positive)


def _stack(pencil: Pencil) -> None:
    theme = pencil.theme
    pencil.line([(0.95, 0), (0.95, 1)], theme.faint_text, 1)
    pencil.arrow((0.95, 0.8), (0.1, 0.8), theme.negative)
    pencil.arrow((0.1, 0.5), (0.4, 0.5), theme.positive)
    pencil.arrow((0.95, 0.2), (0.4, 0.2), theme.negative)


def _logarithmic(pencil: Pencil) -> None:
    theme = pencil.theme
    pencil.line([(0.1, 0), (0.1, 1)], theme.faint_text, 1)
    for height in (0.1, 0.5, 0.9):
        pencil.line([(0.02, height), (0.18, height)], theme.faint_text, 1)
    pencil.line([(0.25, 0.92), (0.35, 0.6), (0.6, 0.42), (0.98, 0.3)], theme.loss)


def _flip(pencil: Pencil) -> None:
    theme = pencil.theme
    pencil.box(0.0, 0.35, 0.45, 0.3, theme.negative)
    pencil.box(0.55, 0.35, 0.45, 0.3, theme.positive)
    pencil.line([(0.17, 0.5), (0.28, 0.5)], theme.panel, 2)
    pencil.line([(0.72, 0.5), (0.83, 0.5)], theme.panel, 2)
    pencil.line([(0.775, 0.43), (0.775, 0.57)], theme.panel, 2)


_SKETCHES: dict[Sketch, Callable[[Pencil], None]] = {
    "tangent": _tangent,
    "steps": _steps,
    "valley": _valley,
    "residual": _residual,
    "loss": _loss,
    "epoch": _epoch,
    "operations": _operations,
    "diverge": _diverge,
    "stack": _stack,
    "logarithmic": _logarithmic,
    "flip": _flip,
}


def paint_sketch(painter: QPainter, room: QRectF, sketch: Sketch, theme: Theme) -> None:
    """Paint the picture called `sketch` into `room`; nothing for ""."""
    if sketch:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _SKETCHES[sketch](Pencil(painter, room, theme))
        painter.restore()
