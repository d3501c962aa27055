"""Searches for the parameters that fit best, from where a run starts, in float64.

Where the residuals are linear in the parameters, linear least squares gives them at once.
Everywhere else scipy's `least_squares` searches; scipy takes half a second to load, which only
those formulas wait for.
"""

from collections.abc import Callable

import numpy as np

from engine.runs import Doubles

Residuals = Callable[[Doubles], Doubles]

MAX_ROUNDS = 60
# A search has settled where a round takes less than this share of the sum of squares away.
SETTLED = 1e-12
# A sum of squares below this is rounding.
NO_ERROR = 1e-25
# The first round goes no further than some times the start's size; one below this is taken for 0,
# from where it goes as far as it likes.
NO_SIZE = 1e-6


def settled(
    residuals: Residuals, start: Doubles, linear: bool, rounds: int = MAX_ROUNDS
) -> Doubles | None:
    """The parameters (p,) to which the sum of squared `residuals` falls from `start` (p,).

    Of several that fit equally well the nearest, where the residuals are `linear`. None where the
    search meets numbers that are not finite, or has not settled after `rounds`.
    """
    with np.errstate(all="ignore"):
        return _solved(residuals, start) if linear else _searched(residuals, start, rounds)


def derivatives(residuals: Residuals, at: Doubles, linear: bool) -> Doubles:
    """The Jacobian (n, p) of `residuals` at `at` (p,): by central differences unless `linear`."""
    if linear:
        constant = residuals(np.zeros_like(at))
        return np.stack([residuals(unit) - constant for unit in np.eye(len(at))], axis=1)
    columns = []
    for k, value in enumerate(at):
        step = np.zeros_like(at)
        step[k] = 1e-6 * max(1.0, abs(value))
        columns.append((residuals(at + step) - residuals(at - step)) / (2 * step[k]))
    return np.stack(columns, axis=1)


def _solved(residuals: Residuals, start: Doubles) -> Doubles | None:
    jacobian = derivatives(residuals, start, linear=True)
    size = np.linalg.norm(jacobian, axis=0)
    size[size == 0] = 1.0
    params = start
    # A second time, for what the first one's rounding has left.
    for _ in range(2):
        error = residuals(params)
        if not (np.isfinite(jacobian / size).all() and np.isfinite(error).all()):
            return None
        step, *_ = np.linalg.lstsq(jacobian / size, -error)
        params = params + step / size
    return params if np.isfinite(params).all() else None


def _searched(residuals: Residuals, start: Doubles, rounds: int) -> Doubles | None:
    from scipy.optimize import least_squares

    try:
        found = least_squares(
            residuals,
            np.where(np.abs(start) < NO_SIZE, 0.0, start),
            jac=lambda at: derivatives(residuals, at, linear=False),
            # MINPACK's Levenberg–Marquardt method is the quickest, but wants as many points.
            method="lm" if len(residuals(start)) >= len(start) else "trf",
            x_scale="jac",
            ftol=SETTLED,
            xtol=1e-15,
            gtol=1e-15,
            max_nfev=rounds,
        )
    except (ValueError, np.linalg.LinAlgError):
        # Numbers that are not finite, at the start or on the way.
        return None
    params, error = np.asarray(found.x, np.float64), 2 * float(found.cost)
    if not (np.isfinite(params).all() and np.isfinite(error)):
        return None
    return params if found.status > 0 or error < NO_ERROR else None
