"""What one epoch is: its five stages, the record of a finished one, and a batch of such records.

Everything here is plain numbers (NumPy and floats), so that it can travel between threads and be
drawn without PyTorch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Signs = NDArray[np.int8]


class Stage(IntEnum):
    """The article's five stages of an epoch, in its order."""

    PREDICT = 1
    LOSS = 2
    BACKWARD = 3
    GRADIENT = 4
    UPDATE = 5


def signs_of(gradient: NDArray[np.float32]) -> Signs:
    """The sign of every number of `gradient`, same shape: −1, 0 or +1; 0 too for not-a-number."""
    return (gradient > 0).astype(np.int8) - (gradient < 0).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """The frozen record of one finished epoch; p parameters, n points, all float32.

    `params` (p,) are the parameters the epoch began with and `updated_params` (p,) those it ended
    with; `predictions` (n,) and `loss` belong to `params`; `gradient` (p,) is what `params.grad`
    held after `loss.backward()`, which includes what was left over where it was not zeroed.
    """

    number: int
    params: Vector
    predictions: Vector
    loss: float
    gradient: Vector
    learning_rate: float
    zero_grad: bool
    updated_params: Vector

    @property
    def signs(self) -> Signs:
        """The gradient's signs, shape (p,): −1, 0 or +1."""
        return signs_of(self.gradient)

    @property
    def finite(self) -> bool:
        """Whether every number the epoch made is finite."""
        return bool(
            np.isfinite(self.loss)
            and np.isfinite(self.predictions).all()
            and np.isfinite(self.gradient).all()
            and np.isfinite(self.updated_params).all()
        )


@dataclass(frozen=True, slots=True, eq=False)
class Updates:
    """Consecutive finished epochs under one setting, as columns: k epochs, p parameters, n points.

    `first` is the number of the first epoch; `params` is (k + 1, p): row i is what epoch
    `first + i` began with, row i + 1 what it ended with. `predictions` (k, n), `loss` (k,),
    `gradient` (k, p); `held_out_loss` (k,) is NaN where no points are held out.
    """

    first: int
    params: Matrix
    predictions: Matrix
    loss: Vector
    gradient: Matrix
    held_out_loss: Vector
    learning_rate: float
    zero_grad: bool

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def last(self) -> int:
        """The number of the last epoch."""
        return self.first + len(self) - 1

    @property
    def signs(self) -> Signs:
        """The gradient's signs, shape (k, p)."""
        return signs_of(self.gradient)

    @property
    def finite(self) -> bool:
        """Whether the last epoch, where training would stop, is finite in all its numbers."""
        return self[-1].finite

    def __getitem__(self, index: int) -> Update:
        k = range(len(self))[index]
        return Update(
            number=self.first + k,
            params=self.params[k],
            predictions=self.predictions[k],
            loss=float(self.loss[k]),
            gradient=self.gradient[k],
            learning_rate=self.learning_rate,
            zero_grad=self.zero_grad,
            updated_params=self.params[k + 1],
        )

    def __iter__(self) -> Iterator[Update]:
        return (self[k] for k in range(len(self)))


def joined(batches: Sequence[Updates]) -> Updates:
    """Consecutive batches under one setting as one; at least one batch is needed."""
    if len(batches) == 1:
        return batches[0]
    return replace(
        batches[0],
        params=np.concatenate([batches[0].params[:1], *(batch.params[1:] for batch in batches)]),
        predictions=np.concatenate([batch.predictions for batch in batches]),
        loss=np.concatenate([batch.loss for batch in batches]),
        gradient=np.concatenate([batch.gradient for batch in batches]),
        held_out_loss=np.concatenate([batch.held_out_loss for batch in batches]),
    )
