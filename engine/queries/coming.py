"""The question for the updates to come: what would the run do next, if it went on as it is?"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.queries.query import Problem, Query, loss_change
from engine.queries.step import stepped
from engine.runs import Begun, Doubles, Matrix, Update, Vector
from engine.runs.update import leftover_from


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """Updates to come, to the bit those that training makes: k of them, at least one.

    `first` is the first, with its `predictions` (n,); its `own_gradient` (p,) is without what was
    left over from epochs before, and `change` is what it does to the loss, in float64. `curve` and
    `updated_curve` (c,) are the predictions before and after it at `inputs` (c,), in the data's own
    units. `gradients` (k, p) are those of all, and `losses` (k + 1,) the float32 losses with which
    they begin, and that of the parameters with which the last one ends.
    """

    first: Update
    predictions: Vector
    own_gradient: Vector
    change: float
    inputs: Doubles
    curve: Doubles
    updated_curve: Doubles
    gradients: Matrix
    losses: Vector

    @property
    def finite(self) -> bool:
        """Whether the first update is, and what it does to the loss and the curve."""
        curves = (self.predictions, self.curve, self.updated_curve)
        numbers = (*curves, self.losses[:2], self.change)
        return self.first.finite and all(bool(np.isfinite(each).all()) for each in numbers)


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
        predictions, own, first = stepped(problem, self.begun)
        updates = [first]
        while len(updates) < self.count and first.finite and not self._stops_at(updates[-1].loss):
            yield
            last = updates[-1]
            settings, leftover = last.settings, leftover_from(last.gradient, last.settings)
            begun = Begun(last.number + 1, settings, last.updated_params, leftover)
            _, _, update = stepped(problem, begun)
            if not update.finite:
                break
            updates.append(update)
        with np.errstate(all="ignore"):
            _, last_loss, _ = problem.evaluate(updates[-1].updated_params)
            before, after = first.params.astype(np.float64), first.updated_params.astype(np.float64)
            inputs = problem.scaled(self.inputs)
            return Coming(
                first=first,
                predictions=predictions,
                own_gradient=own,
                change=loss_change(problem, before, after),
                inputs=self.inputs,
                curve=problem.curve(inputs, before),
                updated_curve=problem.curve(inputs, after),
                gradients=np.stack([update.gradient for update in updates]),
                losses=np.array([*(update.loss for update in updates), last_loss], np.float32),
            )

    def _stops_at(self, loss: float) -> bool:
        return self.stop_at_loss is not None and loss <= self.stop_at_loss
