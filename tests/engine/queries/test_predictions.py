"""The predictions of recorded updates are those of the training; of many points, in steps."""

import numpy as np
import pytest

from engine.experiment import Experiment, RollerCoaster
from engine.queries import PredictionsQuery
from engine.training import Problem, Recorder


@pytest.mark.parametrize("fields", [{}, {"standardise": True}, {"formula": "k", "held_out": 0.3}])
def test_are_the_training_s_to_the_bit(fields: dict[str, object]) -> None:
    problem = Problem(experiment := Experiment(**fields))
    updates = Recorder(experiment, problem).train(9)
    answer = PredictionsQuery(3, updates.params[2:7]).answer(problem)
    assert answer.tobytes() == updates.predictions[2:7].tobytes()


@pytest.mark.parametrize(("points", "steps"), [(20, 1), (60_000, 5), (30_000, 2)])
def test_yield_in_between_where_there_are_many_points(points: int, steps: int) -> None:
    problem = Problem(Experiment(data=RollerCoaster(points=points)))
    params = np.tile(problem.start, (5, 1))
    taken = PredictionsQuery(1, params).steps(problem)
    for _ in range(steps - 1):
        next(taken)
    with pytest.raises(StopIteration) as done:
        next(taken)
    assert done.value.value.shape == (5, points)


@pytest.mark.parametrize(
    ("rows", "turns"), [(1, 0), (5_000, 0), (5_001, 1), (10_000, 1), (10_001, 2)]
)
def test_others_take_their_turn_after_every_hundred_thousand_numbers(rows: int, turns: int) -> None:
    problem = Problem(Experiment())
    params = np.broadcast_to(problem.start, (rows, 3))
    assert sum(1 for _ in PredictionsQuery(1, params.copy()).steps(problem)) == turns
