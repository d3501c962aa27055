"""The valley that the loss forms: where its floor is, how steep its sides are, what rate it allows.

For the mean of squared residuals r, the matrix (2/n)·JᵀJ with J = ∂r/∂params is the Gauss–Newton
approximation of the Hessian (Nocedal & Wright, Numerical Optimization, 2nd ed., section 10.3);
gradient descent is stable below a learning rate of 2 / its largest eigenvalue. The floor is
searched for with the Levenberg–Marquardt method (same section), in float64, from the run's start.
"""

from collections.abc import Callable

import numpy as np

from engine.queries.query import Problem
from engine.runs import Doubles, Valley

MAX_POINTS = 5_000
MAX_ROUNDS = 60
# A sum of squares below this is rounding.
NO_ERROR = 1e-25
# Two Jacobians that differ by less than this share differ only by rounding.
LINEAR = 1e-6
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
        floor = levenberg_marquardt(residuals, start)
        if floor is None:
            return None
        jacobian = differences(residuals, floor)
        steep, axes = _curvatures(jacobian)
        loss = float(np.mean(residuals(floor) ** 2))
        only = _linear(residuals, jacobian, start)
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
    )


def _linear(residuals: Callable[[Doubles], Doubles], jacobian: Doubles, start: Doubles) -> bool:
    """Whether `residuals`, with `jacobian` at one place, are linear in the parameters.

    Then the Jacobian is the same everywhere, and there is a single valley. Looking near the start
    only would not do: on a plateau the Jacobian hardly changes either.
    """
    signs = np.where(np.arange(len(start)) % 2, -1.0, 1.0)
    elsewhere = signs * (0.3 + 0.4 * np.arange(len(start)) / len(start))
    others = [differences(residuals, place) for place in (start, elsewhere, -elsewhere)]
    apart = np.abs(np.stack(others) - jacobian).max()
    return bool(apart <= LINEAR * np.abs(jacobian).max())


def _curvatures(jacobian: Doubles) -> tuple[Doubles, Doubles]:
    """The eigenvalues (p,), ascending, and eigenvectors (p, p) of the Gauss–Newton Hessian."""
    values, vectors = np.linalg.eigh(2 / len(jacobian) * jacobian.T @ jacobian)
    return values, vectors


def _steepest_between(
    residuals: Callable[[Doubles], Doubles], start: Doubles, floor: Doubles
) -> float:
    """The largest finite eigenvalue on the straight way from `start` to `floor`."""
    places = (start + share * (floor - start) for share in ON_THE_WAY)
    jacobians = [differences(residuals, place) for place in places]
    steepest = [_curvatures(jacobian)[0][-1] for jacobian in jacobians if _finite(jacobian)]
    return float(max(steepest, default=0.0))


def _finite(matrix: Doubles) -> bool:
    return bool(np.isfinite(matrix).all())


def differences(function: Callable[[Doubles], Doubles], at: Doubles) -> Doubles:
    """The Jacobian (n, p) of `function` at `at` (p,), by central differences."""
    columns = []
    for k, value in enumerate(at):
        step = np.zeros_like(at)
        step[k] = 1e-6 * max(1.0, abs(value))
        columns.append((function(at + step) - function(at - step)) / (2 * step[k]))
    return np.stack(columns, axis=1)


def levenberg_marquardt(
    residuals: Callable[[Doubles], Doubles], start: Doubles, rounds: int = MAX_ROUNDS
) -> Doubles | None:
    """The parameters (p,) to which the sum of squared residuals falls from `start`.

    None where it meets numbers that are not finite, or has not settled after `rounds`.
    """
    params, damping = start.copy(), 1e-3
    error = residuals(params)
    for _ in range(rounds):
        jacobian = differences(residuals, params)
        if not (np.isfinite(jacobian).all() and np.isfinite(error).all()):
            return None
        normal, slope = jacobian.T @ jacobian, jacobian.T @ error
        scale = np.diag(np.maximum(np.diag(normal), 1e-12))
        before = float(error @ error)
        for _ in range(30):
            try:
                trial = params - np.linalg.solve(normal + damping * scale, slope)
            except np.linalg.LinAlgError:
                return None
            trial_error = residuals(trial)
            after = float(trial_error @ trial_error)
            if after <= before:
                break
            damping *= 4
        else:
            return params
        params, error, damping = trial, trial_error, damping / 10
        if before - after <= 1e-12 * before or after < NO_ERROR:
            return params
    return None
