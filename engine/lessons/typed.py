"""Reads numbers as people type them: −103.9, -103,9, 36,415, 1e5, 10^5, 3 × 10^5."""

import math
import re

from engine.numbers import MINUS
from engine.text import shortened

_MOST = 60
_GAPS = re.compile(r"[\s'’\u00a0\u2009\u202f]")
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")
_POWER = r"([+-]?\d{1,3})"
_NUMBER = re.compile(
    rf"([+-]?)(?:([\d.,]+)(?:(?:e|\*10\^|\*10\*\*){_POWER})?|10(?:\^|\*\*){_POWER})"
)


def typed_number(text: str) -> float:
    """The number that `text` writes, finite.

    A comma is a decimal one, unless it groups thousands as the program does: 36,415. Raises
    ValueError with a sentence for the person.

    >>> typed_number("−103,9"), typed_number("36,415"), typed_number("1.234,5")
    (-103.9, 36415.0, 1234.5)
    >>> typed_number("10^5"), typed_number("3 × 10^5"), typed_number("1 000 000")
    (100000.0, 300000.0, 1000000.0)
    """
    if not text.strip():
        raise ValueError(f"Type a number, such as 12 or {MINUS}103.9.")
    tidy = _GAPS.sub("", text[: _MOST + 1].lower())
    for other, plain in ((MINUS, "-"), ("–", "-"), ("×", "*"), ("·", "*"), ("x", "*")):
        tidy = tidy.replace(other, plain)
    parts = _NUMBER.fullmatch(tidy) if len(text) <= _MOST and tidy.isascii() else None
    value = math.nan
    if parts is not None:
        sign, digits, power, of_ten = parts.groups()
        try:
            value = float(f"{sign}{_with_point(digits or '1')}e{power or of_ten or 0}")
        except ValueError:
            value = math.nan
    if not math.isfinite(value):
        raise ValueError(
            f"“{shortened(text, 20)}” is not a number: type one such as 12, {MINUS}103.9 or 1e5."
        )
    return value


def _with_point(digits: str) -> str:
    """`digits` with nothing but a decimal point in it, if anything."""
    if "," in digits and "." in digits:
        decimal = max(",", ".", key=digits.rfind)
        grouping = "." if decimal == "," else ","
        whole, _, rest = digits.rpartition(decimal)
        if grouping in rest or (whole and not _GROUPED.fullmatch(whole)):
            raise ValueError(digits)
        return f"{whole.replace(grouping, '')}.{rest}"
    grouped = _GROUPED.fullmatch(digits)
    if grouped and (digits.count(",") >= 1 or digits.count(".") > 1):
        return digits.replace(grouped[1], "")
    return digits.replace(",", ".")
