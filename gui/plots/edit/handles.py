"""The data while they are edited: all points in full precision, and which of them are drawn.

Everything here is pure: an edit gives new arrays, without knowing of a plot or a mouse.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.experiment import MAX_NUMBER, Data, Points
from engine.runs import Doubles, Facts, Vector
from gui.plots.points import DrawnPoints

Rows = NDArray[np.intp]
Place = tuple[float, float]
NOT_PREDICTED = GONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class EditedData:
    """The `inputs` and `targets` (n,) of all points in the data's order, in full precision."""

    inputs: Doubles
    targets: Doubles

    @classmethod
    def of(cls, data: Data, facts: Facts) -> Self:
        """The points of `data`, to which `facts` belong, with all the digits they were given with.

        Training uses float32, but points that are not edited must keep every digit.
        """
        if isinstance(data, Points):
            return cls(np.array(data.inputs), np.array(data.targets))
        return cls(facts.data_inputs.astype(np.float64), facts.data_targets.astype(np.float64))

    def __len__(self) -> int:
        return len(self.inputs)

    def place(self, row: int) -> Place:
        """Where point `row` is."""
        return float(self.inputs[row]), float(self.targets[row])

    def moved(self, row: int, place: Place) -> Self:
        """With point `row` at `place`."""
        inputs, targets = self.inputs.copy(), self.targets.copy()
        inputs[row], targets[row] = place
        return type(self)(inputs, targets)

    def added(self, place: Place) -> Self:
        """With one more point, the last, at `place`."""
        return type(self)(np.append(self.inputs, place[0]), np.append(self.targets, place[1]))

    def reordered(self, order: Rows) -> Self:
        """The points whose rows are in `order`, in that order."""
        return type(self)(self.inputs[order], self.targets[order])

    def matches(self, facts: Facts) -> bool:
        """Whether these points equal those of `facts` in float32."""
        return np.array_equal(self.inputs.astype(np.float32), facts.data_inputs) and np.array_equal(
            self.targets.astype(np.float32), facts.data_targets
        )

    @property
    def digest(self) -> int:
        """A hash of these points as they are trained on."""
        return digest(self.inputs.astype(np.float32), self.targets.astype(np.float32))


def digest(inputs: Vector, targets: Vector) -> int:
    """A hash of these points (float32)."""
    return hash((inputs.tobytes(), targets.tobytes()))


