"""One update of one parameter as a line of arithmetic that holds as it is printed.

The line `before − lr × gradient = after` shows only a few digits of float32 numbers. They are
chosen so that the line holds for a person who recalculates it by hand from what is printed:
exactly (`=`), or after rounding the result to the digits shown (`≈`). Where float32's own
rounding is visible, the line says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from engine.numbers import MINUS

# How many digits to try first: for the value, and for the step that is subtracted from it.
VALUE_DIGITS = 5
STEP_DIGITS = 3
GRADIENT_DIGITS = 2
# This many digits tell any two float32 numbers apart.
MOST_DIGITS = 9
# A learning rate with at most this many digits is shown in full at once: it was typed.
RATE_DIGITS = 6
# Beyond these powers of ten, plain digits would have too many zeros to count.
LARGEST_PLAIN, SMALLEST_PLAIN = 7, -7

_exactly = Context(prec=200, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Line:
    """The printed numbers of one update; `relation` is "=" or "≈".

    `change` is printed `after` − printed `before`, without its sign. `wanted`, if not empty, is
    what the arithmetic gives before float32 rounds it to `after`.
    """

    before: str
    rate: str
    gradient: str
    after: str
    change: str
    relation: str
    wanted: str = ""

    def text(self, name: str) -> str:
        """The whole line for the parameter called `name`."""
        sum_ = f"{name} ← {self.before} {MINUS} {self.rate} × {_bracketed(self.gradient)}"
        if self.wanted:
            return f"{sum_} {self.relation} {self.wanted}; float32 rounds to {self.after}"
        return f"{sum_} {self.relation} {self.after}"


@lru_cache(maxsize=4096)
def line(before: float, learning_rate: float, gradient: float, after: float) -> Line:
    """The line of an update whose numbers are all finite."""
    b, g, a = Decimal(before), Decimal(gradient), Decimal(after)
    for rate in _rates(learning_rate):
        for trial in _trials(b, a):
            found = _holding(b, rate, g, a, trial)
            if found is not None:
                return found
    return _rounded_by_float32(b, rate, g, a)


def added(parts: Sequence[Decimal], total: float) -> tuple[list[str], str, str]:
    """`parts` and their `total` with digits that add up as they are printed, and "=" or "≈".

    Thousands are separated; the parts have no plus sign.
    """
    whole = Decimal(total)
    least = VALUE_DIGITS - 1 - max(_power(each) for each in (*parts, whole))
    if least + VALUE_DIGITS > 0:
        least = max(least, 0)
    for places in range(least, least + MOST_DIGITS):
        shown = [_at(each, places) for each in parts]
        sum_ = Decimal(0)
        for each in shown:
            sum_ = _exactly.add(sum_, each)
        if _at(whole, places) == sum_:
            break
    relation = "=" if _at(whole, places) == sum_ else "≈"
    return [_grouped(each) for each in shown], _grouped(_at(whole, places)), relation


def held_sum(own: float, left: float, held: float) -> str:
    """`held = this epoch's own + left over`, with digits that add up as they are printed."""
    (own_text, left_text), held_text, relation = added([Decimal(own), Decimal(left)], held)
    return (
        f"held {held_text} {relation} this epoch's {own_text} + left over {_bracketed(left_text)}"
    )


def _trials(b: Decimal, a: Decimal) -> Iterator[tuple[bool, int, int]]:
    """The formats to try, the most readable first.

    Each is whether the line is to hold exactly, the decimal places of the result, and how many more
    the value before gets.
    """
    size = max(_power(b), _power(a))
    most = MOST_DIGITS - 1 - size
    least = VALUE_DIGITS - 1 - size
    if size < LARGEST_PLAIN:
        least = max(least, 0)
    if a != b:
        # As many places as it takes to show the first digits of the step.
        least = max(least, STEP_DIGITS - 1 - _power(_exactly.subtract(a, b)))
    least = min(least, most)
    yield from ((True, places, 0) for places in range(least, min(least + 2, most) + 1))
    yield from ((False, places, 0) for places in range(least, most + 1))
    yield from ((False, places, extra) for extra in (1, 2, 3) for places in range(least, most + 1))
    # Where float32 rounds within these digits, the line holds only with fewer of them.
    yield from (
        (False, places, extra) for places in range(least - 1, -size, -1) for extra in (0, 1)
    )


def _holding(
    b: Decimal, rate: Decimal, g: Decimal, a: Decimal, trial: tuple[bool, int, int]
) -> Line | None:
    """The line in the format `trial`, if it holds."""
    exactly, places, extra = trial
    before, after = _at(b, places + extra), _at(a, places)
    if b != a and _at(b, places) == after:
        # A parameter that moved must be seen to move.
        return None
    # With so many places of the gradient the product has as many as the result, or none that
    # matter to it are missing.
    fine = places + (int(rate.as_tuple().exponent) if exactly else _power(rate))
    least = GRADIENT_DIGITS - 1 - _power(g)
    if _power(g) < LARGEST_PLAIN:
        least = max(least, 0)
    for more in range(2) if exactly else range(4 + extra):
        gradient = _at(g, max(fine + more, least))
        result = _exactly.subtract(before, _exactly.multiply(rate, gradient))
        if result == after or (not exactly and _at(result, places) == after):
            return _line(before, rate, gradient, after, "=" if result == after else "≈")
    return None


def _line(before: Decimal, rate: Decimal, gradient: Decimal, after: Decimal, relation: str) -> Line:
    return Line(
        before=_text(before),
        rate=_text(rate),
        gradient=_text(gradient),
        after=_text(after),
        change=_text(abs(_exactly.subtract(after, before))),
        relation=relation,
    )


def _rounded_by_float32(b: Decimal, rate: Decimal, g: Decimal, a: Decimal) -> Line:
    """The line for a step as small as float32's rounding, with the exact and the rounded result."""
    before, gradient, after = (_at(each, MOST_DIGITS - 1 - _power(each)) for each in (b, g, a))
    result = _exactly.subtract(before, _exactly.multiply(rate, gradient))
    wanted = _at(result, MOST_DIGITS + 1 - _power(result))
    relation = "=" if wanted == result else "≈"
    return replace(_line(before, rate, gradient, after, relation), wanted=_text(wanted))


