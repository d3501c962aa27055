"""Sums that hold as they are printed: the fewest decimals with which their parts add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from engine.numbers import MINUS

# A total shows at least so many digits, and so many decimals more may be tried.
DIGITS = 5
MORE = 6
# Totals from this power of ten on have no more digits than they need, and a power themselves.
LARGEST_PLAIN = 7

_exactly = Context(prec=400, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Sum:
    """The printed `parts` and their `total`; `relation` is "=" where they add up, else "≈"."""

    parts: tuple[str, ...]
    total: str
    relation: str


def printed(
    parts: Sequence[float], total: float, told: float | None = None, digits: int = DIGITS
) -> Sum:
    """The sum of finite `parts` with the same decimals each, which add up to `total` as printed.

    If there are decimals with which `told`, the same total as float32 has it, also reads as the
    total, they are taken. Where none add up, the parts not being the whole of it, the sum is "≈".
    """
    power = Decimal(total).adjusted() if total else 0
    least = digits - 1 - power if power >= LARGEST_PLAIN else max(0, digits - 1 - power)
    adding = []
    for places in range(least, least + MORE + 1):
        rounded = [_at(value, places) for value in (*parts, total)]
        if sum(rounded[:-1]) == rounded[-1]:
            if told is None or _at(told, places) == rounded[-1]:
                return _sum(rounded, "=")
            adding.append(rounded)
    if adding:
        return _sum(adding[0], "=")
    return _sum([_at(value, least) for value in (*parts, total)], "≈")


def _sum(rounded: list[Decimal], relation: str) -> Sum:
    *parts, total = map(_text, rounded)
    return Sum(tuple(parts), total, relation)


def _at(value: float, places: int) -> Decimal:
    return _exactly.quantize(Decimal(value), Decimal((0, (1,), -places)))


def _text(value: Decimal) -> str:
    if not value:
        return "0"
    exponent, power = int(value.as_tuple().exponent), value.adjusted()
    text = f"{value:,f}" if exponent <= 0 else f"{_exactly.scaleb(value, -power):f}e{power}"
    return text.replace("-", MINUS)


def like(text: str, value: float) -> str:
    """`value` with as many decimals as `text` has, which `printed` has made."""
    mantissa, _, power = text.partition("e")
    return _text(_at(value, len(mantissa.partition(".")[2]) - int(power or 0)))


def joined_sum(parts: Sequence[str]) -> str:
    """`a + b − c`: the printed parts as one sum."""
    return "".join(
        each if not k else f" − {each[1:]}" if each.startswith(MINUS) else f" + {each}"
        for k, each in enumerate(parts)
    )
