"""What the update would do that has not run yet, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import apart, number, rate
from engine.words.hints import MOST, moves_in_words

if TYPE_CHECKING:
    from engine.queries import Snapshot


def would(step: Snapshot, own_rate: float, names: Sequence[str]) -> str:
    """What the `step` that is only tried would do; `own_rate` is the rate in force."""
    if step.updated_params is None or step.loss is None or step.updated_loss is None:
        return ""
    lr = step.settings.learning_rate
    at = "stage 5" if lr == own_rate else f"at a rate of {rate(lr)} stage 5"
    moved = step.updated_params.astype(float) - step.params.astype(float)
    if not (np.isfinite(moved).all() and np.isfinite(step.updated_loss)):
        return f"Not done yet: {at} would make numbers that are not finite."
    before, after = apart(step.loss, step.updated_loss)
    many = "" if len(names) <= MOST else ", the furthest of all"
    return (
        f"Not done yet: {at} would move {moves_in_words(moved, names)}{many}; "
        f"the loss would go from {before} to {after}."
    )


def would_become(name: str, k: int, step: Snapshot, own_rate: float) -> str:
    """What would become of parameter `k`, called `name`, by the `step` that is only tried."""
    if step.updated_params is None:
        return ""
    lr = step.settings.learning_rate
    at = "Stage 5" if lr == own_rate else f"At a rate of {rate(lr)} stage 5"
    before, after = float(step.params[k]), float(step.updated_params[k])
    if not np.isfinite(after):
        return f"{at} would make it not finite."
    if before == after:
        return f"{at} would not move {name}."
    way = "right" if after > before else "left"
    return f"{at} would move {name} {way}, to {number(after)}: not done yet."
