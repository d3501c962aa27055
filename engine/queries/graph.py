"""The question for the graph that `loss.backward()` walks, with the numbers in it.

PyTorch's own graph of one update, captured while its stages run, as a tree that people can read.
"""

from dataclasses import dataclass

from engine.queries.nodes import Node, NodeBuilder
from engine.queries.query import Problem, Query
from engine.runs import Begun, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Graph(Begun):
    """The graph of one update: p parameters, n points.

    `nodes` stand after their inputs; the last one is the loss. `preds` is the place of what is
    called so in the code, the formula's last operation, or a leaf where it is a parameter alone.
    `uses` holds for each parameter the places of its leaves, in the order in which PyTorch added
    their gradients: added up in this order, in float32, they are exactly `own_gradient`.

    `names` (p) are the parameters' names, `inputs` (n,) the points' inputs in the data's own
    units, and `input_name` what the formula calls them, "t" or "x". `trained_inputs` (n,) are the
    same as they are trained on, other numbers where they are `standardised`; they are what the
    leaves have. `own_gradient` (p,) is what this `backward()` added
    to `params.grad`, and `gradient` (p,) what that held afterwards, `leftover` included; None where
    PyTorch refused, which `refusal` then says in its own words. `walked` are PyTorch's names of all
    the steps that it walked, in its order, those left out of `nodes` too.
    """

    nodes: tuple[Node, ...]
    preds: int
    names: tuple[str, ...]
    inputs: Vector
    input_name: str
    trained_inputs: Vector
    standardised: bool
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
        captured = problem.capture(self.begun)
        builder = NodeBuilder(problem, captured)
        builder.build()
        return Graph(
            **self.begun.beginning,
            nodes=builder.numbered(),
            preds=builder.preds,
            names=problem.names,
            inputs=problem.raw_inputs,
            input_name=problem.input_name,
            trained_inputs=problem.inputs,
            standardised=problem.standardised,
            uses=builder.uses(),
            own_gradient=captured.own_gradient,
            gradient=captured.gradient,
            refusal=captured.refusal,
            walked=captured.walked,
        )
