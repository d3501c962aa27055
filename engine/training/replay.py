"""Trains whole updates again without Python and autograd building their graph anew every time.

The trainer's five statements are the truth. While they run plainly, a `Replay` looks on, twice, and
makes a tape of what PyTorch did. From then on it plays the tape: the same kernels on the same
memory give the same numbers. The first updates that it plays are trained plainly too and compared
byte for byte, and then one in `EVERY`. Whatever is not understood, fails or differs ends it: the
run goes on the plain way.
"""

import logging
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.runs import Matrix, Stage, Vector
from engine.training.looking import described, looking_on
from engine.training.tape import Call, UnknownError, tape
from engine.training.trainer import Trainer

CHECKED_FIRST = 32
EVERY = 512

# The quickest way through a generator whose values are not needed.
run_through = deque[Stage](maxlen=0).extend

logger = logging.getLogger(__name__)


class Rows(NamedTuple):
    """Where k updates with p parameters and n points are written down.

    `params` (k + 1, p) has the parameters each begins with, and those the last one ends with;
    `predictions` (k, n), `loss` (k,) and `gradient` (k, p) have what each made.
    """

    params: Matrix
    predictions: Matrix
    loss: Vector
    gradient: Matrix

    @classmethod
    def empty(cls, updates: int, parameters: int, points: int) -> "Rows":
        """Rows for as many updates, with nothing written in them."""
        shapes = (updates + 1, parameters), (updates, points), updates, (updates, parameters)
        return cls(*(np.empty(shape, np.float32) for shape in shapes))

    def first(self, updates: int) -> "Rows":
        """The rows of the first `updates`: views."""
        params, *made = self
        return Rows(params[: updates + 1], *(each[:updates] for each in made))


class _Made(NamedTuple):
    """What one update made, in the memory in which it made it."""

    predictions: Vector
    loss: Vector
    gradient: Vector


