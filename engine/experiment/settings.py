"""The settings of a run: what may change while it goes on, from its next update on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How an update is made. It is recorded with every update, and always passed on as a whole.

    `learning_rate` is what the gradient is multiplied with; `zero_grad` whether `params.grad` is
    set to None afterwards; `requires_grad` whether PyTorch records what it needs for a gradient.
    """

    learning_rate: float
    zero_grad: bool
    requires_grad: bool
