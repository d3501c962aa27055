"""The scale of a run grows with its parameters, but not until nothing else can be seen."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Run, Scale
from engine.training import Problem, Recorder
from tests.gui.views import make_view
from tests.records import trained


@pytest.fixture(scope="module")
def scale() -> Scale:
    return make_view(epochs=1).facts.scale


def test_is_widened_by_what_leaves_it_but_not_without_end(scale: Scale) -> None:
    width = scale.high - scale.low
    once = scale.widened(np.array([scale.high + 0.1 * width]))
    np.testing.assert_allclose(once.high - once.low, 2 * width)
    np.testing.assert_array_equal(once.low, scale.low)
    lost = scale.widened(np.full((1, 3), 1e30))
    np.testing.assert_allclose(lost.high - lost.low, 8 * width)


def test_is_not_widened_by_what_is_no_number(scale: Scale) -> None:
    assert scale.widened(np.full((1, 3), np.nan)) is scale


def test_does_not_depend_on_how_a_run_is_divided(scale: Scale) -> None:
    experiment = Experiment(learning_rate=5e-5)
    history = trained(experiment, Problem(experiment), 40)
    at_once, one_by_one = scale.widened(history.params), scale
    assert at_once is not scale
    for row in history.params:
        one_by_one = one_by_one.widened(row[None])
    np.testing.assert_array_equal(at_once.low, one_by_one.low)
    np.testing.assert_array_equal(at_once.high, one_by_one.high)


def test_of_a_run_grows_with_what_is_added() -> None:
    experiment = Experiment(learning_rate=5e-5)
    run = Run(1, experiment)
    run.load(make_view(experiment, epochs=1).facts)
    assert run.facts is not None
    assert run.scale is run.facts.scale
    run.add(Recorder(experiment, Problem(experiment)).train(40))
    assert run.scale is not None
    assert (run.scale.high > run.facts.scale.high).any()
