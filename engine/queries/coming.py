"""The question for the updates to come: what would the run do next, if it went on as it is?"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.queries.query import Problem, Query
from engine.queries.step import stepped
from engine.runs import Begun, Doubles, Update, Updates, Vector
from engine.runs.update import leftover_from

# So many updates take a frame's time at most.
AT_ONCE = 20


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """Updates to come, to the bit those that training makes; at least one.

    `losses` (k + 1,) are the float32 losses with which the k `updates` begin, and that of the
    parameters with which the last one ends. `own_gradient` (p,) is that of the first, without what
    was left over from epochs before. `change` is what the first one does to the loss, in
    float64. `curve` and `updated_curve` (c,) are the predictions before and after it at `inputs`
    (c,), in the data's own units.
    """

    updates: Updates
    own_gradient: Vector
    losses: Vector
    change: float
    inputs: Doubles
    curve: Doubles
    updated_curve: Doubles

    @property
    def finite(self) -> bool:
        """Whether the first update is, and what it does to the loss and the curve."""
        numbers = (self.losses[:2], self.change, self.curve, self.updated_curve)
        predicted = np.isfinite(self.updates.predictions[0]).all()
        finite = all(bool(np.isfinite(each).all()) for each in numbers)
        return finite and bool(predicted) and self.updates[0].finite


@dataclass(frozen=True, slots=True, eq=False)
class ComingQuery(Query[Coming]):
    """What will the next `count` updates be, of which the first has `begun`?

    There are fewer before one that is not finite, unless that is the first, and after one that
    begins with a loss at or below `stop_at_loss`: training ends there. The person's run stays where
    it is.
    """

    begun: Begun
    count: int
    inputs: Doubles
    stop_at_loss: float | None = None

    def steps(self, problem: Problem) -> Generator[None, None, Coming]:
        begun, settings = self.begun, self.begun.settings
        predictions: list[Vector] = []
        updates: list[Update] = []
        first_own = np.empty_like(begun.params)
        for number in range(self.count):
            predicted, own, update = stepped(problem, begun)
            first_own = own if number == 0 else first_own
            if updates and not update.finite:
                break
            predictions.append(predicted)
            updates.append(update)
            if not update.finite or self._stops_at(update.loss):
                break
            leftover = leftover_from(update.gradient, settings)
            begun = Begun(update.number + 1, settings, update.updated_params, leftover)
            if number % AT_ONCE == AT_ONCE - 1:
                yield
        with np.errstate(all="ignore"):
            return self._told(problem, predictions, updates, first_own)

    def _stops_at(self, loss: float) -> bool:
        return self.stop_at_loss is not None and loss <= self.stop_at_loss

    def _told(
        self,
        problem: Problem,
        predictions: list[Vector],
        updates: list[Update],
        own_gradient: Vector,
    ) -> Coming:
        first, last = updates[0], updates[-1]
        losses = np.array([update.loss for update in updates], np.float32)
        params = np.stack([*(update.params for update in updates), last.updated_params])
        _, loss_then, _ = problem.evaluate(last.updated_params)
        both = params[:2].astype(np.float64)
        before, after = problem.losses(list(both.T))
        inputs = problem.scaled(self.inputs)
        return Coming(
            updates=Updates(
                first=first.number,
                settings=first.settings,
                leftover=first.leftover,
                params=params,
                predictions=np.stack(predictions),
                loss=losses,
                held_out_loss=np.full(len(losses), np.nan, np.float32),
                gradient=np.stack([update.gradient for update in updates]),
            ),
            own_gradient=own_gradient,
            losses=np.append(losses, np.float32(loss_then)),
            change=float(after - before),
            inputs=self.inputs,
            curve=problem.curve(inputs, both[0]),
            updated_curve=problem.curve(inputs, both[1]),
        )
