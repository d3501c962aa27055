"""The history gives back every update as it was, in little memory."""

import dataclasses
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import History, Update, Updates
from engine.training import Recorder

MILLION = 1_000_000
BYTES_AN_UPDATE = 64


def updates(first: int, length: int, learning_rate: float = 1e-5) -> Updates:
    """Three parameters; every number says which update it belongs to."""
    numbers = np.arange(first, first + length + 1, dtype=np.float32)
    return Updates(
        first=first,
        params=np.stack([numbers, -numbers, 2 * numbers], axis=1),
        predictions=np.zeros((length, 20), np.float32),
        loss=10 * numbers[:-1],
        gradient=np.stack([numbers[:-1], -numbers[:-1], 0 * numbers[:-1]], axis=1),
        held_out_loss=20 * numbers[:-1],
        settings=Settings(learning_rate, True, True),
        leftover=np.zeros(3, np.float32),
    )


def bits(value: object) -> tuple[object, ...]:
    """What `value` is, to the bit; of a number, an array or settings."""
    array = np.asarray(value)
    return (array.dtype, value if array.dtype == object else array.tobytes())


def assert_same(kept: Update, trained: Update) -> None:
    for field in dataclasses.fields(Update):
        ours, theirs = getattr(kept, field.name), getattr(trained, field.name)
        assert bits(ours) == bits(theirs), field.name


class TestUpdates:
    @pytest.mark.parametrize("lr", [1e-5, 1e-4])
    @pytest.mark.parametrize(
        "fields",
        [
            {}, {"standardise": True}, {"formula": "a*sin(b*t) + c"}, {"zero_grad": False},
            {"held_out": 0.25},
        ],
    )  # fmt: skip
    def test_are_given_back_to_the_bit(self, fields: dict[str, object], lr: float) -> None:
        recorder = Recorder(Experiment(learning_rate=lr).changed(**fields))
        history = History(3)
        trained: list[Update] = []
        for count in (1, 100, 7):
            history.append(slice_ := recorder.train(count))
            trained += slice_
            if not slice_.finite:
                break
        assert len(history) == len(trained)
        for kept, update in zip(history, trained, strict=True):
            assert_same(kept, update)
        assert_same(history[-1], trained[-1])

    def test_that_are_not_there_raise(self) -> None:
        history = History(3)
        history.append(updates(1, 5))
        for index in (5, -6):
            with pytest.raises(IndexError):
                history[index]

    def test_are_copies_that_leave_the_history_as_it_is(self) -> None:
        history = History(3)
        kept = Settings(1e-5, zero_grad=False, requires_grad=True)
        history.append(dataclasses.replace(updates(1, 5), settings=kept))
        before = [column.copy() for column in (history.params, history.gradient)]
        for update in history:
            for array in (update.params, update.leftover, update.gradient, update.updated_params):
                array[:] = 7
        np.testing.assert_array_equal([history.params, history.gradient], before)


class TestColumns:
    def test_begin_empty(self) -> None:
        history = History(3)
        assert len(history) == 0
        assert list(history) == []
        assert history.params.shape == history.gradient.shape == history.signs.shape == (0, 3)
        assert history.updated_params.shape == (0, 3)
        assert history.loss.shape == history.held_out_loss.shape == (0,)

    @given(st.lists(st.integers(1, 400), max_size=12))
    def test_hold_the_same_however_they_grew(self, lengths: list[int]) -> None:
        history = History(3)
        for length in lengths:
            history.append(updates(len(history) + 1, length, learning_rate=1 / length))
        numbers = np.arange(1, sum(lengths) + 1, dtype=np.float32)
        params = np.stack([numbers, -numbers, 2 * numbers], axis=1)
        np.testing.assert_array_equal(history.params, params)
        np.testing.assert_array_equal(history.updated_params, params + np.float32([1, -1, 2]))
        np.testing.assert_array_equal(history.gradient, params * np.float32([1, 1, 0]))
        np.testing.assert_array_equal(history.signs, np.tile([1, -1, 0], (len(numbers), 1)))
        np.testing.assert_array_equal(history.loss, 10 * numbers)
        np.testing.assert_array_equal(history.held_out_loss, 20 * numbers)
        for length, last in zip(lengths, np.cumsum(lengths).tolist(), strict=True):
            for update in (history[last - length], history[last - 1]):
                assert update.settings == Settings(1 / length, True, True)
        assert len(history) == len(numbers)


