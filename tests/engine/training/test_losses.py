"""What a loss says in words is what it computes."""

import pytest
import torch
from pydantic import TypeAdapter
from torch import Tensor

from engine.experiment import Experiment
from engine.training.losses import LOSSES, squared_error
from engine.words import losses


def mse(predictions: Tensor, targets: Tensor) -> Tensor:
    return squared_error(targets, predictions).mean()


def test_the_mean_squared_error_is_the_mean_of_the_squared_differences() -> None:
    predictions, targets = torch.tensor([1.0, 2.0, 4.0]), torch.tensor([1.0, 0.0, 1.0])
    assert mse(predictions, targets).item() == pytest.approx((0 + 4 + 9) / 3)
    assert mse(predictions, targets).shape == ()


def test_it_does_not_matter_which_is_subtracted_from_which() -> None:
    predictions, targets = torch.randn(2, 20, generator=torch.Generator().manual_seed(0))
    assert mse(predictions, targets).equal(mse(targets, predictions))


def test_every_loss_an_experiment_can_name_is_told() -> None:
    field = TypeAdapter(Experiment).json_schema()["properties"]["loss"]
    assert set(field.get("enum", [field.get("const")])) == set(LOSSES) == set(losses.LOSSES)


def test_titles_and_words_are_there_for_people() -> None:
    assert losses.LOSSES["mse"].title == "mean squared error"
    assert "squared differences between predictions and targets" in losses.LOSSES["mse"].words
