"""What a move card says at each stage of an epoch, in words and numbers, for one parameter.

The sentences of a finished step are `engine.words.moves`'; here stands what is said before there
is one.
"""

import math
from dataclasses import dataclass

from engine.numbers import exact, number, rate
from engine.queries import Snapshot
from engine.runs import Stage
from engine.words.moves import Move

RIGHT, LEFT, STAYS = "→", "←", "•"
NO_GRADIENT = "No gradient yet: it comes with stage 4."


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of one card. `sign` is the gradient's, 0 before there is one.

    `arithmetic` and `exact` have the numbers with five digits and with all; `note` is empty
    unless `params.grad` held something beforehand.
    """

    sign: int
    direction: str
    kind: str
    gradient: str
    arithmetic: str
    exact: str
    note: str
    sentence: str


def said(name: str, k: int, snapshot: Snapshot) -> Said:
    """What the card of parameter `k`, called `name`, says about `snapshot`."""
    before = float(snapshot.params[k])
    if snapshot.gradient is None or snapshot.own_gradient is None:
        return Said(
            sign=0,
            direction="",
            kind="",
            gradient="",
            arithmetic=f"{name} ← {name} − lr × grad = {number(before)}"
            f" − {rate(snapshot.settings.learning_rate)} × ? = ?",
            exact=f"{name} = {exact(before)}\nlr = {exact(snapshot.settings.learning_rate)}",
            note=_own_units(name, k, snapshot),
            sentence=_before_the_gradient(name, k, snapshot),
        )
    held, own = float(snapshot.gradient[k]), float(snapshot.own_gradient[k])
    left = float(snapshot.leftover[k])
    leftover = ""
    if left != 0:
        leftover = f"held {number(held)} = this epoch's {number(own)} + left over {number(left)}"
    updated = snapshot.updated_params if snapshot.reached(Stage.UPDATE) else None
    after = before if updated is None else float(updated[k])
    move = Move(name, before, held, snapshot.settings.learning_rate, after, own)
    arithmetic, all_digits = move.arithmetic, _exact(move)
    if updated is None:
        arithmetic = arithmetic.rpartition(" = ")[0] + " = ?"
        all_digits.pop()
    return Said(
        sign=move.sign,
        direction=_direction(move, updated is not None),
        kind="gradient" if move.gradient_in_words == "not finite"
        else f"{move.gradient_in_words} gradient",
        gradient=number(held),
        arithmetic=arithmetic,
        exact="\n".join(all_digits),
        note="; ".join(filter(None, (leftover, _own_units(name, k, snapshot)))),
        sentence=move.sentence if updated is not None else _expectation(move),
    )  # fmt: skip


def _direction(move: Move, moved: bool) -> str:
    if not move.finite:
        return ""
    way = move.change if moved else -move.sign
    return RIGHT if way > 0 else LEFT if way < 0 else STAYS


def _exact(move: Move) -> list[str]:
    return [
        f"{move.name} = {exact(move.before)}",
        f"lr = {exact(move.learning_rate)}",
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
    """The sentence between the gradient and the update."""
    if not (math.isfinite(move.gradient) and math.isfinite(move.slope)):
        return move.sentence
    return f"{move.slope_in_words}. Stage 5 subtracts lr × gradient."
