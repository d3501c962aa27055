"""The numbers of a card: bars for all points in the order of their inputs, and the picked one's."""

import numpy as np
import pytest

from gui.panels.graph.numbers import MOST_BARS, bars, points_of, told

FEW = np.array([3.0, 1.0, 2.0], np.float32)


def test_bars_are_in_the_order_of_the_inputs() -> None:
    heights = bars(np.array([-8.0, 2.0, 4.0], np.float32), points_of(FEW, 0))
    assert heights == pytest.approx([0.25, 0.5, -1.0])
    assert points_of(FEW, 0).bar == 2


def test_a_bar_of_many_points_is_the_largest_but_the_picked_point_s_is_its_own() -> None:
    inputs = np.arange(1000, dtype=np.float32)
    numbers = np.zeros(1000, np.float32)
    numbers[120], numbers[130], numbers[501] = -4, 2, 1
    heights = bars(numbers, points_of(inputs, 510))
    assert heights is not None
    assert len(heights) == MOST_BARS
    assert heights[2] == -1
    assert heights[10] == 0
    assert bars(numbers, points_of(inputs, 501))[10] == 0.25  # type: ignore[index]


@pytest.mark.parametrize("count", [1, 2, 7, 20, 21, 1000])
def test_every_bar_leads_to_a_point_of_its_own(count: int) -> None:
    points = points_of(np.arange(count, dtype=np.float32), count // 3)
    bar_count = min(count, MOST_BARS)
    found = [points.point_at((k + 0.5) / bar_count) for k in range(bar_count)]
    assert found == sorted(set(found))
    assert found[points.bar] == count // 3
    assert points.point_at(0) == found[0]
    assert points.point_at(1) == found[-1]


def test_one_number_for_all_points_has_no_bars_and_more_digits() -> None:
    points = points_of(FEW, 1)
    assert bars(np.array(-63466.4, np.float32), points) is None
    assert told(np.array(0.5, np.float32), 1)[0] == "0.50000"
    assert told(FEW, 1)[0] == "1.000"


def test_what_is_no_number_is_told_and_leaves_the_other_bars() -> None:
    numbers = np.array([np.nan, np.inf, 2.0], np.float32)
    points = points_of(FEW, 0)
    assert told(numbers, 0) == ("NaN",)
    assert told(numbers, 1)[0] == "∞"
    assert bars(numbers, points) == pytest.approx([0, 1, 0])
