"""The hint in the banner's place while there is no message: what to do, or what an update did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import count, number
from engine.runs import Doubles, Stage

if TYPE_CHECKING:
    from engine.queries import Snapshot

FIRST = "Press Space: watch it learn. ↓ runs one stage, → a whole epoch."
PLAYING = "It learns: every epoch is one step downhill. Space pauses."
RAN = {
    Stage.PREDICT: "Predict has run: what the curve says at each input. ↓ measures the loss.",
    Stage.LOSS: "Loss has run: how far off the predictions are, in one number. ↓ walks back.",
    Stage.BACKWARD: "Backward has run: PyTorch walked back from the loss. ↓ shows the gradient.",
    Stage.GRADIENT: "Gradient: one slope for each parameter, with a sign. ↓ subtracts it.",
}
# At most this many parameters are mentioned: those that moved furthest.
MOST = 3


def hint(snapshot: Snapshot, names: Sequence[str], playing: bool) -> str:
    """The hint for what is shown."""
    if playing:
        return PLAYING
    if snapshot.number == 0 or snapshot.stage is None:
        return FIRST
    if snapshot.stage is not Stage.UPDATE or snapshot.updated_params is None:
        return RAN.get(snapshot.stage, "")
    moved = snapshot.updated_params.astype(float) - snapshot.params.astype(float)
    if not np.isfinite(moved).all():
        return ""
    which = "" if len(names) <= MOST else f" {count(len(names))} parameters, the furthest"
    return f"Epoch {count(snapshot.number)} moved{which} {moves_in_words(moved, names)}."


def moves_in_words(moved: Doubles, names: Sequence[str]) -> str:
    """How far the parameters moved that went furthest; `moved` (p,) are all of them."""
    furthest = np.argsort(-np.abs(moved), kind="stable")[:MOST]
    return ", ".join(_move(names[k], float(moved[k])) for k in sorted(furthest))


def _move(name: str, by: float) -> str:
    if by == 0:
        return f"{name} not at all"
    return f"{name} {'right' if by > 0 else 'left'} by {number(abs(by), 3)}"
