"""A preview is, to the bit, the run that would be trained."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Preview, PreviewQuery
from engine.queries.preview import MOST_EPOCHS
from engine.training import Problem, Recorder
from tests.engine.words.ends.situations import of_preset

INPUTS = np.linspace(0.0, 19.0, 7)


def preview(experiment: Experiment, epochs: int, **settings: object) -> Preview:
    asked = PreviewQuery(replace(experiment.settings, **settings), epochs, INPUTS)
    return asked.answer(Problem(experiment))


@pytest.mark.parametrize(
    ("experiment", "settings"),
    [
        (Experiment(), {"learning_rate": 3e-5}),
        (Experiment(seed=3, start={"b": 2.0}), {"learning_rate": 1e-7}),
        (Experiment(), {"learning_rate": 1e-5, "zero_grad": False}),
        (Experiment(standardise=True, held_out=0.2), {"learning_rate": 0.2}),
        (of_preset("neurons"), {"learning_rate": 0.3}),
        (Experiment(), {"learning_rate": 1e-3}),
    ],
    ids=str,
)
def test_it_is_the_run(experiment: Experiment, settings: dict[str, object]) -> None:
    found = preview(experiment, 700, **settings)
    updates = Recorder(experiment.changed(**settings)).train(700)
    np.testing.assert_array_equal(found.losses, updates.loss)
    np.testing.assert_array_equal(found.params, updates.params)
    assert found.finite == updates.finite
    assert not found.cut_short
    problem = Problem(experiment)
    last = updates.params[-1].astype(np.float64)
    np.testing.assert_array_equal(found.curve, problem.curve(problem.scaled(INPUTS), last))


def test_it_does_not_stop_at_a_loss() -> None:
    assert len(preview(Experiment(stop_at_loss=700.0), 50).losses) == 50


def test_it_takes_turns() -> None:
    query = PreviewQuery(Experiment().settings, 1_000, INPUTS)
    assert sum(1 for _ in query.steps(Problem(Experiment()))) >= 4


def test_it_goes_no_further_than_it_says() -> None:
    found = preview(Experiment(), MOST_EPOCHS + 1)
    assert len(found.losses) == MOST_EPOCHS
    assert found.cut_short


def test_where_pytorch_refuses_there_is_only_the_start() -> None:
    found = preview(Experiment(), 10, requires_grad=False)
    assert len(found.losses) == 0
    np.testing.assert_array_equal(found.params, Problem(Experiment()).start[None])


def test_as_many_epochs_as_it_goes_are_not_cut_short() -> None:
    found = preview(Experiment(), MOST_EPOCHS)
    assert MOST_EPOCHS == len(found.losses) == 5_000
    assert not found.cut_short
    assert len(preview(Experiment(), 0).losses) == 0
