"""The course of a run's loss, part by part: what is trained, and how it would go on.

For a picture the parts of many axes are three: the steepest, the flattest, and all between them
together.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.numbers import nice_above
from engine.queries.loss_parts import (
    LossParts,
    epochs_until,
    parts_ahead,
    parts_over,
    well_chosen,
)
from engine.runs import Doubles, Facts, History, Valley

SHORTEST = 10.0
LONGEST = 1e12
# The course ahead is told at so many epochs.
AHEAD = 240
# It ends where each part is less than this share of the picture's height.
GONE = 0.001
# Room above what is drawn, and how many times higher a peak may be before it is cut off.
ABOVE = 1.2
HIGH = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The parts of the loss of a run, in at most three groups g, from along to across.

    `trained` has the updates of the run, and `first` (g,) the parts that it began with. `ahead`
    (k,) are the numbers of updates to come, `ahead_parts` (k, g) what is left then if it goes on at
    the same learning rate; both are empty where that cannot be told. `last` is the number of the
    update at which the picture ends and `top` the loss at its upper edge; above it a peak is cut
    off.
    """

    trained: LossParts
    first: Doubles
    ahead: Doubles
    ahead_parts: Doubles
    last: float
    top: float

    @property
    def peak(self) -> float:
        """How many times higher than the picture the highest loss is; 1 where nothing is cut."""
        losses = self.trained.losses
        highest = max(
            losses.max(initial=0.0, where=np.isfinite(losses)),
            float(self.first.sum()) + self.trained.floor,
        )
        return max(1.0, float(highest) / self.top)

    def shares(self, group: int) -> tuple[Doubles, Doubles]:
        """The numbers of updates (n,), and which share (n,) of a group's part is left at each."""
        described = self.trained.described
        numbers = np.concatenate([self.trained.numbers[described], self.ahead])
        parts = np.concatenate([self.trained.parts[described, group], self.ahead_parts[:, group]])
        with np.errstate(all="ignore"):
            shares = parts / self.first[group]
        return numbers, np.where(np.isnan(shares), 0.0, shares)

    def grows(self, group: int) -> bool:
        """Whether a group's part is larger at the picture's end than it was at first."""
        _, shares = self.shares(group)
        return len(shares) > 0 and bool(shares[-1] > 1)

    def half_gone(self, group: int) -> float:
        """After how many epochs half of a group's part is gone; infinite if not in the picture."""
        numbers, shares = self.shares(group)
        below = np.flatnonzero(shares <= 0.5)
        if not len(below) or not self.first[group] > 0:
            return float("inf")
        k = int(below[0])
        if k == 0:
            return float(numbers[0] - 1)
        with np.errstate(divide="ignore"):
            high, low = np.log(shares[k - 1]), np.log(max(shares[k], 1e-300))
        way = (high - np.log(0.5)) / (high - low) if high > low else 1.0
        return float(numbers[k - 1] + way * (numbers[k] - numbers[k - 1]) - 1)


def groups_of(parts: Doubles) -> Doubles:
    """(m, g): the parts (m, p) of the axes from along to across, as at most three."""
    if parts.shape[1] <= 3:
        return parts
    between = parts[:, 1:-1].sum(axis=1)
    return np.column_stack([parts[:, 0], between, parts[:, -1]])


def in_few(parts: LossParts) -> LossParts:
    """`parts` with the axes between the flattest and the steepest taken together."""
    return replace(parts, parts=groups_of(parts.parts))


def course_of(
    history: History, facts: Facts, valley: Valley, rate: float | None, asked: int
) -> Course:
    """The course of a run with `asked` epochs, which goes on at `rate`; None: that is not told."""
    trained = in_few(parts_over(history, valley, well_chosen(len(history))))
    start = facts.start
    began = valley.parts(start[None])
    first = groups_of(began)[0]
    loss = float(history.loss[0]) if len(history) else float(first.sum()) + valley.floor_loss
    top = _top(first, valley.floor_loss, loss, trained)
    last = max(float(asked), float(len(history)), SHORTEST)
    ahead, ahead_parts = np.empty(0), np.empty((0, len(first)))
    here = history.updated_params[-1] if len(history) else start
    told = not len(history) or (bool(trained.described[-1]) and history[-1].finite)
    if rate is not None and told and np.isfinite(first).all():
        last = max(last, min(_end(valley, began[0], rate, top, last), LONGEST))
        next_ = len(history) + 1
        last = max(nice_above(last), float(next_))
        ahead = np.unique(
            np.concatenate(
                [
                    np.arange(next_, min(next_ + 12, last + 1)),
                    np.geomspace(next_, max(last, next_ + 1), AHEAD),
                ]
            )
        )
        ahead_parts = groups_of(parts_ahead(valley, here, rate, ahead - next_))
    else:
        last = nice_above(last)
    return Course(trained, first, ahead, ahead_parts, last, top)


def _top(first: Doubles, floor: float, loss: float, trained: LossParts) -> float:
    """The loss at the picture's upper edge: what is left when a far higher part is gone."""
    if not np.isfinite(first).all() or not np.isfinite(loss):
        finite = trained.losses[np.isfinite(trained.losses)]
        return ABOVE * float(finite.max()) if len(finite) else 1.0
    highest = float(first.max())
    rest = float(first.sum()) - highest + floor
    second = float(np.sort(first)[-2]) if len(first) > 1 else 0.0
    described = not len(trained.losses) or bool(trained.described[0])
    if described and highest > HIGH * rest and second > floor:
        return ABOVE * rest
    return ABOVE * loss or 1.0


def _end(valley: Valley, parts: Doubles, rate: float, top: float, least: float) -> float:
    """The number of the update from which on nothing of the `parts` (p,) can be seen."""
    epochs = epochs_until(valley, parts, rate, GONE * top)
    return float(epochs.max()) + 1 if np.isfinite(epochs).all() else 10 * least
