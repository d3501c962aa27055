"""Rough numbers, as people say them: few digits, rounded in the direction that keeps them true."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from engine.numbers import count, number


def about(value: float) -> str:
    """A large number in few digits, as people say it: `218,000`, `1.4 million`."""
    if not math.isfinite(value) or value >= 1e15:
        return number(value, 2)
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        # A number that rounds up to a million is written as one.
        if value >= 0.9995 * size:
            return f"{_digits(value / size, 2)} {name}"
    return _digits(value, 3 if value >= 100 else 2)


def below(value: float) -> str:
    """`value` (> 0) in two digits, rounded down: what is below the text is below `value`."""
    return _rounded(value, ROUND_FLOOR)


def above(value: float) -> str:
    """`value` (> 0) in two digits, rounded up: what is above the text is above `value`."""
    return _rounded(value, ROUND_CEILING)


def _rounded(value: float, rounding: str) -> str:
    exact = Decimal(value)
    step = Decimal(1).scaleb(exact.adjusted() - 1)
    return number(float(exact.quantize(step, rounding=rounding)), 2)


def _digits(value: float, digits: int) -> str:
    power = math.floor(math.log10(value)) if value > 0 else 0
    if power >= digits - 1:
        return count(int(round(value, digits - 1 - power)))
    return number(value, digits)


def epochs_in_words(epochs: int) -> str:
    """So many epochs, in few digits where they are many."""
    return "1 epoch" if epochs == 1 else f"{_whole(epochs)} epochs"


def last_in_words(epochs: int) -> str:
    """The last so many epochs."""
    return "the last epoch" if epochs == 1 else f"the last {epochs_in_words(epochs)}"


def _whole(number_of: int) -> str:
    return count(number_of) if number_of < 1_000 else about(number_of)


def at_least(epochs: int) -> int:
    """`epochs` rounded down to two significant digits."""
    step: int = 10 ** max(0, len(str(epochs)) - 2)
    return epochs // step * step
