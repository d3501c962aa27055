"""The losses in words and in code, by the name that an experiment gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LossWords:
    """A loss in words: what it is called, what it computes, and how its code is written."""

    title: str
    words: str
    code: str


LOSSES = {
    "mse": LossWords(
        "mean squared error",
        "the mean of the squared differences between predictions and targets",
        "((preds - targets)**2).mean()",
    )
}
