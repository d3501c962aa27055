"""The question for the curvature of the loss at one update: its Hessian's axes and what they allow.

The Hessian is the true one, of second derivatives; the valley of a whole run, in
`engine.queries.valley`, has the Gauss–Newton approximation at its floor, which has no negative
eigenvalues.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.queries.query import Problem, Query
from engine.runs import Begun, Doubles

# On so many points second derivatives are computed; more would cost a frame for every row.
MAX_POINTS = 5_000
# An eigenvalue below this share of the largest is rounding: flat, neither up nor down.
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Curvature(Begun):
    """The Hessian of the loss at the parameters that an update began with.

    `eigenvalues` (p,) ascend, 0 where they are rounding; column k of `eigenvectors` (p, p) is the
    direction of number k. `largest_rate` is the learning rate up to which plain gradient descent is
    stable here, 2 / the largest eigenvalue; infinite where none is positive. `exact` says that the
    loss is a quadratic of the parameters, so that all of this holds everywhere. `every` says that
    only every so-many-th point was used. Where the loss has no finite second derivative here,
    `finite` is false and all numbers are NaN.
    """

    eigenvalues: Doubles
    eigenvectors: Doubles
    largest_rate: float
    exact: bool
    every: int

    @property
    def finite(self) -> bool:
        """Whether there are such numbers at all."""
        return bool(np.isfinite(self.eigenvalues).all())

    @property
    def negative(self) -> int:
        """Along how many of the axes the loss bends down."""
        return int((self.eigenvalues < 0).sum())

    @property
    def diagonal(self) -> Doubles:
        """(p,): the second derivative with respect to each parameter alone."""
        return np.asarray(self.eigenvectors**2 @ self.eigenvalues)


@dataclass(frozen=True, slots=True, eq=False)
class CurvatureQuery(Query[Curvature]):
    """How is the loss curved where the update that began as `begun` began?"""

    begun: Begun

    def steps(self, problem: Problem) -> Generator[None, None, Curvature]:
        params = self.begun.params.astype(np.float64)
        every = -(-len(problem.targets) // MAX_POINTS)
        rows = []
        for row in problem.hessian_rows(params, every):
            rows.append(row)
            yield
        values, vectors, rate = _axes_of(np.stack(rows))
        return Curvature(
            **self.begun.beginning,
            eigenvalues=values,
            eigenvectors=vectors,
            largest_rate=rate,
            exact=problem.linear and every == 1,
            every=every,
        )


def _axes_of(hessian: Doubles) -> tuple[Doubles, Doubles, float]:
    """The eigenvalues (p,), the eigenvectors (p, p), and the largest stable learning rate."""
    if not np.isfinite(hessian).all():
        return np.full(len(hessian), np.nan), np.full(hessian.shape, np.nan), float("nan")
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    values = np.where(np.abs(values) > ROUNDING * np.abs(values).max(), values, 0.0)
    # The sign of an eigenvector is nobody's choice: the largest of its numbers is positive.
    largest = np.abs(vectors).argmax(axis=0)
    vectors = vectors * np.sign(vectors[largest, np.arange(len(values))])
    return values, vectors, float(2 / values[-1]) if values[-1] > 0 else float("inf")
