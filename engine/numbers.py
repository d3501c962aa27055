"""Numbers as people read them: five significant digits, round bounds, and a true minus sign."""

import math

MINUS = "\u2212"
# This many digits tell any two float32 numbers apart.
MOST_DIGITS = 9


def number(value: float, digits: int = 5) -> str:
    """`value` with `digits` significant digits; scientific where plain digits would be unreadable.

    >>> number(-0.892), number(63466.4), number(1.5e-7), number(0.0)
    ('−0.89200', '63466', '1.5000e−7', '0')
    """
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if -5 < power < digits + 2:
        text = f"{value:.{max(0, digits - 1 - power)}f}"
    else:
        text = f"{mantissa}e{power}"
    return text.replace("-", MINUS)


def grouped(value: float, digits: int = 5) -> str:
    """`number(value)` with its thousands separated, as a loss is written.

    >>> grouped(36415.2), grouped(7393.72), grouped(0.66)
    ('36,415', '7,393.7', '0.66000')
    """
    text = number(value, digits)
    whole, point, rest = text.partition(".")
    if not whole.removeprefix(MINUS).isdecimal():
        return text
    sign = MINUS if whole.startswith(MINUS) else ""
    return f"{sign}{int(whole.removeprefix(MINUS)):,}{point}{rest}"


def apart(before: float, after: float, digits: int = 5) -> tuple[str, str]:
    """Two numbers, grouped, with as many digits as it takes to tell them apart.

    >>> apart(618.534, 618.526), apart(36415.2, 7393.72)
    (('618.534', '618.526'), ('36,415', '7,393.7'))
    """
    texts = grouped(before, digits), grouped(after, digits)
    while texts[0] == texts[1] and before != after and digits < MOST_DIGITS:
        digits += 1
        texts = grouped(before, digits), grouped(after, digits)
    return texts


def rate(value: float) -> str:
    """A learning rate as people write it: `0.00001`, `0.1`, `3e−7`."""
    # From here on a float cannot hold every whole number, so not all digits would be true.
    text = f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e16 else ""
    if not text or float(text) != value:
        mantissa, _, exponent = repr(float(value)).partition("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}" if exponent else mantissa
    return text.replace("-", MINUS)


def exact(value: float) -> str:
    """Every digit of `value`: the shortest text that reads back as the same number."""
    return repr(float(value)).replace("-", MINUS)


def in_brackets(value: float, digits: int = 5) -> str:
    """`number(value)`, in parentheses when negative, as a factor or a subtrahend needs it."""
    text = number(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def nice_above(value: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is not below `value` > 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def nice_below(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above `value` > 0."""
    power = math.floor(math.log10(value))
    steps = (float(f"{digit}e{power}") for digit in (5, 2, 1))
    return next(step for step in steps if step <= value * (1 + 1e-9))


def count(value: int) -> str:
    """A whole number with thousands separated: `12,345`."""
    return f"{value:,}".replace("-", MINUS)


def ordinal(value: int) -> str:
    """A whole number as a place in an order: `2nd`, `13th`, `1,001st`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{count(value)}{'th' if value % 100 in (11, 12, 13) else ending}"


def read_number(text: str) -> float:
    """The number that `text` writes. Raises ValueError, also for Python's own `1_0`."""
    if "_" in text:
        raise ValueError(f"“{text}” is not a number")
    return float(text)
