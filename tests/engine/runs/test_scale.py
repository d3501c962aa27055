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


def of_widths(low: float, high: float) -> Scale:
    return Scale(np.array([low]), np.array([high]), np.array([1.0]), 1.0)


@pytest.mark.parametrize(
    ("seen", "low", "high"),
    [
        # From 0 to 10; it grows by a width, three, or seven.
        ((0.0, 10.0), 0, 10), ((-0.001, 5.0), -10, 10), ((-10.0, 5.0), -10, 10),
        ((-10.1, 5.0), -30, 10), ((-30.0, 5.0), -30, 10), ((-30.1, 5.0), -70, 10),
        ((-1e9, 5.0), -70, 10), ((5.0, 10.1), 0, 20), ((5.0, 20.1), 0, 40), ((5.0, 40.1), 0, 80),
        ((5.0, 1e9), 0, 80), ((-1.0, 11.0), -10, 20), ((np.nan, 10.1), 0, 20),
        ((-np.inf, 10.1), 0, 20), ((np.inf, np.nan), 0, 10),
    ],
)  # fmt: skip
def test_grows_by_whole_widths(seen: tuple[float, float], low: float, high: float) -> None:
    scale = of_widths(0.0, 10.0)
    found = scale.widened(np.array(seen, np.float32)[:, None])
    assert (found.low[0], found.high[0]) == (low, high)
    assert (found is scale) is ((low, high) == (0, 10))
    again = found.widened(np.array(seen, np.float32)[:, None])
    assert (again.low[0], again.high[0]) == (low, high)


def test_of_several_parameters_one_that_is_nowhere_leaves_all_as_they_are() -> None:
    scale = Scale(np.zeros(2), np.ones(2), np.ones(2), 1.0)
    assert scale.widened(np.array([[5.0, np.nan]], np.float32)) is scale
    wider = scale.widened(np.array([[5.0, 0.5]], np.float32))
    assert (wider.low.tolist(), wider.high.tolist()) == ([0, 0], [8, 1])
    assert (wider.top.tolist(), wider.common_top) == ([1, 1], 1.0)
    later = wider.widened(np.array([[0.5, -0.5]], np.float32))
    assert (later.low.tolist(), later.high.tolist()) == ([0, -1], [8, 1])
