"""The history gives back every epoch as it was, in little memory."""

import dataclasses
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.experiment import Experiment
from engine.runs.history import History
from engine.runs.update import Stage, Update, Updates, Vector
from engine.training.problem import Problem
from engine.training.trainer import Trainer

MILLION = 1_000_000
BYTES_AN_EPOCH = 64


def never(params: Vector) -> Vector:
    raise AssertionError(f"predictions of {params} were not asked for")


def batch(first: int, length: int, learning_rate: float = 1e-5) -> Updates:
    """Three parameters; every number says which epoch it belongs to."""
    numbers = np.arange(first, first + length + 1, dtype=np.float32)
    return Updates(
        first=first,
        params=np.stack([numbers, -numbers, 2 * numbers], axis=1),
        predictions=np.zeros((length, 20), np.float32),
        loss=10 * numbers[:-1],
        gradient=np.stack([numbers[:-1], -numbers[:-1], 0 * numbers[:-1]], axis=1),
        held_out_loss=20 * numbers[:-1],
        learning_rate=learning_rate,
        zero_grad=True,
    )


def assert_same(kept: Update, trained: Update) -> None:
    for field in dataclasses.fields(Update):
        ours, theirs = getattr(kept, field.name), getattr(trained, field.name)
        assert np.asarray(ours).dtype == np.asarray(theirs).dtype
        assert np.asarray(ours).tobytes() == np.asarray(theirs).tobytes(), field.name


class TestEpochs:
    @pytest.mark.parametrize("lr", [1e-5, 1e-4])
    @pytest.mark.parametrize("fields", [{}, {"standardise": True}, {"formula": "a*sin(b*t) + c"}])
    def test_are_given_back_to_the_bit_with_their_predictions(
        self, fields: dict[str, object], lr: float
    ) -> None:
        problem = Problem(experiment := Experiment(learning_rate=lr).changed(**fields))
        trainer, history = Trainer(experiment, problem), History(3, problem.predict)
        trained: list[Update] = []
        for count in (1, 100, 7):
            history.append(batch := trainer.train(count))
            trained += batch
            if not batch.finite:
                break
        assert len(history) == len(trained)
        for number, epoch in enumerate(trained, 1):
            assert_same(history[number - 1], epoch)
        for kept, epoch in zip(history, trained, strict=True):
            assert_same(kept, epoch)
        assert_same(history[-1], trained[-1])

    def test_that_are_not_there_raise(self) -> None:
        history = History(3, never)
        history.append(batch(1, 5))
        for index in (5, -6):
            with pytest.raises(IndexError):
                history[index]

    def test_are_copies_that_leave_the_history_as_it_is(self) -> None:
        history = History(3, np.copy)
        history.append(batch(1, 5))
        before = [column.copy() for column in (history.params, history.gradient)]
        for epoch in history:
            for array in (epoch.params, epoch.predictions, epoch.gradient, epoch.updated_params):
                array[:] = 7
        np.testing.assert_array_equal([history.params, history.gradient], before)


class TestColumns:
    def test_begin_empty(self) -> None:
        history = History(3, never)
        assert len(history) == 0
        assert list(history) == []
        assert history.params.shape == history.gradient.shape == history.signs.shape == (0, 3)
        assert history.updated_params.shape == (0, 3)
        assert history.loss.shape == history.held_out_loss.shape == (0,)
        assert history.learning_rate.shape == history.zero_grad.shape == (0,)

    @given(st.lists(st.integers(1, 400), max_size=12))
    def test_hold_the_same_however_they_grew(self, lengths: list[int]) -> None:
        history = History(3, never)
        for length in lengths:
            history.append(batch(len(history) + 1, length, learning_rate=1 / length))
        numbers = np.arange(1, sum(lengths) + 1, dtype=np.float32)
        params = np.stack([numbers, -numbers, 2 * numbers], axis=1)
        np.testing.assert_array_equal(history.params, params)
        np.testing.assert_array_equal(history.updated_params, params + np.float32([1, -1, 2]))
        np.testing.assert_array_equal(history.gradient, params * np.float32([1, 1, 0]))
        np.testing.assert_array_equal(history.signs, np.tile([1, -1, 0], (len(numbers), 1)))
        np.testing.assert_array_equal(history.loss, 10 * numbers)
        np.testing.assert_array_equal(history.held_out_loss, 20 * numbers)
        np.testing.assert_array_equal(
            history.learning_rate, np.repeat([1 / length for length in lengths], lengths)
        )
        assert history.zero_grad.all()
        assert len(history) == len(numbers)

    def test_keep_the_learning_rate_in_full(self) -> None:
        history = History(3, never)
        history.append(batch(1, 1, learning_rate=0.1))
        assert history.learning_rate.tolist() == [0.1]