class TestAppend:
    @pytest.mark.parametrize("first", [1, 5, 7, 100])
    def test_refuses_what_does_not_come_next(self, first: int) -> None:
        history = History(3)
        history.append(updates(1, 5))
        with pytest.raises(ValueError, match=f"update {first} cannot follow update 5"):
            history.append(updates(first, 3))
        assert len(history) == 5


class TestLeftover:
    def test_is_what_the_update_before_held_where_it_was_not_zeroed(self) -> None:
        recorder, history = Recorder(Experiment()), History(3)
        trained: list[Update] = []
        leftovers: list[bytes] = []
        asked = [(True, 1e-5), (False, 1e-5), (False, 2e-5), (True, 1e-6), (True, 1e-5)]
        for zero_grad, lr in asked:
            recorder.settings = Settings(lr, zero_grad, requires_grad=True)
            held = recorder.trainer.params.grad
            before = np.zeros(3, np.float32) if held is None else held.numpy().copy()
            leftovers.append(before.tobytes())
            history.append(slice_ := recorder.train(1))
            trained += slice_
        for kept, update, leftover, (zero_grad, lr) in zip(
            history, trained, leftovers, asked, strict=True
        ):
            assert_same(kept, update)
            assert kept.leftover.tobytes() == leftover
            assert kept.settings == Settings(lr, zero_grad, requires_grad=True)
        assert [update.leftover.any() for update in history] == [False, False, True, True, False]


class TestMemory:
    @pytest.mark.parametrize("slice_length", [700, 40_000, MILLION])
    def test_is_at_most_64_bytes_an_update_up_to_a_million(self, slice_length: int) -> None:
        slices = [
            updates(first, min(slice_length, MILLION + 1 - first))
            for first in range(1, MILLION + 1, slice_length)
        ]
        tracemalloc.start()
        try:
            history = History(3)
            for each in slices:
                history.append(each)
                if len(history) > 100_000:
                    used, _ = tracemalloc.get_traced_memory()
                    assert used <= BYTES_AN_UPDATE * len(history)
            used, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert len(history) == MILLION
        assert used <= BYTES_AN_UPDATE * MILLION


def test_tells_since_when_gradients_have_been_kept() -> None:
    history = History(1)
    for first, zero_grad in ((1, True), (3, False), (6, True), (8, False)):
        settings = Settings(1e-5, zero_grad, requires_grad=True)
        zeros = np.zeros((2, 1), np.float32)
        for number in range(first, {1: 3, 3: 6, 6: 8, 8: 10}[first]):
            history.append(
                Updates(number, settings, zeros[0], zeros, zeros[:1], zeros[0], zeros[0], zeros[:1])
            )
    # Updates 3 to 5 and 8 to 9 keep their gradients, for 4 to 6 and 9 to 10 to begin with.
    assert [history.kept_from(number) for number in range(1, 11)] == [
        1, 2, 3, 3, 3, 3, 7, 8, 8, 8,
    ]  # fmt: skip


class TestUntil:
    def test_it_is_the_first_updates_alone(self) -> None:
        history = History(3)
        history.append(updates(1, 4))
        history.append(updates(5, 4, learning_rate=2e-5))
        first = history.until(3)
        assert (len(first), len(history)) == (3, 8)
        np.testing.assert_array_equal(first.loss, history.loss[:3])
        np.testing.assert_array_equal(first.updated_params, history.params[1:4])
        assert first.settings == ((1, Settings(1e-5, True, True)),)
        assert history.settings == (*first.settings, (5, Settings(2e-5, True, True)))
        assert first.settings_since == 1
        assert history.settings_since == 5
        assert history.until(5).settings_since == 5

    def test_it_is_the_history_itself_where_that_is_no_longer(self) -> None:
        history = History(3)
        history.append(updates(1, 4))
        assert history.until(4) is history
        assert len(history.until(0)) == 0

    def test_it_stays_as_it_was_when_the_history_grows(self) -> None:
        history = History(3)
        history.append(updates(1, 4))
        first = history.until(2)
        history.append(updates(5, 1000))
        np.testing.assert_array_equal(first.loss, [10.0, 20.0])
