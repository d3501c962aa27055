"""The derivative of one operation's result with respect to each of its inputs.

These are the rules of calculus that PyTorch has built in, with the slopes that it takes where there
is none: 0 at the kink of `abs` and `relu`, and half for each of two equal values in `minimum` and
`maximum`. All in float32.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.queries.captured import Numbers

Slope = NDArray[np.floating[Any]]

# Of the input x and the output y, the derivative of y with respect to x.
_OF_ONE: dict[str, Callable[[Numbers, Numbers], Slope]] = {
    "neg": lambda x, y: -np.ones_like(x),
    "sin": lambda x, y: np.cos(x),
    "cos": lambda x, y: -np.sin(x),
    "tan": lambda x, y: 1 + y * y,
    "exp": lambda x, y: y,
    "log": lambda x, y: 1 / x,
    "sqrt": lambda x, y: 1 / (2 * y),
    "abs": lambda x, y: np.sign(x),
    "tanh": lambda x, y: 1 - y * y,
    "sigmoid": lambda x, y: y * (1 - y),
    "relu": lambda x, y: (y > 0).astype(np.float32),
    "softplus": lambda x, y: _sigmoid(x),
    "mean": lambda x, y: np.full_like(x, 1 / np.float32(x.size)),
}

# Of the inputs u and v and the output y, the derivatives of y with respect to u and to v.
_OF_TWO: dict[str, Callable[[Numbers, Numbers, Numbers], tuple[Slope, Slope]]] = {
    "add": lambda u, v, y: (np.ones_like(y), np.ones_like(y)),
    "sub": lambda u, v, y: (np.ones_like(y), -np.ones_like(y)),
    "mul": lambda u, v, y: (v, u),
    "div": lambda u, v, y: (1 / v, -u / (v * v)),
    "pow": lambda u, v, y: (_of_base(u, v), _of_exponent(u, v, y)),
    "minimum": lambda u, v, y: (_chosen(u < v, u == v), _chosen(v < u, u == v)),
    "maximum": lambda u, v, y: (_chosen(u > v, u == v), _chosen(v > u, u == v)),
}


def local_derivatives(
    name: str, inputs: tuple[Numbers, ...], output: Numbers
) -> tuple[Numbers, ...]:
    """The derivative of `output` with respect to each of the `inputs` of the operation `name`.

    Each has shape (n,), or () where all points have the same.
    """
    with np.errstate(all="ignore"):
        if len(inputs) == 1:
            found: tuple[Slope, ...] = (_OF_ONE[name](inputs[0], output),)
        else:
            found = _OF_TWO[name](inputs[0], inputs[1], output)
        return tuple(np.asarray(each, np.float32) for each in found)


def _of_base(base: Numbers, exponent: Numbers) -> Slope:
    slope = exponent * np.power(base, exponent - 1)
    # A power of 0 is 1 everywhere, also of 0, where the rule above has 0 times infinity.
    return np.where(exponent == 0, np.float32(0), slope)


def _of_exponent(base: Numbers, exponent: Numbers, power: Numbers) -> Slope:
    slope = power * np.log(base)
    # 0 to any power from 0 on does not grow with the exponent.
    return np.where((base == 0) & (exponent >= 0), np.float32(0), slope)


def _chosen(one: NDArray[np.bool_], both: NDArray[np.bool_]) -> Slope:
    return np.where(both, np.float32(0.5), one.astype(np.float32))


def _sigmoid(x: Numbers) -> Slope:
    slope: Slope = np.float32(0.5) * (1 + np.tanh(np.float32(0.5) * x))
    return slope
