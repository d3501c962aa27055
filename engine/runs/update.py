"""An update: one step of the training, from what it begins with to what it makes.

Everything here is plain numbers (NumPy and floats), so that it can travel between threads and be
drawn without PyTorch. p is the number of parameters, n the number of points trained on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment.settings import Settings

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Signs = NDArray[np.int8]
Doubles = NDArray[np.float64]


class Stage(IntEnum):
    """The article's five stages of an update, in its order."""

    PREDICT = 1
    LOSS = 2
    BACKWARD = 3
    GRADIENT = 4
    UPDATE = 5


def signs_of(gradient: NDArray[np.float32]) -> Signs:
    """The sign of every number of `gradient`, same shape: −1, 0 or +1, and 0 for NaN."""
    return (gradient > 0).astype(np.int8) - (gradient < 0).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """What an update begins with; of one that is still under way, nothing more is known.

    `number` counts from 1; 0 is the start of the run, before its first update. `params` (p,) are
    the parameters and `leftover` (p,) what `params.grad` holds from earlier updates, both float32.
    """

    number: int
    settings: Settings
    params: Vector
    leftover: Vector

    @property
    def epoch(self) -> int:
        """The epoch that it belongs to; with all points in one batch, an update is an epoch."""
        return self.number

    @property
    def beginning(self) -> dict[str, Any]:
        """The fields of `Begun`, for making an object that says more about the same update."""
        return {field.name: getattr(self, field.name) for field in fields(Begun)}


@dataclass(frozen=True, slots=True, eq=False)
class Update(Begun):
    """One finished update, float32.

    `loss` and `held_out_loss` belong to `params`, with which the update began; `held_out_loss` is
    NaN where no points are held out. `gradient` (p,) is what `params.grad` held after
    `loss.backward()`, `leftover` included; `updated_params` (p,) are what the update ended with.
    """

    loss: float
    held_out_loss: float
    gradient: Vector
    updated_params: Vector

    @property
    def signs(self) -> Signs:
        """The gradient's signs, shape (p,): −1, 0 or +1."""
        return signs_of(self.gradient)

    @property
    def finite(self) -> bool:
        """Whether the loss, the gradient and the updated parameters are finite."""
        return bool(
            np.isfinite(self.loss)
            and np.isfinite(self.gradient).all()
            and np.isfinite(self.updated_params).all()
        )


# The fields of `Updates` with one row for each update.
COLUMNS = ("loss", "held_out_loss", "gradient")


@dataclass(frozen=True, slots=True, eq=False)
class Updates:
    """Consecutive finished updates under the same settings, as columns: k of them.

    `first` is the number of the first, and `leftover` (p,) what it began with. `params` is
    (k + 1, p): row i is what update `first + i` began with, row i + 1 what it ended with. `loss`
    and `held_out_loss` are (k,), `gradient` (k, p). `predictions` (k, n) are there to be printed;
    `updates[i]` leaves them out.
    """

    first: int
    settings: Settings
    leftover: Vector
    params: Matrix
    predictions: Matrix
    loss: Vector
    held_out_loss: Vector
    gradient: Matrix

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def last(self) -> int:
        """The number of the last update."""
        return self.first + len(self) - 1

    @property
    def finite(self) -> bool:
        """Whether the last update, after which training would have stopped, is finite."""
        return self[-1].finite and bool(np.isfinite(self.predictions[-1:]).all())

    def __getitem__(self, index: int) -> Update:
        k = range(len(self))[index]
        return Update(
            number=self.first + k,
            settings=self.settings,
            params=self.params[k],
            leftover=leftover_from(self.gradient[k - 1], self.settings) if k else self.leftover,
            loss=float(self.loss[k]),
            held_out_loss=float(self.held_out_loss[k]),
            gradient=self.gradient[k],
            updated_params=self.params[k + 1],
        )

    def __iter__(self) -> Iterator[Update]:
        return (self[k] for k in range(len(self)))


def leftover_from(gradient: Vector, settings: Settings) -> Vector:
    """(p,): what an update with `gradient` leaves in `params.grad` under `settings`."""
    return np.zeros_like(gradient) if settings.zero_grad else gradient


def joined(parts: Sequence[Updates]) -> Updates:
    """Join consecutive `parts` (at least one) under the same settings."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("predictions", *COLUMNS)
    }
    params = [parts[0].params[:1], *(part.params[1:] for part in parts)]
    return replace(parts[0], params=np.concatenate(params), **columns)
