"""The parts of the loss: they add up to the run's own, and go when they were said to."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import MAX_EPOCHS, Experiment
from engine.queries import (
    FactsQuery,
    LossParts,
    epochs_until,
    parts_ahead,
    parts_at,
    parts_over,
    well_chosen,
)
from engine.runs import History, Valley
from engine.training import Problem
from tests.approved import Hold
from tests.engine.words.ends.situations import of_preset
from tests.experiments import preset
from tests.records import trained


def run(experiment: Experiment, epochs: int | None = None) -> tuple[Valley, History]:
    problem = Problem(experiment)
    valley = FactsQuery(experiment).answer(problem).valley
    assert valley is not None
    return valley, trained(experiment, problem, epochs or experiment.epochs)


class TestTheArticle:
    def test_begins_with_nearly_all_of_it_across(self) -> None:
        valley, history = run(Experiment())
        parts = parts_over(history, valley, np.array([1]))
        along, slant, across = parts.parts[0]
        assert across == pytest.approx(35_795, abs=0.5)
        assert slant == pytest.approx(16.5, abs=0.05)
        assert along == pytest.approx(603.0, abs=0.05)
        assert parts.floor == pytest.approx(0.66, abs=0.005)

    def test_ends_with_nothing_left_across(self) -> None:
        valley, history = run(Experiment())
        along, slant, across = parts_over(history, valley, np.array([200])).parts[0]
        assert across < 1e-9
        assert slant == pytest.approx(15.51, abs=0.005)
        assert along == pytest.approx(602.37, abs=0.005)


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(), Experiment(standardise=True, learning_rate=0.1), Experiment(seed=7),
        Experiment(held_out=0.3), Experiment(formula="a"), Experiment(formula="(a + b)*t"),
        of_preset("line"), of_preset("cubic"),
    ],
    ids=lambda experiment: f"{experiment.formula} {experiment.seed}",
)  # fmt: skip
def test_they_add_up_to_the_runs_loss(experiment: Experiment) -> None:
    valley, history = run(experiment)
    parts = parts_over(history, valley, well_chosen(len(history)))
    assert parts.exact
    assert parts.described.all()
    sums = parts.parts.sum(axis=1) + parts.floor
    np.testing.assert_allclose(sums, history.loss[parts.numbers - 1], rtol=1e-5)
    np.testing.assert_allclose(sums + parts.rest, parts.losses, rtol=1e-12)
    alone = parts_at(history.params[-1], float(history.loss[-1]), len(history), valley)
    np.testing.assert_allclose(alone.parts[0], parts.parts[-1], rtol=1e-9)


def test_of_a_part_of_the_points_they_are_not_exact() -> None:
    p = preset("line")
    data = p.generated.model_copy(update={"points": 12_000})
    valley, history = run(Experiment(formula=p.formula, data=data, learning_rate=0.05), 5)
    parts = parts_over(history, valley, np.array([1, 5]))
    assert not parts.exact
    np.testing.assert_allclose(parts.parts.sum(axis=1) + parts.floor, parts.losses, rtol=0.05)


def test_what_the_curvature_does_not_describe_is_told() -> None:
    """Seven tanh parameters start far from the floor that was found."""
    valley, history = run(of_preset("neurons", seed=1), 5)
    parts = parts_over(history, valley, np.array([1, 5]))
    assert not parts.exact
    assert not parts.described.any()
    valley, history = run(of_preset("decay"))
    parts = parts_over(history, valley, np.array([1, len(history)]))
    assert parts.described.tolist() == [False, True]


class TestAhead:
    def test_is_what_training_on_comes_to(self) -> None:
        experiment = of_preset("cubic", epochs=400)
        valley, history = run(experiment)
        ahead = parts_ahead(valley, history.params[49], 0.02, np.array([0, 1, 50, 300]))
        came = parts_over(history, valley, np.array([50, 51, 100, 350]))
        np.testing.assert_allclose(ahead, came.parts, rtol=1e-3, atol=1e-6)

    def test_beyond_the_limit_leaves_all_bounds(self) -> None:
        valley, history = run(Experiment(), 1)
        ahead = parts_ahead(valley, history.params[0], 1e-3, np.array([10**6]))
        assert np.isinf(ahead[0, 2])


class TestWhen:
    def test_the_rest_is_gone_until_the_loss_is_1(self) -> None:
        valley, history = run(Experiment())
        parts = valley.parts(history.updated_params[-1])
        along, slant, across = epochs_until(valley, parts, 1e-5, 1 - valley.floor_loss)
        assert (along, slant, across) == pytest.approx((1_444_785, 11_933, 0), rel=1e-4)

    def test_what_grows_is_never_gone(self) -> None:
        valley, history = run(Experiment())
        parts = valley.parts(history.updated_params[-1])
        _, _, across = epochs_until(valley, parts, 4e-5, 1 - valley.floor_loss)
        assert across == np.inf

    def test_what_is_flat_keeps_what_it_has_which_is_nothing(self) -> None:
        valley, history = run(Experiment(formula="(a + b)*t", learning_rate=1e-4))
        parts = valley.parts(history.params[0])
        assert parts[0] == 0
        flat, steep = epochs_until(valley, parts, 1e-4, 1.0)
        assert flat == 0
        assert 0 < steep < np.inf


@given(st.integers(1, MAX_EPOCHS))
def test_the_updates_that_are_chosen_are_few_and_hold_both_ends(count: int) -> None:
    chosen = well_chosen(count)
    assert chosen[0] == 1
    assert chosen[-1] == count
    assert (np.diff(chosen) > 0).all()
    assert len(chosen) <= 400
    assert chosen[: min(count, 50)].tolist() == list(range(1, min(count, 50) + 1))


def flat(*curvatures: float) -> Valley:
    """A valley with these curvatures, along the parameters' own axes, with its floor at 0."""
    count = len(curvatures)
    return Valley(
        np.zeros(count), 1.0, 1.0, 1.0, True, np.array(curvatures), np.eye(count), 1.0
    )  # fmt: skip