@dataclass(frozen=True, slots=True, eq=False)
class Handles:
    """The drawn points (d,), which a person can grab.

    `rows` are their rows in the data. `columns` are their places among the drawn points of the run,
    trained ones first, which tells each one's prediction; NOT_PREDICTED if it was moved or added.
    """

    rows: Rows
    inputs: Doubles
    targets: Doubles
    held_out: NDArray[np.bool_]
    columns: Rows

    @classmethod
    def of(cls, trained: DrawnPoints, held_out: DrawnPoints, facts: Facts) -> Self:
        """The drawn points of a run, the trained ones first."""
        inputs = np.concatenate([trained.inputs, held_out.inputs])
        targets = np.concatenate([trained.targets, held_out.targets])
        return cls(
            rows=(
                _rows(inputs, targets, facts)
                if len(facts.held_out_inputs)
                else trained.chosen.astype(np.intp)
            ),
            inputs=inputs,
            targets=targets,
            held_out=np.repeat([False, True], [len(trained), len(held_out)]),
            columns=np.arange(len(inputs)),
        )

    @property
    def predicted(self) -> NDArray[np.bool_]:
        """Which of the points (d,) have a prediction."""
        return np.asarray(self.columns != NOT_PREDICTED)

    def at(self, indices: list[int]) -> tuple[Doubles, Doubles]:
        """The inputs and targets of the drawn points at `indices`."""
        return self.inputs[indices], self.targets[indices]

    def place(self, row: int) -> Place | None:
        """Where the point `row` is; None if it is not drawn."""
        k = self.index(row)
        return None if k is None else (float(self.inputs[k]), float(self.targets[k]))

    def index(self, row: int) -> int | None:
        """The index of `row` among the drawn points; None if it is not drawn."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None

    def in_order(self) -> Rows:
        """The indices (d,) from left to right; from below where the inputs are equal."""
        return np.lexsort((self.targets, self.inputs))

    def moved(self, row: int, place: Place) -> Self:
        """With point `row` at `place`; it is drawn from now on, if it was not."""
        k = self.index(row)
        if k is None:
            return self.added(row, place)
        inputs, targets, columns = self.inputs.copy(), self.targets.copy(), self.columns.copy()
        inputs[k], targets[k] = place
        columns[k] = NOT_PREDICTED
        return type(self)(self.rows, inputs, targets, self.held_out, columns)

    def added(self, row: int, place: Place) -> Self:
        """With one more point, a trained one."""
        return type(self)(
            np.append(self.rows, row),
            np.append(self.inputs, place[0]),
            np.append(self.targets, place[1]),
            np.append(self.held_out, False),
            np.append(self.columns, NOT_PREDICTED),
        )

    def reordered(self, order: Rows) -> Self:
        """The drawn points of the data whose rows are in `order`, in that order."""
        places = np.full(int(order.max(initial=-1)) + 2, GONE)
        places[order] = np.arange(len(order))
        rows = places[np.minimum(self.rows, len(places) - 1)]
        rest = rows != GONE
        return type(self)(
            rows[rest],
            self.inputs[rest],
            self.targets[rest],
            self.held_out[rest],
            self.columns[rest],
        )

    def unpredicted(self) -> Self:
        """The same points without predictions, for a run that has other data."""
        columns = np.full_like(self.columns, NOT_PREDICTED)
        return type(self)(self.rows, self.inputs, self.targets, self.held_out, columns)


def _rows(inputs: Doubles, targets: Doubles, facts: Facts) -> Rows:
    """The rows of the drawn points (d,) in the data; equal points get different rows.

    Only the few drawn ones are sorted; the data, up to a million points, are walked through once.
    """
    drawn = _keys(inputs.astype(np.float32), targets.astype(np.float32))
    order = np.argsort(drawn, kind="stable")
    drawn = drawn[order]
    data = _keys(facts.data_inputs, facts.data_targets)
    places = np.minimum(np.searchsorted(drawn, data), len(drawn) - 1)
    candidates = np.flatnonzero(drawn[places] == data)
    candidates = candidates[np.argsort(data[candidates], kind="stable")]
    first = np.searchsorted(data[candidates], drawn)
    twin = np.arange(len(drawn)) - np.searchsorted(drawn, drawn)
    rows = np.empty(len(drawn), np.intp)
    rows[order] = candidates[first + twin]
    return rows


def _keys(inputs: Vector, targets: Vector) -> NDArray[np.uint64]:
    """One number for each point, made of the bits of its two coordinates."""
    high = np.ascontiguousarray(inputs, np.float32).view(np.uint32).astype(np.uint64)
    low = np.ascontiguousarray(targets, np.float32).view(np.uint32).astype(np.uint64)
    return np.asarray(high << np.uint64(32) | low)


def including(points: DrawnPoints, inputs: Vector, targets: Vector, place: Place) -> DrawnPoints:
    """`points`, chosen from these (n,), with the one at `place` added if there is one."""
    here = (inputs == np.float32(place[0])) & (targets == np.float32(place[1]))
    found = np.flatnonzero(here)
    if not len(found) or np.isin(found, points.chosen).any():
        return points
    return DrawnPoints(
        np.append(points.chosen, found[0]),
        np.append(points.inputs, float(inputs[found[0]])),
        np.append(points.targets, float(targets[found[0]])),
    )


def readable(value: float, pixel: float) -> float:
    """`value` with no more decimals than a `pixel` of the view can show, in float32's range."""
    if pixel > 0:
        value = round(value, -math.floor(math.log10(pixel)))
    return min(max(value, -MAX_NUMBER), MAX_NUMBER)


NO_HANDLES = Handles(
    np.empty(0, np.intp), np.empty(0), np.empty(0), np.empty(0, np.bool_), np.empty(0, np.intp)
)
