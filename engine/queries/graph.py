"""The question for the graph that `loss.backward()` walks, with the numbers in it.

PyTorch's own graph of one update, captured while its stages run, as a tree that people can read:
what only keeps the books (unbind, expand, AccumulateGrad) is left out, parts made of data alone are
one leaf, and a parameter has a leaf beside each of its uses.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.queries.query import Problem, Query
from engine.runs import Begun, Stage, Vector

Numbers = NDArray[np.float32]
"""Float32 numbers of shape (n,), one for each of the n points, or (), one that serves them all."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One card of the graph: a parameter, data, or an operation and what it made.

    `name` is the parameter's name, the data's (`t`, `t**2`, `speed`), or PyTorch's name of the
    operation ("mul", "add", "sub", "pow", "sin", "mean", …); `text` the piece of the formula that
    it is, such as `a*(t**2)`. `line` is the stage whose line of code it belongs to. `inputs` are
    the places in `Graph.nodes` of what it was made of, in the order of the operation.

    `value` is what came out; `gradient` the derivative of the loss with respect to it, as PyTorch
    had it, None for data and where PyTorch refused. `local` holds, for each input, the derivative
    of this node's value with respect to it, and `sent` what PyTorch sent there, in the shape of
    that input's value; both None for data. `order` counts the operations in the order in which
    PyTorch walked back through them, from 1; None for leaves. `backward` is PyTorch's own name of
    the step, such as "MulBackward0", "" for leaves.
    """

    kind: Literal["parameter", "data", "operation"]
    name: str
    text: str
    line: Stage
    inputs: tuple[int, ...]
    value: Numbers
    gradient: Numbers | None
    local: tuple[Numbers | None, ...]
    sent: tuple[Numbers | None, ...]
    order: int | None
    backward: str
    param: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Graph(Begun):
    """The graph of one update: p parameters, n points.

    `nodes` stand after their inputs; the last one is the loss. `uses` holds for each parameter the
    places of its leaves. `own_gradient` (p,) is what this `backward()` added to `params.grad`, and
    `gradient` (p,) what that held afterwards, `leftover` included; None where PyTorch refused,
    which `refusal` then says in its own words. `walked` are PyTorch's names of all the steps that
    it walked, in its order, those left out of `nodes` too.
    """

    nodes: tuple[Node, ...]
    uses: tuple[tuple[int, ...], ...]
    own_gradient: Vector | None
    gradient: Vector | None
    refusal: str
    walked: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class GraphQuery(Query[Graph]):
    """What is the graph of the update that began as `begun`? Always the whole update.

    A view shows no more of it than the stages that have run.
    """

    begun: Begun

    def answer(self, problem: Problem) -> Graph:
        """The graph."""
        raise NotImplementedError
