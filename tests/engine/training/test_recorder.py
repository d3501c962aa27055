"""Training is recorded as the article has it, to the last bit, however it is walked through."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.experiment import MAX_SEED, Experiment, Points, RollerCoaster
from engine.experiment.settings import Settings
from engine.runs import Stage, Update, Updates, Vector
from engine.training import Problem, Recorder, RefusedError
from tests.article import Article, Printed

STAGES = list(Stage)
DIVERGES = 1e-4

seeds = st.integers(0, MAX_SEED)
# Evenly on a logarithmic scale: below 3.5e-5 the article's model learns, above it diverges.
learning_rates = st.floats(-9, -2).map(lambda power: 10.0**power)


def recorder(seed: int = 0, lr: float = 1e-5, zero_grad: bool = True) -> Recorder:
    return Recorder(Experiment(seed=seed, learning_rate=lr, zero_grad=zero_grad))


class Recorded(NamedTuple):
    """One update, and the predictions that ride along."""

    update: Update
    predictions: Vector


def recorded(updates: Updates) -> list[Recorded]:
    return [Recorded(*each) for each in zip(updates, updates.predictions, strict=True)]


def step(walker: Recorder) -> Recorded:
    """The update under way, or the next."""
    (only,) = recorded(walker.train(1))
    return only


def change(walker: Recorder, **settings: object) -> None:
    walker.settings = replace(walker.settings, **settings)


def bits(numbers: object) -> bytes:
    return np.asarray(numbers, np.float32).tobytes()


def assert_equal_to_the_bit(several: Sequence[Recorded], printed: Sequence[Printed]) -> None:
    assert [each.update.number for each in several] == list(range(1, len(printed) + 1))
    for (update, predictions), line in zip(several, printed, strict=True):
        assert bits(update.params) == bits(line.params)
        assert bits(predictions) == bits(line.preds)
        assert bits(update.loss) == bits(line.loss)
        assert bits(update.gradient) == bits(line.grad)
        assert bits(update.updated_params) == bits(line.updated_params)
        assert (update.finite and bool(np.isfinite(predictions).all())) == line.finite


class TestStopAtLoss:
    @pytest.mark.parametrize("zero_grad", [True, False])
    def test_the_first_update_that_is_not_above_it_is_the_last(self, zero_grad: bool) -> None:
        printed = Article(zero_grad=zero_grad).epochs(200)
        losses = [float(epoch.loss) for epoch in printed]
        stop = sorted(losses[:60])[3]
        first = next(k for k, loss in enumerate(losses) if loss <= stop) + 1
        walker = recorder(zero_grad=zero_grad)
        walker.stop_at_loss = stop
        assert_equal_to_the_bit(recorded(walker.train(200)), printed[:first])
        # What was trained past it to find it has left nothing behind.
        walker.stop_at_loss = None
        rest = walker.train(50)
        assert rest.first == first + 1
        assert bits(rest.params[:-1]) == bits([epoch.params for epoch in printed[first:][:50]])
        assert bits(rest.gradient) == bits([epoch.grad for epoch in printed[first:][:50]])

    def test_a_loss_that_rounds_up_to_it_is_above_it(self) -> None:
        (once,) = recorded(recorder().train(1))
        walker = recorder()
        walker.stop_at_loss = once.update.loss * (1 - 1e-12)
        assert len(walker.train(2)) == 2


class TestTheArticle:
    def test_its_200_epochs(self) -> None:
        epochs = recorded(recorder().train(200))
        assert_equal_to_the_bit(epochs, Article().epochs(200))
        assert epochs[-1].update.loss == pytest.approx(618.53, abs=0.005)

    @given(seeds, learning_rates, st.booleans())
    @example(0, 1e-2, True)
    @example(MAX_SEED, 1e-9, False)
    def test_by_steps(self, seed: int, lr: float, zero_grad: bool) -> None:
        printed = Article(seed, lr, zero_grad).epochs(30)
        walker = recorder(seed, lr, zero_grad)
        assert_equal_to_the_bit([step(walker) for _ in printed], printed)

    @settings(max_examples=40)
    @given(seeds, learning_rates, st.booleans(), st.data())
    def test_in_slices_of_any_length(
        self, seed: int, lr: float, zero_grad: bool, data: DataObject
    ) -> None:
        printed = Article(seed, lr, zero_grad).epochs(130)
        walker = recorder(seed, lr, zero_grad)
        epochs: list[Recorded] = []
        while len(epochs) < len(printed):
            batch = walker.train(data.draw(st.integers(1, 130 - len(epochs))))
            assert batch.first == len(epochs) + 1
            epochs += recorded(batch)
            assert walker.number == len(epochs)
        assert_equal_to_the_bit(epochs, printed)

    @given(seeds, learning_rates, st.booleans(), st.data())
    def test_in_any_mixture_of_stages_slices_and_interruptions(
        self, seed: int, lr: float, zero_grad: bool, data: DataObject
    ) -> None:
        printed = Article(seed, lr, zero_grad).epochs(40)
        walker = recorder(seed, lr, zero_grad)
        epochs: list[Recorded] = []
        while len(epochs) < len(printed):
            for _ in range(data.draw(st.integers(0, 4), "stages")):
                walker.advance()
            if data.draw(st.booleans(), "abandon"):
                walker.abandon()
            elif data.draw(st.booleans(), "slice"):
                epochs += recorded(walker.train(len(printed) - len(epochs)))
            else:
                epochs.append(step(walker))
        assert_equal_to_the_bit(epochs, printed)

    @pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
    def test_a_slice_is_as_long_as_asked_for(self, count: int) -> None:
        assert len(recorder().train(count)) == count

    def test_a_slice_of_no_time_is_one_epoch(self) -> None:
        walker = recorder()
        epochs = [each for _ in range(3) for each in recorded(walker.train(1000, seconds=0))]
        assert_equal_to_the_bit(epochs, Article().epochs(3))

    def test_many_points_are_trained_in_slices_too(self) -> None:
        experiment = Experiment(data=RollerCoaster(points=1_000_000), learning_rate=1e-6)
        batch, walker = Recorder(experiment).train(5), Recorder(experiment)
        for update, predictions in recorded(batch):
            alone = step(walker)
            assert bits(update.loss) == bits(alone.update.loss)
            assert bits(predictions) == bits(alone.predictions)
            assert bits(update.updated_params) == bits(alone.update.updated_params)
        assert walker.number == batch.last == 5

    def test_a_formula_without_the_input_predicts_for_every_point(self) -> None:
        walker = Recorder(Experiment(formula="a", learning_rate=0.1))
        assert walker.train(3).predictions.shape == (3, 20)
        assert step(walker).predictions.shape == (20,)


class TestABareParameter:
    """Its value is the prediction of every point, and the update changes it in place."""

    @pytest.mark.parametrize("formula", ["k", "+k", "+(+k)", "k*1"])
    @pytest.mark.parametrize("zero_grad", [True, False])
    def test_predictions_are_those_from_before_the_update(
        self, formula: str, zero_grad: bool
    ) -> None:
        experiment = Experiment(
            formula=formula, start={"k": 3.0}, learning_rate=0.1, zero_grad=zero_grad
        )
        targets = torch.from_numpy(Problem(experiment).targets)
        params = torch.tensor([3.0], requires_grad=True)
        printed = []
        for _ in range(5):
            before = params.detach().numpy().copy()
            (k,) = params
            preds = k.expand(len(targets))
            loss = ((preds - targets) ** 2).mean()
            shown = preds.detach().numpy().copy()
            loss.backward()  # type: ignore[no-untyped-call]
            assert params.grad is not None
            grad = params.grad.numpy().copy()
            params.data -= params.grad.data * 0.1
            if zero_grad:
                params.grad = None
            after = params.detach().numpy().copy()
            printed.append(Printed(before, shown, loss.item(), grad, after))
        assert printed[0].preds.tolist() == [3.0] * len(targets)

        at_once, stepping, staged = (Recorder(experiment) for _ in range(3))
        assert_equal_to_the_bit(recorded(at_once.train(5)), printed)
        assert_equal_to_the_bit([step(stepping) for _ in range(5)], printed)
        epochs = []
        for _ in range(5):
            staged.advance()
            epochs.append(step(staged))
        assert_equal_to_the_bit(epochs, printed)

    def test_what_was_predicted_for_parameters_stays_when_they_change(self) -> None:
        params = np.array([3.0], np.float32)
        predictions = Problem(Experiment(formula="k")).predictions(params)
        params[0] = 4.0
        assert set(predictions.tolist()) == {3.0}


class TestStages:
    def test_are_walked_through_one_by_one(self) -> None:
        walker = recorder()
        assert walker.stage is None
        for stage in STAGES:
            assert walker.number == 0
            assert walker.advance() is walker.stage is stage
        assert walker.number == 1

    def test_know_what_the_update_under_way_began_with(self) -> None:
        walker = recorder(zero_grad=False)
        (before,) = walker.train(1)
        for stage in (None, *STAGES[:4]):
            begun = walker.begun
            assert (begun.number, begun.settings) == (2, walker.settings), stage
            assert bits(begun.params) == bits(before.updated_params)
            assert bits(begun.leftover) == bits(before.gradient)
            walker.advance()

    def test_begin_anew_after_the_last(self) -> None:
        walker = recorder()
        assert [walker.advance() for _ in range(11)] == [*STAGES, *STAGES, Stage.PREDICT]
        assert walker.number == 2

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_a_slice_finishes_the_epoch_under_way_first(self, stages: int) -> None:
        walker = recorder()
        for _ in range(stages):
            walker.advance()
        assert_equal_to_the_bit(
            [*recorded(walker.train(5)), *recorded(walker.train(5))], Article().epochs(6)
        )


class TestAbandon:
    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("stages", range(1, 5))
    def test_leaves_nothing_of_the_epoch(self, stages: int, zero_grad: bool) -> None:
        walker = recorder(zero_grad=zero_grad)
        epochs = recorded(walker.train(3))
        for _ in range(stages):
            walker.advance()
        walker.abandon()
        assert (walker.number, walker.stage) == (3, None)
        assert bits(walker.trainer.params.detach()) == bits(epochs[-1].update.updated_params)
        epochs += recorded(walker.train(3))
        assert_equal_to_the_bit(epochs, Article(zero_grad=zero_grad).epochs(6))

    def test_between_two_epochs_does_nothing(self) -> None:
        walker = recorder(zero_grad=False)
        epochs = [step(walker)]
        walker.abandon()
        epochs.append(step(walker))
        assert_equal_to_the_bit(epochs, Article(zero_grad=False).epochs(2))


class TestSettings:
    @given(seeds, st.lists(st.tuples(learning_rates, st.booleans(), st.integers(1, 4))))
    def test_changed_between_epochs_act_from_the_next(
        self, seed: int, changes: list[tuple[float, bool, int]]
    ) -> None:
        walker, article = recorder(seed), Article(seed)
        epochs: list[Recorded] = []
        printed: list[Printed] = []
        for lr, zero_grad, count in changes:
            article.lr, article.zero_grad = lr, zero_grad
            change(walker, learning_rate=lr, zero_grad=zero_grad)
            lines = article.epochs(count)
            batch = walker.train(count)
            assert {each.settings for each in batch} == {Settings(lr, zero_grad, True)}
            epochs += recorded(batch)
            printed += lines
            if not batch.finite:
                break
        assert_equal_to_the_bit(epochs, printed)

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_changed_within_an_epoch_leave_it_as_it_began(self, stages: int) -> None:
        walker, article = recorder(lr=1e-5, zero_grad=False), Article(lr=1e-5, zero_grad=False)
        for _ in range(stages):
            walker.advance()
        change(walker, learning_rate=1e-6, zero_grad=True)
        epochs, printed = [step(walker)], article.epochs(1)
        article.lr, article.zero_grad = 1e-6, True
        epochs += [step(walker), step(walker)]
        printed += article.epochs(2)
        assert_equal_to_the_bit(epochs, printed)
        assert [each.update.settings.learning_rate for each in epochs] == [1e-5, 1e-6, 1e-6]
        assert [each.update.settings.zero_grad for each in epochs] == [False, True, True]

    def test_gradients_add_up_where_they_are_not_zeroed(self) -> None:
        walker = recorder(zero_grad=False)
        for before, update in itertools.pairwise(walker.train(5)):
            _, _, own = walker.problem.evaluate(update.params)
            assert bits(update.gradient) == bits(before.gradient + own)
            assert bits(update.leftover) == bits(before.gradient)


def torchs_own_message() -> str:
    with pytest.raises(RuntimeError) as refused:
        torch.randn(3).sum().backward()
    return str(refused.value)


class TestRefusal:
    def test_comes_at_backward_in_pytorchs_own_words(self) -> None:
        walker = Recorder(Experiment(requires_grad=False))
        assert [walker.advance(), walker.advance()] == [Stage.PREDICT, Stage.LOSS]
        with pytest.raises(RefusedError) as refused:
            walker.advance()
        assert str(refused.value) == torchs_own_message()
        assert (refused.value.stage, refused.value.begun.number) == (Stage.BACKWARD, 1)

    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("ask", [step, lambda walker: walker.train(100)])
    def test_leaves_the_run_where_it_was_and_able_to_go_on(
        self, ask: Callable[[Recorder], object], zero_grad: bool
    ) -> None:
        walker = recorder(zero_grad=zero_grad)
        epochs = recorded(walker.train(3))
        change(walker, requires_grad=False)
        for _ in range(2):
            with pytest.raises(RefusedError, match="does not require grad") as refused:
                ask(walker)
            assert (refused.value.stage, refused.value.begun.number) == (Stage.BACKWARD, 4)
            assert walker.number == 3
        change(walker, requires_grad=True)
        epochs += recorded(walker.train(3))
        assert_equal_to_the_bit(epochs, Article(zero_grad=zero_grad).epochs(6))

    def test_by_stages_begins_the_epoch_anew(self) -> None:
        walker = Recorder(Experiment(requires_grad=False))
        for _ in range(2):
            assert [walker.advance(), walker.advance()] == [Stage.PREDICT, Stage.LOSS]
            with pytest.raises(RefusedError):
                walker.advance()
            assert (walker.number, walker.stage) == (0, None)
        change(walker, requires_grad=True)
        assert_equal_to_the_bit([step(walker)], Article().epochs(1))

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_switched_off_within_an_epoch_it_comes_in_the_next(self, stages: int) -> None:
        walker = recorder()
        for _ in range(stages):
            walker.advance()
        change(walker, requires_grad=False)
        assert_equal_to_the_bit([step(walker)], Article().epochs(1))
        with pytest.raises(RefusedError) as refused:
            step(walker)
        assert refused.value.begun.number == 2


def one_parameter(formula: str, **fields: object) -> Experiment:
    return Experiment.model_validate({"formula": formula, "start": {"a": 0.0}, **fields})


FIRST_NOT_FINITE = {
    "predictions": one_parameter("a*log(t)", data=Points(inputs=(-1.0, 1.0), targets=(0.0, 0.0))),
    "loss": one_parameter("a*t", data=Points(inputs=(1.0, 2.0), targets=(1e20, 1e20))),
    "gradient": one_parameter("a*t", data=Points(inputs=(1e25, 1e25), targets=(1e18, 1e18))),
    "updated_params": one_parameter(
        "a*t", data=Points(inputs=(1e15, 1e15), targets=(1e18, 1e18)), learning_rate=1e6
    ),
}


class TestDivergence:
    @pytest.mark.parametrize("zero_grad", [True, False])
    def test_stops_training_with_the_first_epoch_that_is_not_finite(self, zero_grad: bool) -> None:
        batch = recorder(0, DIVERGES, zero_grad).train(10_000)
        assert not batch.finite
        assert [each.finite for each in batch] == [True] * (len(batch) - 1) + [False]
        assert_equal_to_the_bit(recorded(batch), Article(0, DIVERGES, zero_grad).epochs(10_000))

    def test_with_the_articles_seed_comes_at_epoch_26(self) -> None:
        walker = recorder(0, DIVERGES)
        assert walker.train(10_000).last == walker.number == 26

    @pytest.mark.parametrize("made", FIRST_NOT_FINITE)
    def test_is_seen_in_whatever_the_epoch_makes(self, made: str) -> None:
        batch = Recorder(FIRST_NOT_FINITE[made]).train(10)
        order = ["predictions", "loss", "gradient", "updated_params"]
        (only,) = recorded(batch)
        made_by = {name: getattr(only.update, name, only.predictions) for name in order}
        finite = [bool(np.isfinite(made_by[name]).all()) for name in order]
        assert finite[: order.index(made) + 1] == [True] * order.index(made) + [False]
        assert len(batch) == 1
        assert not batch.finite

    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("ask", [step, lambda walker: recorded(walker.train(100))[0]])
    def test_does_not_keep_a_person_from_going_on(
        self, ask: Callable[[Recorder], Recorded], zero_grad: bool
    ) -> None:
        walker, article = recorder(0, DIVERGES, zero_grad), Article(0, DIVERGES, zero_grad)
        walker.train(10_000)
        article.epochs(10_000)
        (epoch, _), line = ask(walker), next(article)
        # Not to the bit: one not-a-number need not have the bits of another.
        np.testing.assert_array_equal(epoch.params, line.params)
        np.testing.assert_array_equal(epoch.gradient, line.grad)
        np.testing.assert_array_equal(epoch.updated_params, line.updated_params)


COLUMNS = ("params", "predictions", "loss", "gradient", "held_out_loss")


def columns(batch: Updates) -> list[bytes]:
    return [bits(getattr(batch, name)) for name in COLUMNS]


class TestBatches:
    def test_do_not_change_when_training_goes_on(self) -> None:
        walker = recorder(zero_grad=False)
        walker.advance()
        batches = [walker.train(5), walker.train(5)]
        before = [columns(batch) for batch in batches]
        walker.train(100)
        assert [columns(batch) for batch in batches] == before

    def test_hold_float32_columns(self) -> None:
        batch = recorder().train(7)
        assert batch.params.shape == (8, 3)
        assert batch.predictions.shape == (7, 20)
        assert batch.gradient.shape == (7, 3)
        assert batch.loss.shape == batch.held_out_loss.shape == (7,)
        assert {getattr(batch, name).dtype for name in COLUMNS} == {np.dtype(np.float32)}

    def test_have_no_held_out_loss_where_nothing_is_held_out(self) -> None:
        assert np.isnan(recorder().train(3).held_out_loss).all()

    def test_have_the_loss_of_the_points_held_out(self) -> None:
        experiment = Experiment(held_out=0.25)
        problem = Problem(experiment)
        walker = Recorder(experiment, problem)
        walker.advance()
        for batch in (walker.train(1), walker.train(4)):
            assert bits(batch.held_out_loss) == bits(
                [problem.held_out_loss(epoch.params) for epoch in batch]
            )

    def test_train_on_nothing_that_is_held_out(self) -> None:
        experiment = Experiment(held_out=0.25)
        problem = Problem(experiment)
        trained = Points(
            inputs=tuple(problem.raw_inputs.tolist()), targets=tuple(problem.targets.tolist())
        )
        start = dict(zip(problem.names, problem.start.tolist(), strict=True))
        alone = Recorder(Experiment(data=trained, start=start)).train(20)
        both = Recorder(experiment, problem).train(20)
        assert bits(both.params) == bits(alone.params)


@pytest.mark.parametrize("count", [0, -3])
def test_fewer_updates_than_one_cannot_be_trained(count: int) -> None:
    with pytest.raises(ValueError, match=f"^at least one update must be trained, not {count}$"):
        recorder().train(count)
