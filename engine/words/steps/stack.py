"""What `params.grad` holds for one parameter, as a sum: what was left over, and what is new.

`loss.backward()` adds to what is there. Unless it is cleared, the step follows the sum, and may go
uphill although this epoch's own derivative says otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.numbers import MINUS, count, grouped
from engine.runs import History, Stage
from engine.words.steps.arithmetic import added

if TYPE_CHECKING:
    from engine.queries import Snapshot

Kind = Literal["earlier", "own", "held"]
LEAST_ROWS = 3
NOTHING = "–"
UPHILL = "uphill, by what was left over"


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the stack: a summand, or the sum that is held.

    `brief` is the label where there is little room. The part reaches from `start` to `end`, in the
    gradient's units; both are NaN where it has no length to be drawn. `sign` is −1, 0 or +1.
    """

    kind: Kind
    label: str
    brief: str
    text: str
    start: float
    end: float

    @property
    def reach(self) -> tuple[float, ...]:
        """Where the part ends, if it can be drawn: at most one number."""
        return (self.end,) if math.isfinite(self.end) else ()

    @property
    def sign(self) -> int:
        """The sign of the part's number; 0 while there is none."""
        return (self.end > self.start) - (self.end < self.start)


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of the stack, the sum last; `spoken` says it in words."""

    parts: tuple[Part, ...]
    spoken: str

    @property
    def uphill(self) -> bool:
        """Whether the sum held has the other sign than this epoch's own derivative."""
        own, held = self.parts[-2:]
        return own.sign * held.sign < 0


def adds_up(snapshot: Snapshot, history: History) -> bool:
    """Whether there is a sum to show: gradients are kept, were kept, or have just been cleared."""
    return (
        not snapshot.settings.zero_grad
        or bool(np.any(snapshot.leftover))
        or just_cleared(snapshot, history)
    )


def just_cleared(snapshot: Snapshot, history: History) -> bool:
    """Whether the update before this one ended by clearing a sum."""
    last = snapshot.number - 1
    return last > 0 and not np.any(snapshot.leftover) and history.kept_from(last) < last


def stack(
    name: str, k: int, snapshot: Snapshot, history: History, rows: int = LEAST_ROWS
) -> Stack | None:
    """What is held for parameter `k`, called `name`, in at most `rows` rows; None if no sum."""
    if not adds_up(snapshot, history):
        return None
    own = None if snapshot.own_gradient is None else float(snapshot.own_gradient[k])
    left = float(snapshot.leftover[k])
    earlier = _earlier(k, snapshot, history, rows - 2)
    with np.errstate(all="ignore"):
        # As PyTorch adds: in float32.
        held = left if own is None else float(np.float32(own) + np.float32(left))
    values = [value for _, _, value in earlier] + ([] if own is None else [Decimal(own)])
    if all(value.is_finite() for value in values) and math.isfinite(held):
        texts, total, relation = added(values, held)
    else:
        texts = [grouped(float(value)) for value in values]
        total, relation = grouped(held), "="
    if own is None:
        texts.append(NOTHING)
    labels = [(label, brief) for label, brief, _ in earlier] + [("this epoch", "this epoch")]
    parts, start = [], 0.0
    for place, ((label, brief), text) in enumerate(zip(labels, texts, strict=True)):
        kind: Kind = "own" if place == len(labels) - 1 else "earlier"
        end = start + float(values[place]) if place < len(values) else math.nan
        parts.append(Part(kind, label, brief, _signed(text), start, end))
        start = end
    label = "held"
    if snapshot.reached(Stage.UPDATE) and snapshot.settings.zero_grad:
        label = "held, then None"
    nothing = own is None and left == 0
    sum_ = NOTHING if nothing else f"{relation} {_signed(total)}"
    parts.append(Part("held", label, label, sum_, 0.0, math.nan if nothing else held))
    return Stack(tuple(parts), _spoken(name, parts))


def _earlier(
    k: int, snapshot: Snapshot, history: History, most: int
) -> list[tuple[str, str, Decimal]]:
    """Label, short label and value of what is left over, in 1 to `most` parts, the oldest first."""
    number, left = snapshot.number, float(snapshot.leftover[k])
    first = history.kept_from(number)
    if not np.any(snapshot.leftover):
        cleared = "left over: cleared" if just_cleared(snapshot, history) else "left over"
        return [(cleared, "left over", Decimal(0))]
    held = [0.0, *map(float, history.gradient[first - 1 : number - 1, k])]
    apart = number - first if number - first <= most else most - 1
    if not all(map(math.isfinite, held)) or apart == 0:
        return [(_from_epochs(number - first), "left over", Decimal(left))]
    parts = []
    merged = len(held) - 1 - apart
    if merged:
        parts.append((_from_epochs(merged), f"{count(merged)} earlier", Decimal(held[merged])))
    for place in range(merged, len(held) - 1):
        label = f"epoch {count(first + place)}"
        value = Decimal(held[place + 1]) - Decimal(held[place])
        parts.append((f"left over, {label}", label, value))
    return parts


def _from_epochs(epochs: int) -> str:
    return f"left over, {count(epochs)} epoch{'' if epochs == 1 else 's'}"


def _signed(text: str) -> str:
    """`text` with its sign, as a summand has it."""
    return text if text == "0" or text[0] in f"{MINUS}{NOTHING}∞n" else f"+{text}"


def _spoken(name: str, parts: list[Part]) -> str:
    said = ", ".join(f"{part.label} {part.text}" for part in parts[:-1])
    return f"params.grad of {name}: {said}, {parts[-1].label} {parts[-1].text}."
