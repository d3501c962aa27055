"""How far each axis of the valley still has to go at a learning rate, in rows for the dial."""

import math
from dataclasses import dataclass

import numpy as np

from engine.runs import Doubles, Facts, Matrix
from engine.words.ends.estimates import describes
from engine.words.landscape.axes import ACROSS, ALONG, SLANT, valley_axes
from engine.words.landscape.parts import goal_of, short, whole


@dataclass(frozen=True, slots=True)
class ToGo:
    """The `epochs` that one axis, or those between, need; infinite where they never arrive."""

    name: str
    epochs: float
    text: str


def to_go_title(facts: Facts) -> str:
    """What the rows are about: `epochs until the loss is 1`; '' without a valley."""
    goal = goal_of(facts)
    if goal is None or facts.valley is None:
        return ""
    about = "" if facts.valley.exact else "about "
    return f"epochs to loss {about}{short(goal)}"


def to_go(facts: Facts, params: Matrix | Doubles, loss: float, rate: float) -> tuple[ToGo, ...]:
    """How many epochs at `rate` each axis needs from `params` (p,), from along to across.

    More than three axes are three rows: those between need as long as the slowest of them. Empty
    where that cannot be told at `params`.
    """
    from engine.queries import epochs_until

    valley, goal = facts.valley, goal_of(facts)
    if valley is None or goal is None or not describes(valley, params, loss):
        return ()
    parts = valley.parts(params)
    if not np.isfinite(parts).all():
        return ()
    epochs = epochs_until(valley, parts, rate, goal - valley.floor_loss).tolist()
    names: tuple[str, ...] = valley_axes(len(epochs))
    if len(epochs) > 3:
        names, epochs = (ALONG, SLANT, ACROSS), [epochs[0], max(epochs[1:-1]), epochs[-1]]
    return tuple(
        ToGo(name, each, "never" if math.isinf(each) else whole(each))
        for name, each in zip(names, epochs, strict=True)
    )
