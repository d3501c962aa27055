"""Numbers as people read them: short, with a true minus sign, and never another number."""

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import numbers
from engine.numbers import (
    MINUS,
    apart,
    count,
    exact,
    grouped,
    in_brackets,
    nice_above,
    nice_below,
    number,
    ordinal,
    rate,
)

finite = st.floats(-1e300, 1e300)


def read(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(",", ""))


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(numbers).failed == 0


class TestNumber:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (-0.892, "−0.89200"),
            (63466.4, "63466"),
            (-63466.4, "−63466"),
            (618.5338, "618.53"),
            (0.66, "0.66000"),
            (1.0, "1.0000"),
            (123456.0, "123456"),
            (9_999_400.0, "9999400"),
            (1e7, "1.0000e7"),
            (1e-4, "0.00010000"),
            (9.9999e-5, "9.9999e−5"),
            (1.5e-7, "1.5000e−7"),
            (-2.5e21, "−2.5000e21"),
            (0.0, "0"),
            (-0.0, "0"),
            (99999.96, "100000"),
            (0.999999, "1.0000"),
            (math.inf, "∞"),
            (-math.inf, "−∞"),
            (math.nan, "not a number"),
            (3, "3.0000"),
        ],
    )
    def test_has_five_significant_digits(self, value: float, text: str) -> None:
        assert number(value) == text

    def test_has_as_many_digits_as_asked_for(self) -> None:
        assert [number(2 / 3, digits) for digits in (1, 3, 9)] == ["0.7", "0.667", "0.666666667"]

    @given(finite)
    def test_reads_back_as_nearly_the_same(self, value: float) -> None:
        assert read(number(value)) == pytest.approx(value, rel=5.001e-5, abs=0)

    @given(finite)
    def test_is_short_and_has_no_hyphen(self, value: float) -> None:
        assert len(number(value)) <= len("−1.0000e−300")
        assert "-" not in number(value)


class TestRate:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (1e-5, "0.00001"),
            (0.1, "0.1"),
            (1.0, "1"),
            (1e6, "1000000"),
            (1.5e-5, "0.000015"),
            (3e-7, "3e−7"),
            (1.25e-9, "1.25e−9"),
            (0.1234567, "0.1234567"),
        ],
    )
    def test_is_written_as_people_write_it(self, value: float, text: str) -> None:
        assert rate(value) == text

    @given(st.floats(0, 1e6, exclude_min=True))
    def test_reads_back_as_the_very_same(self, value: float) -> None:
        assert read(rate(value)) == value
        assert "-" not in rate(value)


class TestExact:
    @given(finite)
    def test_reads_back_as_the_very_same(self, value: float) -> None:
        assert read(exact(value)) == value
        assert "-" not in exact(value)


class TestInBrackets:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(-63466.4, "(−63466)"), (1.25, "1.2500"), (0.0, "0"), (-math.inf, "(−∞)")],
    )
    def test_has_brackets_where_negative(self, value: float, text: str) -> None:
        assert in_brackets(value) == text


class TestCount:
    @pytest.mark.parametrize(
        ("value", "text"), [(0, "0"), (999, "999"), (12345, "12,345"), (-1000000, "−1,000,000")]
    )
    def test_separates_thousands(self, value: int, text: str) -> None:
        assert count(value) == text


@given(st.floats(-(2.0**99), 2.0**99, width=32))
def test_grouping_changes_no_digit(value: float) -> None:
    assert grouped(value).replace(",", "") == number(value)


@given(st.floats(2.0**-99, 2.0**99, width=32), st.floats(2.0**-99, 2.0**99, width=32))
def test_what_differs_is_seen_to_differ(before: float, after: float) -> None:
    texts = apart(before, after)
    assert (texts[0] == texts[1]) == (before == after)


def test_numbers_that_are_none_are_written_all_the_same() -> None:
    assert apart(math.inf, math.nan) == ("∞", "not a number")
    assert apart(math.nan, math.nan) == ("not a number", "not a number")


@pytest.mark.parametrize(
    ("value", "nice"),
    [(0.2, 0.2), (0.25, 0.5), (0.75, 1.0), (0.000175, 0.0002), (2e9, 2e9), (5.1, 10.0)],
)
def test_nice_above_is_1_2_or_5_times_a_power_of_ten(value: float, nice: float) -> None:
    assert nice_above(value) == pytest.approx(nice)


@given(st.floats(1e-300, 1e300))
def test_nice_below(value: float) -> None:
    nice = nice_below(value)
    digit, _, power = f"{nice:e}".partition("e")
    assert float(digit) in (1, 2, 5)
    assert nice <= value * (1 + 1e-9)
    larger = {1: 2, 2: 5, 5: 10}[round(float(digit))]
    assert float(f"{larger}e{int(power)}") > value


def test_nice_below_of_nice_numbers_is_themselves() -> None:
    for power in range(-9, 10):
        for digit in (1, 2, 5):
            nice = float(f"{digit}e{power}")
            assert nice_below(nice) == nice
            assert nice_below(math.nextafter(nice, math.inf)) == nice


def test_rate_writes_no_digits_that_are_not_its_own() -> None:
    assert [rate(value) for value in (1e16, -1.25e300, 123456789.25)] == [
        "1e16", "−1.25e300", "123456789.25"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (112, "112th"),
        (1_022, "1,022nd"),
    ],
)
def test_ordinal(value: int, said: str) -> None:
    assert ordinal(value) == said
