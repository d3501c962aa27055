"""What the pulls of the points on one parameter come to: both sides, their sum, and who pulls most.

A point's pull is its part of the gradient; the gradient is the sum of all pulls ÷ n. A negative
pull raises the parameter, because the gradient is subtracted.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.numbers import count, grouped, number
from engine.queries import ByHand, Snapshot
from engine.runs import Doubles
from engine.words.steps.moves import Move

# Both sides nearly cancel if their sum is less than this share of them.
CANCELLED = 0.05
# A quarter of the points is said to do most of the pulling if it does this many times its share.
MORE = 1.5
SMALL_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """The pulls ÷ n of each side, `raising` ≤ 0 and `lowering` ≥ 0; their sum is the gradient."""

    raising: float
    lowering: float


def sums(by_hand: ByHand) -> Sums:
    """What the pulls come to."""
    shares = by_hand.parts / len(by_hand.parts)
    raising, lowering = shares[shares < 0].sum(), shares[shares > 0].sum()
    return Sums(float(raising), float(lowering))


def total(by_hand: ByHand) -> str:
    """The sum of the pulls, which is the gradient."""
    return grouped(by_hand.mean)


def move(by_hand: ByHand, shown: Snapshot) -> str:
    """Where the parameter moves, in the update `shown`; what is left over counts, too."""
    k, name = by_hand.param, by_hand.name
    if by_hand.autograd is None or by_hand.number != shown.number:
        return ""
    left = float(by_hand.leftover[k])
    held = by_hand.autograd + left
    extra = f"with {grouped(left)} left over: " if left else ""
    if not math.isfinite(held):
        return f"{extra}{name} is lost"
    if shown.updated_params is not None:
        before, after = float(shown.params[k]), float(shown.updated_params[k])
        step = Move(name, before, held, shown.settings.learning_rate, after)
        if step.direction == "lost":
            return f"{extra}{name} is lost"
        if step.direction == "stays":
            return f"{extra}{name} stays"
        by = number(abs(step.change)) if step.line is None else step.line.change
        return f"{extra}{name} moves {step.direction} by {by}"
    way = "right" if held < 0 else "left"
    return f"{extra}{name} will move {way}" if held else f"{extra}{name} will stay"


def remark(by_hand: ByHand, inputs: Doubles) -> str:
    """Who does the pulling, in a sentence; `inputs` (n,) are the points' own."""
    parts, n = by_hand.parts, len(by_hand.parts)
    sizes = np.abs(parts)
    whole = float(sizes.sum())
    if not math.isfinite(whole):
        return "The pulls are no longer finite numbers."
    if whole == 0:
        return f"No point pulls on {by_hand.name}."
    if abs(float(parts.sum())) < CANCELLED * whole:
        return "Both sides pull hard and almost cancel out."
    few = max(1, round(n / 4))
    strongest = np.argpartition(sizes, n - few)[n - few :]
    share = float(sizes[strongest].sum()) / whole
    if n < 4 or share < MORE * few / n:
        return "The pulling is shared by all points."
    do = "does" if few == 1 else "do"
    return f"{_points(strongest, inputs)} {do} {_percent(share)} of the pulling."


def _percent(share: float) -> str:
    # Not all of it while something is left for the others.
    return "all" if share == 1 else f"{min(round(100 * share), 99)}\u00a0%"


def _points(strongest: NDArray[np.intp], inputs: Doubles) -> str:
    """What to call these points: the last or first ones by their input, or the strongest."""
    few, n = len(strongest), len(inputs)
    named = SMALL_NUMBERS[few] if few < len(SMALL_NUMBERS) else count(few)
    rest = np.ones(n, bool)
    rest[strongest] = False
    low, high = inputs[strongest].min(), inputs[strongest].max()
    if low > inputs[rest].max():
        where = "last"
    elif high < inputs[rest].min():
        where = "first"
    else:
        where = "strongest"
    if few == 1:
        return f"The {where} point"
    return f"The {where} {named} points"
