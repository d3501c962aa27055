"""The tensors of a problem are the article's, and every other description's, draw for draw."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.experiment import MAX_SEED, Experiment, Generated, Points, RollerCoaster
from engine.runs import Begun, Vector
from engine.training import DismissedError, Problem
from tests.article import Article, f, mse

TABLE = Points(inputs=(1.0, 2.0, 4.0, 0.1), targets=(5.0, 6.0, -8.0, 0.25))


def same(ours: Vector, theirs: Tensor | Vector) -> bool:
    theirs = np.asarray(theirs)
    return ours.dtype == theirs.dtype == np.float32 and np.array_equal(ours, theirs)


class TestTheArticle:
    @given(st.integers(0, MAX_SEED))
    def test_is_drawn_to_the_bit(self, seed: int) -> None:
        problem, article = Problem(Experiment(seed=seed)), Article(seed)
        assert same(problem.inputs, article.time)
        assert same(problem.targets, article.speed)
        assert same(problem.start, article.orig_params)

    def test_is_computed_to_the_bit(self) -> None:
        problem, article = Problem(Experiment()), Article()
        assert problem.names == ("a", "b", "c")
        preds = f(article.time, article.orig_params)
        assert same(problem.predictions(problem.start), preds)
        predictions, loss, gradient = problem.evaluate(problem.start)
        assert same(predictions, preds)
        assert loss == mse(article.speed, preds).item()
        article.params.grad = None
        mse(article.speed, f(article.time, article.params)).backward()
        assert same(gradient, article.params.grad)

    def test_leaves_torchs_own_generator_alone(self) -> None:
        before = torch.random.get_rng_state()
        Problem(Experiment(seed=7, held_out=0.5))
        assert torch.equal(torch.random.get_rng_state(), before)

    def test_walks_back_through_its_operations(self) -> None:
        # By hand: mean, square, subtraction; two additions; b*t and a*t**2; unbind; the leaf.
        assert Problem(Experiment()).operations == 9


@pytest.mark.parametrize("formula", ["a*t", "a*-t", "a*sin(-t)", "a*(2 + t)"])
def test_a_formula_that_mentions_its_input_is_spread_by_that_alone(formula: str) -> None:
    # By hand: mean, square, subtraction; the product; unbind; the leaf.
    assert Problem(Experiment(formula=formula)).operations == 6


class TestData:
    def test_of_another_roller_coaster_has_its_points_range_and_noise(self) -> None:
        data = RollerCoaster(points=5, noise=2.0, start=-1.0, stop=1.0)
        problem = Problem(Experiment(data=data, seed=3))
        assert problem.inputs.tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
        noise = torch.randn(5, generator=torch.Generator().manual_seed(3))
        clean = 0.75 * (problem.inputs - 9.5) ** 2 + 1
        np.testing.assert_allclose(problem.targets, clean + 2 * noise.numpy(), rtol=1e-6)

    def test_generated_is_the_formula_of_the_truth_and_noise(self) -> None:
        data = Generated(formula="k*x + d", truth=(2.0, -1.0), points=9, noise=0.5, stop=4.0)
        problem = Problem(Experiment(data=data, seed=3))
        generator = torch.Generator().manual_seed(3)
        noise = torch.randn(9, generator=generator)
        np.testing.assert_allclose(
            problem.targets, 2 * problem.inputs - 1 + 0.5 * noise.numpy(), rtol=1e-6, atol=1e-6
        )
        assert same(problem.start, torch.randn(3, generator=generator))

    def test_of_a_table_is_taken_as_it_is(self) -> None:
        problem = Problem(Experiment(data=TABLE, seed=3))
        assert same(problem.inputs, torch.tensor(TABLE.inputs))
        assert same(problem.targets, torch.tensor(TABLE.targets))
        # Nothing was drawn before them.
        assert same(problem.start, torch.randn(3, generator=torch.Generator().manual_seed(3)))


class TestStart:
    def test_given_values_take_the_place_of_those_drawn(self) -> None:
        drawn = Problem(Experiment()).start
        start = Problem(Experiment(start={"c": 1.5, "a": 0.1})).start
        assert same(start, torch.tensor([0.1, drawn[1], 1.5]))


class TestStandardise:
    def test_gives_inputs_with_mean_zero_and_spread_one(self) -> None:
        problem = Problem(Experiment(standardise=True))
        assert problem.standardised
        assert problem.inputs.mean() == pytest.approx(0, abs=1e-6)
        # As `(t - t.mean()) / t.std()` has it, which a person can type to see.
        assert problem.inputs.std(ddof=1) == pytest.approx(1, abs=1e-6)
        np.testing.assert_allclose(
            problem.inputs * problem.std + problem.mean, problem.raw_inputs, atol=1e-5
        )

    def test_keeps_the_datas_own_numbers_beside_them(self) -> None:
        plain, problem = Problem(Experiment()), Problem(Experiment(standardise=True))
        assert same(problem.raw_inputs, plain.inputs)
        assert same(problem.targets, plain.targets)
        assert same(problem.start, plain.start)

    def test_scales_anything_else_alike(self) -> None:
        problem = Problem(Experiment(standardise=True))
        assert same(problem.scaled(problem.raw_inputs), problem.inputs)
        plain = Problem(Experiment())
        assert plain.scaled(plain.inputs) is plain.inputs
        assert (plain.mean, plain.std) == (0.0, 1.0)

    def test_uses_the_trained_points_only(self) -> None:
        problem = Problem(Experiment(standardise=True, held_out=0.5))
        assert problem.mean == pytest.approx(problem.raw_inputs.mean())
        params = np.array([0.5, -1.0, 2.0], np.float32)
        time = problem.scaled(problem.raw_held_out_inputs.astype(np.float64))
        expected = problem.curve(time, params.astype(np.float64))
        np.testing.assert_allclose(problem.held_out_predictions(params), expected, rtol=1e-4)

    def test_of_a_single_input_divides_by_nothing(self) -> None:
        data = Points(inputs=(3.0, 3.0), targets=(1.0, 2.0))
        problem = Problem(Experiment(data=data, standardise=True))
        assert problem.inputs.tolist() == [0.0, 0.0]
        assert (problem.mean, problem.std) == (3.0, 1.0)
        alone = Problem(Experiment(data=data, standardise=True, held_out=0.5))
        assert alone.inputs.tolist() == alone.scaled(alone.raw_held_out_inputs).tolist() == [0.0]


class TestHeldOut:
    @given(st.integers(2, 60), st.floats(0, 0.9), st.integers(0, MAX_SEED))
    def test_points_are_the_others(self, points: int, share: float, seed: int) -> None:
        everything = RollerCoaster(points=points)
        whole = Problem(Experiment(data=everything, seed=seed))
        problem = Problem(Experiment(data=everything, seed=seed, held_out=share))
        assert len(problem.inputs) >= 1
        assert len(problem.raw_held_out_inputs) == min(round(points * share), points - 1)
        together = np.stack(
            [
                np.concatenate([problem.inputs, problem.raw_held_out_inputs]),
                np.concatenate([problem.targets, problem.held_out_targets]),
            ]
        )
        order = together[0].argsort()
        assert same(together[:, order], np.stack([whole.inputs, whole.targets]))
        # The draws of the run are those without any held out.
        assert same(problem.start, whole.start)

    def test_points_and_the_others_are_kept_in_the_order_of_the_data(self) -> None:
        problem = Problem(Experiment(data=TABLE, held_out=0.5, standardise=True))
        assert same(problem.data_inputs, torch.tensor(TABLE.inputs))
        assert same(problem.data_targets, torch.tensor(TABLE.targets))
        trained = dict(zip(problem.raw_inputs.tolist(), problem.targets.tolist(), strict=True))
        held_out = zip(
            problem.raw_held_out_inputs.tolist(), problem.held_out_targets.tolist(), strict=True
        )
        everything = zip(problem.data_inputs.tolist(), problem.data_targets.tolist(), strict=True)
        assert trained | dict(held_out) == dict(everything)
        # The others keep that order among themselves.
        assert list(trained) == [each for each in problem.data_inputs.tolist() if each in trained]

    def test_points_are_the_same_for_the_same_seed_only(self) -> None:
        held_out = [
            Problem(Experiment(seed=seed, held_out=0.5)).raw_held_out_inputs.tolist()
            for seed in (1, 1, 2)
        ]
        assert held_out[0] == held_out[1] != held_out[2]

    def test_loss_is_theirs(self) -> None:
        problem = Problem(Experiment(held_out=0.5))
        params = np.array([0.5, -1.0, 2.0], np.float32)
        time, speed = map(torch.from_numpy, (problem.raw_held_out_inputs, problem.held_out_targets))
        loss = mse(speed, f(time, torch.from_numpy(params)))
        assert problem.held_out_loss(params) == loss.item()

    def test_loss_of_none_is_no_number(self) -> None:
        assert np.isnan(Problem(Experiment()).held_out_loss(np.zeros(3, np.float32)))


class TestEvaluate:
    def test_leaves_the_parameters_as_they_are(self) -> None:
        params = np.array([0.5, -1.0, 2.0], np.float32)
        Problem(Experiment()).evaluate(params)
        assert params.tolist() == [0.5, -1.0, 2.0]


def test_nothing_is_computed_for_whom_nobody_waits() -> None:
    waiting = [True]
    problem = Problem(Experiment(held_out=0.5), lambda: not waiting[0])
    params = problem.start
    doubles = params.astype(np.float64)
    begun = Begun(1, Experiment().settings, params, np.zeros_like(params))
    asked = {
        "evaluate": lambda: problem.evaluate(params),
        "predictions": lambda: problem.predictions(params),
        "held_out_predictions": lambda: problem.held_out_predictions(params),
        "curve": lambda: problem.curve(doubles, doubles),
        "losses": lambda: problem.losses(doubles.tolist()),
        "hessian": lambda: [*problem.hessian_rows(doubles)],
        "capture": lambda: problem.capture(begun),
        "local": lambda: problem.local(0, doubles),
        "changed": lambda: problem.changed(seed=3).evaluate(params),
    }
    for ask in asked.values():
        ask()
    waiting[0] = False
    for ask in asked.values():
        with pytest.raises(DismissedError):
            ask()


def test_a_run_again_is_the_same_with_no_loss_to_stop_at() -> None:
    problem = Problem(Experiment(stop_at_loss=1e5, learning_rate=2e-5))
    again = problem.rerun().train(3)
    assert len(again) == 3
    assert again.settings.learning_rate == 2e-5
    other = problem.rerun(Experiment(learning_rate=1e-6, zero_grad=False).settings).train(3)
    assert (other.settings.learning_rate, other.settings.zero_grad) == (1e-6, False)
    assert same(other.params[0], again.params[0])
    assert len(other) == 3


@pytest.mark.parametrize("every", [1, 2, 3])
def test_losses_and_their_curvature_are_those_of_every_so_many_th_point(every: int) -> None:
    problem = Problem(Experiment())
    params = np.array([0.5, -1.0, 2.0])
    powers = np.vander(problem.inputs[::every].astype(np.float64), 3)
    residuals = problem.targets[::every] - powers @ params
    found = problem.losses(params.tolist(), every)
    np.testing.assert_allclose(found, np.mean(residuals**2), rtol=1e-12)
    rows = np.stack([*problem.hessian_rows(params, every)])
    np.testing.assert_allclose(rows, 2 / len(powers) * powers.T @ powers, rtol=1e-12)


def test_two_inputs_are_enough_for_a_standard_deviation() -> None:
    data = Points(inputs=(0.0, 4.0), targets=(1.0, 2.0))
    problem = Problem(Experiment(data=data, formula="a*t + b", standardise=True))
    assert (problem.mean, problem.std) == (2.0, pytest.approx(8**0.5))
