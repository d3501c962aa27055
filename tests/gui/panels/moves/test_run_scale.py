"""The scale of an overview: where values and losses are, its tangents, and what is off it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from engine.queries import Slice
from gui.panels.moves.labels import apart
from gui.panels.moves.run_scale import RunScale

ROOM = QRectF(0, 0, 200, 120)
VALUES = np.linspace(-2, 3, 51)
CUT = Slice(VALUES, VALUES**2, (-1.0, 1.0), (0.5, 0.25), -2.0, 0.0)


@pytest.fixture
def scale() -> RunScale:
    """Pixels 1 to 199 across, and 13 to 103 down."""
    scale = RunScale.of(CUT, 10.0, ROOM, 12, 12)
    assert scale is not None
    return scale


def test_its_area_leaves_room_for_texts_and_margin(scale: RunScale) -> None:
    assert scale.area == QRectF(1, 13, 198, 90)
    assert (scale.low, scale.high, scale.top) == (-2, 3, 10)
    margin = RunScale.of(CUT, 10.0, ROOM, 12, 12, 40)
    assert margin is not None
    assert margin.area == QRectF(41, 13, 158, 90)


def test_values_run_across_and_losses_up_from_zero(scale: RunScale) -> None:
    assert [scale.x(value) for value in (-2, 0.5, 3)] == pytest.approx([1, 100, 199])
    assert [scale.y(loss) for loss in (0, 5, 10)] == pytest.approx([103, 103 - 42.5, 18])
    # What is off it stands at its edge.
    assert (scale.x(-9), scale.x(9)) == (1, 199)
    assert (scale.y(-1), scale.y(99)) == (103, 18)
    point = scale.point(0.5, 5)
    assert (point.x(), point.y()) == (scale.x(0.5), scale.y(5))
    for value in (-2.0, -0.3, 3.0):
        assert scale.value(scale.x(value)) == pytest.approx(value)
    assert (scale.value(-50), scale.value(500)) == (-2, 3)


def test_it_holds_what_is_on_it(scale: RunScale) -> None:
    for value, loss, held in (
        (0, 1, True), (-2, 0, True), (3, 10, True), (-2.01, 1, False), (3.01, 1, False),
        (0, 10.01, False),
    ):  # fmt: skip
        assert scale.holds(value, loss) == held


def test_lines_and_dots_are_not_moved_to_its_edge(scale: RunScale) -> None:
    values, losses = np.array([-2, 0, 3, 4, np.nan]), np.array([0, 10, 20, np.inf, 1])
    line = scale.line(values, losses)
    places = [(line.at(k).x(), line.at(k).y()) for k in range(line.size())]
    assert places == [
        pytest.approx(each) for each in ((1, 103), (1 + 2 * 39.6, 18), (199, 103 - 170))
    ]
    far = scale.line(np.array([1e30, -1e30]), np.array([1e30, 1e30]))
    assert [(far.at(k).x(), far.at(k).y()) for k in (0, 1)] == [(10_000, -10_000)] * 1 + [
        (-10_000, -10_000)
    ]


def test_dots_closer_than_three_pixels_are_one(scale: RunScale) -> None:
    # 39.6 pixels for each unit of the value.
    values = np.array([0, 2.9, 3.1, 6.0, 6.2]) / 39.6
    dots = scale.apart(values, np.zeros(5))
    assert [dot.x() - scale.x(0) for dot in dots] == pytest.approx([0, 3.1, 6.2])


@pytest.mark.parametrize("slope", [0.0, 0.5, -0.5, 3.0, -3.0, 40.0, -1e5, 1e12])
def test_a_tangent_has_its_slope_and_stays_a_quarter_of_the_area(
    scale: RunScale, slope: float
) -> None:
    left, right = scale.tangent(0.5, 5, slope)
    middle = (left + right) / 2
    assert (middle.x(), middle.y()) == pytest.approx((100, scale.y(5)))
    across, down = right.x() - left.x(), right.y() - left.y()
    assert across >= 0
    steep = slope * 8.5 / 39.6
    if abs(steep) < 9_000:
        assert -down == pytest.approx(steep * across, abs=1e-6)
    else:
        assert (down < 0) == (slope > 0)
    # A quarter of the width to either side, or as far as the height allows.
    assert across <= 99 + 1e-6
    assert abs(down) <= max(90, 2 * 49.5) + 1e-6
    if not slope:
        assert across == pytest.approx(99)
    if abs(steep) > 2:
        assert abs(down) == pytest.approx(max(90, 99 * abs(steep) / math.hypot(1, steep)), rel=0.05)


@pytest.mark.parametrize(
    ("cut", "top", "room"),
    [
        (replace(CUT, values=np.full(51, 2.0)), 10.0, ROOM),
        (replace(CUT, values=VALUES[::-1]), 10.0, ROOM),
        (replace(CUT, values=np.full(51, np.nan)), 10.0, ROOM),
        (replace(CUT, values=np.linspace(-1.5, 1.5, 51) * 1e308), 10.0, ROOM),
        (replace(CUT, before=(math.inf, 1.0)), 10.0, ROOM),
        (replace(CUT, before=(1.0, math.nan)), 10.0, ROOM),
        (CUT, 0.0, ROOM),
        (CUT, -1.0, ROOM),
        (CUT, math.inf, ROOM),
        (CUT, 10.0, QRectF(0, 0, 2, 120)),
        (CUT, 10.0, QRectF(0, 0, 200, 30)),
    ],
)
def test_without_numbers_or_room_there_is_none(cut: Slice, top: float, room: QRectF) -> None:
    assert RunScale.of(cut, top, room, 12, 12) is None
    assert RunScale.of(CUT, 10.0, QRectF(0, 0, 3, 31), 12, 12) is not None


@pytest.mark.parametrize(
    ("centres", "widths", "edges"),
    [
        ([50.0], [20.0], [40]),
        ([5.0], [20.0], [0]),
        ([98.0], [20.0], [80]),
        ([30.0, 70.0], [20.0, 20.0], [20, 60]),
        ([30.0, 40.0], [20.0, 20.0], [20, 46]),
        ([90.0, 95.0], [20.0, 20.0], [54, 80]),
        ([10.0, 50.0, 60.0], [20.0, 20.0, 20.0], [0, 40, 66]),
        # Without room for all, the last passes the right end.
        ([50.0, 50.0], [60.0, 60.0], [0, 66]),
    ],
)
def test_labels_stand_at_their_centres_or_as_near_as_they_may(
    centres: list[float], widths: list[float], edges: list[float]
) -> None:
    assert apart(centres, widths, 0, 100) == edges
