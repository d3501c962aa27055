"""A run is of one experiment, goes on under other settings, and has its history for itself."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Run
from engine.training import Recorder
from tests.gui.views import make_view, run_of


def test_a_new_run_has_no_updates_and_no_facts() -> None:
    run = Run(7, Experiment(formula="a*t + b"))
    assert (run.id, len(run.history), run.history.parameters) == (7, 0, 2)
    assert run.facts is None
    assert run.failure is None
    assert not run.trained


def test_two_runs_share_nothing() -> None:
    one, other = Run(1, Experiment()), Run(2, Experiment())
    one.history.append(Recorder(Experiment()).train(3))
    assert (len(one.history), len(other.history)) == (3, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 0.5},
        {"zero_grad": False},
        {"requires_grad": False},
        {"epochs": 3},
        {"stop_at_loss": 9.0},
        {},
    ],
)
def test_it_goes_on_with_other_settings(fields: dict[str, object]) -> None:
    assert Run(1, Experiment()).goes_on_as(Experiment().changed(**fields))


@pytest.mark.parametrize(
    "fields",
    [{"seed": 1}, {"formula": "a*t"}, {"standardise": True}, {"start": {"a": 1.0}, "epochs": 3}],
)
def test_anything_else_is_another_run(fields: dict[str, object]) -> None:
    assert not Run(1, Experiment()).goes_on_as(Experiment().changed(**fields))


def test_it_is_trained_when_there_are_as_many_updates_as_epochs() -> None:
    view = make_view(Experiment(epochs=3), epochs=3)
    run = run_of(view.history, view)
    assert run.trained
    run.experiment = run.experiment.changed(epochs=4)
    assert not run.trained


def test_it_is_trained_when_its_last_loss_is_one_to_stop_at() -> None:
    view = make_view(epochs=3)
    run = run_of(view.history, view)
    last = float(view.history.loss[-1])
    for stop, trained in ((None, False), (last * 0.99, False), (last, True), (last * 2, True)):
        run.experiment = run.experiment.changed(stop_at_loss=stop)
        assert (run.trained, run.stopped_at_loss) == (trained, trained)
    assert not Run(1, Experiment(stop_at_loss=1e30)).trained


def test_its_start_is_under_the_settings_of_now() -> None:
    view = make_view(epochs=2)
    run = run_of(view.history, replace(view, experiment=Experiment(learning_rate=0.5)))
    start = run.start
    assert (start.number, start.settings.learning_rate) == (0, 0.5)
    np.testing.assert_array_equal(start.params, view.history.params[0])
    assert not start.leftover.any()
