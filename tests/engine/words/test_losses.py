"""The losses in words."""

from engine.words.losses import LOSSES, LossWords


def test_every_loss_is_named_and_described() -> None:
    assert dict(LOSSES) == {
        "mse": LossWords(
            title="mean squared error",
            words="the mean of the squared differences between predictions and targets",
        )
    }
