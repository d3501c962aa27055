"""An epoch, a batch of them, and batches joined: plain numbers that agree with one another."""

import dataclasses

import numpy as np
import pytest

from engine.runs.update import Stage, Update, Updates, joined, signs_of

FINITE = {
    "params": [1.0, 2.0],
    "predictions": [0.0, 1.0, 2.0],
    "loss": 3.0,
    "gradient": [-1.0, 0.0],
    "updated_params": [1.5, 2.0],
}


def epoch(**fields: object) -> Update:
    values = {
        name: value if name == "loss" else np.array(value, np.float32)
        for name, value in (FINITE | fields).items()
    }
    return Update(number=1, learning_rate=0.5, zero_grad=True, **values)


def batch(first: int, length: int) -> Updates:
    """Epoch k begins with the parameter k, has the loss 10 k and ends with k + 1."""
    numbers = np.arange(first, first + length + 1, dtype=np.float32)
    return Updates(
        first=first,
        params=numbers[:, None],
        predictions=np.stack([numbers[:-1], -numbers[:-1]], axis=1),
        loss=10 * numbers[:-1],
        gradient=-numbers[:-1, None],
        held_out_loss=100 * numbers[:-1],
        learning_rate=0.5,
        zero_grad=False,
    )


class TestStage:
    def test_can_be_compared(self) -> None:
        order = [Stage.PREDICT, Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT, Stage.UPDATE]
        assert sorted(Stage) == list(Stage) == order
        assert [int(stage) for stage in order] == [1, 2, 3, 4, 5]


class TestSigns:
    def test_are_minus_one_zero_and_one(self) -> None:
        gradient = np.array([[-2.5, 1e-45, 0.0], [-np.inf, np.inf, -0.0]], np.float32)
        assert signs_of(gradient).tolist() == [[-1, 1, 0], [-1, 1, 0]]
        assert signs_of(gradient).dtype == np.int8

    def test_of_what_is_no_number_is_zero(self) -> None:
        assert signs_of(np.array([np.nan], np.float32)).tolist() == [0]

    def test_belong_to_the_gradient(self) -> None:
        assert epoch(gradient=[-3.0, 0.5]).signs.tolist() == [-1, 1]
        assert batch(1, 2).signs.tolist() == [[-1], [-1]]


class TestEpoch:
    def test_is_frozen(self) -> None:
        with pytest.raises(dataclasses.FrozenInstanceError):
            epoch().loss = 0.0  # type: ignore[misc]

    def test_is_finite_where_all_its_numbers_are(self) -> None:
        assert epoch().finite

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("name", ["predictions", "loss", "gradient", "updated_params"])
    def test_is_not_finite_where_one_is_not(self, name: str, value: float) -> None:
        bad = value if name == "loss" else [1.0, value]
        assert not epoch(**{name: bad}).finite


class TestBatch:
    def test_is_its_epochs_in_order(self) -> None:
        epochs = list(batch(4, 3))
        assert len(batch(4, 3)) == len(epochs) == 3
        assert [each.number for each in epochs] == [4, 5, 6]
        assert [each.params.tolist() for each in epochs] == [[4], [5], [6]]
        assert [each.updated_params.tolist() for each in epochs] == [[5], [6], [7]]
        assert [each.predictions.tolist() for each in epochs] == [[4, -4], [5, -5], [6, -6]]
        assert [each.loss for each in epochs] == [40, 50, 60]
        assert [each.gradient.tolist() for each in epochs] == [[-4], [-5], [-6]]
        assert {(each.learning_rate, each.zero_grad) for each in epochs} == {(0.5, False)}

    def test_says_its_last_epoch(self) -> None:
        assert batch(4, 3).last == batch(4, 3)[-1].number == 6

    @pytest.mark.parametrize("index", [3, -4])
    def test_has_no_epoch_beyond(self, index: int) -> None:
        with pytest.raises(IndexError):
            batch(4, 3)[index]

    def test_is_finite_as_its_last_epoch_is(self) -> None:
        diverged = batch(1, 2)
        diverged.loss[-1] = np.inf
        assert batch(1, 2).finite
        assert not diverged.finite


class TestJoined:
    def test_is_one_batch_of_all_epochs(self) -> None:
        whole, parts = batch(1, 6), joined([batch(1, 1), batch(2, 3), batch(5, 2)])
        for field in dataclasses.fields(Updates):
            np.testing.assert_array_equal(getattr(parts, field.name), getattr(whole, field.name))

    def test_of_one_batch_is_that_batch(self) -> None:
        only = batch(3, 2)
        assert joined([only]) is only
