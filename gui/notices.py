"""What the banner says, and the remedies it offers: failures, and the end of a run.

Pure functions from what happened to words; a remedy names the fields of the experiment to change
and what to do then.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from engine.experiment import MAX_EPOCHS, Experiment
from engine.history import History
from engine.numbers import count, number, rate
from engine.snapshot import Prepared
from gui.player import Failure

# A loss within this factor of the best fit's has arrived, for the eye.
ARRIVED = 1.05


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way on: change `fields` of the experiment, then `then`."""

    label: str
    fields: dict[str, Any] = field(default_factory=dict)
    then: Literal["nothing", "reset", "play"] = "nothing"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the banner."""

    kind: Literal["info", "warning", "error"]
    text: str
    remedies: tuple[Remedy, ...] = ()


def of_failure(failure: Failure, experiment: Experiment, prepared: Prepared | None) -> Notice:
    """Why the run cannot go on, and what to do."""
    if failure.kind == "diverged":
        return _diverged(failure, experiment, prepared)
    if failure.kind == "refused":
        return Notice(
            "error",
            f"PyTorch refused stage 3, loss.backward(), of epoch {count(failure.epoch)}: "
            f"“{failure.message}”. Without requires_grad_() it cannot find the derivative with "
            "respect to the parameters: that line is massively important.",
            (Remedy("Switch requires_grad on", {"requires_grad": True}),),
        )
    return Notice(
        "error",
        f"This run cannot go on: {failure.message}. Reset begins it anew.",
        (Remedy("Reset", then="reset"),),
    )


def _diverged(failure: Failure, experiment: Experiment, prepared: Prepared | None) -> Notice:
    smaller = experiment.learning_rate / 10
    why = "steps leap ever further up the other side of the valley"
    largest = prepared.valley.largest_rate if prepared and prepared.valley else math.inf
    if largest < experiment.learning_rate:
        smaller = min(smaller, largest / 2)
        why += f"; below {number(largest, 2)} they stay in it"
    smaller = nice_below(smaller)
    return Notice(
        "error",
        f"Diverged at epoch {count(failure.epoch)}: its numbers are no longer finite. With a "
        f"learning rate of {rate(experiment.learning_rate)} {why}.",
        (Remedy(f"Reset with {rate(smaller)}", {"learning_rate": smaller}, "reset"),),
    )


def of_end(experiment: Experiment, prepared: Prepared, history: History) -> Notice:
    """What 'finished' means: how far the run is from the best fit, and the way there."""
    trained, loss = len(history), float(history.loss[-1])
    more = min(experiment.epochs + max(200, experiment.epochs), MAX_EPOCHS)
    longer = Remedy(f"Train to {count(more)}", {"epochs": more}, "play")
    text = f"Finished {count(trained)} epochs with a loss of {number(loss)}"
    valley = prepared.valley
    if valley is None:
        return Notice("info", f"{text}.", (longer,))
    if loss <= valley.floor_loss * ARRIVED + 1e-12:
        return Notice(
            "info",
            f"{text}: that is the best fit there is ({number(valley.floor_loss)}).",
            (longer,),
        )
    text += f"; the best fit has {number(valley.floor_loss)}"
    slowest, share = _slowest(prepared, history)
    if math.isfinite(valley.steepness) and valley.steepness > 100:
        text += (
            f". The valley is {count(round(valley.steepness))} times steeper across than along, so "
            f"{slowest} has come {share} of its way"
        )
    gentle = prepared.standardised_valley
    if gentle and math.isfinite(gentle.steepness) and gentle.steepness < valley.steepness / 10:
        lr = nice_below(gentle.largest_rate / 2)
        text += f"; with standardised inputs it is only {number(gentle.steepness, 2)} times"
        way_out = Remedy(
            f"Standardise, rate {rate(lr)}", {"standardise": True, "learning_rate": lr}, "play"
        )
        return Notice("info", f"{text}.", (way_out, longer))
    return Notice("info", f"{text}.", (longer,))


def _slowest(prepared: Prepared, history: History) -> tuple[str, str]:
    """The parameter that has come the smallest share of its way to the floor, and that share."""
    assert prepared.valley is not None
    way = prepared.valley.floor - prepared.start
    gone = history.updated_params[-1] - prepared.start
    shares = np.divide(gone, way, out=np.ones_like(way), where=np.abs(way) > 1e-12)
    k = int(np.argmin(shares))
    if shares[k] <= 0:
        return prepared.names[k], "none"
    return prepared.names[k], f"{number(100 * float(shares[k]), 2)} %"


def nice_below(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above `value` (> 0)."""
    power = math.floor(math.log10(value))
    for digit in (5, 2, 1):
        nice = float(f"{digit}e{power}")
        if nice <= value * (1 + 1e-9):
            return nice
    return float(f"5e{power - 1}")
