"""How the model learns: the article's five stages, one after the other, and nothing else.

`Trainer.stages` is the heart of the program. What surrounds it only walks through it: a stage, an
epoch or a slice of epochs at a time, writing down the numbers that it makes.
"""

import time
from collections import deque
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from engine.experiment.experiment import Experiment
from engine.runs.update import Matrix, Stage, Update, Updates, Vector, joined
from engine.training.losses import mse
from engine.training.problem import Problem

# Looking whether numbers are still finite costs less for many epochs at once than for each.
EPOCHS_PER_LOOK = 128
# Predictions that wait to be written down: at most this many numbers.
MAX_WAITING = 2_000_000


# The quickest way through a generator whose values nobody needs.
run_through = deque[Stage](maxlen=0).extend
# Read from the enumeration they would be looked up anew in every epoch, which takes longer than
# writing down what the epoch made.
PREDICT, LOSS, BACKWARD, GRADIENT, UPDATE = Stage


class RefusedError(RuntimeError):
    """PyTorch would not do what a stage asked of it; `str()` is PyTorch's own message."""

    def __init__(self, stage: Stage, epoch: int, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.epoch = epoch


class Trainer:
    """Trains one experiment. `number` epochs are finished; settings act from the next epoch."""

    def __init__(self, experiment: Experiment, problem: Problem | None = None) -> None:
        self.problem = problem or Problem(experiment)
        self.f = self.problem.f
        self.inputs = self.problem.inputs
        self.targets = self.problem.targets
        self.orig_params = self.problem.start
        self.learning_rate = experiment.learning_rate
        self.zero_grad = experiment.zero_grad
        self.requires_grad = experiment.requires_grad
        self.preds: Tensor
        self.loss: Tensor
        self.gradient: Tensor
        self.before: Vector
        self.reset()

    def reset(self) -> None:
        """Go back to the starting parameters, before the first epoch."""
        self.number = 0
        self.params = self.orig_params.clone()
        self.stage: Stage | None = None
        self._leftover: Tensor | None = None
        self._stages: Iterator[Stage] | None = None
        self.epoch_learning_rate, self.epoch_zero_grad = self.learning_rate, self.zero_grad

    def stages(self) -> Iterator[Stage]:
        """One epoch, pausing after each of its stages."""
        params = self.params.requires_grad_(self.requires_grad)
        lr, zero_grad = self.learning_rate, self.zero_grad

        preds = self.preds = self.f(self.inputs, params)
        yield PREDICT
        loss = self.loss = mse(self.targets, preds)
        yield LOSS
        loss.backward()  # type: ignore[no-untyped-call]
        yield BACKWARD
        self.gradient = params.grad  # type: ignore[assignment]
        yield GRADIENT
        params.data -= params.grad.data * (lr)  # type: ignore[union-attr]
        if zero_grad:
            params.grad = None
        yield UPDATE

    def _use_settings(self) -> None:
        """The settings as they are now are those of the epoch that begins, or of several."""
        self.epoch_learning_rate, self.epoch_zero_grad = self.learning_rate, self.zero_grad

    def advance(self) -> Stage:
        """Run the next stage of the epoch under way, or the first of a new one.

        Raises RefusedError where PyTorch refuses; the epoch then begins anew with the next call.
        """
        if self._stages is None:
            self._leftover = None if self.params.grad is None else self.params.grad.clone()
            self._use_settings()
            self.before = self.params.detach().numpy().copy()
            self._stages = self.stages()
            self.stage = None
        try:
            self.stage = next(self._stages)
        except RuntimeError as error:
            stage = Stage(self.stage + 1) if self.stage else Stage.PREDICT
            self.abandon()
            raise RefusedError(stage, self.number + 1, str(error)) from error
        if self.stage is Stage.UPDATE:
            self._stages = None
            self.number += 1
        return self.stage

    def abandon(self) -> None:
        """Drop the epoch under way, as if none of its stages had run."""
        if self._stages is not None:
            self._stages = None
            self.stage = None
            self.params.grad = self._leftover

    @property
    def leftover(self) -> Vector:
        """(p,): what `params.grad` held, or holds, when the epoch under way, or next, begins."""
        grad = self.params.grad if self._stages is None else self._leftover
        if grad is None:
            return np.zeros(len(self.params), np.float32)
        return np.asarray(grad.numpy().copy())

    def step(self) -> Update:
        """Run to the end of the epoch under way, or through a whole new one."""
        return self.train(1)[-1]

    def train(self, count: int, seconds: float = float("inf")) -> Updates:
        """At most `count` epochs in about `seconds`, at least one; the last may not be finite.

        Training stops with the first epoch that made a number which is not finite.
        Raises RefusedError, with nothing trained, where PyTorch refuses, and ValueError where
        `count` is not at least 1.
        """
        if count < 1:
            raise ValueError(f"at least one epoch must be trained, not {count}")
        if self._stages is not None:
            return self._finish()
        deadline = time.perf_counter() + seconds
        look = max(1, min(EPOCHS_PER_LOOK, MAX_WAITING // len(self.targets)))
        blocks: list[Updates] = []
        while count > 0 and (not blocks or (time.perf_counter() < deadline and blocks[-1].finite)):
            blocks.append(self._block(min(look, count), deadline))
            count -= len(blocks[-1])
        return joined(blocks)

    def _finish(self) -> Updates:
        """The epoch under way, stage by stage to its end; it keeps the settings it began with."""
        while self.advance() is not Stage.UPDATE:
            pass
        params = np.stack([self.before, self.params.detach().numpy()])
        return Updates(
            first=self.number,
            params=params,
            predictions=self.preds.detach().numpy()[None].copy(),
            loss=np.array([self.loss.item()], np.float32),
            gradient=self.gradient.numpy()[None].copy(),
            held_out_loss=self._held_out_loss(params[:-1]),
            learning_rate=self.epoch_learning_rate,
            zero_grad=self.epoch_zero_grad,
        )

    def _block(self, count: int, deadline: float) -> Updates:
        """At most `count` whole epochs, cut after the first that is not finite."""
        self._use_settings()
        params = np.empty((count + 1, len(self.params)), np.float32)
        # A window on the parameters' own memory: a row is written down without asking torch.
        live = self.params.detach().numpy()
        params[0] = live
        preds: list[Tensor] = []
        losses: list[Tensor] = []
        gradients: list[Tensor] = []
        clock = time.perf_counter
        try:
            for k in range(count):
                run_through(self.stages())
                # What is not set to None, the next epoch adds to.
                gradients.append(self.gradient if self.zero_grad else self.gradient.clone())
                preds.append(self.preds)
                losses.append(self.loss)
                params[k + 1] = live
                if clock() > deadline:
                    break
        except RuntimeError:
            # Once more, stage by stage, to learn which of them is refused.
            while not losses:
                self.advance()
        with torch.no_grad():
            predictions, loss = torch.stack(preds).numpy(), torch.stack(losses).numpy()
            gradient = torch.stack(gradients).numpy()
        done = len(loss)
        finite = np.isfinite(loss) & np.isfinite(predictions).all(axis=1)
        finite &= np.isfinite(gradient).all(axis=1)
        finite &= np.isfinite(params[1 : done + 1]).all(axis=1)
        if not finite.all():
            done = int(np.argmin(finite)) + 1
            self.params.data.copy_(torch.from_numpy(params[done]))
            if not self.zero_grad:
                self.params.grad = torch.from_numpy(gradient[done - 1].copy())
        self.number += done
        self.stage = Stage.UPDATE
        return Updates(
            first=self.number - done + 1,
            params=params[: done + 1],
            predictions=predictions[:done],
            loss=loss[:done],
            gradient=gradient[:done],
            held_out_loss=self._held_out_loss(params[:done]),
            learning_rate=self.learning_rate,
            zero_grad=self.zero_grad,
        )

    def _held_out_loss(self, params: Matrix) -> Vector:
        if not len(self.problem.held_out_targets):
            return np.full(len(params), np.nan, np.float32)
        return np.array([self.problem.held_out_loss(row) for row in params], np.float32)
