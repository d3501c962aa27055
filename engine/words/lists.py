"""Joins several things into a list within a sentence."""

from collections.abc import Sequence


def joined(things: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last
