"""What a move card says at each stage of an epoch, in words and numbers, for one parameter.

Sentences about a finished step are in `engine.words.steps.moves`; here are those for the stages
before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import exact, number, rate
from engine.runs import Stage
from engine.words.steps.moves import Move

if TYPE_CHECKING:
    from engine.queries import Snapshot

RIGHT, LEFT, STAYS = "→", "←", "•"
NO_GRADIENT = "No gradient yet: it comes with stage 4."


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of one card. `sign` is the gradient's, 0 while there is none yet.

    `arithmetic` has as many digits as it takes to recalculate it by hand, `exact` has all of them;
    `gradient`, `before` and `after` are printed as in the arithmetic. `note` is empty unless
    the run is in standardised units.
    """

    sign: int
    direction: str
    kind: str
    gradient: str
    before: str
    after: str
    arithmetic: str
    exact: str
    note: str
    sentence: str


def said(name: str, k: int, snapshot: Snapshot) -> Said:
    """What the card of parameter `k`, called `name`, says about `snapshot`."""
    before, lr = float(snapshot.params[k]), snapshot.settings.learning_rate
    if snapshot.gradient is None or snapshot.own_gradient is None:
        return Said(
            sign=0,
            direction="",
            kind="",
            gradient="",
            before=number(before),
            after="",
            arithmetic=f"{name} ← {number(before)} − {rate(lr)} × ? = ?",
            exact=f"{name} = {exact(before)}\nlr = {rate(lr)}",
            note=_own_units(name, k, snapshot),
            sentence=_before_the_gradient(name, k, snapshot),
        )
    held, own = float(snapshot.gradient[k]), float(snapshot.own_gradient[k])
    updated = snapshot.updated_params if snapshot.reached(Stage.UPDATE) else None
    after = _expected(before, lr, held) if updated is None else float(updated[k])
    move = Move(name, before, held, lr, after, own)
    arithmetic, all_digits, printed = move.arithmetic, _exact(move), move.line
    if updated is None:
        arithmetic = arithmetic.replace("≈", "=").partition(" = ")[0] + " = ?"
        all_digits.pop()
    return Said(
        sign=move.sign,
        direction=_direction(move, updated is not None),
        kind="gradient" if move.gradient_in_words == "not finite"
        else f"{move.gradient_in_words} gradient",
        gradient=number(held) if printed is None else printed.gradient,
        before=number(before) if printed is None else printed.before,
        after="" if updated is None else number(after) if printed is None else printed.after,
        arithmetic=arithmetic,
        exact="\n".join(all_digits),
        note=_own_units(name, k, snapshot),
        sentence=move.sentence if updated is not None else _expectation(move),
    )  # fmt: skip


def trying(name: str, snapshot: Snapshot, k: int) -> str:
    """What the card says while a person drags the dot of parameter `k` to try a start."""
    loss = "" if snapshot.loss is None else f": a loss of {number(snapshot.loss)}"
    return (
        f"Trying {name} = {number(float(snapshot.params[k]))}{loss}. "
        "Return starts here, Escape takes it back."
    )


def _direction(move: Move, moved: bool) -> str:
    if not move.finite:
        return ""
    way = move.change if moved else -move.sign
    return RIGHT if way > 0 else LEFT if way < 0 else STAYS


def _expected(before: float, learning_rate: float, held: float) -> float:
    """The value that the update will turn `before` into, in float32 as PyTorch computes it."""
    with np.errstate(all="ignore"):
        return float(np.float32(before) - np.float32(learning_rate) * np.float32(held))


def _exact(move: Move) -> list[str]:
    return [
        f"{move.name} = {exact(move.before)}",
        f"lr = {rate(move.learning_rate)}",
        f"grad = {exact(move.gradient)}",
        f"new {move.name} = {exact(move.after)}",
    ]


def _before_the_gradient(name: str, k: int, snapshot: Snapshot) -> str:
    if snapshot.reached(Stage.BACKWARD):
        return "Backward has found the gradient; stage 4 reads it."
    left = float(snapshot.leftover[k])
    if left != 0:
        return f"No gradient of this epoch yet; {number(left)} is left over from before."
    return NO_GRADIENT


def _own_units(name: str, k: int, snapshot: Snapshot) -> str:
    """The parameter in the input's own units, where the run is in standardised ones."""
    if not snapshot.standardised:
        return ""
    if snapshot.own_units is None:
        return f"standardised units; {name} has no equal in the input's own units"
    value = number(float(snapshot.own_units[k]))
    return f"standardised units; in the input's own units, {name} = {value} before the step"


def _expectation(move: Move) -> str:
    """The sentence for when the gradient is known but the update has not run."""
    if not (math.isfinite(move.gradient) and math.isfinite(move.slope)):
        return move.sentence
    if move.slope_sign * move.sign < 0:
        alone, really = (("left", "right"), ("right", "left"))[move.sign > 0]
        return (
            f"{move.slope_in_words}: this epoch's own gradient would send it {alone}. "
            f"But the sum held is {move.gradient_in_words}, so stage 5 moves {move.name} {really}, "
            "uphill."
        )
    return f"{move.slope_in_words}. Stage 5 subtracts lr × gradient."
