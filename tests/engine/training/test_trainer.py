"""The trainer does what the article does, to the last bit, however it is asked to walk."""

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.experiment.experiment import MAX_SEED, Experiment, Points, RollerCoaster
from engine.runs.update import Stage, Update, Updates
from engine.training.problem import Problem
from engine.training.trainer import RefusedError, Trainer
from tests.article import Article, Printed

STAGES = list(Stage)
DIVERGES = 1e-4

seeds = st.integers(0, MAX_SEED)
# Evenly on a logarithmic scale: below 3.5e-5 the article's model learns, above it diverges.
learning_rates = st.floats(-9, -2).map(lambda power: 10.0**power)


def trainer(seed: int = 0, lr: float = 1e-5, zero_grad: bool = True) -> Trainer:
    return Trainer(Experiment(seed=seed, learning_rate=lr, zero_grad=zero_grad))


def bits(numbers: object) -> bytes:
    return np.asarray(numbers, np.float32).tobytes()


def assert_equal_to_the_bit(epochs: Sequence[Update], printed: Sequence[Printed]) -> None:
    assert [epoch.number for epoch in epochs] == list(range(1, len(printed) + 1))
    for epoch, line in zip(epochs, printed, strict=True):
        assert bits(epoch.params) == bits(line.params)
        assert bits(epoch.predictions) == bits(line.preds)
        assert bits(epoch.loss) == bits(line.loss)
        assert bits(epoch.gradient) == bits(line.grad)
        assert bits(epoch.updated_params) == bits(line.updated_params)
        assert epoch.finite == line.finite


class TestABareParameter:
    """Its value is the prediction of every point, and the update changes it in place."""

    @pytest.mark.parametrize("formula", ["k", "+k", "+(+k)"])
    @pytest.mark.parametrize("zero_grad", [True, False])
    def test_predictions_are_those_from_before_the_update(
        self, formula: str, zero_grad: bool
    ) -> None:
        experiment = Experiment(
            formula=formula, start={"k": 3.0}, learning_rate=0.1, zero_grad=zero_grad
        )
        targets = Problem(experiment).targets
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

        at_once, stepping, staged = (Trainer(experiment) for _ in range(3))
        assert_equal_to_the_bit(list(at_once.train(5)), printed)
        assert_equal_to_the_bit([stepping.step() for _ in range(5)], printed)
        epochs = []
        for _ in range(5):
            staged.advance()
            epochs.append(staged.step())
        assert_equal_to_the_bit(epochs, printed)

    def test_what_was_predicted_for_parameters_stays_when_they_change(self) -> None:
        params = np.array([3.0], np.float32)
        predictions = Problem(Experiment(formula="k")).predict(params)
        params[0] = 4.0
        assert set(predictions.tolist()) == {3.0}


