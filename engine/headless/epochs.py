"""Training without a window: prints every epoch as the article does, or as JSON lines."""

import math
from collections.abc import Iterator
from typing import Any, TextIO

import torch

from engine.experiment import Experiment
from engine.headless.json_line import json_line
from engine.numbers import rate
from engine.runs import Update, Updates, Vector
from engine.training import Problem, Recorder, RefusedError
from engine.words.ends.blame import LOST_FROM_THE_START, diverged

UPDATES_AT_ONCE = 256


class HeadlessError(Exception):
    """Why the run ended before its last epoch, in one sentence."""


def train(experiment: Experiment, output: TextIO, as_json: bool, *, plain: bool = False) -> None:
    """Train `experiment` and write every epoch to `output`: see `json_line` for its numbers.

    With `plain`, no epoch is replayed.

    Raises HeadlessError where the run diverges or PyTorch refuses a stage, after writing all that
    was trained until then.
    """
    recorder = Recorder(experiment, Problem(experiment, plain=plain))
    for updates in batches(recorder, experiment, experiment.epochs):
        for update, predictions in zip(updates, updates.predictions, strict=True):
            if as_json:
                output.write(_as_json(update, predictions, experiment.names))
            else:
                output.write(_as_text(update, predictions))


def batches(recorder: Recorder, experiment: Experiment, count: int) -> Iterator[Updates]:
    """The next `count` updates, or fewer where the run has reached the loss to stop at.

    Raises HeadlessError where the run diverges, after the last update that there is, or where
    PyTorch refuses a stage.
    """
    left = count
    while left:
        try:
            updates = recorder.train(min(left, UPDATES_AT_ONCE))
        except RefusedError as error:
            raise HeadlessError(
                f"PyTorch refused stage {error.stage.value} of epoch {error.begun.epoch}: {error}"
            ) from error
        yield updates
        left -= len(updates)
        if updates.first == 1 and not math.isfinite(updates[0].loss):
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
    return json_line(fields)


def _as_text(update: Update, predictions: Vector) -> str:
    preds, grad = torch.from_numpy(predictions), torch.from_numpy(update.gradient)
    # `format` would print a tensor with a single number without its `tensor(…)`.
    loss = str(torch.tensor(update.loss))
    return f"epoch {update.epoch}\n{preds}\n{loss}\n{grad}\n\n"
