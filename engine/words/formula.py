"""A formula in one line of plain text, as people write it: `a·t² + b·t + c`."""

import re

from engine.numbers import MINUS

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def in_line(formula: str) -> str:
    """`formula` with raised exponents, and without brackets around what stands alone.

    >>> in_line("a*(t**2) + b*(t) + c"), in_line("a*exp(-k*x)**0.5")
    ('a·t² + b·t + c', 'a·exp(−k·x)^0.5')
    """
    text = re.sub(r"\*\*\s*(\d+)(?![\w.])", lambda found: found[1].translate(RAISED), formula)
    text = text.replace("**", "^").replace("*", "·").replace("-", MINUS)
    return re.sub(r"(?<!\w)\((\w+[⁰¹²³⁴⁵⁶⁷⁸⁹]*)\)(?![⁰¹²³⁴⁵⁶⁷⁸⁹^])", r"\1", text)