class TestTheArticle:
    def test_its_200_epochs(self) -> None:
        epochs = list(trainer().train(200))
        assert_equal_to_the_bit(epochs, Article().epochs(200))
        assert epochs[-1].loss == pytest.approx(618.53, abs=0.005)

    @given(seeds, learning_rates, st.booleans())
    @example(0, 1e-2, True)
    @example(MAX_SEED, 1e-9, False)
    def test_by_steps(self, seed: int, lr: float, zero_grad: bool) -> None:
        printed = Article(seed, lr, zero_grad).epochs(30)
        walker = trainer(seed, lr, zero_grad)
        assert_equal_to_the_bit([walker.step() for _ in printed], printed)

    @settings(max_examples=40)
    @given(seeds, learning_rates, st.booleans(), st.data())
    def test_in_slices_of_any_length(
        self, seed: int, lr: float, zero_grad: bool, data: DataObject
    ) -> None:
        printed = Article(seed, lr, zero_grad).epochs(130)
        walker = trainer(seed, lr, zero_grad)
        epochs: list[Update] = []
        while len(epochs) < len(printed):
            batch = walker.train(data.draw(st.integers(1, 130 - len(epochs))))
            assert batch.first == len(epochs) + 1
            epochs += batch
            assert walker.number == len(epochs)
        assert_equal_to_the_bit(epochs, printed)

    @given(seeds, learning_rates, st.booleans(), st.data())
    def test_in_any_mixture_of_stages_slices_and_interruptions(
        self, seed: int, lr: float, zero_grad: bool, data: DataObject
    ) -> None:
        printed = Article(seed, lr, zero_grad).epochs(40)
        walker = trainer(seed, lr, zero_grad)
        epochs: list[Update] = []
        while len(epochs) < len(printed):
            for _ in range(data.draw(st.integers(0, 4), "stages")):
                walker.advance()
            if data.draw(st.booleans(), "abandon"):
                walker.abandon()
            elif data.draw(st.booleans(), "slice"):
                epochs += walker.train(len(printed) - len(epochs))
            else:
                epochs.append(walker.step())
        assert_equal_to_the_bit(epochs, printed)

    @pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
    def test_a_slice_is_as_long_as_asked_for(self, count: int) -> None:
        assert len(trainer().train(count)) == count

    def test_a_slice_of_no_time_is_one_epoch(self) -> None:
        walker = trainer()
        epochs = [epoch for _ in range(3) for epoch in walker.train(1000, seconds=0)]
        assert_equal_to_the_bit(epochs, Article().epochs(3))

    def test_many_points_are_trained_in_slices_too(self) -> None:
        experiment = Experiment(data=RollerCoaster(points=1_000_000), learning_rate=1e-6)
        batch, walker = Trainer(experiment).train(5), Trainer(experiment)
        for epoch in batch:
            step = walker.step()
            assert bits(epoch.loss) == bits(step.loss)
            assert bits(epoch.predictions) == bits(step.predictions)
            assert bits(epoch.updated_params) == bits(step.updated_params)
        assert walker.number == batch.last == 5

    def test_a_formula_without_the_input_predicts_for_every_point(self) -> None:
        walker = Trainer(Experiment(formula="a", learning_rate=0.1))
        assert walker.train(3).predictions.shape == (3, 20)
        assert walker.step().predictions.shape == (20,)


class TestStages:
    def test_are_five_in_the_articles_order(self) -> None:
        assert list(trainer().stages()) == STAGES
        assert [stage.name for stage in STAGES] == [
            "PREDICT", "LOSS", "BACKWARD", "GRADIENT", "UPDATE",
        ]  # fmt: skip

    def test_each_makes_what_the_article_makes_in_it(self) -> None:
        walker, printed = trainer(), next(Article())
        assert walker.stage is None
        assert walker.advance() is walker.stage is Stage.PREDICT
        assert bits(walker.preds.detach()) == bits(printed.preds)
        assert walker.advance() is walker.stage is Stage.LOSS
        assert walker.loss.item() == printed.loss
        assert walker.params.grad is None
        assert walker.advance() is walker.stage is Stage.BACKWARD
        assert walker.params.grad is not None
        assert walker.advance() is walker.stage is Stage.GRADIENT
        assert bits(walker.gradient) == bits(printed.grad)
        assert bits(walker.params.detach()) == bits(printed.params)
        assert walker.number == 0
        assert walker.advance() is walker.stage is Stage.UPDATE
        assert bits(walker.params.detach()) == bits(printed.updated_params)
        assert walker.params.grad is None
        assert walker.number == 1

    def test_begin_anew_after_the_last(self) -> None:
        walker = trainer()
        assert [walker.advance() for _ in range(11)] == [*STAGES, *STAGES, Stage.PREDICT]
        assert walker.number == 2

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_a_slice_finishes_the_epoch_under_way_first(self, stages: int) -> None:
        walker = trainer()
        for _ in range(stages):
            walker.advance()
        assert_equal_to_the_bit([*walker.train(5), *walker.train(5)], Article().epochs(6))


class TestAbandon:
    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("stages", range(1, 5))
    def test_leaves_nothing_of_the_epoch(self, stages: int, zero_grad: bool) -> None:
        walker = trainer(zero_grad=zero_grad)
        epochs = list(walker.train(3))
        for _ in range(stages):
            walker.advance()
        walker.abandon()
        assert (walker.number, walker.stage) == (3, None)
        assert bits(walker.params.detach()) == bits(epochs[-1].updated_params)
        epochs += walker.train(3)
        assert_equal_to_the_bit(epochs, Article(zero_grad=zero_grad).epochs(6))

    def test_between_two_epochs_does_nothing(self) -> None:
        walker = trainer(zero_grad=False)
        epochs = [walker.step()]
        walker.abandon()
        epochs.append(walker.step())
        assert_equal_to_the_bit(epochs, Article(zero_grad=False).epochs(2))


