"""What the banner's remedies promise, in numbers that hold when they are carried out.

Plain gradient descent on a formula that is linear in its parameters is foretold from the curvature
of its valley. Everything else is tried in the background first, with `RemediesQuery`, and what did
not help is not offered.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.experiment import MAX_SEED, Experiment
from engine.numbers import apart, count, grouped, number, rate
from engine.queries import Outcome, RemediesQuery, Trial, parts_ahead
from engine.runs import Run, Valley
from engine.words.ends.estimates import left_by_curvature, tolerance
from engine.words.ends.notice import Notice, Remedy
from engine.words.landscape.parts import goal_of, short, whole

# So many seeds are tried for the one that is offered.
SEEDS = 5
# What takes less than this share of the loss away is no help.
HELPS = 0.01
DIGITS = 3
# What the curvature foretells, if all else of a run stays as it is.
_FORETOLD = {"learning_rate", "standardise", "zero_grad", "epochs"}


@dataclass(frozen=True, slots=True)
class Promise:
    """What a remedy brings: epoch `epochs` of the changed run has a loss of `loss`, or less.

    `text` says it beside what there is without the remedy. `tried` tells that it was trained;
    otherwise it is foretold. A remedy that is about something else than the loss has neither
    epochs nor a loss.
    """

    text: str
    epochs: int | None = None
    loss: float | None = None
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy with what it promises; None where it only begins anew."""

    remedy: Remedy
    promise: Promise | None


def to_try(run: Run, notice: Notice) -> RemediesQuery | None:
    """The question for what cannot be foretold of the remedies of `notice`; None if all can."""
    trials = [trial for remedy in notice.remedies for trial in _trials(run, remedy)]
    return RemediesQuery(tuple(trials)) if trials else None


def offers(run: Run, notice: Notice, outcomes: Sequence[Outcome] = ()) -> tuple[Offer, ...]:
    """The remedies of `notice` with what they promise; what was tried in vain is left out.

    `outcomes` are the answer to the question of `to_try`. Without it, what is to be tried is not
    offered yet.
    """
    left, offered = list(outcomes), []
    for remedy in notice.remedies:
        trials = _trials(run, remedy)
        if not trials:
            offered.append(Offer(remedy, _foretold(run, remedy)))
            continue
        mine, left = left[: len(trials)], left[len(trials) :]
        if mine:
            offered += _tried(run, remedy, trials, mine)
    return tuple(offered)


# --- foretold


def _foretold(run: Run, remedy: Remedy) -> Promise | None:
    """What `remedy` brings for `run`, as far as that needs no trial; None where it does."""
    fields, facts = remedy.fields, run.facts
    if not fields or facts is None:
        return None
    if "data" in fields:
        points, names = count(fields["data"].points), len(facts.names)
        return Promise(f"{points} points for {count(names)} parameters")
    changed = run.experiment.changed(**fields)
    now, then = facts.valley, facts.valley
    if changed.standardise != run.experiment.standardise:
        then = facts.standardised_valley if changed.standardise else facts.plain_valley
    if now is None or then is None or not then.exact or not changed.zero_grad:
        return None
    if not fields.keys() <= _FORETOLD or not changed.requires_grad:
        return None
    if fields.keys() == {"learning_rate"}:
        sooner = _sooner(run, now, changed)
        if sooner is not None:
            return sooner
    loss = _last_loss(run, changed, then)
    if loss is None:
        return None
    text = _reaches(run, changed, changed.epochs, loss)
    if changed.standardise and not run.experiment.standardise and math.isfinite(now.steepness):
        gentle, steep = number(then.steepness, 2), count(round(now.steepness))
        text = f"{gentle} times steeper across than along instead of {steep}; {text}"
    return Promise(text, changed.epochs, loss)


def _sooner(run: Run, valley: Valley, changed: Experiment) -> Promise | None:
    """How many epochs another rate takes to a loss that the run does not come to by its end."""
    facts = run.facts
    assert facts is not None
    goal = goal_of(facts)
    if goal is None:
        return None
    start, near = facts.start.astype(np.float64), goal - valley.floor_loss
    then = left_by_curvature(valley, start, changed.learning_rate, near)
    if then is None or not then.arrives or then.epochs <= changed.epochs:
        return None
    now = left_by_curvature(valley, start, run.experiment.learning_rate, near)
    if now is None:
        return None
    instead = whole(now.epochs) if now.arrives else "never"
    text = f"{whole(then.epochs)} epochs instead of {instead} until the loss is {short(goal)}"
    return Promise(text, then.epochs, goal)


