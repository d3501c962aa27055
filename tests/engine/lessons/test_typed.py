"""Numbers as people type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lessons import typed_number
from engine.numbers import MINUS, grouped, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), (" 12 ", 12), ("-103.9", -103.9), ("−103.9", -103.9), ("–103.9", -103.9),
        ("-103,9", -103.9), ("- 103,9", -103.9), ("+5", 5), (".5", 0.5), (",5", 0.5), ("5.", 5),
        ("36,415", 36415), ("-63,466", -63466), ("36.415", 36.415), ("36,4151", 36.4151),
        ("0,415", 0.415), ("1,234,567", 1234567), ("1.234.567", 1234567), ("1.234,5", 1234.5),
        ("1,234.5", 1234.5), ("36 415", 36415), ("36\u202f415", 36415), ("36'415", 36415),
        ("1e5", 1e5), ("1E5", 1e5), ("3,5e5", 3.5e5), ("1e-5", 1e-5), ("1e−5", 1e-5),
        ("10^5", 1e5), ("10**5", 1e5), ("-10^5", -1e5), ("3*10^5", 3e5), ("3 × 10^5", 3e5),
        ("3·10^5", 3e5), ("3x10^5", 3e5), ("10^-5", 1e-5),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: float) -> None:
    assert typed_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["a", "1 km", "--1", "1-1", "1,2,3", "1,23,456", "1.2.3", "1.234,567,8", "1,2.3,4", "5*3",
     "510^5", "e5", ".", ",", "nan", "inf", "∞", "1e999", "0x10", "١٢", "9" * 100, "1e5e5", "1/3",
     "1_0"],
)  # fmt: skip
def test_what_is_no_number_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number: type one such as 12"):
        typed_number(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_asked_for(text: str) -> None:
    with pytest.raises(ValueError, match="Type a number"):
        typed_number(text)


@given(st.floats(-1e9, 1e9))
def test_what_the_program_prints_can_be_typed(value: float) -> None:
    printed = float(number(value).replace(MINUS, "-"))
    assert typed_number(grouped(value)) == printed
    assert typed_number(number(value)) == printed


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_finite_number_or_told(text: str) -> None:
    try:
        value = typed_number(text)
    except ValueError as error:
        assert len(str(error)) < 100  # noqa: PT017
    else:
        assert math.isfinite(value)
