"""The losses as torch functions; `engine.words.losses` has their names and words."""

from collections.abc import Callable

from torch import Tensor

Loss = Callable[[Tensor, Tensor], Tensor]


def squared_error(targets: Tensor, predictions: Tensor) -> Tensor:
    """The squared difference at every point."""
    return (targets - predictions) ** 2


# Each loss is the mean over the points of one of these, by its name in an experiment.
LOSSES: dict[str, Loss] = {"mse": squared_error}
