"""The question for a step that has not been taken: what would the update do, at this rate?"""

from dataclasses import dataclass, replace

import numpy as np

from engine.queries.query import Problem, Query
from engine.queries.snapshot import Snapshot, SnapshotQuery
from engine.runs import Begun, Doubles, Scale, Stage, Update


@dataclass(frozen=True, slots=True, eq=False)
class StepQuery(Query[Snapshot]):
    """What would be seen of the update that has `begun`, if it were taken at `learning_rate`?

    To the bit what is seen of it after it has run at that rate. The curve is computed at
    `curve_inputs` (k,), in the data's own units. `scale` is that of the whole run.
    """

    begun: Begun
    learning_rate: float
    curve_inputs: Doubles
    scale: Scale

    def answer(self, problem: Problem) -> Snapshot:
        begun = self.begun
        with np.errstate(all="ignore"):
            _, loss, own = problem.evaluate(begun.params)
            gradient = own + begun.leftover
            # PyTorch multiplies by the rate in float32 first, and then subtracts.
            updated = begun.params - gradient * np.float32(self.learning_rate)
        beginning = begun.beginning
        beginning["settings"] = replace(begun.settings, learning_rate=self.learning_rate)
        update = Update(
            **beginning,
            loss=loss,
            held_out_loss=float("nan"),
            gradient=gradient,
            updated_params=updated,
        )
        return SnapshotQuery(update, Stage.UPDATE, self.curve_inputs, self.scale).answer(problem)
