"""What the banner says about failures and the start and end of a run, and the remedies it offers.

All are pure functions from what happened to words; a remedy names the fields of the experiment to
change and what to do then.
"""

from engine.experiment import Experiment
from engine.numbers import count, number
from engine.runs import Facts, Run, Valley
from engine.words.ends.blame import said_of, said_of_divergence, said_of_misfit
from engine.words.ends.causes import Arrived, Cause, MoreParameters, OtherValley
from engine.words.ends.estimates import ARRIVED, next_to_nothing
from engine.words.ends.notice import Notice, Remedy
from engine.words.ends.why import cause, lost, misfit

__all__ = ["Notice", "Remedy", "of_end", "of_failure", "of_start"]


def of_failure(run: Run) -> Notice:
    """Why `run` cannot go on, and what to do."""
    failure = run.failure
    assert failure is not None
    if failure.kind == "diverged":
        text, remedies = said_of_divergence(lost(run.facts, run.history), failure.number)
        return Notice("error", text, remedies)
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


def of_end(run: Run) -> Notice:
    """A notice for a finished run: how far it is from its valley's floor, and how to get there."""
    facts, history = run.facts, run.history
    assert facts is not None
    if run.stopped_at_loss:
        return _stopped(run)
    trained, loss, valley = len(history), float(history.loss[-1]), facts.valley
    found = cause(run.experiment, facts, history)
    epochs = "1 epoch" if trained == 1 else f"{count(trained)} epochs"
    text = f"Finished {epochs} with a loss of {number(loss)}"
    arrived = isinstance(found, Arrived | MoreParameters)
    if arrived:
        text += ": it has arrived"
    if valley is not None and (arrived or _compared(found, loss, valley.floor_loss)):
        text += f"; the {valley.floor_in_words} {_has(facts, valley)}"
    why, remedies = said_of(found, run.experiment, trained)
    return Notice("info", f"{text}. {why}." if why else f"{text}.", remedies)


def _compared(found: Cause, loss: float, floor_loss: float) -> bool:
    """Whether to compare a run that has not arrived with the floor that was found.

    A loss well below the floor's belongs to another valley than the one the run began in.
    """
    return isinstance(found, OtherValley) or loss > floor_loss * ARRIVED


def _has(facts: Facts, valley: Valley) -> str:
    """The loss of the floor in words; one that is only rounding is not written as a number."""
    if valley.floor_loss < next_to_nothing(facts):
        return "has next to none"
    return f"has {number(valley.floor_loss)}"


def of_cause(run: Run) -> tuple[Cause | None, Notice]:
    """Why `run`, at its end or not, stands where it does; no cause where PyTorch refused."""
    facts = run.facts
    assert facts is not None
    if run.failure is not None:
        lost_by = lost(facts, run.history) if run.failure.kind == "diverged" else None
        return lost_by, of_failure(run)
    found = cause(run.experiment, facts, run.history)
    why, remedies = said_of(found, run.experiment, len(run.history))
    arrived = isinstance(found, Arrived | MoreParameters)
    text = f"It has arrived. {why}" if arrived else why
    return found, Notice("info", text.strip().rstrip(".") + "." if text else "", remedies)


def of_start(run: Run, before: Experiment | None) -> Notice | None:
    """A notice if the learning rate of the loaded `run` does not fit its formula and data.

    None if it does, or if formula and data are those of the run `before`.
    """
    experiment, facts = run.experiment, run.facts
    if facts is None or (before is not None and _same_valley(before, experiment)):
        return None
    found = misfit(facts, experiment.learning_rate) if experiment.zero_grad else None
    if found is None:
        return None
    text, remedies = said_of_misfit(found)
    return Notice("warning", text, remedies)


def _same_valley(one: Experiment, other: Experiment) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("data", "formula", "loss", "standardise", "held_out")
    )


def _stopped(run: Run) -> Notice:
    stop, history = run.experiment.stop_at_loss, run.history
    assert stop is not None
    return Notice(
        "info",
        f"Stopped at epoch {count(len(history))}, as asked: its loss of "
        f"{number(float(history.loss[-1]))} is not above {number(stop)}.",
        (Remedy("Train on", {"stop_at_loss": None}, "play"),),
    )
