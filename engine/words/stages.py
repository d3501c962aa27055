"""What each of the five stages says of itself: its line of code, what the line made, and why it is.

The panel of the stages only arranges what stands here.
"""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.numbers import count, exact, number
from engine.queries import Snapshot
from engine.runs import Facts, Stage, Vector
from engine.words.losses import LOSSES

NOTHING = "–"
ELLIPSIS = "…"
# More predictions than any chip has room for, and fewer than would cost time to write.
SHORT = 12
LONG = 20
# Keeps a name and its number, or a number and its unit, on one line.
JOINED = "\u00a0"

TITLES = {
    Stage.PREDICT: "Predict",
    Stage.LOSS: "Loss",
    Stage.BACKWARD: "Backward",
    Stage.GRADIENT: "Gradient",
    Stage.UPDATE: "Update",
}

_CODE = {
    Stage.PREDICT: "preds = f(time, params)",
    Stage.LOSS: "loss = mse(speed, preds)",
    Stage.BACKWARD: "loss.backward()",
    Stage.GRADIENT: "params.grad",
    Stage.UPDATE: "params.data -= params.grad.data*(lr)",
}
_FORGET = "params.grad = None"

_WHY = {
    Stage.PREDICT: (
        "The model works out one prediction for every point, with the parameters as they stand."
    ),
    Stage.LOSS: (
        "One number says how far the predictions are from the targets. "
        "All that follows is there to make it smaller."
    ),
    Stage.BACKWARD: (
        "PyTorch walks back from the loss through every operation that made it, and applies the "
        "chain rule to each. Without requires_grad_() on the parameters no operation was noted, "
        "and there is nothing to walk through."
    ),
    Stage.GRADIENT: (
        "One number for each parameter: how steeply the loss rises as that parameter grows. "
        "Its sign says which way is downhill."
    ),
    Stage.UPDATE: (
        "Every parameter takes a small step downhill: the learning rate times its gradient is "
        "subtracted."
    ),
}
_NOTED = "PyTorch notes each operation on the way, because the parameters require a gradient."
_NOT_NOTED = "PyTorch notes none of the operations on the way: requires_grad is off."
_FORGOTTEN = (
    "Then the gradient is set to None, for otherwise the next epoch's would be added to it."
)
_KEPT = "The gradient is kept, so the next epoch's will be added to it: zero_grad is off."


def code(stage: Stage, snapshot: Snapshot, settings: Settings) -> tuple[str, ...]:
    """The statements of `stage`, as the article has them; the next update is under `settings`."""
    if stage is Stage.UPDATE and _zeroes(snapshot, settings):
        return (_CODE[stage], _FORGET)
    return (_CODE[stage],)


def remark(stage: Stage, snapshot: Snapshot) -> str:
    """What must be known to read the value of `stage`; mostly nothing."""
    if stage is Stage.GRADIENT and _held_over(snapshot):
        return "this epoch's + left over"
    return ""


def value(stage: Stage, snapshot: Snapshot, facts: Facts) -> str:
    """What `stage` made, briefly; a dash where it has not run in the epoch shown."""
    if not snapshot.reached(stage):
        return NOTHING
    names = facts.names
    match stage:
        case Stage.PREDICT:
            return _plain(snapshot.predictions, SHORT)
        case Stage.LOSS if snapshot.loss is not None:
            return number(snapshot.loss)
        case Stage.BACKWARD:
            return f"graph walked: {_operations(facts)}"
        case Stage.GRADIENT if snapshot.gradient is not None:
            return _named(names, snapshot.gradient)
        case Stage.UPDATE if snapshot.updated_params is not None:
            return _named(names, snapshot.updated_params)
    return NOTHING


def purpose(stage: Stage) -> str:
    """What `stage` does and why, as rich text."""
    return f"<p><b>{stage.value} {TITLES[stage]}</b></p><p>{escape(_WHY[stage])}</p>"


def explanation(stage: Stage, snapshot: Snapshot, experiment: Experiment, facts: Facts) -> str:
    """What `stage` does, why, and what it made in full precision, as rich text."""
    lines = (_as_set(stage, snapshot, experiment), *_in_full(stage, snapshot, facts))
    return purpose(stage) + "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _as_set(stage: Stage, snapshot: Snapshot, experiment: Experiment) -> str:
    """What the switches of the experiment change in `stage`."""
    match stage:
        case Stage.PREDICT:
            return _NOTED if experiment.requires_grad else _NOT_NOTED
        case Stage.LOSS:
            loss = LOSSES[experiment.loss]
            return f"Here it is the {loss.title}: {loss.words}."
        case Stage.UPDATE:
            return _FORGOTTEN if _zeroes(snapshot, experiment.settings) else _KEPT
    return ""


def _in_full(stage: Stage, snapshot: Snapshot, facts: Facts) -> list[str]:
    names = facts.names
    if not snapshot.reached(stage):
        return ["It has not run in this epoch yet."]
    epoch = f"Epoch {count(snapshot.number)}: "
    match stage:
        case Stage.PREDICT:
            return [f"{epoch}{_plain(snapshot.predictions, LONG, exact)}"]
        case Stage.LOSS if snapshot.loss is not None:
            return [f"{epoch}{exact(snapshot.loss)}"]
        case Stage.BACKWARD:
            return [f"{epoch}{_operations(facts)} walked."]
        case Stage.GRADIENT if snapshot.gradient is not None:
            lines = [epoch + _named(names, snapshot.gradient, exact)]
            if _held_over(snapshot) and snapshot.own_gradient is not None:
                lines.append(f"This epoch's alone: {_named(names, snapshot.own_gradient, exact)}")
                lines.append(f"Left over from before: {_named(names, snapshot.leftover, exact)}")
            return lines
        case Stage.UPDATE if snapshot.updated_params is not None:
            return [
                f"{epoch}from {_named(names, snapshot.params, exact)}",
                f"to {_named(names, snapshot.updated_params, exact)}",
                f"with lr = {exact(snapshot.settings.learning_rate)}",
            ]
    return []


def _zeroes(snapshot: Snapshot, settings: Settings) -> bool:
    """Whether the epoch shown forgets its gradient; before the first, whether it is going to."""
    return settings.zero_grad if snapshot.stage is None else snapshot.settings.zero_grad


def _held_over(snapshot: Snapshot) -> bool:
    return bool(np.any(snapshot.leftover))


def _operations(facts: Facts) -> str:
    operations = facts.operations
    return f"{count(operations)}{JOINED}operation{'' if operations == 1 else 's'}"


def _plain(values: Vector, most: int, write: Callable[[float], str] = number) -> str:
    shown = [write(each) for each in values[:most].tolist()]
    if len(values) > most:
        shown.append(ELLIPSIS)
    return ", ".join(shown)


def _named(names: Sequence[str], values: Vector, write: Callable[[float], str] = number) -> str:
    return "  ".join(
        f"{name}{JOINED}{write(each)}" for name, each in zip(names, values.tolist(), strict=True)
    )
