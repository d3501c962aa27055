"""Which part of a path a lens shows: the crawl, or the swings, or nothing."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.plots.landscape.map.lens import Lens, find, size_in

UNIT = 0.1, 0.005
SIZE = 400.0, 120.0


def test_a_crawl_is_enlarged_to_about_half_the_lens() -> None:
    numbers = np.arange(201)
    x = -68 + 1.7e-4 * numbers
    y = -1.1 * 0.43**numbers
    lens = find(x, y, numbers, UNIT, SIZE)
    assert lens is not None
    assert not lens.swings
    assert 5 <= lens.first <= 12
    left, right, bottom, top = lens.frame
    assert 0.2 < (x[-1] - x[lens.first]) / (right - left) < 0.6
    assert bottom < y[-1] < top
    assert lens.times == pytest.approx(larger(lens))


def larger(lens: Lens) -> float:
    """How many times as wide as on the map a thing is in the lens."""
    left, right, _, _ = lens.frame
    return (SIZE[0] / (right - left)) / (1 / UNIT[0])


def test_swings_are_drawn_wider_and_it_is_told_whether_they_grow() -> None:
    numbers = np.arange(31)
    x = -68 + 5e-4 * numbers
    for factor, grows in ((-0.8, False), (-1.05, True)):
        lens = find(x, 1.1 * factor**numbers, numbers, UNIT, SIZE)
        assert lens is not None
        assert lens.swings
        assert lens.grows is grows
        assert lens.times == pytest.approx(larger(lens))
        assert lens.frame[0] < x[0] < x[-1] < lens.frame[1]


def test_a_map_needs_some_room_for_a_lens() -> None:
    assert size_in(QRectF(0, 0, 400, 165)) == pytest.approx((220, 59.4))
    assert size_in(QRectF(0, 0, 399, 165)) is None
    assert size_in(QRectF(0, 0, 400, 164)) is None
    assert size_in(QRectF(0, 0, 4000, 4000)) == (440, 130)


def test_of_many_swings_the_first_are_drawn() -> None:
    numbers = np.arange(101)
    x = -68 + 5e-4 * numbers
    lens = find(x, 1.1 * (-0.99) ** numbers, numbers, UNIT, SIZE)
    assert lens is not None
    assert (lens.first, lens.last, lens.swings) == (0, 40, True)
    left, right, bottom, top = lens.frame
    assert left < x[0] < x[40] < right
    assert bottom < -1.1 * 0.99 < 1.1 < top


def test_six_epochs_at_one_place_crawl_and_five_do_not() -> None:
    for near, there in ((7, True), (6, False)):
        x = np.concatenate([[-80.0], -68 + 0.02 * np.arange(near)])
        numbers = np.arange(len(x))
        found = find(x, np.zeros(len(x)), numbers, UNIT, SIZE)
        assert (found is not None) is there


def test_swings_that_are_seen_as_they_are_need_no_lens() -> None:
    numbers = np.arange(31)
    assert find(3.0 * numbers, 1.1 * (-0.95) ** numbers, numbers, UNIT, SIZE) is None


def test_a_path_that_strides_on_needs_no_lens() -> None:
    numbers = np.arange(30)
    assert find(numbers * 1.5, numbers * 0.01, numbers, UNIT, SIZE) is None


def test_rounding_is_not_enlarged() -> None:
    numbers = np.arange(100)
    x = np.where(numbers < 3, -68.0, 1e-9 * numbers)
    assert find(x, np.zeros(100), numbers, UNIT, SIZE) is None
