"""Texts of others in lines of ours: never too long, and cut where it can be seen."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import text as texts
from engine.text import cut, one_line, shortened


@pytest.mark.parametrize(
    ("length", "end", "shown"),
    [(11, 0, "temperature"), (10, 0, "temperatu…"), (10, 3, "temper…ure"), (2, 0, "t…")],
)
def test_what_is_cut(length: int, end: int, shown: str) -> None:
    assert cut("temperature", length, end) == shown


@given(st.text(), st.integers(5, 30), st.integers(0, 4))
def test_it_is_never_too_long(text: str, length: int, end: int) -> None:
    shown = cut(text, length, end)
    assert len(shown) <= length
    assert shown == text or "…" in shown


def test_one_line() -> None:
    assert one_line(" a\n\t b\u2028c ") == "a b c"


@given(st.text(max_size=300), st.integers(2, 50))
def test_what_is_quoted_is_short_printable_and_on_one_line(text: str, most: int) -> None:
    shown = shortened(text, most)
    assert len(shown) <= most
    assert shown.isprintable()


def test_the_examples() -> None:
    assert doctest.testmod(texts).failed == 0
