"""The dial of the learning rate: what it calls a rate is what the rate does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.queries import CurvatureQuery
from engine.runs import Run
from engine.training import Problem
from engine.words.landscape.rate import ZONES, Dial, across, dial, zone_of
from tests.engine.words.ends.situations import of_preset, run


def dial_of(experiment: Experiment, rate: float, epochs: int = 20) -> Dial | None:
    made = run(experiment, epochs)
    last = made.history[-1]
    assert made.facts is not None
    curvature = CurvatureQuery(last).answer(Problem(experiment))
    return dial(rate, made.facts, curvature, last.params, last.loss)


@pytest.mark.parametrize(
    ("rate", "name", "text"),
    [
        (1e-6, "crawls", "2.8% of the largest stable rate, 3.54e−5"),
        (1e-5, "fine", "28% of the largest stable rate, 3.54e−5"),
        (3e-5, "swings", "85% of the largest stable rate, 3.54e−5"),
        (3.5398e-5, "swings", "99.998% of the largest stable rate, 3.54e−5"),
        (3.54e-5, "diverges", "100.004% of the largest stable rate, 3.54e−5"),
        (1e-3, "diverges", "28.2 times the largest stable rate, 3.54e−5"),
    ],
)
def test_of_the_article(rate: float, name: str, text: str) -> None:
    found = dial_of(Experiment(), rate)
    assert found is not None
    assert (found.zone.name, found.text) == (name, text)
    assert found.exact
    assert found.certainty.startswith("exact: ")
    assert found.to_go.startswith("epochs to loss 1: along ")


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.name)
def test_a_zone_is_what_runs_in_it_do(zone) -> None:  # type: ignore[no-untyped-def]
    """Along the steepest axis of the article's valley, in its first epochs."""
    experiment = Experiment()
    made: Run = run(experiment, 1)
    assert made.facts is not None
    valley = made.facts.valley
    assert valley is not None
    shown = run(experiment.changed(learning_rate=zone.typical * valley.largest_rate), 12)
    distances = valley.distances(shown.history.params)[:, 2]
    np.testing.assert_allclose(distances / distances[0], across(zone.typical)[:12], atol=1e-4)
    crosses = distances[1] * distances[0] < 0
    grows = abs(distances[1]) > abs(distances[0])
    expected = {"crawls": (False, False), "fine": (False, False)}
    expected |= {"swings": (True, False), "diverges": (True, True)}
    assert (crosses, grows) == expected[zone.name]
    left = abs(distances[1] / distances[0])
    assert (left > 0.8) == (zone.name != "fine")


@given(st.floats(1e-12, 1e9))
def test_every_rate_has_its_zone(share: float) -> None:
    zone = zone_of(share)
    assert zone.low <= share < zone.high
    assert zone.low < zone.typical < zone.high


def test_a_formula_that_is_not_linear_has_a_local_limit() -> None:
    experiment = of_preset("neurons")
    found = dial_of(experiment, 0.05)
    assert found is not None
    assert not found.exact
    assert found.certainty.startswith("local: ")
    elsewhere = dial_of(experiment, 0.05, 400)
    assert elsewhere is not None
    assert elsewhere.limit != found.limit


def test_before_the_curvature_is_known_the_valleys_limit_stands_for_it() -> None:
    made = run(of_preset("decay"), 5)
    assert made.facts is not None
    assert made.facts.valley is not None
    found = dial(0.05, made.facts, None, made.history.params[-1], 1.0)
    assert found is not None
    assert found.limit == made.facts.valley.largest_rate
    assert not found.exact


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(formula="a*log(t) + b"),
        Experiment(formula="a**2", start={"a": 0.0}),
        Experiment(formula="relu(a*t)", start={"a": -1.0}),
    ],
    ids=lambda each: each.formula,
)
def test_without_a_limit_there_is_no_dial(experiment: Experiment) -> None:
    assert dial_of(experiment, 0.1, 1) is None
