"""What each view shows now, in a sentence for people who use a screen reader."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import count, number
from engine.runs import Facts, Vector

if TYPE_CHECKING:
    from engine.queries import Snapshot

# A loss that changes by less than this share in an epoch hardly changes any more.
HARDLY = 1e-4
MOST_NAMED = 12
SIGNS = ("zero", "positive", "negative")


def of_loss(losses: Vector, epoch: int, epochs: int) -> str:
    """The loss of `epoch` among all recorded `losses` (k,), and whether it rises or falls."""
    if not 1 <= epoch <= len(losses):
        return "Loss: no epoch has one yet."
    loss = float(losses[epoch - 1])
    text = f"Loss, epoch {count(epoch)} of {count(epochs)}: {number(loss)}"
    if epoch > 1:
        text += f", {_trend(float(losses[epoch - 2]), loss)}"
    return text + "."


def _trend(before: float, now: float) -> str:
    if not (math.isfinite(before) and math.isfinite(now)):
        return "no longer finite"
    if now == before:
        return "unchanged"
    way = "falling" if now < before else "rising"
    return f"hardly {way}" if abs(now - before) < HARDLY * abs(before) else way


def of_fit(snapshot: Snapshot, facts: Facts, *, farthest: bool = True) -> str:
    """The ranges of the predictions and the targets, and which prediction is `farthest` off."""
    text = f"Fit, epoch {count(snapshot.number)}: {count(len(facts.targets))} points"
    text += f", targets {_range(facts.targets)}"
    predictions = snapshot.predictions
    if not len(predictions):
        return f"{text}; no predictions yet."
    if not np.isfinite(predictions).all():
        return f"{text}; the predictions are no longer finite numbers."
    text += f", predictions {_range(predictions)}"
    if not farthest:
        return f"{text}."
    residuals = predictions.astype(np.float64) - facts.targets
    worst = int(np.abs(residuals).argmax())
    if not residuals[worst]:
        return f"{text}; every prediction is on its target."
    side = "above" if residuals[worst] > 0 else "below"
    label = " ".join(facts.input_label.split()) or "input"
    where = f"{label} = {number(float(facts.inputs[worst]), 3)}"
    off = number(residuals[worst], 3)
    return f"{text}; farthest off: {off}, {side} its target, at {where}."


def _range(values: Vector) -> str:
    return f"from {number(float(values.min()), 3)} to {number(float(values.max()), 3)}"


def of_signs(
    names: Sequence[str], gradient: Vector, epoch: int, flips: Sequence[int | None]
) -> str:
    """The sign of each component of `gradient` (p,), and the epoch at which it last flipped."""
    told = [
        f"{name} {SIGNS[int(np.sign(slope))] if math.isfinite(slope) else 'not finite'}"
        + (f" since epoch {count(flip)}" if flip else "")
        for name, slope, flip in zip(names, gradient.tolist(), flips, strict=True)
    ]
    rest = len(told) - MOST_NAMED
    more = f", and {count(rest)} more" if rest > 0 else ""
    return f"Gradient signs, epoch {count(epoch)}: {', '.join(told[:MOST_NAMED])}{more}."


def of_moves(epoch: int, sentences: Sequence[str], whole: str) -> str:
    """What each parameter's card says in `epoch`, and what is said of the `whole` step."""
    rest = len(sentences) - MOST_NAMED
    more = [f"And {count(rest)} more parameters."] if rest > 0 else []
    told = [*dict.fromkeys(sentences[:MOST_NAMED]), *more, whole]
    return " ".join([f"Moves, epoch {count(epoch)}.", *filter(None, told)])


def of_timeline(shown: int, trained: int, asked: int) -> str:
    """Which epoch is shown, and how many are trained and asked for."""
    return (
        f"Timeline: epoch {count(shown)} shown, {count(trained)} trained, {count(asked)} asked for."
    )
