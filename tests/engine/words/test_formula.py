"""A formula in one line, as people write it."""

import pytest

from engine.words.formula import in_line


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("a*(t**2) + b*(t) + c", "a·t² + b·t + c"), ("a*t**12", "a·t¹²"),
        ("a*exp(-k*x)", "a·exp(−k·x)"), ("a**0.5 + b**n", "a^0.5 + b^n"),
        ("a*(t**2)**3", "a·(t²)³"), ("sin(t)", "sin(t)"), ("a*(-t)", "a·(−t)"),
        ("(a + b)*t", "(a + b)·t"), ("a*t**2.5", "a·t^2.5"),
    ],
)  # fmt: skip
def test_it_reads_as_in_a_book_and_means_the_same(formula: str, line: str) -> None:
    assert in_line(formula) == line
