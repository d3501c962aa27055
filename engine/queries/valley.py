"""The valley that the loss forms: where its floor is, how steep its sides are, what rate it allows.

For the mean of squared residuals r, the matrix (2/n)·JᵀJ with J = ∂r/∂params is the Gauss–Newton
approximation of the Hessian (Nocedal & Wright, Numerical Optimization, 2nd ed., section 10.3);
gradient descent is stable below a learning rate of 2 / its largest eigenvalue. Where the formula is
linear in its parameters it is the Hessian itself, the same everywhere.
"""

import numpy as np

from engine.queries.query import Problem
from engine.queries.search import Residuals, derivatives, settled
from engine.runs import Doubles, Valley

MAX_POINTS = 5_000
# Below this share of the largest, an eigenvalue is rounding.
ROUNDING = 1e-13
# Where on the way from the start to the floor the sides are measured.
ON_THE_WAY = (0.0, 0.25, 0.5, 0.75)


def valley(problem: Problem) -> Valley | None:
    """The valley that `problem` starts in; None where no floor can be found from there."""
    every = -(-len(problem.targets) // MAX_POINTS)
    inputs = problem.inputs[::every].astype(np.float64)
    targets = problem.targets[::every].astype(np.float64)

    def residuals(params: Doubles) -> Doubles:
        return problem.curve(inputs, params) - targets

    with np.errstate(all="ignore"):
        start = problem.start.astype(np.float64)
        floor = settled(residuals, start, problem.linear)
        if floor is None:
            return None
        jacobian = derivatives(residuals, floor, problem.linear)
        if not np.isfinite(jacobian).all():
            return None
        steep, axes = _curvatures(jacobian)
        loss = float(np.mean(residuals(floor) ** 2))
        only = problem.linear
        steepest = steep[-1] if only else _steepest_between(residuals, start, floor)
    if not (np.isfinite(steep).all() and np.isfinite(loss) and steep[-1] > 0):
        return None
    steep = np.where(steep > steep[-1] * ROUNDING, steep, 0.0)
    return Valley(
        floor=floor,
        floor_loss=loss,
        largest_rate=float(2 / steep[-1]),
        steepness=float(steep[-1] / steep[0]) if steep[0] else float("inf"),
        only=only,
        curvatures=steep,
        axes=axes,
        safe_rate=float(2 / max(steepest, steep[-1])),
        every=every,
    )


def _curvatures(jacobian: Doubles) -> tuple[Doubles, Doubles]:
    """The eigenvalues (p,), ascending, and eigenvectors (p, p) of the Gauss–Newton Hessian."""
    values, vectors = np.linalg.eigh(2 / len(jacobian) * jacobian.T @ jacobian)
    return values, vectors


def _steepest_between(residuals: Residuals, start: Doubles, floor: Doubles) -> float:
    """The largest finite eigenvalue on the straight way from `start` to `floor`."""
    places = (start + share * (floor - start) for share in ON_THE_WAY)
    jacobians = [derivatives(residuals, place, linear=False) for place in places]
    steepest = [_curvatures(jacobian)[0][-1] for jacobian in jacobians if _finite(jacobian)]
    return float(max(steepest, default=0.0))


def _finite(matrix: Doubles) -> bool:
    return bool(np.isfinite(matrix).all())