class TestReset:
    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("lr", [1e-5, DIVERGES])
    @pytest.mark.parametrize("stages", range(5))
    def test_goes_back_to_the_very_same_start(
        self, stages: int, lr: float, zero_grad: bool
    ) -> None:
        walker = trainer(0, lr, zero_grad)
        walker.train(100)
        for _ in range(stages):
            walker.advance()
        walker.reset()
        assert (walker.number, walker.stage) == (0, None)
        article = Article(0, lr, zero_grad)
        assert bits(walker.params.detach()) == bits(article.orig_params)
        assert_equal_to_the_bit(list(walker.train(10)), article.epochs(10))

    def test_keeps_the_starting_parameters_apart(self) -> None:
        walker = trainer()
        walker.train(10)
        assert bits(walker.orig_params) == bits(Article().orig_params)


class TestSettings:
    @given(seeds, st.lists(st.tuples(learning_rates, st.booleans(), st.integers(1, 4))))
    def test_changed_between_epochs_act_from_the_next(
        self, seed: int, changes: list[tuple[float, bool, int]]
    ) -> None:
        walker, article = trainer(seed), Article(seed)
        epochs: list[Update] = []
        printed: list[Printed] = []
        for lr, zero_grad, count in changes:
            walker.learning_rate = article.lr = lr
            walker.zero_grad = article.zero_grad = zero_grad
            lines = article.epochs(count)
            batch = walker.train(count)
            assert {(epoch.learning_rate, epoch.zero_grad) for epoch in batch} == {(lr, zero_grad)}
            epochs += batch
            printed += lines
            if not batch.finite:
                break
        assert_equal_to_the_bit(epochs, printed)

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_changed_within_an_epoch_leave_it_as_it_began(self, stages: int) -> None:
        walker, article = trainer(lr=1e-5, zero_grad=False), Article(lr=1e-5, zero_grad=False)
        for _ in range(stages):
            walker.advance()
        walker.learning_rate, walker.zero_grad = 1e-6, True
        epochs, printed = [walker.step()], article.epochs(1)
        article.lr, article.zero_grad = 1e-6, True
        epochs += [walker.step(), walker.step()]
        printed += article.epochs(2)
        assert_equal_to_the_bit(epochs, printed)
        assert [epoch.learning_rate for epoch in epochs] == [1e-5, 1e-6, 1e-6]
        assert [epoch.zero_grad for epoch in epochs] == [False, True, True]

    def test_gradients_add_up_where_they_are_not_zeroed(self) -> None:
        walker = trainer(zero_grad=False)
        epochs = list(walker.train(5))
        for before, epoch in itertools.pairwise(epochs):
            own = walker.problem.own_gradient(epoch.params)
            assert bits(epoch.gradient) == bits(before.gradient + own)


def torchs_own_message() -> str:
    with pytest.raises(RuntimeError) as refused:
        torch.randn(3).sum().backward()
    return str(refused.value)


