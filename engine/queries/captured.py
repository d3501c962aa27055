"""What PyTorch did in one update, as it was overheard: every call, and what went back through it.

Plain numbers, so that `engine.queries.graph` can make cards of them without PyTorch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.runs import Stage, Vector

Numbers = NDArray[np.float32]
"""Float32 numbers of shape (n,), one for each of the n points, or (), one that serves them all."""


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of a PyTorch function in the forward pass, in the stage `line`.

    `function` is PyTorch's name of it, such as "mul" or "__rsub__". Its `inputs` and its `output`
    are places in `Captured.values`; a plain number among the inputs is None, with the number in
    `constants`. `steps` are PyTorch's names of what it will do on the way back, mostly one, and
    `turn` the place of the first of them in `Captured.walked`. `arrived` is the derivative of the
    loss with respect to the output, and `sent` what was passed on to each input. Where nothing went
    back `steps` are empty and the others None.
    """

    function: str
    line: Stage
    inputs: tuple[int | None, ...]
    constants: tuple[float | None, ...]
    output: int
    steps: tuple[str, ...] = ()
    turn: int | None = None
    arrived: Numbers | None = None
    sent: tuple[Numbers | None, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """One update, overheard: all `calls` in their order, and the numbers that went through them.

    `values` are the numbers of every tensor, as they were when it was made; `params` the places in
    it of the parameters, `predictions` and `loss` those of what the first two stages made.
    `own_gradient` (p,) is what this `backward()` added to `params.grad`, and `gradient` (p,) what
    that held then; None where PyTorch refused, which `refusal` says in its own words. `walked` are
    PyTorch's names of the steps back, in its order.
    """

    calls: tuple[Call, ...]
    values: tuple[Numbers, ...]
    params: tuple[int, ...]
    predictions: int
    loss: int
    own_gradient: Vector | None
    gradient: Vector | None
    refusal: str
    walked: tuple[str, ...]
