"""The question for a step that has not been taken: what would the update do, at this rate?"""

from dataclasses import dataclass, replace

import numpy as np

from engine.queries.query import Problem, Query
from engine.queries.snapshot import Snapshot, SnapshotQuery
from engine.runs import Begun, Doubles, Scale, Stage, Update, Vector


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
        beginning = self.begun.beginning
        beginning["settings"] = replace(self.begun.settings, learning_rate=self.learning_rate)
        _, _, update = stepped(problem, Begun(**beginning))
        return SnapshotQuery(update, Stage.UPDATE, self.curve_inputs, self.scale).answer(problem)


def stepped(problem: Problem, begun: Begun) -> tuple[Vector, Vector, Update]:
    """The update that has `begun`, to the bit, after its predictions (n,) and own gradient (p,).

    Its loss on the points held out is left out.
    """
    with np.errstate(all="ignore"):
        predictions, loss, own = problem.evaluate(begun.params)
        gradient = own + begun.leftover
        # PyTorch multiplies by the rate in float32 first, and then subtracts.
        updated = begun.params - gradient * np.float32(begun.settings.learning_rate)
    return (
        predictions,
        own,
        Update(
            **begun.beginning,
            loss=loss,
            held_out_loss=float("nan"),
            gradient=gradient,
            updated_params=updated,
        ),
    )
