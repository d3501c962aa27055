"""The question for the predictions of recorded updates; the history keeps only their parameters."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.queries.query import Problem, Query
from engine.runs import Matrix

# About as many numbers as are predicted in a millisecond.
NUMBERS_A_STEP = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class PredictionsQuery(Query[Matrix]):
    """What did the k updates from number `first` on predict? They began with `params` (k, p).

    The answer (k, n) equals to the bit what the training predicted.
    """

    first: int
    params: Matrix

    def steps(self, problem: Problem) -> Generator[None, None, Matrix]:
        predictions = np.empty((len(self.params), len(problem.targets)), np.float32)
        rows = max(1, NUMBERS_A_STEP // len(problem.targets))
        for k, params in enumerate(self.params):
            if k and k % rows == 0:
                yield
            predictions[k] = problem.predictions(params)
        return predictions