class Replay:
    """Trains updates of `trainer`, replayed where that is known to be the same.

    With `plain`, all of them are trained the plain way.
    """

    def __init__(self, trainer: Trainer, *, plain: bool = False) -> None:
        self._trainer = trainer
        self._plain = plain
        self._like: object = None
        self._seen: list[object] = []
        self._tape: list[Call] = []
        self._made: _Made
        self._replayed = 0

    def train(self, rows: Rows, over: Callable[[], bool]) -> int:
        """Train updates and write them to `rows`, until those are full or `over` says so.

        Returns how many were trained: at least one. `over` is asked after each update.
        Raises RuntimeError, with nothing trained, where PyTorch refuses.
        """
        rows.params[0] = self._trainer.params.detach().numpy()
        count, done = len(rows.loss), 0
        while done < count and not (done and over()):
            try:
                done = self._some(rows, done, over)
            except RuntimeError:
                if not done:
                    raise
                break
        return done

    def _some(self, rows: Rows, done: int, over: Callable[[], bool]) -> int:
        """Train some updates, at least one, after `done`; returns how many are done by then."""
        if self._plain:
            return self._train_plainly(rows, done, len(rows.loss), over)
        if not self._is_steady():
            return self._train_plainly(rows, done, done + 1)
        if not self._tape:
            return self._guarded(self._look_on, rows, done)
        unchecked = EVERY - 1 - self._replayed % EVERY
        if self._replayed < CHECKED_FIRST or not unchecked:
            self._replayed += 1
            return self._guarded(self._check, rows, done)
        return self._play(rows, done, min(len(rows.loss), done + unchecked), over)

    def _is_steady(self) -> bool:
        """Whether the next update is like the ones before and after it; if not, look on anew."""
        settings, params = self._trainer.settings, self._trainer.params
        grad = params.grad
        if not settings.requires_grad or (grad is None) != settings.zero_grad:
            return False
        like = (settings, params.data_ptr(), None if grad is None else grad.data_ptr())
        if like != self._like:
            self._like, self._replayed = like, 0
            self._seen, self._tape = [], []
        return True

    def _guarded(self, train: Callable[[Rows, int], None], rows: Rows, k: int) -> int:
        """Train update `k` by `train`; if anything goes wrong, the plain way, which stays."""
        held = self._held()
        try:
            train(rows, k)
        except Exception as error:
            self._go_back(rows.params[k], held)
            # Raises by itself where PyTorch refuses, which is no fault of the replay.
            self._train_plainly(rows, k, k + 1)
            self._give_up(str(error) or type(error).__name__)
        return k + 1

    def _held(self) -> Tensor | None:
        """A copy of what `params.grad` holds."""
        grad = self._trainer.params.grad
        return None if grad is None else grad.clone()

    def _go_back(self, params: Vector, grad: Tensor | None) -> None:
        live = self._trainer.params
        live.data.copy_(torch.from_numpy(params))
        if grad is None or live.grad is None:
            live.grad = grad
        else:
            live.grad.copy_(grad)

    def _give_up(self, why: str) -> None:
        self._plain = True
        self._tape, self._seen = [], []
        logger.warning("Every epoch of this run is trained the plain way from now on: %s", why)

    def _train_plainly(
        self, rows: Rows, done: int, until: int, over: Callable[[], bool] = lambda: False
    ) -> int:
        trainer, begun = self._trainer, done
        live, zero_grad = trainer.params.detach().numpy(), trainer.settings.zero_grad
        preds: list[Tensor] = []
        losses: list[Tensor] = []
        gradients: list[Tensor] = []
        try:
            while done < until:
                run_through(trainer.stages())
                # A gradient that is not set to None is added to by the next update.
                gradients.append(trainer.gradient if zero_grad else trainer.gradient.clone())
                preds.append(trainer.preds)
                losses.append(trainer.loss)
                done += 1
                rows.params[done] = live
                if over():
                    break
        except RuntimeError:
            if done == begun:
                raise
        with torch.no_grad():
            for column, made in zip(rows[1:], (preds, losses, gradients), strict=True):
                torch.stack(made, out=torch.from_numpy(column[begun:done]))
        return done

    def _look_on(self, rows: Rows, k: int) -> None:
        trainer = self._trainer
        with looking_on(trainer) as operations:
            run_through(trainer.stages())
        made = trainer.preds.detach(), trainer.loss.detach(), trainer.gradient
        self._seen.append(described(operations, made))
        if len(self._seen) == 2:
            if self._seen[0] != self._seen[1]:
                raise UnknownError("two epochs ran different operations")
            lasting = [trainer.params, *([] if trainer.params.grad is None else [made[2]])]
            self._made = _Made(*(each.numpy() for each in made))
            self._tape = tape(operations, lasting, made)
        self._write(rows, k, _Made(*(each.numpy() for each in made)))

    def _check(self, rows: Rows, k: int) -> None:
        """Replay, then train the same update plainly, and compare every byte."""
        params, held = self._trainer.params, self._held()
        with np.errstate(all="ignore"):
            for call in self._tape:
                call()
        replayed = [each.copy() for each in (*self._made, params.detach().numpy())]
        self._go_back(rows.params[k], held)
        self._train_plainly(rows, k, k + 1)
        plain = rows.predictions[k], rows.loss[k], rows.gradient[k], rows.params[k + 1]
        if not all(map(_same, replayed, plain)):
            self._give_up("a replayed epoch was not the same as the plain one")

    def _play(self, rows: Rows, done: int, until: int, over: Callable[[], bool]) -> int:
        params, predictions, losses, gradients = rows
        preds, loss, gradient = self._made
        live, tape = self._trainer.params.detach().numpy(), self._tape
        begun = done
        held = self._held()
        try:
            with np.errstate(all="ignore"), torch.no_grad():
                while done < until:
                    for call in tape:
                        call()
                    predictions[done] = preds
                    losses[done] = loss
                    gradients[done] = gradient
                    done += 1
                    params[done] = live
                    if over():
                        break
        except Exception as error:
            if done > begun and held is not None:
                held = torch.from_numpy(gradients[done - 1].copy())
            self._go_back(params[done], held)
            done = self._train_plainly(rows, done, done + 1)
            self._give_up(str(error) or type(error).__name__)
        self._replayed += done - begun
        return done

    def _write(self, rows: Rows, k: int, made: _Made) -> None:
        rows.predictions[k], rows.loss[k], rows.gradient[k] = made
        rows.params[k + 1] = self._trainer.params.detach().numpy()


def _same(one: Vector, other: Vector) -> bool:
    """Whether all bytes are the same; NaNs, at which training ends, may have another sign."""
    return one.tobytes() == other.tobytes() or (
        not np.isfinite(other).all()
        and one[~np.isnan(one)].tobytes() == other[~np.isnan(other)].tobytes()
        and np.array_equal(np.isnan(one), np.isnan(other))
    )