class TestAppend:
    @pytest.mark.parametrize("first", [1, 5, 7, 100])
    def test_refuses_what_does_not_come_next(self, first: int) -> None:
        history = History(3, never)
        history.append(batch(1, 5))
        with pytest.raises(ValueError, match=f"epoch {first} cannot follow epoch 5"):
            history.append(batch(first, 3))
        assert len(history) == 5


class TestRecord:
    """What is kept of an epoch is what it was, and what a snapshot is asked for with."""

    def test_is_the_epoch_s_own(self) -> None:
        trainer, history = Trainer(Experiment()), History(3, never)
        trained: list[Update] = []
        leftovers: list[Vector] = []
        for zero_grad, lr in [(False, 1e-5), (False, 2e-5), (True, 1e-6), (True, 1e-5)]:
            trainer.zero_grad, trainer.learning_rate = zero_grad, lr
            leftovers.append(trainer.leftover)
            history.append(batch := trainer.train(1))
            trained += batch
        for epoch, leftover in zip(trained, leftovers, strict=True):
            record = history.record(epoch.number)
            assert (record.number, record.stage) == (epoch.number, Stage.UPDATE)
            assert record.learning_rate == epoch.learning_rate
            assert record.zero_grad is epoch.zero_grad
            assert record.gradient is not None
            assert record.updated_params is not None
            assert record.params.tobytes() == epoch.params.tobytes()
            assert record.gradient.tobytes() == epoch.gradient.tobytes()
            assert record.updated_params.tobytes() == epoch.updated_params.tobytes()
            assert record.leftover.tobytes() == leftover.tobytes()
        assert [bool(leftover.any()) for leftover in leftovers] == [False, True, True, False]

    def test_is_a_copy(self) -> None:
        history = History(3, never)
        history.append(dataclasses.replace(batch(1, 5), zero_grad=False))
        before = [column.copy() for column in (history.params, history.gradient)]
        record = history.record(3)
        for array in (record.params, record.leftover, record.gradient, record.updated_params):
            assert array is not None
            array[:] = 7
        np.testing.assert_array_equal([history.params, history.gradient], before)

    def test_of_what_is_not_there_raises(self) -> None:
        history = History(3, never)
        history.append(batch(1, 5))
        with pytest.raises(IndexError):
            history.record(6)


class TestLeftover:
    def test_is_what_the_epoch_before_held_where_it_was_not_zeroed(self) -> None:
        trainer, history = Trainer(Experiment()), History(3, never)
        for number, zero_grad in enumerate([True, False, False, True, True], 1):
            trainer.zero_grad = zero_grad
            held = trainer.params.grad
            before = np.zeros(3, np.float32) if held is None else held.numpy().copy()
            history.append(trainer.train(1))
            assert history.leftover(number).tobytes() == before.tobytes()

    def test_of_the_epoch_to_come_is_known(self) -> None:
        trainer, history = Trainer(Experiment(zero_grad=False)), History(3, never)
        assert history.leftover(1).tolist() == [0, 0, 0]
        history.append(trainer.train(3))
        assert history.leftover(4).tobytes() == history.gradient[2].tobytes()


class TestMemory:
    @pytest.mark.parametrize("slice_length", [700, 40_000, MILLION])
    def test_is_at_most_64_bytes_an_epoch_up_to_a_million(self, slice_length: int) -> None:
        slices = [
            batch(first, min(slice_length, MILLION + 1 - first))
            for first in range(1, MILLION + 1, slice_length)
        ]
        tracemalloc.start()
        try:
            history = History(3, never)
            for each in slices:
                history.append(each)
                if len(history) > 1_000:
                    assert history.bytes <= BYTES_AN_EPOCH * len(history)
            used, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert len(history) == MILLION
        assert used <= BYTES_AN_EPOCH * MILLION
        assert history.bytes <= used
        assert history.bytes == pytest.approx(used, rel=0.01)