def _last_loss(run: Run, changed: Experiment, valley: Valley) -> float | None:
    """The loss of the changed run's last epoch; None if float32 has a say in it."""
    facts = run.facts
    assert facts is not None
    start, done = facts.start, 0
    if _goes_on(run, changed):
        start, done = run.history.updated_params[-1], len(run.history)
    # The last epoch's loss is the one before its own update.
    epochs = changed.epochs - done - 1
    if epochs < 0:
        return None
    used = changed.learning_rate
    above = float(parts_ahead(valley, start, used, np.array([epochs]))[0].sum())
    left = left_by_curvature(valley, start.astype(np.float64), used, max(above, tolerance(facts)))
    if left is None or not left.arrives:
        return None
    return valley.floor_loss + above


def _goes_on(run: Run, changed: Experiment) -> bool:
    """Whether the run goes on from where it is, under the settings of its last epoch."""
    return (
        bool(len(run.history))
        and run.goes_on_as(changed)
        and (run.history[-1].settings == changed.settings)
    )


# --- tried


def _trials(run: Run, remedy: Remedy) -> list[Trial]:
    """What to try for `remedy`; nothing if it needs no trial."""
    fields, facts, epochs = remedy.fields, run.facts, run.experiment.epochs
    if not fields or facts is None or _foretold(run, remedy) is not None:
        return []
    if "seed" in fields:
        seeds = [(fields["seed"] + more) % MAX_SEED for more in range(SEEDS)]
        return [Trial(fields | {"seed": seed}, epochs) for seed in seeds]
    changed = run.experiment.changed(**fields)
    if _goes_on(run, changed):
        here = run.history.updated_params[-1].tolist()
        start = {"start": dict(zip(facts.names, here, strict=True))}
        left = changed.epochs - len(run.history)
        return [Trial(fields | start, left)] if left > 0 else []
    return [Trial(fields, changed.epochs)]


def _tried(
    run: Run, remedy: Remedy, trials: Sequence[Trial], outcomes: Sequence[Outcome]
) -> list[Offer]:
    """The remedy with the best outcome of its trials, if that is any help."""
    trial, outcome = min(
        zip(trials, outcomes, strict=True),
        key=lambda each: each[1].loss if each[1].finite else math.inf,
    )
    now = _loss_now(run)
    if not outcome.finite or (now is not None and outcome.loss > (1 - HELPS) * now):
        return []
    if "seed" in trial.fields:
        label = f"Try seed {count(trial.fields['seed'])}"
        remedy = replace(remedy, label=label, fields=trial.fields)
    changed = run.experiment.changed(**remedy.fields)
    epochs = outcome.epochs + (len(run.history) if _goes_on(run, changed) else 0)
    text = f"tried: {_reaches(run, changed, epochs, outcome.loss)}"
    return [Offer(remedy, Promise(text, epochs, outcome.loss, tried=True))]


# --- in words


def _reaches(run: Run, changed: Experiment, epochs: int, loss: float) -> str:
    now = _loss_now(run)
    reached, instead = grouped(loss, DIGITS), ""
    if now is not None:
        before, reached = apart(now, loss, DIGITS)
        instead = f" instead of {before}"
    if changed.learning_rate == run.experiment.learning_rate:
        return f"{_epochs(epochs)} reach {reached}{instead}"
    return f"{_epochs(epochs)} at {rate(changed.learning_rate)} reach {reached}{instead}"


def _epochs(epochs: int) -> str:
    return "1 epoch" if epochs == 1 else f"{count(epochs)} epochs"


def _loss_now(run: Run) -> float | None:
    """The loss of the run's last epoch; None if there is none, or it is not finite."""
    if not len(run.history) or not run.history[-1].finite:
        return None
    return float(run.history.loss[-1])
