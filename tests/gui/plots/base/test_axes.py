"""Ticks that people can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.base.axes import (
    EpochAxis,
    LogAxis,
    NumberAxis,
    nice_ticks,
    powers_of_ten,
    tick_text,
)

pytestmark = pytest.mark.usefixtures("qapp")


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(2, 12))
def test_nice_ticks_lie_inside_and_are_few(low: float, span: float, at_most: float) -> None:
    spacing, ticks = nice_ticks(low, low + span, at_most)
    assert len(ticks) <= at_most + 1
    assert all(low - 1e-6 * spacing <= tick <= low + span + 1e-6 * spacing for tick in ticks)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_low_axis_has_two_ticks_and_a_narrow_one_what_it_has_room_for(
    low: float, span: float
) -> None:
    for side in ("left", "right"):
        [(spacing, ticks)] = NumberAxis(side).tickValues(low, low + span, 30)
        assert 2 <= len(ticks) <= 5
        assert all(low - 1e-6 * spacing <= tick <= low + span + 1e-6 * spacing for tick in ticks)
    assert texts(NumberAxis("left"), -190, 150, 78) == ["−100", "0", "100"]
    assert texts(NumberAxis("bottom"), -190, 150, 78) == ["0"]
    # There two would lie on each other.
    assert texts(NumberAxis("left"), -190, 150, 29) == ["0"]


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.0, 1.0, "0"),
        (-300.0, 100.0, "−300"),
        (40000.0, 20000.0, "40,000"),
        (0.25, 0.05, "0.25"),
        (200000.0, 100000.0, "2×10⁵"),
        (100000.0, 100000.0, "10⁵"),
        (150000.0, 10000.0, "1.5×10⁵"),
        (-2e-7, 1e-7, "−2×10⁻⁷"),
    ],
)
def test_tick_text(value: float, spacing: float, text: str) -> None:
    assert tick_text(value, spacing) == text


def test_powers_of_ten_on_one_axis_are_written_alike() -> None:
    assert powers_of_ten([0, 2, 4]) == ["1", "100", "10,000"]
    assert powers_of_ten([0, 20, 40]) == ["1", "10²⁰", "10⁴⁰"]
    assert powers_of_ten([-2, 0]) == ["0.01", "1"]


def texts(axis: NumberAxis, low: float, high: float, size: float) -> list[str]:
    [(spacing, values)] = axis.tickValues(low, high, size)
    return axis.tickStrings(values, 1.0, spacing)


def test_epochs_are_whole_numbers() -> None:
    assert texts(EpochAxis(), 0.0, 1_000_000.5, 400) == ["0", "500,000", "1,000,000"]
    assert texts(EpochAxis(), 3.2, 6.1, 400) == ["4", "5", "6"]


def test_a_logarithmic_axis_over_many_powers_over_one_and_within_one() -> None:
    axis = LogAxis("left")
    assert texts(axis, -0.5, 4.8, 200) == ["1", "10", "100", "1,000", "10,000"]
    assert texts(axis, 1.0, 2.1, 200) == ["10", "20", "50", "100"]
    # 600 to 700, drawn at their logarithms.
    assert texts(axis, 2.7781, 2.8452, 200) == ["600", "620", "640", "660", "680", "700"]


def test_a_logarithmic_axis_can_be_plain() -> None:
    axis = LogAxis("left")
    axis.set_log(False)
    assert texts(axis, 0.0, 700.0, 200) == ["0", "200", "400", "600"]
