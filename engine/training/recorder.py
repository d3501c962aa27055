"""Runs the trainer's stages and records the numbers that they make.

A recorder runs one stage, one update or a slice of updates at a time. It stops after the first
update with a number that is not finite, and can drop an update under way as if it had never begun.
"""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.experiment import Experiment
from engine.runs import Begun, Matrix, RefusedError, Stage, Update, Updates, Vector
from engine.runs.update import joined
from engine.training.problem import Problem
from engine.training.replay import Replay, Rows
from engine.training.trainer import Trainer

# Checking whether numbers are finite costs less for many updates at once than one by one.
UPDATES_PER_LOOK = 512
# At most this many predicted numbers are recorded before they are looked at.
MAX_WAITING = 2_000_000


class _UnderWay(NamedTuple):
    begun: Begun
    held: Tensor | None
    stages: Iterator[Stage]


class Recorder:
    """Records the training of one experiment. `number` updates are finished.

    `settings` and `stop_at_loss` act from the next update; `train` stops after an update whose loss
    is at or below `stop_at_loss`, unless that is None. `stage` is the last stage run: of the update
    under way, or UPDATE once it is finished; None before the first stage and after `abandon`.

    Whole updates are replayed where that is checked to give the same bits, unless the problem is to
    be trained the plain way.
    """

    def __init__(self, experiment: Experiment, problem: Problem | None = None) -> None:
        self.problem = problem or Problem(experiment)
        self.settings = experiment.settings
        self.stop_at_loss = experiment.stop_at_loss
        self.trainer = Trainer(self.problem, self.settings)
        self._replay = Replay(self.trainer, plain=self.problem.plain)
        self.number = 0
        self.stage: Stage | None = None
        self._under_way: _UnderWay | None = None

    @property
    def begun(self) -> Begun:
        """What the update under way began with; between updates, what the next will begin with."""
        if self._under_way is not None:
            return self._under_way.begun
        params = self.trainer.params
        held = np.zeros(len(params), np.float32) if params.grad is None else params.grad.numpy()
        return Begun(self.number + 1, self.settings, params.detach().numpy().copy(), held.copy())

    def advance(self) -> Stage:
        """Run the next stage of the update under way, or the first of a new one.

        Raises RefusedError if PyTorch refuses; the next call then begins the update anew.
        """
        trainer = self.trainer
        if self._under_way is None:
            grad = trainer.params.grad
            held = None if grad is None else grad.clone()
            self._under_way = _UnderWay(self.begun, held, trainer.stages())
            trainer.settings = self.settings
            self.stage = None
        try:
            self.stage = next(self._under_way.stages)
        except RuntimeError as error:
            refused = Stage(self.stage + 1) if self.stage else Stage.PREDICT
            begun = self._under_way.begun
            self.abandon()
            raise RefusedError(refused, begun, str(error)) from error
        if self.stage is Stage.UPDATE:
            self._under_way = None
            self.number += 1
        return self.stage

    def abandon(self) -> None:
        """Drop the update under way, as if none of its stages had run."""
        if self._under_way is not None:
            self.trainer.params.grad = self._under_way.held
            self._under_way = None
            self.stage = None

    def train(
        self,
        count: int,
        seconds: float = float("inf"),
        wanted: Callable[[], bool] = lambda: False,
    ) -> Updates:
        """At most `count` updates in about `seconds`, at least one; the last may not be finite.

        If an update is under way, only that one is finished. Training stops after the first update
        that made a number which is not finite, or whose loss is at or below `stop_at_loss`; and
        once what has been trained is `wanted` without waiting for more.
        Raises RefusedError, with nothing trained, if PyTorch refuses, and ValueError if `count` is
        below 1.
        """
        if count < 1:
            raise ValueError(f"at least one update must be trained, not {count}")
        if self._under_way is not None:
            return self._finish()
        deadline = time.perf_counter() + seconds

        def over() -> bool:
            return time.perf_counter() >= deadline or wanted()

        look = max(1, min(UPDATES_PER_LOOK, MAX_WAITING // len(self.problem.targets)))
        blocks: list[Updates] = []
        while count > 0:
            blocks.append(self._block(min(look, count), over))
            count -= len(blocks[-1])
            if over() or self._ends_with(blocks[-1]):
                break
        return joined(blocks)

    def _ends_with(self, updates: Updates) -> bool:
        """Whether training ends after the last of `updates`."""
        stop = self.stop_at_loss
        return not updates.finite or (stop is not None and float(updates.loss[-1]) <= stop)

    def _finish(self) -> Updates:
        """Finish the update under way stage by stage, with the settings that it began with."""
        begun, trainer = self.begun, self.trainer
        while self.advance() is not Stage.UPDATE:
            pass
        rows = Rows.empty(1, len(begun.params), len(self.problem.targets))
        rows.params[:] = begun.params, trainer.params.detach().numpy()
        rows.predictions[0] = trainer.preds.detach().numpy()
        rows.loss[0] = trainer.loss.item()
        rows.gradient[0] = trainer.gradient.numpy()
        return self._written(begun, rows)

    def _block(self, count: int, over: Callable[[], bool]) -> Updates:
        """At most `count` whole updates, cut after the first that ends the training."""
        begun = self.begun
        self.trainer.settings = self.settings
        rows = Rows.empty(count, len(begun.params), len(self.problem.targets))
        try:
            done = self._replay.train(rows, over)
        except RuntimeError:
            # Train once more, stage by stage, to find out which one is refused.
            while self.advance() is not Stage.UPDATE:
                pass
            raise
        updates = self._written(begun, rows.first(done))
        if len(updates) < done:
            self._go_back_to(updates[-1])
        self.number = updates.last
        self.stage = Stage.UPDATE
        return updates

    def _written(self, begun: Begun, rows: Rows) -> Updates:
        """The `Updates` from `begun` on, cut after the first that ends the training."""
        params, predictions, loss, gradient = rows
        # A prediction that is not finite makes a loss that is not finite either.
        finite = np.isfinite(loss) & np.isfinite(gradient).all(axis=1)
        finite &= np.isfinite(params[1:]).all(axis=1)
        ends = ~finite
        if self.stop_at_loss is not None:
            # As doubles: rounding the typed loss to float32 could raise it to the loss.
            ends |= loss.astype(np.float64) <= self.stop_at_loss
        done = int(np.argmax(ends)) + 1 if ends.any() else len(loss)
        return Updates(
            first=begun.number,
            settings=begun.settings,
            leftover=begun.leftover,
            params=params[: done + 1],
            predictions=predictions[:done],
            loss=loss[:done],
            held_out_loss=self._held_out_loss(params[:done]),
            gradient=gradient[:done],
        )

    def _go_back_to(self, update: Update) -> None:
        """Go back to the end of `update`, dropping what was trained after it."""
        params = self.trainer.params
        params.data.copy_(torch.from_numpy(update.updated_params))
        if not update.settings.zero_grad:
            params.grad = torch.from_numpy(update.gradient.copy())

    def _held_out_loss(self, params: Matrix) -> Vector:
        if not len(self.problem.held_out_targets):
            return np.full(len(params), np.nan, np.float32)
        return np.array([self.problem.held_out_loss(row) for row in params], np.float32)
