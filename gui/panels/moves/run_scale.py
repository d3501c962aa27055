"""The scale of an overview: converts values and losses to pixels. The loss axis begins at 0."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from engine.queries import Slice
from engine.runs import Doubles
from gui.zoom import scaled

AIR = 5.0
FAR = 10_000.0
# Dots of the trail closer together than this, in pixels, are drawn as one.
APART = 3.0


@dataclass(frozen=True, slots=True)
class RunScale:
    """`area` shows the values from `low` to `high` and the losses from 0 to `top`."""

    area: QRectF
    low: float
    high: float
    top: float

    @staticmethod
    def of(
        cut: Slice, top: float, room: QRectF, above: float, below: float, margin: float = 0.0
    ) -> "RunScale | None":
        """The scale of `cut`, with `above` and `below` for text; None without numbers.

        `margin` is the room at the left for the numbers of the losses.
        """
        ends = float(cut.values[0]), float(cut.values[-1])
        if not all(map(math.isfinite, (*ends, ends[1] - ends[0], top, *cut.before))):
            return None
        if not (ends[0] < ends[1] and top > 0):
            return None
        area = room.adjusted(1 + margin, above + 1, -1, -(below + scaled(5)))
        return RunScale(area, *ends, top) if area.width() > 0 and area.height() > 0 else None

    def x(self, value: float) -> float:
        """The horizontal pixel of `value`; at the edge for a value outside the scale."""
        way = (value - self.low) / (self.high - self.low)
        return self.area.left() + min(max(way, 0.0), 1.0) * self.area.width()

    def y(self, loss: float) -> float:
        """The vertical pixel of `loss`; at the top for a loss above the scale."""
        way = min(max(loss / self.top, 0.0), 1.0)
        return self.area.bottom() - way * (self.area.height() - scaled(AIR))

    def holds(self, value: float, loss: float) -> bool:
        """Whether the point (`value`, `loss`) is on the scale, not merely moved to its edge."""
        return self.low <= value <= self.high and loss <= self.top

    def value(self, x: float) -> float:
        """The value at pixel `x`, limited to the scale's range."""
        way = min(max((x - self.area.left()) / self.area.width(), 0.0), 1.0)
        return self.low + way * (self.high - self.low)

    def point(self, value: float, loss: float) -> QPointF:
        """The pixel position of the point (`value`, `loss`)."""
        return QPointF(self.x(value), self.y(loss))

    def _places(self, values: Doubles, losses: Doubles) -> Iterator[tuple[float, float]]:
        finite = np.isfinite(values) & np.isfinite(losses)
        with np.errstate(all="ignore"):
            across = (values[finite] - self.low) * (self.area.width() / (self.high - self.low))
            up = losses[finite] * ((self.area.height() - scaled(AIR)) / self.top)
        xs = np.clip(self.area.left() + across, -FAR, FAR)
        ys = np.clip(self.area.bottom() - up, -FAR, FAR)
        return zip(xs.tolist(), ys.tolist(), strict=True)

    def line(self, values: Doubles, losses: Doubles) -> QPolygonF:
        """A line through the finite points among (`values`, `losses`), (m,) each."""
        return QPolygonF([QPointF(x, y) for x, y in self._places(values, losses)])

    def apart(self, values: Doubles, losses: Doubles) -> list[QPointF]:
        """The positions of the points, without those too close to the one before."""
        dots: list[QPointF] = []
        least, last_x, last_y = scaled(APART), math.inf, math.inf
        for x, y in self._places(values, losses):
            if abs(x - last_x) + abs(y - last_y) >= least:
                last_x, last_y = x, y
                dots.append(QPointF(x, y))
        return dots

    def tangent(self, value: float, loss: float, slope: float) -> tuple[QPointF, QPointF]:
        """The ends of a line of that `slope` through a point in its middle, cut at the edges."""
        steep = slope / self.top * (self.area.height() - scaled(AIR))
        steep /= self.area.width() / (self.high - self.low)
        right = self.area.width() / 4 / math.hypot(1, min(abs(steep), FAR))
        long = self.area.height() / 2 / max(abs(min(abs(steep), FAR)), 1e-9)
        right = min(max(right, min(long, self.area.width() / 4)), self.area.width() / 4)
        rise = math.copysign(min(abs(steep), FAR), steep) * right
        part, middle = QPointF(right, -rise), self.point(value, loss)
        return middle - part, middle + part
