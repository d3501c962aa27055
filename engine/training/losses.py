"""How far the predictions are from the targets: what a loss computes, in words and in code."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def mse(predictions: "Tensor", targets: "Tensor") -> "Tensor":
    """The mean of the squared differences of two tensors of shape (n,); a scalar."""
    return ((predictions - targets) ** 2).mean()


@dataclass(frozen=True)
class Loss:
    """A loss in words and in code, for the window to show."""

    title: str
    words: str
    code: str


LOSSES = {
    "mse": Loss(
        "mean squared error",
        "the mean of the squared differences between predictions and targets",
        "((preds - targets)**2).mean()",
    )
}
