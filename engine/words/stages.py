"""The texts of the five stages: the line of code, what it computed, and why it is there.

Pure functions from what is shown to text, which the panel of the stages only arranges.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np

from engine.experiment.names import names_of_data
from engine.formula import parse
from engine.numbers import MINUS, apart, count, exact, grouped, number, rate
from engine.runs import Stage, Vector
from engine.words.losses import LOSSES
from engine.words.shown import Shown
from engine.words.steps.arithmetic import line
from engine.words.steps.cards import said

NOTHING = "–"
ELLIPSIS = "…"
# More predictions than a card has room for, but few enough to be written quickly.
SHORT = 12
LONG = 20
# A no-break space, which keeps a name and its number, or a number and its unit, on one line.
JOINED = "\u00a0"

TITLES = {
    Stage.PREDICT: "Predict",
    Stage.LOSS: "Loss",
    Stage.BACKWARD: "Backward",
    Stage.GRADIENT: "Gradient",
    Stage.UPDATE: "Update",
}

_CODE = {
    Stage.PREDICT: "preds = f({inputs}, params)",
    Stage.LOSS: "loss = mse({targets}, preds)",
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


def code(stage: Stage, view: Shown) -> tuple[str, ...]:
    """The statements of `stage` as in the article, with the names of the data at hand."""
    inputs, targets = names_of_data(view.experiment)
    statement = _CODE[stage].format(inputs=inputs, targets=targets)
    if stage is Stage.UPDATE and _zeroes(view):
        return (statement, _FORGET)
    return (statement,)


def input_of(view: Shown) -> str:
    """The input's name in the formula: `t`."""
    return parse(view.experiment.formula).input


def remark(stage: Stage, view: Shown) -> str:
    """What a reader must know about the value of `stage`; mostly nothing."""
    if stage is Stage.GRADIENT and _held_over(view):
        return "this epoch's + left over"
    if stage is Stage.BACKWARD and not view.snapshot.settings.zero_grad:
        return "adds to params.grad" if view.snapshot.reached(stage) else ""
    return ""


def value(stage: Stage, view: Shown) -> str:
    """What `stage` computed, in a line; a dash if it has not run in the epoch shown."""
    snapshot = view.snapshot
    if not snapshot.reached(stage):
        return NOTHING
    match stage:
        case Stage.PREDICT:
            return _plain(snapshot.predictions, SHORT)
        case Stage.LOSS if snapshot.loss is not None:
            return grouped(snapshot.loss)
        case Stage.BACKWARD:
            return f"{operations(view)} walked back"
        case Stage.GRADIENT if snapshot.gradient is not None:
            return ", ".join(f"{name} {text}" for name, text in gradients(view, SHORT))
        case Stage.UPDATE if snapshot.updated_params is not None:
            moves = [f"{move.name} {move.before} → {move.after}" for move in updates(view, SHORT)]
            return "; ".join([*moves, f"loss {' → '.join(losses(view))}"])
    return NOTHING


@dataclass(frozen=True, slots=True)
class Moved:
    """One parameter before and after an update, in as few digits as show it; `sign` is of its step.

    `change` has its sign. The short texts are for narrow places: five digits, or more if the move
    is small.
    """

    name: str
    before: str
    after: str
    change: str
    short: tuple[str, str]
    sign: int


def gradients(view: Shown, most: int) -> list[tuple[str, str]]:
    """Name and gradient of the first `most` parameters; empty while there is no gradient.

    With the digits that their cards have.
    """
    if view.snapshot.gradient is None:
        return []
    names = view.facts.names[:most]
    return [(name, said(name, k, view.snapshot).gradient) for k, name in enumerate(names)]


def updates(view: Shown, most: int) -> list[Moved]:
    """The first `most` parameters before and after the update; empty before the update.

    They have the digits with which the update's arithmetic holds as it is printed.
    """
    snapshot = view.snapshot
    if snapshot.updated_params is None or snapshot.gradient is None:
        return []
    rows = zip(
        view.facts.names,
        snapshot.params[:most].tolist(),
        snapshot.gradient[:most].tolist(),
        snapshot.updated_params[:most].tolist(),
        strict=False,
    )
    return [
        _moved(name, before, snapshot.settings.learning_rate, gradient, after)
        for name, before, gradient, after in rows
    ]


