"""What the loss is made of, in words: the parts of the valley's axes, and when each is gone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import count, nice_above, number
from engine.runs import Doubles, Facts, Matrix
from engine.words.ends.estimates import tolerance
from engine.words.landscape.axes import FLOOR, valley_axes
from engine.words.sums import joined_sum, like, printed

if TYPE_CHECKING:
    from engine.queries import LossParts

# A rest below this share of the loss is float32's rounding.
ROUNDING = 1e-5
REST = "by which the curvature is wrong here"
# Of a loss that is told exactly this share is rounding that nobody need be told of.
UNSEEN = 1e-4
ROUNDED = "that rounding takes or adds"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the loss in words: `size` as printed in the sum, and the `share` that is left.

    `share` is of what the part was at the first update; None for what stays.
    """

    name: str
    size: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Made:
    """What one update's loss is made of: its parts from across to along, and all as one sum."""

    parts: tuple[Part, ...]
    total: str
    relation: str
    sentence: str


def made_of(parts: LossParts, row: int) -> Made | None:
    """What the loss in the `row` of `parts` is made of.

    None where a number is not finite, and where the curvature at the floor does not describe it.
    """
    sizes = [*parts.parts[row].tolist()[::-1], parts.floor]
    names = [*valley_axes(len(sizes) - 1)[::-1], FLOOR]
    told = total = float(parts.losses[row])
    rest = float(parts.rest[row])
    if not (np.isfinite(sizes).all() and math.isfinite(told) and parts.described[row]):
        return None
    exact = parts.exact and abs(rest) <= UNSEEN * told
    if exact:
        # In float64 the parts add up; the run's own loss has float32's rounding.
        total = math.fsum(sizes)
    elif abs(rest) > ROUNDING * told:
        sizes.append(rest)
        names.append(ROUNDED if parts.exact else REST)
    sum_ = printed(sizes, total, told)
    relation = sum_.relation if exact else "≈"
    first = parts.parts[0][::-1]
    shares = [
        float(now / then) if then > 0 else None
        for now, then in zip(parts.parts[row][::-1], first, strict=True)
    ]
    shares += [None] * (len(sizes) - len(shares))
    words = [f"{size} {name}" for size, name in zip(sum_.parts, names, strict=True)]
    sentence = f"{sum_.total} {relation} {joined_sum(words)}"
    float32 = like(sum_.total, told)
    if float32 != sum_.total and relation == "=":
        sentence += f"; float32 rounds the loss to {float32}"
    return Made(tuple(map(Part, names, sum_.parts, shares)), sum_.total, relation, sentence)


def goal_of(facts: Facts) -> float | None:
    """A round loss that a run can aim at, just above that of the floor; None without a valley."""
    if facts.valley is None:
        return None
    return nice_above(max(facts.valley.floor_loss + tolerance(facts), 1e-300))


def still_to_go(facts: Facts, params: Matrix | Doubles, loss: float, rate: float) -> str:
    """How many epochs at `rate` each axis needs from `params` (p,) until its part lets in the goal.

    `epochs to loss 1: along 1,440,000 · on the slant 11,900 · across 0`. '' where there is no
    valley, or its curvatures do not describe the `loss` at `params`.
    """
    from engine.queries import epochs_until, parts_at

    valley, goal = facts.valley, goal_of(facts)
    if valley is None or goal is None:
        return ""
    parts = parts_at(params, loss, 0, valley)
    if not (np.isfinite(parts.parts).all() and parts.described[0]):
        return ""
    epochs = epochs_until(valley, parts.parts[0], rate, goal - valley.floor_loss).tolist()
    told = " · ".join(
        f"{name} {'never' if math.isinf(each) else whole(each)}"
        for name, each in zip(valley_axes(len(epochs)), epochs, strict=True)
    )
    return f"epochs to loss {short(goal)}{'' if valley.exact else ', about'}: {told}"


def short(loss: float) -> str:
    """A round loss without needless zeros: `1`, `0.05`, `2e−7`."""
    text = number(loss, 6)
    mantissa, power, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + power + exponent


def whole(epochs: float) -> str:
    """So many whole epochs, in three digits where they have more: `1,440,000`, `11,900`."""
    if epochs >= 1e15:
        return number(epochs, 3)
    value = math.ceil(epochs)
    digits = len(str(value)) - 3
    return count(round(value, -digits) if digits > 0 else value)
