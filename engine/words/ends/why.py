"""Finds why a run ended as it did: one cause, decided from its numbers alone.

`cause` tries the causes in a fixed order; a run that has arrived gets no other cause. Each cause
carries the numbers that its sentence and its remedies need.
"""

import numpy as np

from engine.experiment import Experiment
from engine.numbers import nice_below
from engine.runs import Doubles, Facts, History
from engine.words.ends.causes import (
    Arrived,
    Cause,
    FlatPlace,
    Gentler,
    GradientsAddUp,
    MoreParameters,
    NotStarted,
    OnItsWay,
    OtherValley,
    Overshoot,
    Standing,
    SteepValley,
    TooFast,
    TooSlow,
)
from engine.words.ends.estimates import (
    Left,
    describes,
    faster_rate,
    left_by_curvature,
    share_fallen,
    smaller_steps,
    tolerance,
)

# A learning rate this many times below what the valley allows is always the cause named first.
FAR_BELOW = 10
# The same before the first epoch, when less is known.
FAR_BELOW_AT_START = 100
# From about here on, a rate that is safe across the valley is slow along it.
STEEP = 100
# Gradients have vanished where moving each parameter by its own size, or by 1, would change the
# loss by less than this share of what is left.
VANISHED = 1e-3
# The same where the loss has fallen by less than a share over as many epochs.
NEARLY_VANISHED = 0.03
RESTS = 1e-3
LONG = 50
# On its way to a floor the gradient shrinks by this factor at least.
SHRUNK = 10
# Where the loss has climbed by this factor from its lowest, it no longer falls.
CLIMBED = 2.0
# A loss that fell by less than this share over the second half of the run stands still; by less
# than the other it stands still but for those parameters whose gradient is not 0.
STANDS = 0.01
HARDLY_FALLS = 0.05
# What leaves this share of the targets' variance, or more, is no fit.
POOR = 0.05


def cause(experiment: Experiment, facts: Facts, history: History) -> Cause:
    """Why the run of `experiment`, with at least one epoch trained, stands where it does."""
    last = history[-1]
    if not last.finite:
        return lost(facts, history)
    valley, loss, used = facts.valley, last.loss, last.settings.learning_rate
    near = tolerance(facts)
    flat = _flat(facts, history)
    if flat is not None:
        return flat
    if valley is not None and abs(loss - valley.floor_loss) <= near:
        return _arrived(facts)
    if not last.settings.zero_grad:
        return GradientsAddUp()
    vanished = _vanished(facts, history)
    if valley is not None and loss < valley.floor_loss:
        return OtherValley(deeper=True) if vanished else _under_way(history, None)
    leaps = _leaps(facts, history)
    if leaps is not None:
        return leaps
    if vanished:
        return _stuck(facts, history)
    if valley is None:
        return _under_way(history, None)
    gentler = _gentler(experiment, facts)
    times = valley.safe_rate / used
    if times >= FAR_BELOW:
        return TooSlow(used, times, nice_below(valley.safe_rate / 2), gentler)
    return _along(facts, history, gentler)


def lost(facts: Facts | None, history: History) -> TooFast | NotStarted:
    """Why the numbers of the last epoch are not finite."""
    if not np.isfinite(history.loss[0]):
        return NotStarted(loss_is_finite=False)
    if not np.isfinite(history.gradient[0]).all():
        return NotStarted(loss_is_finite=True)
    overshoot = first_overshoot(facts.names, history) if facts is not None else None
    return _too_fast(facts, history, overshoot)


def misfit(facts: Facts, rate: float) -> TooFast | TooSlow | None:
    """What is wrong with `rate` for the valley that a run starts in; None if nothing is."""
    valley = facts.valley
    if valley is None:
        return None
    if rate > valley.largest_rate:
        smaller = smaller_steps(facts, rate)
        # If the start needs far smaller steps than the floor, no single rate suits both.
        if valley.safe_rate * FAR_BELOW_AT_START < valley.largest_rate:
            smaller = None
        return TooFast(None, rate, None, valley.largest_rate, smaller)
    times = valley.safe_rate / rate
    if times >= FAR_BELOW_AT_START:
        return TooSlow(rate, times, nice_below(valley.safe_rate / 2))
    return None


def first_overshoot(
    names: tuple[str, ...], history: History, *, since_lowest: bool = True
) -> Overshoot | None:
    """The first step under the last settings that leapt across the valley, and whose it was.

    After such a step the parameter's gradient has the other sign and is larger. Where several leap
    at once, it is the one whose leap raised the loss most. With `since_lowest`, leaps from which
    the loss has come back do not count.
    """
    begin = history.settings_since - 1
    if since_lowest:
        losses = history.loss[begin:]
        begin += int(np.argmin(np.where(np.isfinite(losses), losses, np.inf)))
    gradient = history.gradient[begin:]
    before, after = gradient[:-1], gradient[1:]
    with np.errstate(invalid="ignore"):
        leapt = (np.sign(before) * np.sign(after) < 0) & (np.abs(after) > np.abs(before))
    rows = leapt.any(axis=1)
    if not rows.any():
        return None
    k = int(rows.argmax())
    raised = np.abs(before[k].astype(np.float64)) * np.abs(after[k].astype(np.float64))
    parameter = int(np.argmax(np.where(leapt[k], raised, -1.0)))
    return Overshoot(names[parameter], begin + k + 1)


def _too_fast(facts: Facts | None, history: History, overshoot: Overshoot | None) -> TooFast:
    last = history[-1]
    used = last.settings.learning_rate
    valley = facts.valley if facts is not None else None
    return TooFast(
        None if last.finite else last.epoch,
        used,
        overshoot,
        valley.largest_rate if valley is not None else float("inf"),
        smaller_steps(facts, used),
    )


