"""What trials of remedies come to is what training with them comes to."""

import numpy as np

from engine.experiment import Experiment
from engine.queries import Outcome, RemediesQuery, Trial
from engine.queries.remedies import MOST_EPOCHS
from engine.training import Problem, Recorder


def outcomes(experiment: Experiment, *trials: Trial) -> tuple[Outcome, ...]:
    return RemediesQuery(trials).answer(Problem(experiment))


def test_each_is_trained_with_its_own_fields() -> None:
    trials = [({"learning_rate": 3e-5}, 30), ({"seed": 5}, 7), ({"standardise": True}, 1)]
    found = outcomes(Experiment(), *(Trial(*trial) for trial in trials))
    for (fields, epochs), outcome in zip(trials, found, strict=True):
        updates = Recorder(Experiment(**fields)).train(epochs)
        assert outcome == Outcome(epochs, float(updates.loss[-1]), finite=True)


def test_one_that_diverges_is_not_finite() -> None:
    (found,) = outcomes(Experiment(), Trial({"learning_rate": 1e-3}, 500))
    assert not found.finite
    assert found.epochs < 500


def test_one_that_pytorch_refuses_has_no_epochs() -> None:
    (found,) = outcomes(Experiment(), Trial({"requires_grad": False}, 500))
    assert found == Outcome(0, np.inf, finite=False)


def test_none_goes_further_than_it_says() -> None:
    (found,) = outcomes(Experiment(), Trial({}, MOST_EPOCHS + 1))
    assert found.epochs == MOST_EPOCHS


def test_they_take_turns() -> None:
    query = RemediesQuery((Trial({}, 600), Trial({"seed": 1}, 600)))
    assert sum(1 for _ in query.steps(Problem(Experiment()))) >= 2 + 2 * 3