class TestRefusal:
    def test_comes_at_backward_in_pytorchs_own_words(self) -> None:
        walker = Trainer(Experiment(requires_grad=False))
        assert [walker.advance(), walker.advance()] == [Stage.PREDICT, Stage.LOSS]
        with pytest.raises(RefusedError) as refused:
            walker.advance()
        assert str(refused.value) == torchs_own_message()
        assert (refused.value.stage, refused.value.epoch) == (Stage.BACKWARD, 1)

    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("ask", [Trainer.step, lambda walker: walker.train(100)])
    def test_leaves_the_run_where_it_was_and_able_to_go_on(
        self, ask: Callable[[Trainer], object], zero_grad: bool
    ) -> None:
        walker = trainer(zero_grad=zero_grad)
        epochs = list(walker.train(3))
        walker.requires_grad = False
        for _ in range(2):
            with pytest.raises(RefusedError, match="does not require grad") as refused:
                ask(walker)
            assert (refused.value.stage, refused.value.epoch) == (Stage.BACKWARD, 4)
            assert walker.number == 3
        walker.requires_grad = True
        epochs += walker.train(3)
        assert_equal_to_the_bit(epochs, Article(zero_grad=zero_grad).epochs(6))

    def test_by_stages_begins_the_epoch_anew(self) -> None:
        walker = Trainer(Experiment(requires_grad=False))
        for _ in range(2):
            assert [walker.advance(), walker.advance()] == [Stage.PREDICT, Stage.LOSS]
            with pytest.raises(RefusedError):
                walker.advance()
            assert (walker.number, walker.stage) == (0, None)
        walker.requires_grad = True
        assert_equal_to_the_bit([walker.step()], Article().epochs(1))

    @pytest.mark.parametrize("stages", range(1, 5))
    def test_switched_off_within_an_epoch_it_comes_in_the_next(self, stages: int) -> None:
        walker = trainer()
        for _ in range(stages):
            walker.advance()
        walker.requires_grad = False
        assert_equal_to_the_bit([walker.step()], Article().epochs(1))
        with pytest.raises(RefusedError) as refused:
            walker.step()
        assert refused.value.epoch == 2


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
        batch = trainer(0, DIVERGES, zero_grad).train(10_000)
        assert not batch.finite
        assert [epoch.finite for epoch in batch] == [True] * (len(batch) - 1) + [False]
        assert_equal_to_the_bit(list(batch), Article(0, DIVERGES, zero_grad).epochs(10_000))

    def test_with_the_articles_seed_comes_at_epoch_26(self) -> None:
        walker = trainer(0, DIVERGES)
        assert walker.train(10_000).last == walker.number == 26

    @pytest.mark.parametrize("made", FIRST_NOT_FINITE)
    def test_is_seen_in_whatever_the_epoch_makes(self, made: str) -> None:
        batch = Trainer(FIRST_NOT_FINITE[made]).train(10)
        order = ["predictions", "loss", "gradient", "updated_params"]
        finite = [bool(np.isfinite(getattr(batch[0], name)).all()) for name in order]
        assert finite[: order.index(made) + 1] == [True] * order.index(made) + [False]
        assert len(batch) == 1
        assert not batch.finite

    @pytest.mark.parametrize("zero_grad", [True, False])
    @pytest.mark.parametrize("ask", [Trainer.step, lambda walker: walker.train(100)[0]])
    def test_does_not_keep_a_person_from_going_on(
        self, ask: Callable[[Trainer], Update], zero_grad: bool
    ) -> None:
        walker, article = trainer(0, DIVERGES, zero_grad), Article(0, DIVERGES, zero_grad)
        walker.train(10_000)
        article.epochs(10_000)
        epoch, line = ask(walker), next(article)
        # Not to the bit: one not-a-number need not have the bits of another.
        np.testing.assert_array_equal(epoch.params, line.params)
        np.testing.assert_array_equal(epoch.gradient, line.grad)
        np.testing.assert_array_equal(epoch.updated_params, line.updated_params)


COLUMNS = ("params", "predictions", "loss", "gradient", "held_out_loss")


def columns(batch: Updates) -> list[bytes]:
    return [bits(getattr(batch, name)) for name in COLUMNS]


class TestBatches:
    def test_do_not_change_when_training_goes_on(self) -> None:
        walker = trainer(zero_grad=False)
        walker.advance()
        batches = [walker.train(5), walker.train(5)]
        before = [columns(batch) for batch in batches]
        walker.train(100)
        walker.reset()
        assert [columns(batch) for batch in batches] == before

    def test_hold_float32_columns(self) -> None:
        batch = trainer().train(7)
        assert batch.params.shape == (8, 3)
        assert batch.predictions.shape == (7, 20)
        assert batch.gradient.shape == (7, 3)
        assert batch.loss.shape == batch.held_out_loss.shape == (7,)
        assert {getattr(batch, name).dtype for name in COLUMNS} == {np.dtype(np.float32)}

    def test_have_no_held_out_loss_where_nothing_is_held_out(self) -> None:
        assert np.isnan(trainer().train(3).held_out_loss).all()

    def test_have_the_loss_of_the_points_held_out(self) -> None:
        experiment = Experiment(held_out=0.25)
        problem = Problem(experiment)
        walker = Trainer(experiment, problem)
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
        alone = Trainer(Experiment(data=trained, start=start)).train(20)
        both = Trainer(experiment, problem).train(20)
        assert bits(both.params) == bits(alone.params)
