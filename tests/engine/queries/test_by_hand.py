"""The gradient by hand: the article's first epoch, other formulas and data, and autograd."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from engine.experiment import Experiment, RollerCoaster
from engine.experiment.presets import PRESETS
from engine.formula import parse
from engine.queries import ByHand, ByHandQuery
from engine.runs import Begun, Stage, Vector
from engine.training import Problem
from tests.engine.queries.snapshots import snapshot


def by_hand(
    experiment: Experiment, param: int = 0, params: Vector | None = None
) -> tuple[ByHand, Problem]:
    """Parameter `param` in the first update, or in one that begins with `params`."""
    problem = Problem(experiment)
    start = problem.start if params is None else params
    begun = Begun(1, experiment.settings, start, np.zeros_like(start))
    return ByHandQuery(begun, param).answer(problem), problem


def exactly(found: ByHand, problem: Problem, experiment: Experiment) -> float:
    """The derivative of the loss by autograd, in float64, from the predictions the training had."""
    params = torch.from_numpy(found.params).double().requires_grad_()
    predictions = parse(experiment.formula).compiled()(
        torch.from_numpy(problem.inputs).double(), params
    )
    wanted = predictions.detach().clone()
    wanted[:] = torch.from_numpy(found.predictions)
    (arrived,) = torch.autograd.grad(
        ((torch.from_numpy(problem.targets).double() - wanted.requires_grad_()) ** 2).mean(), wanted
    )
    (gradient,) = torch.autograd.grad(predictions, params, arrived)
    return float(gradient[found.param])


def test_the_articles_first_epoch() -> None:
    found, _ = by_hand(Experiment())
    assert found.derivative is not None
    assert (found.name, found.derivative.text) == ("a", "t**2")
    assert found.local.tolist() == [t * t for t in range(20)]
    assert found.parts[19] == pytest.approx(-302557, abs=0.5)
    assert found.targets[19] == pytest.approx(68.74, abs=0.005)
    assert found.residuals[19] == pytest.approx(419.1, abs=0.05)
    assert found.mean == pytest.approx(-63466.4085, abs=5e-5)
    assert found.autograd == -63466.40625


def experiments() -> Iterator[Experiment]:
    for preset in PRESETS:
        yield Experiment(**preset.fields)
        yield Experiment(**preset.fields).changed(standardise=True, held_out=0.25)
    # One whose derivative is too long to be written down.
    yield Experiment(formula="+".join(["sin(a*t)*a"] * 60))


@pytest.mark.parametrize("experiment", [*experiments()], ids=lambda each: each.formula[:20])
def test_it_is_what_autograd_calculates_in_float64(experiment: Experiment) -> None:
    for param in range(len(parse(experiment.formula).names)):
        found, problem = by_hand(experiment, param)
        size = float(np.abs(found.parts).mean())
        assert found.mean == pytest.approx(
            exactly(found, problem, experiment), rel=1e-12, abs=1e-12 * size
        )
        assert found.autograd == pytest.approx(found.mean, rel=1e-4, abs=1e-4 * size)


def test_a_derivative_too_long_to_be_written_has_its_numbers() -> None:
    found, _ = by_hand(Experiment(formula="+".join(["sin(a*t)*a"] * 60)))
    assert found.derivative is None
    t, a = found.inputs.astype(float), float(found.params[0])
    assert found.local == pytest.approx(60 * (np.sin(a * t) + a * t * np.cos(a * t)), rel=1e-9)


def test_held_out_points_take_no_part() -> None:
    found, problem = by_hand(Experiment(held_out=0.25))
    assert len(found.parts) == len(problem.targets) == 15
    assert found.mean == pytest.approx(found.parts.sum() / 15)


def test_standardised_inputs_are_those_trained_on() -> None:
    found, _ = by_hand(Experiment(standardise=True))
    assert found.inputs.mean() == pytest.approx(0, abs=1e-6)
    assert found.local == pytest.approx(found.inputs.astype(float) ** 2)


def test_leftover_is_no_part_of_what_autograd_calculates() -> None:
    experiment = Experiment(zero_grad=False)
    problem = Problem(experiment)
    leftover = np.full_like(problem.start, 1e6)
    found = ByHandQuery(Begun(2, experiment.settings, problem.start, leftover), 0).answer(problem)
    assert found.autograd == -63466.40625


def test_autograd_says_nothing_where_requires_grad_is_off() -> None:
    found, _ = by_hand(Experiment(requires_grad=False))
    assert found.autograd is None
    assert found.mean == pytest.approx(-63466.4085, abs=5e-5)


def test_what_is_not_finite_is_shown_as_it_is() -> None:
    found, _ = by_hand(Experiment(), params=np.array([1e38, 1e38, np.nan], np.float32))
    assert np.isnan(found.parts).all()
    assert math.isnan(found.mean)
    found, _ = by_hand(Experiment(formula="a/t"), params=np.ones(1, np.float32))
    assert found.local[0] == np.inf
    assert found.parts[0] == np.inf


def test_many_points() -> None:
    found, _ = by_hand(Experiment(data=RollerCoaster(points=100_000)))
    assert found.parts.shape == (100_000,)


@pytest.mark.parametrize("stage", [None, *Stage])
@pytest.mark.parametrize("requires_grad", [True, False])
def test_it_is_seen_as_far_as_the_stages_have_run(stage: Stage | None, requires_grad: bool) -> None:
    """Where PyTorch cannot go on after the loss, it can be calculated by hand."""
    experiment = Experiment(requires_grad=requires_grad)
    found, problem = by_hand(experiment)
    shown = snapshot(1, Stage.UPDATE)
    seen = found.reached(replace(shown, stage=stage))
    further = stage is Stage.LOSS and not requires_grad
    assert seen is (Stage.BACKWARD if further else stage)
    assert problem.names[found.param] == "a"


@pytest.mark.parametrize(
    ("fields", "param", "about"),
    [
        ({}, 1, True), ({}, 0, False), ({"number": 2}, 1, False),
        ({"settings": Experiment(learning_rate=1e-3).settings}, 1, False),
        ({"params": np.float32([1, 2, 4])}, 1, False), ({"params": np.float32([1, 2, 3])}, 1, True),
        ({"leftover": np.float32([0, 0, 1])}, 1, False),
    ],
)  # fmt: skip
def test_a_question_is_about_one_parameter_of_one_update(
    fields: dict[str, Any], param: int, about: bool
) -> None:
    begun = Begun(1, Experiment().settings, np.float32([1, 2, 3]), np.zeros(3, np.float32))
    assert ByHandQuery(begun, 1).is_about(replace(begun, **fields), param) is about
