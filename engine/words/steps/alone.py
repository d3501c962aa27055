"""Sentences on what one parameter's step alone does, while the others stand still."""

import math

from engine.numbers import number
from engine.queries import Slice


def alone(name: str, cut: Slice, moved: bool, goal: float | None, goal_name: str) -> str:
    """Sentences about the slice `cut` along `name`; `goal` is its best value, if known."""
    said = []
    if moved and cut.after is not None and math.isfinite(cut.after[1]):
        change = cut.after[1] - cut.before[1]
        by = f"{'rise' if change > 0 else 'fall'} by {number(abs(change), 3)}, to"
        goes = by if change else "stay at"
        said.append(f"With {name} alone the loss would {goes} {number(cut.after[1])}.")
    if cut.floor is not None:
        said.append(
            f"Floor: while the others stand still, the loss is lowest at {number(cut.floor)}."
        )
    if goal is not None:
        what = "Best: all parameters together fit best" if goal_name == "best value" else (
            "Valley floor: together the loss is lowest around here"
        )  # fmt: skip
        said.append(f"{what} at {number(goal)}.")
    return " ".join(said)
