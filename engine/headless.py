"""Training without a window: prints every epoch as the article does, or as JSON lines."""

import json
import math
from typing import Any, TextIO

import torch

from engine.experiment import Experiment
from engine.numbers import rate
from engine.runs import Update, Vector
from engine.training import Recorder, RefusedError
from engine.words.ends.blame import LOST_FROM_THE_START, diverged

UPDATES_AT_ONCE = 256


class HeadlessError(Exception):
    """Why the run ended before its last epoch, in one sentence."""


def train(experiment: Experiment, output: TextIO, as_json: bool) -> None:
    """Train `experiment` and write every epoch to `output`.

    JSON numbers read back as exactly the float32 values of the run. A number that is not finite,
    which JSON cannot write, is `null`; `not_finite` in the same line then has "inf", "-inf" or
    "nan" under the same name and in the same place.
    Raises HeadlessError where the run diverges or PyTorch refuses a stage, after writing all that
    was trained until then.
    """
    recorder = Recorder(experiment)
    left = experiment.epochs
    while left:
        try:
            updates = recorder.train(min(left, UPDATES_AT_ONCE))
        except RefusedError as error:
            raise HeadlessError(
                f"PyTorch refused stage {error.stage.value} of epoch {error.begun.epoch}: {error}"
            ) from error
        for update, predictions in zip(updates, updates.predictions, strict=True):
            if as_json:
                output.write(_as_json(update, predictions, experiment.names))
            else:
                output.write(_as_text(update, predictions))
        left -= len(updates)
        if not math.isfinite(updates[0].loss):
            raise HeadlessError(LOST_FROM_THE_START)
        if not updates.finite:
            raise HeadlessError(
                f"{diverged(updates[-1].epoch)}; try a smaller learning rate than "
                f"{rate(experiment.learning_rate)}."
            )
        if experiment.has_reached(float(updates.loss[-1])):
            return


def _as_json(update: Update, predictions: Vector, names: tuple[str, ...]) -> str:
    fields: dict[str, Any] = {
        "number": update.number,
        "names": names,
        "params": update.params.tolist(),
        "predictions": predictions.tolist(),
        "loss": update.loss,
        "gradient": update.gradient.tolist(),
        "signs": update.signs.tolist(),
        "learning_rate": update.settings.learning_rate,
        "zero_grad": update.settings.zero_grad,
        "updated_params": update.updated_params.tolist(),
    }
    told = {name: said for name, value in fields.items() if (said := _not_finite(value))}
    if told:
        fields = {name: _finite(value) for name, value in fields.items()}
        fields["not_finite"] = told
    return json.dumps(fields, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """`value`, a field of a line, with None for each number that is not finite."""
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _not_finite(value: Any) -> Any:
    """The numbers in `value` that are not finite, as text; None for the others, and if all are."""
    if isinstance(value, list):
        told = [_not_finite(each) for each in value]
        return told if any(told) else None
    return str(value) if isinstance(value, float) and not math.isfinite(value) else None


def _as_text(update: Update, predictions: Vector) -> str:
    preds, grad = torch.from_numpy(predictions), torch.from_numpy(update.gradient)
    # `format` would print a tensor with a single number without its `tensor(…)`.
    loss = str(torch.tensor(update.loss))
    return f"epoch {update.epoch}\n{preds}\n{loss}\n{grad}\n\n"
