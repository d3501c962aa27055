"""The article's loop, written down once more, to hold the engine against.

Nothing of the engine is used here: the operations are the article's, in its order, and what the
article prints is kept instead.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Printed:
    """One epoch of the article's: what it prints, and the parameters before and after it."""

    params: Numbers
    preds: Numbers
    loss: float
    grad: Numbers
    updated_params: Numbers

    @property
    def finite(self) -> bool:
        """Whether every number the epoch made is finite."""
        made = (self.preds, self.loss, self.grad, self.updated_params)
        return all(bool(np.isfinite(numbers).all()) for numbers in made)


def f(t: Tensor, params: Tensor) -> Tensor:
    a, b, c = params
    return a * (t**2) + b * (t) + c


def mse(preds: Tensor, targets: Tensor) -> Tensor:
    return ((preds - targets) ** 2).mean()


class Article:
    """The article's run: each `next()` is one epoch more, without end.

    Where `zero_grad` is False the line `params.grad = None` is left out. Both settings may be
    changed between two epochs.
    """

    def __init__(self, seed: int = 0, lr: float = 1e-5, zero_grad: bool = True) -> None:
        self.lr = lr
        self.zero_grad = zero_grad
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.time = torch.arange(0, 20).float()
            self.speed = torch.randn(20) + 0.75 * (self.time - 9.5) ** 2 + 1
            self.params = torch.randn(3)
        self.orig_params = self.params.clone()
        self.params.requires_grad_()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Printed:
        params, lr = self.params, self.lr
        before = params.detach().numpy().copy()
        preds = f(self.time, params)
        loss = mse(self.speed, preds)
        loss.backward()
        grad = params.grad.numpy().copy()
        params.data -= params.grad.data * (lr)
        if self.zero_grad:
            params.grad = None
        after = params.detach().numpy().copy()
        return Printed(before, preds.detach().numpy(), loss.item(), grad, after)

    def epochs(self, most: int) -> list[Printed]:
        """The next `most` epochs, or fewer: the first that is not finite is the last."""
        kept: list[Printed] = []
        while len(kept) < most and (not kept or kept[-1].finite):
            kept.append(next(self))
        return kept
