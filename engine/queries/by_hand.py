"""The question for the gradient of one parameter, calculated by hand: a part for each point.

With the loss mean((target − prediction)²), the chain rule gives each point's part of the derivative
as 2 · (target − prediction) · (−1) · ∂f/∂p; their mean is what `loss.backward()` adds to
`params.grad`. The parts are float64, from the float32 numbers that the training had.
"""

from dataclasses import dataclass

import numpy as np

from engine.formula import Derivative
from engine.queries.query import Problem, Query
from engine.queries.snapshot import Snapshot
from engine.runs import Begun, Doubles, Stage, Vector


@dataclass(frozen=True, slots=True, eq=False)
class ByHand(Begun):
    """The derivative of the loss with respect to parameter number `param`, by hand; n points.

    `derivative` is that of the formula, ∂f/∂p, None where it is too long to be read. Point k has
    `inputs[k]`, as it is trained on (standardised, where the run does that), `targets[k]` and
    `predictions[k]`, float32 as the training has them, and by hand, float64: `residuals[k]`, the
    target less the prediction, `local[k]`, the value of ∂f/∂p, and `parts[k]`, which is
    2 · residual · (−1) · local. `mean` is that of the parts. `autograd` is what this update's
    `backward()` adds to `params.grad`, float32 and without `leftover`; None where `requires_grad`
    is off.
    """

    param: int
    name: str
    derivative: Derivative | None
    inputs: Vector
    targets: Vector
    predictions: Vector
    residuals: Doubles
    local: Doubles
    parts: Doubles
    mean: float
    autograd: float | None

    def reached(self, shown: Snapshot) -> Stage | None:
        """The stage as far as which this is to be seen while `shown`, the same update, is.

        Where `requires_grad` is off PyTorch cannot go on, but it can be calculated by hand.
        """
        if shown.stage is Stage.LOSS and self.autograd is None:
            return Stage.BACKWARD
        return shown.stage


@dataclass(frozen=True, slots=True, eq=False)
class ByHandQuery(Query[ByHand]):
    """What is the gradient of parameter `param` made of, in the update that began as `begun`?

    Always the whole update; a view shows no more of it than the stages that have run.
    """

    begun: Begun
    param: int

    def is_about(self, begun: Begun, param: int) -> bool:
        """Whether this asks about `param` in the update that began as `begun`."""
        own = self.begun
        return (self.param, own.number, own.settings) == (param, begun.number, begun.settings) and (
            own.params.tobytes() == begun.params.tobytes()
            and own.leftover.tobytes() == begun.leftover.tobytes()
        )

    def answer(self, problem: Problem) -> ByHand:
        begun, k = self.begun, self.param
        predictions, _, gradient = problem.evaluate(begun.params)
        # The numbers of a run that diverges overflow, which is just what has to be shown.
        with np.errstate(all="ignore"):
            residuals = problem.targets.astype(np.float64) - predictions
            local = problem.local(k, begun.params.astype(np.float64))
            parts = 2 * residuals * -1 * local
            mean = float(parts.mean())
        return ByHand(
            **begun.beginning,
            param=k,
            name=problem.names[k],
            derivative=problem.derivative(k),
            inputs=problem.inputs,
            targets=problem.targets,
            predictions=predictions,
            residuals=residuals,
            local=local,
            parts=parts,
            mean=mean,
            autograd=float(gradient[k]) if begun.settings.requires_grad else None,
        )
