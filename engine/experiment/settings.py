"""The settings of a run: what may change during it, with effect from its next update."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How an update is made; recorded with every update, and always passed on as a whole.

    `learning_rate` is the factor of the gradient; `zero_grad` says whether `params.grad` is set to
    None afterwards; `requires_grad` whether PyTorch records what it needs for a gradient.
    """

    learning_rate: float
    zero_grad: bool
    requires_grad: bool
