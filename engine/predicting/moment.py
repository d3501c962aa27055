"""The moment at which a question is asked: what is shown then, and what comes next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.numbers import count
from engine.queries import Coming
from engine.runs import Doubles, Stage, Update, Vector
from engine.words.steps.moves import Move

HANDLES = 9
"""At so many places a curve is drawn."""
MANY = (8, 24, 60)
"""So many epochs can be asked about at once."""


@dataclass(frozen=True, eq=False)
class Moment:
    """Before a step by hand; n points trained on, p parameters.

    `coming` are the update to come, or under way, and those after it; `before` is the one before,
    None at the start. `stage` is the last that has run of the one under way, None between updates,
    and `to` the one that the step ends with. `inputs`, `targets` (n,) are in the data's own units,
    `drawn` are the places of the points that can be chosen. `many` are the numbers of epochs that
    may be asked about at once.
    """

    coming: Coming
    before: Update | None
    stage: Stage | None
    to: Stage
    names: tuple[str, ...]
    input_name: str
    inputs: Vector
    targets: Vector
    drawn: NDArray[np.int_]
    many: tuple[int, ...] = ()

    @property
    def update(self) -> Update:
        """The update to come, or under way."""
        return self.coming.first

    @property
    def epoch(self) -> int:
        """Its epoch."""
        return self.update.epoch

    @property
    def heading(self) -> str:
        """What is predicted."""
        return f"Predict epoch {count(self.epoch)}"

    @cached_property
    def moved(self) -> Doubles:
        """How far it moves each parameter (p,), with its sign."""
        return moved(self.update)

    def move(self, k: int) -> Move:
        """What it does to parameter `k`."""
        update = self.update
        return Move(
            self.names[k],
            float(update.params[k]),
            float(update.gradient[k]),
            update.settings.learning_rate,
            float(update.updated_params[k]),
            float(self.coming.own_gradient[k]),
        )

    @cached_property
    def heights(self) -> tuple[float, float]:
        """The lowest and the highest of all that the fit shows before the update."""
        seen = (self.targets, self.coming.predictions, self.coming.curve)
        return min(float(each.min()) for each in seen), max(float(each.max()) for each in seen)

    @cached_property
    def shares(self) -> Doubles:
        """The part of the loss (n,) that each point adds, before the update."""
        residuals = self.targets - self.coming.predictions
        return np.asarray(residuals.astype(np.float64) ** 2 / len(residuals))


def moved(update: Update) -> Doubles:
    """How far `update` moves each parameter (p,), with its sign."""
    return np.asarray(update.updated_params.astype(np.float64) - update.params)
