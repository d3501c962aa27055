"""The scale of a card's close-up: converts values and losses to pixels."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from engine.queries import Slice
from engine.runs import Doubles
from gui.zoom import scaled

LANE = 11.0
"""The height of the strip above the axis in which the arrow is drawn."""
AIR = 5.0
"""The distance of the lowest loss from that strip, and of the highest loss from the top."""
FAR = 10_000.0
"""Pixels beyond which nothing is drawn, however steep the curve is."""


@dataclass(frozen=True, slots=True)
class SliceScale:
    """`area` shows the values from `low` to `high` and the losses from `least` to `most`."""

    area: QRectF
    low: float
    high: float
    least: float
    most: float

    @staticmethod
    def of(cut: Slice, room: QRectF, above: float, below: float) -> "SliceScale | None":
        """The scale that shows all of `cut`, with `above` and `below` for text.

        None where there is nothing finite to show.
        """
        finite = np.isfinite(cut.values) & np.isfinite(cut.losses)
        if not finite.any() or not all(map(math.isfinite, cut.before)):
            return None
        values, losses = cut.values[finite], cut.losses[finite]
        low, high = float(values[0]), float(values[-1])
        least, most = float(losses.min()), float(losses.max())
        if not (low < high and math.isfinite(high - low) and math.isfinite(most - least)):
            return None
        area = room.adjusted(1, above + 1, -1, -(below + scaled(3)))
        return SliceScale(area, low, high, least, most)

    @property
    def width(self) -> float:
        """The range of the values shown."""
        return self.high - self.low

    @property
    def height(self) -> float:
        """The range of the losses shown."""
        return self.most - self.least

    @property
    def _across(self) -> float:
        """Pixels per unit of the parameter."""
        return self.area.width() / self.width

    @property
    def _lowest(self) -> float:
        return self.area.bottom() - scaled(LANE + AIR)

    @property
    def _up(self) -> float:
        """Pixels per unit of the loss; a constant loss is drawn as a level line."""
        return (self._lowest - self.area.top() - scaled(AIR)) / (self.height or 1.0)

    def x(self, value: float) -> float:
        """The horizontal pixel of `value`."""
        return _near(self.area.left() + (value - self.low) * self._across)

    def y(self, loss: float) -> float:
        """The vertical pixel of `loss`."""
        return _near(self._lowest - (loss - self.least) * self._up)

    def point(self, value: float, loss: float) -> QPointF:
        """The pixel position of the point (`value`, `loss`)."""
        return QPointF(self.x(value), self.y(loss))

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether `point`, (value, loss), lies in the area."""
        return all(map(math.isfinite, point)) and self.area.contains(self.point(*point))

    def line(self, values: Doubles, losses: Doubles) -> QPolygonF:
        """A line through the finite points among (`values`, `losses`), (m,) each."""
        finite = np.isfinite(values) & np.isfinite(losses)
        xs = self.area.left() + (values[finite] - self.low) * self._across
        ys = self._lowest - (losses[finite] - self.least) * self._up
        return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])

    def tangent(self, value: float, loss: float, slope: float) -> tuple[QPointF, QPointF]:
        """The ends of a line of that `slope` through a point, which is in its middle.

        To either side it is a third of the area's width long, or reaches half its height.
        """
        steep = slope * self._up / self._across
        steep = math.copysign(FAR, slope) if not abs(steep) < FAR else steep
        length = self.area.width() / 3
        if steep:
            length = min(length, self.area.height() / 2 * math.hypot(1, 1 / steep))
        right = length / math.hypot(1, steep)
        middle, part = self.point(value, loss), QPointF(right, -steep * right)
        return middle - part, middle + part


def _near(pixel: float) -> float:
    return min(max(pixel, -FAR), FAR)