@lru_cache(maxsize=1024)
def _moved(name: str, before: float, rate: float, gradient: float, after: float) -> Moved:
    short = apart(before, after)
    texts, change = short, ""
    if np.isfinite([before, rate, gradient, after]).all():
        printed = line(before, rate, gradient, after)
        texts, change = (printed.before, printed.after), printed.change
    sign = (after > before) - (after < before)
    return Moved(name, *texts, f"{('', '+', MINUS)[sign]}{change}", short, sign)


def losses(view: Shown) -> tuple[str, str]:
    """The loss before and after the update, with enough digits to tell them apart."""
    snapshot = view.snapshot
    if snapshot.loss is None or snapshot.updated_loss is None:
        return NOTHING, NOTHING
    return apart(snapshot.loss, snapshot.updated_loss)


def purpose(stage: Stage) -> str:
    """What `stage` does and why, as rich text."""
    return f"<p><b>{stage.value} {TITLES[stage]}</b></p><p>{escape(_WHY[stage])}</p>"


def explanation(stage: Stage, view: Shown) -> str:
    """What `stage` does, why, and its result in full precision, as rich text."""
    lines = (_as_set(stage, view), *_in_full(stage, view))
    return purpose(stage) + "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _as_set(stage: Stage, view: Shown) -> str:
    """What the experiment's `zero_grad` and `requires_grad` change in `stage`."""
    match stage:
        case Stage.PREDICT:
            return _NOTED if view.experiment.requires_grad else _NOT_NOTED
        case Stage.LOSS:
            loss = LOSSES[view.experiment.loss]
            return f"Here it is the {loss.title}: {loss.words}."
        case Stage.UPDATE:
            return _FORGOTTEN if _zeroes(view) else _KEPT
    return ""


def _in_full(stage: Stage, view: Shown) -> list[str]:
    snapshot, names = view.snapshot, view.facts.names
    if not snapshot.reached(stage):
        return ["It has not run in this epoch yet."]
    epoch = f"Epoch {count(snapshot.number)}: "
    match stage:
        case Stage.PREDICT:
            return [f"{epoch}{_plain(snapshot.predictions, LONG, exact)}"]
        case Stage.LOSS if snapshot.loss is not None:
            return [f"{epoch}{exact(snapshot.loss)}"]
        case Stage.BACKWARD:
            return [f"{epoch}{operations(view)} walked."]
        case Stage.GRADIENT if snapshot.gradient is not None:
            lines = [epoch + _named(names, snapshot.gradient, exact)]
            if _held_over(view) and snapshot.own_gradient is not None:
                lines.append(f"This epoch's alone: {_named(names, snapshot.own_gradient, exact)}")
                lines.append(f"Left over from before: {_named(names, snapshot.leftover, exact)}")
            return lines
        case Stage.UPDATE if snapshot.updated_params is not None:
            lines = [
                f"{epoch}from {_named(names, snapshot.params, exact)}",
                f"to {_named(names, snapshot.updated_params, exact)}",
                f"with lr = {rate(snapshot.settings.learning_rate)}",
            ]
            if snapshot.loss is not None and snapshot.updated_loss is not None:
                lines.append(
                    f"The loss was {exact(snapshot.loss)}, and is {exact(snapshot.updated_loss)}"
                    f" where epoch {count(snapshot.number + 1)} begins."
                )
            return lines
    return []


def _zeroes(view: Shown) -> bool:
    """Whether the epoch shown sets its gradient to None, or the first one will."""
    if view.snapshot.stage is None:
        return view.experiment.zero_grad
    return view.snapshot.settings.zero_grad


def _held_over(view: Shown) -> bool:
    return bool(np.any(view.snapshot.leftover))


def operations(view: Shown) -> str:
    """How many operations there are to walk back through, as PyTorch counts them."""
    operations = view.facts.operations
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
