"""What the banner says, and the remedies it offers: failures, and the end of a run.

Pure functions from what happened to words; a remedy names the fields of the experiment to change
and what to do then.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from engine.experiment import MAX_EPOCHS, Experiment
from engine.numbers import count, number, rate
from engine.runs import Facts, History, Run

# A loss within this factor of the best fit's has arrived, for the eye.
ARRIVED = 1.05
# Where a smaller rate than this diverges, the rate is not the reason.
LEAST_RATE = 1e-30
# From about here on, a rate that is safe across the valley is slow along it.
STEEP = 100


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


LOST_FROM_THE_START = (
    "The formula gives numbers that are not finite before the first step is taken: choose another "
    "formula, other starting values or another range of the data."
)


def diverged(epoch: int) -> str:
    """What happened to a run whose numbers are no longer finite; a sentence to be continued."""
    return f"Diverged at epoch {count(epoch)}: its numbers are no longer finite"


def of_failure(run: Run) -> Notice:
    """Why `run` cannot go on, and what to do."""
    failure = run.failure
    assert failure is not None
    if failure.kind == "diverged":
        return _diverged(run, failure.number)
    if failure.kind == "refused":
        return Notice(
            "error",
            f"PyTorch refused stage 3, loss.backward(), of epoch {count(failure.number)}: "
            f"“{failure.message}”. Without requires_grad_() it cannot find the derivative with "
            "respect to the parameters: that line is massively important.",
            (Remedy("Switch requires_grad on", {"requires_grad": True}),),
        )
    if failure.kind == "unloadable":
        return Notice("error", f"{failure.message} Then start Learnscope again.")
    return Notice(
        "error",
        f"This run cannot go on: {failure.message}. Reset begins it anew.",
        (Remedy("Reset", then="reset"),),
    )


def _diverged(run: Run, at: int) -> Notice:
    update, facts = run.history[at - 1], run.facts
    # The rate may have been changed since; what is said is about the one that diverged.
    used = update.settings.learning_rate
    smaller = max(used / 10, LEAST_RATE)
    why = "steps leap ever further up the other side of the valley"
    largest = facts.valley.largest_rate if facts and facts.valley else math.inf
    if largest < used:
        smaller = min(smaller, largest / 2)
        why += f"; below {number(largest, 2)} they stay in it"
    smaller = nice_below(smaller)
    if run.lost_from_the_start:
        return Notice("error", LOST_FROM_THE_START)
    way_back = Remedy(f"Reset with {rate(smaller)}", {"learning_rate": smaller}, "reset")
    return Notice(
        "error",
        f"{diverged(update.epoch)}. With a learning rate of {rate(used)} {why}.",
        (way_back,) if smaller < used else (),
    )


def of_end(run: Run) -> Notice:
    """What 'finished' means: how far the run is from the floor of its valley, and the way there."""
    experiment, facts, history = run.experiment, run.facts, run.history
    assert facts is not None
    trained, loss, valley = len(history), float(history.loss[-1]), facts.valley
    text = f"Finished {count(trained)} epochs with a loss of {number(loss)}"
    longer = _longer(experiment)
    # A loss well below the floor is in another valley than the one the run began in.
    if valley is None or loss < valley.floor_loss / ARRIVED:
        return Notice("info", f"{text}.", longer)
    floor = f"the {valley.floor_in_words} has {number(valley.floor_loss)}"
    if loss <= valley.floor_loss * ARRIVED + 1e-12:
        return Notice("info", f"{text}: it has arrived; {floor}.", longer)
    text += f"; {floor}. "
    if not history[-1].settings.zero_grad:
        again = Remedy("Zero the gradient, reset", {"zero_grad": True}, "reset")
        text += "The gradients of all epochs add up, for they are not set to None: the run swings"
        return Notice("info", f"{text}.", (again, *longer))
    if math.isfinite(valley.steepness) and valley.steepness > STEEP:
        slowest, share = _slowest(facts, history)
        text += (
            f"The valley is {count(round(valley.steepness))} times steeper across than along, so "
            f"{slowest} {share}"
        )
    else:
        text += "It is still on its way"
    gentle = facts.standardised_valley
    if gentle is None or not gentle.steepness < valley.steepness / 10:
        return Notice("info", f"{text}.", longer)
    rate_there = nice_below(gentle.largest_rate / 2)
    way_out = Remedy(
        f"Standardise, rate {rate(rate_there)}",
        {"standardise": True, "learning_rate": rate_there},
        "play",
    )
    text += f"; with standardised inputs the valley is {number(gentle.steepness, 2)} times steeper"
    return Notice("info", f"{text}.", (way_out, *longer))


def _longer(experiment: Experiment) -> tuple[Remedy, ...]:
    more = min(experiment.epochs + max(200, experiment.epochs), MAX_EPOCHS)
    if more == experiment.epochs:
        return ()
    return (Remedy(f"Train to {count(more)}", {"epochs": more}, "play"),)


def _slowest(facts: Facts, history: History) -> tuple[str, str]:
    """The parameter that is furthest from the floor, for its way there, and how far it came."""
    assert facts.valley is not None
    way = facts.valley.floor - facts.start
    gone = history.updated_params[-1] - facts.start
    shares = np.divide(gone, way, out=np.ones_like(way), where=np.abs(way) > 1e-12)
    k = int(np.argmax(np.abs(1 - shares)))
    if not 0 < shares[k] < 1:
        return facts.names[k], "is no nearer to it than at the start"
    return facts.names[k], f"has come {number(100 * float(shares[k]), 2)} % of its way"


def nice_below(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above `value` (> 0)."""
    power = math.floor(math.log10(value))
    for digit in (5, 2, 1):
        nice = float(f"{digit}e{power}")
        if nice <= value * (1 + 1e-9):
            return nice
    return float(f"5e{power - 1}")