def _leaps(facts: Facts, history: History) -> TooFast | None:
    """The cause if the run's steps are too large but its numbers are still finite."""
    losses, used = history.loss[history.settings_since - 1 :], history[-1].settings.learning_rate
    _, fell = share_fallen(history)
    if facts.valley is not None and used > facts.valley.largest_rate and fell < STANDS:
        # At this rate it cannot settle in the valley that it started in.
        overshoot = first_overshoot(facts.names, history, since_lowest=False)
        return _too_fast(facts, history, overshoot)
    if losses[-1] > CLIMBED * losses.min():
        overshoot = first_overshoot(facts.names, history)
        return _too_fast(facts, history, overshoot) if overshoot is not None else None
    return None


def _arrived(facts: Facts) -> Arrived | MoreParameters:
    valley = facts.valley
    if valley is not None and not valley.curvatures[0]:
        inputs = len(np.unique(facts.inputs))
        if inputs < len(facts.names):
            return MoreParameters(len(facts.names), inputs)
    return Arrived()


def _change(history: History, row: int) -> float:
    """How much the loss would change, to first order, if each parameter moved by its own size."""
    sizes = np.maximum(1.0, np.abs(history.params[row].astype(np.float64)))
    return float(np.abs(history.gradient[row].astype(np.float64)) @ sizes)


def _vanished(facts: Facts, history: History) -> bool:
    """Whether the run has come to rest far from the floor, as in a formula that is not linear."""
    floor = facts.valley.floor_loss if facts.valley is not None else 0.0
    if facts.valley is not None and facts.valley.only:
        return False
    left = abs(float(history.loss[-1]) - floor)
    change = _change(history, len(history) - 1)
    epochs, fell = share_fallen(history)
    if epochs >= LONG and fell < RESTS:
        return change <= NEARLY_VANISHED * left
    return change <= VANISHED * left


def _flat(facts: Facts, history: History) -> FlatPlace | None:
    """The cause if some gradients are 0 and the other parameters cannot lower the loss.

    A formula that is linear in its parameters has no flat place.
    """
    valley, loss = facts.valley, float(history.loss[-1])
    poor = POOR * float(np.var(facts.targets.astype(np.float64)))
    if (valley is not None and valley.only) or loss < poor:
        return None
    zero = np.asarray(history.gradient) == 0
    dead = zero[-2:].all(axis=0)
    _, fell = share_fallen(history)
    if not dead.any() or fell >= HARDLY_FALLS:
        return None
    moved = np.flatnonzero(~zero[:, dead].all(axis=1))
    since = int(moved[-1]) + 2 if len(moved) else 1
    smaller = smaller_steps(facts, history[-1].settings.learning_rate) if since > 1 else None
    names = tuple(facts.names[k] for k in np.flatnonzero(dead))
    return FlatPlace(names, since, zero=True, smaller=smaller)


def _stuck(facts: Facts, history: History) -> FlatPlace | OtherValley:
    """The cause if all gradients have vanished: a flat place, or the floor of another valley.

    Towards a floor the gradient shrinks; in a flat place it was never large.
    """
    first, last = (_change(history, row) for row in (0, -1))
    if first <= last * SHRUNK:
        return FlatPlace(facts.names, 1, zero=False, smaller=None)
    return OtherValley(deeper=None if facts.valley is None else False)


def _under_way(history: History, left: Left | None) -> OnItsWay | Standing:
    since, fell = share_fallen(history)
    falls = fell >= STANDS or left is not None
    return OnItsWay(left, since, fell) if falls else Standing(since, fell)


def _along(facts: Facts, history: History, gentler: Gentler | None) -> Cause:
    valley = facts.valley
    assert valley is not None
    params, used = history.updated_params[-1].astype(np.float64), history[-1].settings.learning_rate
    loss = float(history.loss[-1])
    if not describes(valley, params, loss):
        return _under_way(history, None)
    left = left_by_curvature(valley, params, used, tolerance(facts))
    excess = valley.parts(params)
    gentle = (valley.curvatures > 0) & (valley.curvatures * STEEP < valley.curvatures[-1])
    if excess[gentle].sum() > 0.5 * excess.sum():
        slope = float(valley.curvatures[gentle].min())
        slowest, share = _slowest(facts, params, int(np.argmax(np.where(gentle, excess, -1.0))))
        steepness = float(valley.curvatures[-1]) / slope
        faster = faster_rate(valley, used)
        return SteepValley(steepness, slowest, share, left, gentler, faster)
    return _under_way(history, left)


def _slowest(facts: Facts, params: Doubles, axis: int) -> tuple[str, float | None]:
    """The parameter that `axis` of the valley mostly runs along, and its share of the way."""
    assert facts.valley is not None
    k = int(np.argmax(np.abs(facts.valley.axes[:, axis])))
    way, gone = facts.valley.floor[k] - facts.start[k], params[k] - facts.start[k]
    share = float(gone / way) if way else 0.0
    return facts.names[k], share if 0 < share < 1 else None


def _gentler(experiment: Experiment, facts: Facts) -> Gentler | None:
    """The remedy of standardising, if that valley is much gentler and fits as well."""
    valley, gentle = facts.valley, facts.standardised_valley
    if valley is None or gentle is None or not gentle.steepness < valley.steepness / 10:
        return None
    near = tolerance(facts)
    if gentle.floor_loss > valley.floor_loss + near:
        return None
    rate = nice_below(gentle.safe_rate / 2)
    left = left_by_curvature(gentle, facts.start.astype(np.float64), rate, near)
    if left is None or not left.arrives:
        return None
    return Gentler(gentle.steepness, rate, max(experiment.epochs, left.epochs))
