"""Sums that hold as they are printed: the fewest decimals with which their parts add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from engine.numbers import MINUS

# A total shows at least so many digits, and so many decimals more may be tried.
DIGITS = 5
MORE = 6
# From here on plain digits would have too many zeros to count.
LARGEST_PLAIN = 10**12

_exactly = Context(prec=400, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Sum:
    """The printed `parts` and their `total`; `relation` is "=" where they add up, else "≈"."""

    parts: tuple[str, ...]
    total: str
    relation: str


def printed(parts: Sequence[float], total: float, digits: int = DIGITS) -> Sum:
    """The sum of finite `parts` with the same decimals each, which add up to `total` as printed.

    Where no decimals do, because the parts are not the whole of it, the sum is "≈".
    """
    least = max(0, digits - 1 - Decimal(total).adjusted()) if total else digits
    for places in range(least, least + MORE + 1):
        rounded = [_at(value, places) for value in (*parts, total)]
        if sum(rounded[:-1]) == rounded[-1]:
            return _sum(rounded, "=")
    return _sum([_at(value, least) for value in (*parts, total)], "≈")


def _sum(rounded: list[Decimal], relation: str) -> Sum:
    *parts, total = map(_text, rounded)
    return Sum(tuple(parts), total, relation)


def _at(value: float, places: int) -> Decimal:
    return _exactly.quantize(Decimal(value), Decimal((0, (1,), -places)))


def _text(value: Decimal) -> str:
    if not value:
        return "0"
    text = f"{value:,f}" if abs(value) < LARGEST_PLAIN else f"{value:.4e}".replace("e+", "e")
    return text.replace("-", MINUS)


def joined_sum(parts: Sequence[str]) -> str:
    """`a + b − c`: the printed parts as one sum."""
    return "".join(
        each if not k else f" − {each[1:]}" if each.startswith(MINUS) else f" + {each}"
        for k, each in enumerate(parts)
    )
