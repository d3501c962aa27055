"""Computes the fit's visible range, with room for dots at its edges and for the error squares."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from engine.queries import Snapshot
from engine.runs import Facts, Frame
from gui.plots.base.overlays import Squares

EDGE = 0.012
# To show the squares, the range may become at most this many times as high.
GROWTH = 3


def with_edge(frame: Frame) -> Frame:
    """`frame` (left, right, bottom, top), widened so that dots at its sides are not cut off."""
    left, right, bottom, top = frame
    edge = EDGE * (right - left)
    return left - edge, right + edge, bottom, top


def around_squares(
    frame: Frame, facts: Facts, snapshot: Snapshot, size: tuple[float, float]
) -> Frame:
    """`frame`, drawn in `size` pixels, made high enough to show the whole squares.

    Returns `frame` unchanged if it would have to be more than `GROWTH` times as high.
    """
    finite = np.isfinite(snapshot.predictions)
    ends = np.stack([snapshot.predictions, facts.targets])[:, finite].astype(np.float64)
    if not ends.size:
        return frame
    left, right, bottom, top = frame
    x = facts.inputs[finite]
    rooms = np.maximum(x - left, right - x) * size[0] / (right - left)
    low, high = min(bottom, float(ends.min())), max(top, float(ends.max()))
    # In pixels, a square is as wide as it is high.
    height = float((np.abs(ends[0] - ends[1]) / np.maximum(rooms, 1)).max() * size[1])
    more = max(0.0, height - (high - low)) / 2
    edge = EDGE * (high - low)
    low -= more + (edge if low - more < bottom else 0.0)
    high += more + (edge if high + more > top else 0.0)
    return (left, right, low, high) if high - low <= GROWTH * (top - bottom) else frame


def cut_squares(squares: Squares, visible: Frame, area: QRectF) -> int:
    """How many of `squares` reach beyond the range `visible`, drawn in `area` (pixels)."""
    left, right, bottom, top = visible
    across, up = area.width() / (right - left), -area.height() / (top - bottom)
    scale = QTransform(across, 0, 0, up, area.left() - across * left, area.bottom() - up * bottom)
    room = area.adjusted(-1, -1, 1, 1)
    return sum(not room.contains(square) for square in squares.squares(scale, area))
