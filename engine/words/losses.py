"""The losses in words, by the name that an experiment gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LossWords:
    """A loss in words: what it is called, and what it computes."""

    title: str
    words: str


LOSSES = {
    "mse": LossWords(
        "mean squared error",
        "the mean of the squared differences between predictions and targets",
    )
}
