"""Training without a window: what the article prints, as text for people or as JSON lines."""

import json
import math
from typing import TextIO

import torch

from engine.experiment.experiment import Experiment
from engine.runs.update import Update
from engine.training.trainer import RefusedError, Trainer

EPOCHS_AT_ONCE = 256


class HeadlessError(Exception):
    """Why the run ended before its last epoch, in one sentence."""


def train(experiment: Experiment, output: TextIO, as_json: bool) -> None:
    """Train `experiment` and write every epoch to `output`.

    JSON numbers read back as exactly the float32 values of the run; what is not finite is written
    as Python's json module does: NaN, Infinity, -Infinity.
    Raises HeadlessError where the run diverges or PyTorch refuses, after what was trained until
    then has been written.
    """
    trainer = Trainer(experiment)
    names = trainer.problem.names
    left = experiment.epochs
    while left:
        try:
            batch = trainer.train(min(left, EPOCHS_AT_ONCE))
        except RefusedError as error:
            raise HeadlessError(
                f"PyTorch refused stage {error.stage.value} of epoch {error.epoch}: {error}"
            ) from error
        for epoch in batch:
            output.write(_as_json(epoch, names) if as_json else _as_text(epoch))
        left -= len(batch)
        if not math.isfinite(batch[0].loss):
            raise HeadlessError(
                "The formula gives numbers that are not finite before the first step is taken: "
                "choose another formula, other starting values or another range of the data."
            )
        if not batch.finite:
            raise HeadlessError(
                f"Diverged at epoch {batch.last}: its numbers are no longer finite; try a smaller "
                f"learning rate than {experiment.learning_rate}."
            )


def _as_json(epoch: Update, names: tuple[str, ...]) -> str:
    fields = {
        "number": epoch.number,
        "names": names,
        "params": epoch.params.tolist(),
        "predictions": epoch.predictions.tolist(),
        "loss": epoch.loss,
        "gradient": epoch.gradient.tolist(),
        "signs": epoch.signs.tolist(),
        "learning_rate": epoch.learning_rate,
        "zero_grad": epoch.zero_grad,
        "updated_params": epoch.updated_params.tolist(),
    }
    return json.dumps(fields) + "\n"


def _as_text(epoch: Update) -> str:
    predictions, gradient = torch.from_numpy(epoch.predictions), torch.from_numpy(epoch.gradient)
    loss = str(torch.tensor(epoch.loss))
    return f"epoch {epoch.number}\n{predictions}\n{loss}\n{gradient}\n\n"
