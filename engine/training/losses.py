"""The losses: how far predictions are from their targets. `engine.words.losses` tells of them."""

from collections.abc import Callable

from torch import Tensor

Loss = Callable[[Tensor, Tensor], Tensor]


def squared_error(targets: Tensor, predictions: Tensor) -> Tensor:
    """The squared difference at every point."""
    return (targets - predictions) ** 2


# What each loss is the mean of, by the name that an experiment gives it.
LOSSES: dict[str, Loss] = {"mse": squared_error}
