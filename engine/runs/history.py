"""The history of a run: a few numbers for every epoch, in columns that grow.

A million epochs of three parameters take fewer than 64 bytes each, spare room included, so
predictions are not kept: they are computed again, from the parameters, for the epoch asked for.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.queries.snapshot import Record
from engine.runs.update import Matrix, Signs, Stage, Update, Updates, Vector, signs_of

T = TypeVar("T", bound=np.generic)

GROWTH = 1.25


class History:
    """Every finished epoch of one run with p parameters; `history[k - 1]` is epoch k.

    `predict` maps parameters (p,) to predictions (n,); it is called only by `history[...]`.
    """

    def __init__(self, parameters: int, predict: Callable[[Vector], Vector]) -> None:
        self.parameters = parameters
        self._predict = predict
        self._length = 0
        # One row more than there are epochs: row k is what epoch k ended with.
        self._params = np.empty((1, parameters), np.float32)
        self._gradient = np.empty((0, parameters), np.float32)
        self._loss = np.empty(0, np.float32)
        self._held_out_loss = np.empty(0, np.float32)
        self._learning_rate = np.empty(0, np.float64)
        self._zero_grad = np.empty(0, np.bool_)

    def __len__(self) -> int:
        return self._length

    def append(self, batch: Updates) -> None:
        """Add the epochs of `batch`.

        Raises ValueError where its first epoch is not the one that comes next.
        """
        if batch.first != self._length + 1:
            raise ValueError(f"epoch {batch.first} cannot follow epoch {self._length}")
        old, new = self._length, self._length + len(batch)
        self._reserve(new)
        self._params[old : new + 1] = batch.params
        self._gradient[old:new] = batch.gradient
        self._loss[old:new] = batch.loss
        self._held_out_loss[old:new] = batch.held_out_loss
        self._learning_rate[old:new] = batch.learning_rate
        self._zero_grad[old:new] = batch.zero_grad
        self._length = new

    def _reserve(self, length: int) -> None:
        if length <= len(self._loss):
            return
        capacity = max(length, int(len(self._loss) * GROWTH), 256)
        for name in ("_gradient", "_loss", "_held_out_loss", "_learning_rate", "_zero_grad"):
            setattr(self, name, _grown(getattr(self, name), capacity))
        self._params = _grown(self._params, capacity + 1)

    @property
    def bytes(self) -> int:
        """The memory of all columns, spare room included."""
        columns = (
            self._params, self._gradient, self._loss,
            self._held_out_loss, self._learning_rate, self._zero_grad,
        )  # fmt: skip
        return sum(column.nbytes for column in columns)

    @property
    def params(self) -> Matrix:
        """(k, p): the parameters each epoch began with. A view: do not write to it."""
        return self._params[: self._length]

    @property
    def updated_params(self) -> Matrix:
        """(k, p): the parameters each epoch ended with."""
        return self._params[1 : self._length + 1]

    @property
    def gradient(self) -> Matrix:
        """(k, p): the gradient each epoch held."""
        return self._gradient[: self._length]

    @property
    def loss(self) -> Vector:
        """(k,): the loss of each epoch."""
        return self._loss[: self._length]

    @property
    def held_out_loss(self) -> Vector:
        """(k,): the loss on the held-out points; NaN where none are held out."""
        return self._held_out_loss[: self._length]

    @property
    def learning_rate(self) -> NDArray[np.float64]:
        """(k,): the learning rate of each epoch."""
        return self._learning_rate[: self._length]

    @property
    def zero_grad(self) -> NDArray[np.bool_]:
        """(k,): whether the gradient was set to None at the end of each epoch."""
        return self._zero_grad[: self._length]

    @property
    def signs(self) -> Signs:
        """(k, p): the gradient's signs."""
        return signs_of(self.gradient)

    def leftover(self, number: int) -> Vector:
        """(p,): what `params.grad` still held when epoch `number` began (1 for the first)."""
        if number < 2 or self.zero_grad[number - 2]:
            return np.zeros(self.parameters, np.float32)
        return np.asarray(self._gradient[number - 2].copy())

    def record(self, number: int) -> Record:
        """What is recorded of epoch `number` (1 for the first), without its predictions."""
        k = range(self._length)[number - 1]
        return Record(
            number=number,
            stage=Stage.UPDATE,
            params=self._params[k].copy(),
            learning_rate=float(self._learning_rate[k]),
            zero_grad=bool(self._zero_grad[k]),
            leftover=self.leftover(number),
            gradient=self._gradient[k].copy(),
            updated_params=self._params[k + 1].copy(),
        )

    def __getitem__(self, index: int) -> Update:
        k = range(self._length)[index]
        params = self._params[k].copy()
        return Update(
            number=k + 1,
            params=params,
            predictions=self._predict(params),
            loss=float(self._loss[k]),
            gradient=self._gradient[k].copy(),
            learning_rate=float(self._learning_rate[k]),
            zero_grad=bool(self._zero_grad[k]),
            updated_params=self._params[k + 1].copy(),
        )

    def __iter__(self) -> Iterator[Update]:
        return (self[k] for k in range(self._length))


def _grown(column: NDArray[T], capacity: int) -> NDArray[T]:
    larger = np.empty((capacity, *column.shape[1:]), column.dtype)
    larger[: len(column)] = column
    return larger
