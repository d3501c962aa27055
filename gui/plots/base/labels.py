"""Labels in a plot, at the end of a curve or beside a point, and upright arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine.runs import Doubles
from gui.plots.base.overlays import NONE, Overlay, to_pixels
from gui.zoom import scaled

GAP = 6.0
HEAD = 7.0
# Arrows shorter than this would be all head.
SHORTEST_ARROW = 12.0


@dataclass(frozen=True)
class EndLabel:
    """Two lines at the end of a curve that ends at height `y`, in pixels of the canvas."""

    y: float
    title: str
    value: str
    colour: str
    bold: bool = False


class EndLabels(QGraphicsItem):
    """Labels at the right of the view, moved apart so that they do not overlap."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: tuple[EndLabel, ...] = ()
        self._area = QRectF()
        self._font = QFont()
        self._text_colour = "#000000"
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_style(self, font: QFont, text_colour: str) -> None:
        """Write in `font`; the second lines in `text_colour`."""
        self._font, self._text_colour = font, text_colour
        self.update()

    def set_labels(self, labels: Sequence[EndLabel], area: QRectF) -> None:
        """Show `labels` in `area`, in pixels of the canvas."""
        if tuple(labels) != self.labels or area != self._area:
            self.prepareGeometryChange()
            self.labels, self._area = tuple(labels), QRectF(area)
            self.update()

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What the labels say, from the top down."""
        return [(label.title, label.value) for _, label in self.places()]

    def places(self) -> list[tuple[float, EndLabel]]:
        """The top of each label, from the top down: none touches another, all are in the area.

        Those that came first are left out where there is not room for all.

        What lies beyond the area has an arrow in its title that says so.
        """
        area, height = self._area, 2 * QFontMetricsF(self._font).height()
        # Where there is not room for all, the last are what matters.
        fitting = max(1, int((area.height() + scaled(2)) // (height + scaled(2))))
        labels = sorted(self.labels[-fitting:], key=lambda each: each.y)
        tops: list[float] = []
        top = area.top()
        for label in labels:
            tops.append(max(top, label.y - height / 2))
            top = tops[-1] + height + scaled(2)
        bottom = area.bottom()
        for place in reversed(range(len(tops))):
            tops[place] = min(tops[place], bottom - height)
            bottom = tops[place] - scaled(2)
        return [(top, self._told(label)) for top, label in zip(tops, labels, strict=True)]

    def _told(self, label: EndLabel) -> EndLabel:
        beyond = (
            "▲ " if label.y < self._area.top() else "▼ " if label.y > self._area.bottom() else ""
        )
        return EndLabel(label.y, beyond + label.title, label.value, label.colour, label.bold)

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Write the labels; called by Qt."""
        row = QFontMetricsF(self._font).height()
        bold = QFont(self._font)
        bold.setBold(True)
        for top, label in self.places():
            painter.setFont(bold if label.bold else self._font)
            painter.setPen(QColor(label.colour))
            line = QRectF(self._area.left(), top, self._area.width(), row)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, label.title)
            painter.setPen(QColor(self._text_colour))
            line.translate(0, row)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, label.value)


@dataclass(frozen=True)
class PointLabel:
    """The label of the point at `x`, `y` (in data); `short` is used where `text` does not fit."""

    x: float
    y: float
    text: str
    short: str


