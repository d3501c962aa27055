"""How the model learns: the article's five stages, one after the other, and nothing else."""

from collections.abc import Iterator

import torch
from torch import Tensor

from engine.experiment.settings import Settings
from engine.runs import Stage
from engine.training.problem import Problem

# Looking these up in the enumeration in every update would take longer than the rest of the loop.
PREDICT, LOSS, BACKWARD, GRADIENT, UPDATE = Stage


class Trainer:
    """Trains the parameters of `problem`, an update at a time, from the starting ones on.

    `settings` act from the next update. `preds`, `loss` and `gradient` are what the stages of the
    last one made.
    """

    preds: Tensor
    loss: Tensor
    gradient: Tensor

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self.predict = problem.predict
        self.loss_of = problem.loss
        self.params = torch.from_numpy(problem.start.copy())
        self.settings = settings

    def stages(self) -> Iterator[Stage]:
        """One update, pausing after each of its stages."""
        settings = self.settings
        params = self.params.requires_grad_(settings.requires_grad)
        lr, zero_grad = settings.learning_rate, settings.zero_grad

        preds = self.preds = self.predict(params)
        yield PREDICT
        loss = self.loss = self.loss_of(preds)
        yield LOSS
        loss.backward()  # type: ignore[no-untyped-call]
        yield BACKWARD
        self.gradient = params.grad  # type: ignore[assignment]
        yield GRADIENT
        params.data -= params.grad.data * (lr)  # type: ignore[union-attr]
        if zero_grad:
            params.grad = None
        yield UPDATE
