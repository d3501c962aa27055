"""An update, several as columns, and such columns joined: numbers that agree with each other."""

import dataclasses

import numpy as np
import pytest

from engine.experiment.settings import Settings
from engine.runs import Stage, Update, Updates, signs_of
from engine.runs.update import joined

ZEROED = Settings(0.5, True, True)
KEPT = Settings(0.5, False, True)
FINITE = {
    "params": [1.0, 2.0],
    "leftover": [0.0, 0.0],
    "loss": 3.0,
    "held_out_loss": np.nan,
    "gradient": [-1.0, 0.0],
    "updated_params": [1.5, 2.0],
}


def update(**fields: object) -> Update:
    values = {
        name: value if name.endswith("loss") else np.array(value, np.float32)
        for name, value in (FINITE | fields).items()
    }
    return Update(number=1, settings=ZEROED, **values)


def updates(first: int, length: int, settings: Settings = KEPT) -> Updates:
    """Update k begins with the parameter k, has the loss 10 k and ends with k + 1."""
    numbers = np.arange(first, first + length + 1, dtype=np.float32)
    return Updates(
        first=first,
        params=numbers[:, None],
        predictions=np.stack([numbers[:-1], -numbers[:-1]], axis=1),
        loss=10 * numbers[:-1],
        gradient=-numbers[:-1, None],
        held_out_loss=100 * numbers[:-1],
        settings=settings,
        leftover=np.array([1 - first], np.float32),
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
        assert update(gradient=[-3.0, 0.5]).signs.tolist() == [-1, 1]


class TestUpdate:
    def test_is_frozen(self) -> None:
        with pytest.raises(dataclasses.FrozenInstanceError):
            update().loss = 0.0  # type: ignore[misc]

    def test_is_finite_where_all_its_numbers_are(self) -> None:
        assert update().finite

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("name", ["loss", "gradient", "updated_params"])
    def test_is_not_finite_where_one_is_not(self, name: str, value: float) -> None:
        bad = value if name == "loss" else [1.0, value]
        assert not update(**{name: bad}).finite

    def test_is_an_epoch_with_all_points_in_one_batch(self) -> None:
        assert [each.epoch for each in updates(4, 3)] == [4, 5, 6]


class TestUpdates:
    @pytest.mark.parametrize("settings", [ZEROED, KEPT], ids=["zeroed", "kept"])
    def test_are_the_updates_in_their_order(self, settings: Settings) -> None:
        several = list(updates(4, 3, settings))
        assert len(updates(4, 3)) == len(several) == 3
        assert [each.number for each in several] == [4, 5, 6]
        assert [each.params.tolist() for each in several] == [[4], [5], [6]]
        assert [each.updated_params.tolist() for each in several] == [[5], [6], [7]]
        assert [each.loss for each in several] == [40, 50, 60]
        assert [each.held_out_loss for each in several] == [400, 500, 600]
        assert [each.gradient.tolist() for each in several] == [[-4], [-5], [-6]]
        left = [[-3], [-4], [-5]] if settings is KEPT else [[-3], [0], [0]]
        assert [each.leftover.tolist() for each in several] == left
        assert {each.settings for each in several} == {settings}

    def test_say_which_is_the_last(self) -> None:
        assert updates(4, 3).last == updates(4, 3)[-1].number == 6

    @pytest.mark.parametrize("index", [3, -4])
    def test_have_none_beyond(self, index: int) -> None:
        with pytest.raises(IndexError):
            updates(4, 3)[index]

    @pytest.mark.parametrize("name", ["predictions", "loss", "gradient", "params"])
    def test_are_finite_as_the_last_is(self, name: str) -> None:
        diverged = updates(1, 2)
        getattr(diverged, name)[-1] = np.inf
        assert updates(1, 2).finite
        assert not diverged.finite


class TestJoined:
    def test_are_one_of_all_updates(self) -> None:
        whole, parts = updates(1, 6), joined([updates(1, 1), updates(2, 3), updates(5, 2)])
        for field in dataclasses.fields(Updates):
            np.testing.assert_array_equal(getattr(parts, field.name), getattr(whole, field.name))

    def test_of_one_part_are_that_part(self) -> None:
        only = updates(3, 2)
        assert joined([only]) is only
