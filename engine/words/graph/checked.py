"""Digits with which a product, and the factor that was calculated for it, hold as printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.numbers import MINUS, number
from engine.words.graph.texts import DIGITS, brief

MOST_DIGITS = 9

Compute = Callable[..., float]


def read(text: str) -> np.float64:
    """The number that `brief` has written as `text`."""
    return np.float64(text.replace(MINUS, "-").replace("∞", "inf").replace("not a number", "nan"))


def holds(compute: Compute, texts: Sequence[str], result: str, digits: int = DIGITS) -> bool:
    """Whether `compute` makes of the printed `texts` the printed `result`, to so many digits."""
    with np.errstate(all="ignore"):
        made = float(compute(*map(read, texts)))
    return number(made, digits) == number(float(read(result)), digits)


def equals(true: bool) -> str:
    """The sign between an expression and its result."""
    return "=" if true else "≈"


@dataclass(frozen=True, slots=True)
class Checked:
    """The texts of a slope's `values`, of the `slope`, of what `arrived` and of their `product`.

    `slope_holds` and `product_holds` say whether each can be recalculated from what is printed.
    """

    values: tuple[str, ...]
    slope: str
    arrived: str
    product: str
    slope_holds: bool
    product_holds: bool


def checked(
    values: Sequence[float], slope: float, compute: Compute, arrived: float, product: float
) -> Checked:
    """The product `slope` × `arrived`, the slope being what `compute` makes of `values`."""
    best = None
    for fewer in range(3):
        for slope_digits in range(DIGITS, DIGITS + 3):
            for digits in range(slope_digits, MOST_DIGITS + 1):
                found = _printed(
                    values, slope, compute, arrived, product, (digits, slope_digits, DIGITS - fewer)
                )
                if found.slope_holds and found.product_holds:
                    return found
                best = best or found
    assert best is not None
    return best


def _printed(
    values: Sequence[float],
    slope: float,
    compute: Compute,
    arrived: float,
    product: float,
    digits: tuple[int, int, int],
) -> Checked:
    texts = tuple(brief(each, digits[0]) for each in values)
    slope_text, arrived_text = brief(slope, digits[1]), brief(arrived, digits[0])
    product_text = brief(product, digits[2])
    return Checked(
        values=texts,
        slope=slope_text,
        arrived=arrived_text,
        product=product_text,
        slope_holds=holds(compute, texts, slope_text, digits[1]),
        product_holds=holds(np.multiply, (slope_text, arrived_text), product_text, digits[2]),
    )


def forward(values: Sequence[float], result: float, compute: Compute) -> tuple[list[str], str, str]:
    """The texts of `values` and of the `result` that `compute` makes of them, and = or ≈."""
    for fewer in range(3):
        written = brief(result, DIGITS - fewer)
        for digits in range(DIGITS, MOST_DIGITS + 1):
            texts = [brief(each, digits) for each in values]
            if holds(compute, texts, written, DIGITS - fewer):
                return texts, written, "="
    return [brief(each) for each in values], brief(result), "≈"