class PointLabels(Overlay):
    """Texts at the right of points on a falling curve, where there is room.

    Otherwise they stand at the left of the last point, away from the curve: under it where it
    falls, over it where it rises. Where they would fill most of a low plot, there are none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.labels: tuple[PointLabel, ...] = ()
        self._font = QFont()
        self._colour, self._ground = "#000000", "#ffffff"

    def set_style(self, font: QFont, colour: str, ground: str) -> None:
        """Write in `font` and `colour`, on `ground`."""
        self._font, self._colour, self._ground = font, colour, ground
        self.update()

    def set_labels(self, labels: Sequence[PointLabel]) -> None:
        """Show `labels`."""
        self.labels = tuple(labels)
        self.update()

    @property
    def texts(self) -> list[str]:
        """What is written where there is room."""
        return [label.text for label in self.labels]

    def areas(self, scale: QTransform, view: QRectF) -> list[tuple[QRectF, str]]:
        """The place of each text in pixels, and its words there; no two overlap."""
        metrics = QFontMetricsF(self._font)
        row, gap, edges = metrics.height(), scaled(GAP), scaled(6)
        # A curve that is covered says less than one without its numbers.
        if not self.labels or len(self.labels) * row > view.height() / 2:
            return []
        places = [scale.map(QPointF(label.x, label.y)) for label in self.labels]
        texts = [label.text for label in self.labels]
        if any(metrics.horizontalAdvance(text) + edges > view.width() for text in texts):
            texts = [label.short for label in self.labels]
        areas = [QRectF(0, 0, metrics.horizontalAdvance(text) + edges, row) for text in texts]
        for area, place in zip(areas, places, strict=True):
            area.moveTopLeft(QPointF(place.x() + gap, place.y() - row / 2))
        if any(one.bottom() > two.top() for one, two in pairwise(areas)):
            # Points at nearly the same height leave no room: both texts stand beside the last.
            middle = places[-1].y() - len(areas) * row / 2
            for k, area in enumerate(areas):
                area.moveTopLeft(QPointF(places[-1].x() + gap, middle + k * row))
        if any(area.right() > view.right() for area in areas):
            below = max(place.y() for place in places) + gap
            above = min(place.y() for place in places) - gap - len(areas) * row
            right = min(places[-1].x() + gap, view.right())
            falling = places[0].y() <= places[-1].y()
            if above >= view.top() and not (falling and below + len(areas) * row <= view.bottom()):
                top = above
            elif falling:
                top = below
            else:
                # Under a curve that rises there is room only at its right.
                texts = [label.short for label in self.labels]
                top, right = below, view.right()
                for area, text in zip(areas, texts, strict=True):
                    area.setWidth(metrics.horizontalAdvance(text) + edges)
            for k, area in enumerate(areas):
                area.moveTopRight(QPointF(right, top + k * row))
                area.moveLeft(max(area.left(), view.left()))
        down = max(0.0, view.top() - min(area.top() for area in areas))
        up = max(0.0, max(area.bottom() for area in areas) - view.bottom())
        return [
            (area.translated(0, down - up), text) for area, text in zip(areas, texts, strict=True)
        ]

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Write the texts."""
        ground = QColor(self._ground)
        ground.setAlphaF(0.8)
        painter.setFont(self._font)
        for area, text in self.areas(scale, view):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, scaled(3), scaled(3))
            painter.setPen(QColor(self._colour))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


class Arrows(Overlay):
    """Upright arrows at `x` from `starts` to `ends`."""

    def __init__(self) -> None:
        super().__init__()
        self.x: Doubles = NONE
        self.starts: Doubles = NONE
        self.ends: Doubles = NONE
        self._colour = "#000000"

    def set_colour(self, colour: str) -> None:
        """Draw in `colour`."""
        self._colour = colour
        self.update()

    def set_arrows(self, x: Doubles, starts: Doubles, ends: Doubles) -> None:
        """Show n arrows, all finite; those that are too short to be seen are left out."""
        self.x, self.starts, self.ends = x, starts, ends
        self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the arrows, each ending just before the dot that it points to.

        An arrow with both ends outside the view is left out, as it would look like a plain line.
        """
        x, starts = to_pixels(scale, self.x, self.starts)
        _, ends = to_pixels(scale, self.x, self.ends)
        colour, head, half = QColor(self._colour), scaled(HEAD), scaled(3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for across, start, end in zip(x.tolist(), starts.tolist(), ends.tolist(), strict=True):
            seen = any(view.top() <= y <= view.bottom() for y in (start, end))
            if abs(end - start) < scaled(SHORTEST_ARROW) or not seen:
                continue
            back = float(np.sign(start - end))
            tip = end + scaled(4) * back
            painter.setPen(QPen(colour, scaled(1.3)))
            painter.drawLine(QLineF(across, start, across, tip + head * back))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            foot = tip + head * back
            painter.drawPolygon(
                QPolygonF([QPointF(across, tip), QPointF(across - half, foot),
                           QPointF(across + half, foot)])
            )  # fmt: skip
