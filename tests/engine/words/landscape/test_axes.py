"""The axes have names that are true of them; "valley" is said only of one."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Curvature, CurvatureQuery
from engine.queries.valley import valley
from engine.training import Problem
from engine.words.landscape.axes import (
    axes_of,
    curvature_in_words,
    direction,
    valley_axes,
    valley_in_words,
)
from tests.engine.words.ends.situations import of_preset
from tests.experiments import preset
from tests.records import begun_at


def curvature(experiment: Experiment) -> Curvature:
    problem = Problem(experiment)
    return CurvatureQuery(begun_at(problem, experiment)).answer(problem)


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ("across",)), (2, ("along", "across")), (3, ("along", "on the slant", "across")),
        (5, ("along", "on slant 1", "on slant 2", "on slant 3", "across")),
    ],
)  # fmt: skip
def test_a_valleys_axes(count: int, names: tuple[str, ...]) -> None:
    assert valley_axes(count) == names


@pytest.mark.parametrize("count", [1, 2, 3, 7, 30])
def test_no_two_axes_share_a_name(count: int) -> None:
    assert len(set(valley_axes(count))) == count


def test_of_the_article() -> None:
    found = curvature(Experiment())
    assert axes_of(found) == ("along", "on the slant", "across")
    said = "Everywhere the loss is a valley, 218,000 times steeper across than along."
    assert curvature_in_words(found) == said


def test_of_two_neurons_nothing_is_called_a_valley() -> None:
    found = curvature(of_preset("neurons"))
    names = axes_of(found)
    assert names[0] == "bends down 3"
    assert names[-1] == "bends up 1"
    assert len(set(names)) == 7
    said = curvature_in_words(found)
    assert said.startswith("Here the loss bends down along 3 of its 7 axes, and up along the other")
    assert said.endswith("no valley.")


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        (Experiment(formula="a*t"), "The loss bends up here"),
        (Experiment(formula="(a + b)*t"), "level floor: along 1 of its 2 axes it does not bend"),
        (Experiment(formula="sqrt(a*t)", start={"a": 0.0}), "no finite curvature"),
        (Experiment(formula="relu(a*t)", start={"a": -1.0}), "Here the loss is flat"),
        (Experiment(formula="-a**2", start={"a": 0.0}), "bends up here"),
        (Experiment(formula="a**2", start={"a": 0.0}), "bends down along every axis"),
        (Experiment(formula="a**2 + b", start={"a": 0.0, "b": -99.0}), "a pass between hills"),
    ],
    ids=lambda each: getattr(each, "formula", ""),
)
def test_every_shape_has_its_sentence(experiment: Experiment, words: str) -> None:
    assert words in curvature_in_words(curvature(experiment))


def test_only_what_is_not_finite_has_numbered_axes() -> None:
    found = curvature(Experiment(formula="a*log(t) + b"))
    assert axes_of(found) == ("axis 1", "axis 2")


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ([0.009, -0.204, 0.979], "0.98 c − 0.20 b + 0.01 a"), ([-1.0, 0.0, 0.0], "−1.00 a"),
        ([0.5, 0.5, 0.5, 0.5], "0.50 a + 0.50 b + 0.50 c …"),
    ],
)  # fmt: skip
def test_a_direction_names_what_it_changes_most(axis: list[float], said: str) -> None:
    assert direction("abcd"[: len(axis)], np.array(axis)) == said


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        (Experiment(), "exact: "),
        (of_preset("decay"), "about: true only near the valley floor"),
        (
            of_preset("line", data=preset("line").generated.model_copy(update={"points": 9_000})),
            "about: from every 2nd point",
        ),
    ],
    ids=["exact", "near", "part"],
)
def test_what_a_valley_is_worth(experiment: Experiment, words: str) -> None:
    found = valley(Problem(experiment))
    assert found is not None
    assert valley_in_words(found).startswith(words)
