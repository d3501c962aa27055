"""The history of a run: a few numbers for every update, in columns that grow.

With three parameters an update takes fewer than 64 bytes, spare room included. Predictions are
not kept; whoever needs them asks the worker to compute them again from the parameters.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import copy
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.experiment.settings import Settings
from engine.runs.update import (
    COLUMNS,
    Matrix,
    Signs,
    Update,
    Updates,
    Vector,
    leftover_from,
    signs_of,
)

T = TypeVar("T", bound=np.generic)

GROWTH = 1.25


class History:
    """Every finished update of one run with p parameters; `history[k - 1]` is update k."""

    def __init__(self, parameters: int) -> None:
        self.parameters = parameters
        self._length = 0
        # One row more than there are updates: row k has the parameters that update k ended with.
        self._params = np.empty((1, parameters), np.float32)
        self._columns: dict[str, NDArray[np.float32]] = {
            name: np.empty((0, parameters) if name == "gradient" else 0, np.float32)
            for name in COLUMNS
        }
        # All settings there were, and the row from which each was in force.
        self._settings: list[Settings] = []
        self._since: list[int] = []

    def __len__(self) -> int:
        return self._length

    def append(self, updates: Updates) -> None:
        """Add `updates`.

        Raises ValueError if their first is not the next update.
        """
        if updates.first != self._length + 1:
            raise ValueError(f"update {updates.first} cannot follow update {self._length}")
        old, new = self._length, self._length + len(updates)
        self._reserve(new)
        self._params[old : new + 1] = updates.params
        for name, column in self._columns.items():
            column[old:new] = getattr(updates, name)
        if not self._settings or self._settings[-1] != updates.settings:
            self._settings.append(updates.settings)
            self._since.append(old)
        self._length = new

    def _reserve(self, length: int) -> None:
        room = len(self._params) - 1
        if length <= room:
            return
        room = max(length, int(room * GROWTH), 256)
        self._params = _grown(self._params, room + 1)
        for name, column in self._columns.items():
            self._columns[name] = _grown(column, room)

    def until(self, number: int) -> "History":
        """The first `number` updates alone; it shares their columns, so nothing may be added."""
        if number >= self._length:
            return self
        first = copy(self)
        first._length = number
        known = bisect_left(self._since, number)
        first._settings, first._since = self._settings[:known], self._since[:known]
        return first

    @property
    def params(self) -> Matrix:
        """(k, p): the parameters each update began with. A view: do not write to it."""
        return self._params[: self._length]

    @property
    def updated_params(self) -> Matrix:
        """(k, p): the parameters each update ended with. A view, too, as are all columns."""
        return self._params[1 : self._length + 1]

    @property
    def gradient(self) -> Matrix:
        """(k, p): the gradient each update held."""
        return self._columns["gradient"][: self._length]

    @property
    def loss(self) -> Vector:
        """(k,): the loss of each update."""
        return self._columns["loss"][: self._length]

    @property
    def held_out_loss(self) -> Vector:
        """(k,): the loss on the held-out points; NaN where none are held out."""
        return self._columns["held_out_loss"][: self._length]

    @property
    def adds_up(self) -> bool:
        """Whether any update kept its gradient, so that the next one's was added to it."""
        return any(not settings.zero_grad for settings in self._settings)

    @property
    def signs(self) -> Signs:
        """(k, p): the gradient's signs."""
        return signs_of(self.gradient)

    @property
    def settings(self) -> tuple[tuple[int, Settings], ...]:
        """All settings there were, each with the first update that was made with them."""
        return tuple(
            (since + 1, each) for since, each in zip(self._since, self._settings, strict=True)
        )

    @property
    def settings_since(self) -> int:
        """The number of the update from which on the settings are those of the last one."""
        return self._since[-1] + 1 if self._since else 1

    def kept_from(self, number: int) -> int:
        """The first update whose gradient is part of what update `number` begins with.

        `number` itself if it begins with nothing left over.
        """
        first = number
        for since, settings in zip(reversed(self._since), reversed(self._settings), strict=True):
            if since > first - 2:
                continue
            if settings.zero_grad:
                break
            first = since + 1
        return first

    def __getitem__(self, index: int) -> Update:
        k = range(self._length)[index]
        alone = Updates(
            first=k + 1,
            settings=self._settings_of(k),
            leftover=self._leftover_of(k),
            params=self._params[k : k + 2].copy(),
            predictions=np.empty((1, 0), np.float32),
            **{name: column[k : k + 1].copy() for name, column in self._columns.items()},
        )
        return alone[0]

    def __iter__(self) -> Iterator[Update]:
        return (self[k] for k in range(self._length))

    def _settings_of(self, k: int) -> Settings:
        return self._settings[bisect_right(self._since, k) - 1]

    def _leftover_of(self, k: int) -> Vector:
        if k == 0:
            return np.zeros(self.parameters, np.float32)
        return leftover_from(self.gradient[k - 1].copy(), self._settings_of(k - 1))


def _grown(column: NDArray[T], length: int) -> NDArray[T]:
    larger = np.empty((length, *column.shape[1:]), column.dtype)
    larger[: len(column)] = column
    return larger
