"""The course of the loss's parts: what is trained, what would come, and where the picture ends."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Course, FactsQuery, course_of
from engine.runs import Facts, History
from engine.training import Problem
from tests.records import trained

MANY = " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(6))


def made(experiment: Experiment, epochs: int) -> tuple[Facts, History]:
    problem = Problem(experiment)
    facts = FactsQuery(experiment).answer(problem)
    if not epochs:
        return facts, History(len(facts.names))
    return facts, trained(experiment, problem, epochs)


def made_of(experiment: Experiment, epochs: int, rate: float | None = -1.0) -> Course:
    facts, history = made(experiment, epochs)
    assert facts.valley is not None
    used = experiment.learning_rate if rate == -1.0 else rate
    return course_of(history, facts, facts.valley, used, experiment.epochs)


class TestTheArticle:
    def test_half_of_each_part_is_gone_when_the_curvature_says(self) -> None:
        found = made_of(Experiment(), 200)
        facts, _ = made(Experiment(), 1)
        assert facts.valley is not None
        for group, steep in enumerate(facts.valley.curvatures[:2].tolist()):
            exactly = np.log(0.5) / (2 * np.log(1 - 1e-5 * steep))
            assert found.half_gone(group) == pytest.approx(exactly, rel=2e-3)
        assert found.half_gone(2) < 1

    def test_what_comes_goes_on_where_the_run_stands(self) -> None:
        found = made_of(Experiment(), 200)
        longer = made_of(Experiment(), 230)
        assert found.ahead[0] == 201
        rows = np.flatnonzero(np.isin(longer.trained.numbers, found.ahead[:5]))
        assert len(rows)
        there = np.searchsorted(found.ahead, longer.trained.numbers[rows])
        np.testing.assert_allclose(
            found.ahead_parts[there, 0], longer.trained.parts[rows, 0], rtol=1e-5
        )

    def test_at_the_end_of_the_picture_hardly_anything_is_left(self) -> None:
        found = made_of(Experiment(), 200)
        assert found.ahead[-1] == pytest.approx(found.last)
        assert found.ahead_parts[-1].sum() < 0.01 * found.top

    def test_a_peak_that_would_hide_the_rest_is_cut_off(self) -> None:
        found = made_of(Experiment(), 200)
        assert 620 < found.top < 800
        assert found.peak == pytest.approx(found.trained.losses[0] / found.top)

    def test_the_picture_keeps_its_height_and_width_while_it_trains(self) -> None:
        early, late = made_of(Experiment(), 1), made_of(Experiment(), 150)
        assert early.top == pytest.approx(late.top)
        assert early.last == late.last

    def test_before_the_first_epoch_all_of_it_is_to_come(self) -> None:
        found = made_of(Experiment(), 0)
        assert not len(found.trained.numbers)
        assert found.ahead[0] == 1
        np.testing.assert_allclose(found.ahead_parts[0], found.first)


def test_nothing_is_cut_off_where_one_part_is_about_all_there_is() -> None:
    found = made_of(Experiment(formula="a*t", learning_rate=1e-4), 30)
    assert found.peak == 1
    assert found.top > found.trained.losses[0]


def test_without_a_rate_nothing_is_told_of_what_comes() -> None:
    found = made_of(Experiment(), 50, rate=None)
    assert not len(found.ahead)
    assert found.last == 200
    assert found.half_gone(0) == np.inf


def test_the_axes_between_the_flattest_and_the_steepest_are_one() -> None:
    experiment = Experiment(formula=MANY, learning_rate=1e-2)
    facts, history = made(experiment, 40)
    assert facts.valley is not None
    found = course_of(history, facts, facts.valley, 1e-2, 200)
    assert found.trained.parts.shape == (40, 3)
    whole = facts.valley.parts(history.params)
    np.testing.assert_allclose(found.trained.parts[:, 1], whole[:, 1:-1].sum(axis=1))
    np.testing.assert_allclose(found.trained.parts.sum(axis=1), whole.sum(axis=1))


def test_above_the_limit_the_steepest_part_grows() -> None:
    found = made_of(Experiment(learning_rate=3.6e-5), 20)
    assert found.grows(2)
    assert not found.grows(0)
    assert found.half_gone(2) == np.inf


def test_where_the_numbers_are_no_longer_finite_nothing_comes() -> None:
    experiment = Experiment(learning_rate=1e-2)
    facts, history = made(experiment, 60)
    assert facts.valley is not None
    assert not history[-1].finite
    assert not len(course_of(history, facts, facts.valley, 1e-2, 200).ahead)


def test_what_the_curvature_does_not_describe_is_no_part_of_a_curve() -> None:
    found = made_of(Experiment(formula="a*tanh(b*t+c)+d", learning_rate=0.05), 300)
    described = found.trained.described
    numbers, _ = found.shares(0)
    assert 0 < described.sum() <= len(described)
    assert set(found.trained.numbers[~described]).isdisjoint(numbers)


def test_a_long_history_costs_a_few_hundred_points() -> None:
    assert len(made_of(Experiment(epochs=20_000), 20_000).trained.numbers) < 400


@pytest.mark.parametrize("epochs", [0, 30])
def test_where_the_start_is_too_far_away_the_picture_ends_above_what_was_trained(
    epochs: int,
) -> None:
    facts, history = made(Experiment(), epochs)
    assert facts.valley is not None
    lost = replace(facts, start=np.full_like(facts.start, np.inf))
    with np.errstate(all="ignore"):
        found = course_of(history, lost, facts.valley, 1e-5, 200)
    assert found.top == pytest.approx(1.2 * history.loss[0] if epochs else 1.0)
    assert not len(found.ahead)
