"""The derivatives of single operations are those that PyTorch takes, at kinks and edges too."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from engine.queries.local import local_derivatives

PLACES = np.array([-2.5, -1.0, -0.5, -0.0, 0.0, 0.25, 0.5, 1.0, 2.0, 3.5], np.float32)
ONE: dict[str, Callable[[Tensor], Tensor]] = {
    "neg": torch.neg, "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "exp": torch.exp,
    "log": torch.log, "sqrt": torch.sqrt, "abs": torch.abs, "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "relu": torch.relu, "softplus": functional.softplus,
}  # fmt: skip
TWO: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow,
    "minimum": torch.minimum, "maximum": torch.maximum,
}  # fmt: skip


def slopes(function: Callable[..., Tensor], *values: np.ndarray) -> tuple[Any, list[np.ndarray]]:
    """PyTorch's output and its derivatives with respect to each of `values` (n,)."""
    leaves = [torch.from_numpy(value.copy()).requires_grad_() for value in values]
    made = function(*leaves)
    made.sum().backward()
    return made.detach().numpy(), [leaf.grad.numpy() for leaf in leaves if leaf.grad is not None]


@pytest.mark.parametrize("name", ONE)
def test_of_one_input(name: str) -> None:
    places = PLACES[5:] if name in ("log", "sqrt") else PLACES
    output, (expected,) = slopes(ONE[name], places)
    (found,) = local_derivatives(name, (places,), output)
    assert (found.dtype, found.shape) == (np.float32, places.shape)
    np.testing.assert_allclose(found, expected, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("name", TWO)
def test_of_two_inputs(name: str) -> None:
    one, other = (each.ravel() for each in np.meshgrid(PLACES, PLACES))
    if name == "div":
        one, other = one[other != 0], other[other != 0]
    if name == "pow":
        # Of a base below 0 no power with a broken exponent is a number.
        kept = (one > 0) | ((one == 0) & (other >= 0))
        one, other = one[kept], other[kept]
    output, expected = slopes(TWO[name], one, other)
    found = local_derivatives(name, (one, other), output)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, theirs, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0, 3.0, -1.0])
def test_of_a_power_with_a_whole_exponent_for_every_base(exponent: float) -> None:
    bases = PLACES[PLACES != 0] if exponent < 0 else PLACES
    output, (expected,) = slopes(lambda base: base**exponent, bases)
    number = np.array(exponent, np.float32)
    found, _ = local_derivatives("pow", (bases, number), output)
    np.testing.assert_allclose(found, expected, rtol=2e-6)


def test_of_the_mean_is_a_share_for_each_point() -> None:
    (found,) = local_derivatives("mean", (PLACES,), np.array(PLACES.mean()))
    assert found.tolist() == pytest.approx([0.1] * 10)