def _rates(value: float) -> Iterator[Decimal]:
    """The learning rate in full if it is short; otherwise with more and more of its digits."""
    full = Decimal(repr(value).removesuffix(".0"))
    known = len(full.normalize().as_tuple().digits)
    for digits in (RATE_DIGITS, MOST_DIGITS):
        if digits < known:
            yield _at(full, digits - 1 - _power(full))
    yield full


def _power(value: Decimal) -> int:
    """The power of ten of the first digit of `value`; 0 for nothing."""
    return value.adjusted() if value else 0


def _at(value: Decimal, places: int) -> Decimal:
    """`value` rounded to `places` decimal places, which may be negative."""
    return value.quantize(_unit(places), context=_exactly)


@lru_cache(maxsize=256)
def _unit(places: int) -> Decimal:
    return Decimal((0, (1,), -places))


def _text(value: Decimal) -> str:
    """All digits of `value`: plain where that is readable, otherwise as in `1.5e−7`."""
    if not value:
        return "0"
    power, places = _power(value), -int(value.as_tuple().exponent)
    # Zeros in place of unknown digits would claim too much.
    if SMALLEST_PLAIN < power < MOST_DIGITS and places >= 0:
        text = f"{value:f}"
    else:
        text = f"{_exactly.scaleb(value, -power):f}e{power}"
    return text.replace("-", MINUS)


def _grouped(value: Decimal) -> str:
    text = _text(value)
    return text if "e" in text else f"{value:,f}".replace("-", MINUS) if value else "0"


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text