def test_a_valley_is_exact_where_it_is_the_only_one_and_all_points_were_used() -> None:
    valley = flat(1.0)
    assert (valley.every, valley.exact) == (1, True)
    assert not replace(valley, every=2).exact
    assert not replace(valley, only=False).exact


@pytest.mark.parametrize(
    ("curvature", "part", "rate", "epochs"),
    [
        # Half of the distance is left after an epoch, and so a quarter of the part.
        (1.0, 16.0, 0.5, 2.0), (1.0, 16.0, 1.5, 2.0), (1.0, 2.0, 0.5, 0.5), (1.0, 1.0, 0.5, 0.0),
        (1.0, 0.5, 0.5, 0.0), (1.0, 16.0, 1.0, 0.0), (1.0, 16.0, 2.0, np.inf),
        (1.0, 16.0, 2.5, np.inf), (1.0, 0.5, 2.5, np.inf), (1.0, 0.0, 2.5, 0.0),
        (1.0, 0.5, 2.0, 0.0), (0.0, 16.0, 0.5, np.inf), (0.0, 1.0, 0.5, 0.0),
        (1.0, np.inf, 0.5, np.inf), (1.0, np.nan, 0.5, np.inf),
    ],
)  # fmt: skip
def test_after_how_many_epochs_a_part_is_near_the_floor(
    curvature: float, part: float, rate: float, epochs: float
) -> None:
    (found,) = epochs_until(flat(curvature), np.array([part]), rate, 1.0)
    assert found == pytest.approx(epochs)


@pytest.mark.parametrize(
    ("rate", "epochs", "left"),
    [(0.5, 0.0, 8.0), (0.5, 1.0, 2.0), (1.5, 2.0, 0.5), (0.5, 0.5, 4.0), (3.0, 1.0, 32.0),
     (3.0, 5e3, np.inf), (1.0, 1.0, 0.0), (1.0, 0.0, 8.0)],
)  # fmt: skip
def test_a_part_shrinks_by_the_square_of_the_distance(
    rate: float, epochs: float, left: float
) -> None:
    found = parts_ahead(flat(1.0), np.array([4.0]), rate, np.array([epochs]))
    assert found.tolist() == [[pytest.approx(left)]]


def test_what_is_nowhere_has_parts_without_end() -> None:
    found = parts_ahead(flat(1.0), np.array([np.nan]), 0.5, np.array([1.0]))
    assert found.tolist() == [[np.inf]]


@pytest.mark.parametrize(
    ("loss", "rest", "described"),
    [
        # A fifth of what is above the floor of 1, and a hundredth of the floor.
        (11.0, 2.009, True), (11.0, 2.011, False), (11.0, -2.009, True), (11.0, -2.011, False),
        (1.0, 0.0099, True), (1.0, 0.0101, False), (0.5, 0.0099, True), (0.5, 0.0101, False),
        (np.inf, np.nan, False),
    ],
)  # fmt: skip
def test_a_small_rest_leaves_a_loss_described(loss: float, rest: float, described: bool) -> None:
    parts = LossParts(
        np.array([1]), np.array([loss]), np.array([[loss - 1 - rest]]), 1.0, np.array([rest]), False
    )
    assert parts.described.tolist() == [described]
    assert replace(parts, exact=True).described.tolist() == [True]


def test_the_updates_that_are_chosen_are_as_approved(hold: Hold) -> None:
    lines = []
    for count in (1, 2, 49, 50, 51, 52, 100, 499, 500, 501, 10_000, 123_456, MAX_EPOCHS):
        chosen = well_chosen(count)
        later = " ".join(map(str, chosen[50:62])), " ".join(map(str, chosen[-3:]))
        lines.append(f"{count}: {len(chosen)}, {later[0]} … {later[1]}")
    hold("chosen", lines)
