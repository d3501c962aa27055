"""The course of the loss's parts: what is trained, what would come, and where the picture ends."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Course, FactsQuery, LossParts, course_of
from engine.queries.course import _top
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


def course(shares: list[float], numbers: list[float] | None = None, ahead: int = 0) -> Course:
    """A course of a single group, with `shares` left at updates 1, 2, …; the last ones `ahead`."""
    at = np.array(numbers or range(1, len(shares) + 1), np.float64)
    parts, whole = np.array(shares)[:, None] * 8.0, np.array([8.0])
    seen = len(shares) - ahead
    trained = LossParts(
        at[:seen].astype(np.intp), parts[:seen, 0], parts[:seen], 0.0, np.zeros(seen), exact=True
    )
    return Course(trained, whole, at[seen:], parts[seen:], 10.0, 4.0)


@pytest.mark.parametrize(
    ("shares", "numbers", "epochs"),
    [
        ([1.0, 0.5, 0.25], None, 1.0), ([1.0, 0.25], None, 0.5), ([0.5, 0.4], None, 0.0),
        ([0.3], [7], 6.0), ([1.0, 0.6], None, np.inf), ([1.0, 0.51, 0.51, 0.5], None, 3.0),
        ([2.0, 0.125], [1, 5], 2.0), ([0.0, 0.0], None, 0.0), ([], None, np.inf),
        ([np.nan, 1.0], None, 0.0), ([1.0, 0.0], None, np.log(2) / np.log(1e300)),
        ([1.0, 4.0, 0.25], [1, 2, 6], 1 + 4 * 0.75),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ahead", [0, 1])
def test_half_is_gone_between_the_updates_as_a_logarithm_goes(
    shares: list[float], numbers: list[float] | None, epochs: float, ahead: int
) -> None:
    if shares or not ahead:
        found = course(shares, numbers, ahead).half_gone(0)
        assert found == pytest.approx(epochs, rel=1e-9, nan_ok=True)


def test_of_a_part_that_was_nothing_half_is_never_gone() -> None:
    empty = replace(course([1.0, 0.2]), first=np.array([0.0]))
    assert empty.half_gone(0) == np.inf


@pytest.mark.parametrize(
    ("shares", "grows"),
    [([1.0, 1.0], False), ([1.0, 1.01], True), ([3.0, 0.9], False), ([], False)],
)
def test_a_part_grows_where_more_is_left_at_the_end(shares: list[float], grows: bool) -> None:
    assert course(shares).grows(0) is grows


@pytest.mark.parametrize(
    ("shares", "peak"),
    [([1.0, 0.1], 2.0), ([5.0], 10.0), ([np.inf, np.nan, 3.0], 6.0), ([0.1], 2.0)],
)
def test_a_peak_is_so_many_times_higher_than_the_picture(shares: list[float], peak: float) -> None:
    assert course(shares).peak == peak


def test_without_a_peak_it_is_once_as_high() -> None:
    assert replace(course([0.5]), top=40.0).peak == 1.0
    assert replace(course([]), top=4.0).peak == 2.0
    lifted = replace(course([]).trained, floor=4.0)
    assert replace(course([]), top=4.0, trained=lifted).peak == 3.0


@pytest.mark.parametrize(
    ("first", "floor", "loss", "top"),
    [
        # A far higher part is cut off, if another can be told from the floor.
        ((10.0, 41.1), 0.2, 51.3, 1.2 * 10.2), ((10.0, 40.7), 0.2, 50.9, 1.2 * 50.9),
        ((10.0, 100.0), 10.0, 120.0, 1.2 * 120), ((10.0, 100.0), 9.9, 119.9, 1.2 * 19.9),
        ((100.0,), 1.0, 101.0, 1.2 * 101), ((0.0, 0.0), 0.0, 0.0, 1.0),
        ((1.0, 2.0, 30.0), 0.5, 33.5, 1.2 * 3.5), ((30.0, 2.0, 1.0), 0.5, 33.5, 1.2 * 3.5),
    ],
)  # fmt: skip
def test_the_upper_edge_is_above_what_is_left_when_a_far_higher_part_is_gone(
    first: tuple[float, ...], floor: float, loss: float, top: float
) -> None:
    none = LossParts(np.empty(0, np.intp), np.empty(0), np.empty((0, len(first))), floor,
                     np.empty(0), exact=True)  # fmt: skip
    assert _top(np.array(first), floor, loss, none) == pytest.approx(top)
    # Where the curvature does not describe the start, nothing is cut off.
    unlike = replace(none, losses=np.array([loss]), rest=np.array([9e9]), exact=False)
    assert _top(np.array(first), floor, loss, unlike) == pytest.approx(1.2 * loss or 1.0)
