"""What a card is made of: the parameters and the parts of the fit behind it."""

from engine.queries import Graph
from engine.runs import Stage
from gui.panels.graph.tree import Card, under
from gui.run import Lit, Part


def behind(card: Card, graph: Graph) -> frozenset[int]:
    """The places of all that `card` is made of, its own among them."""
    return frozenset((card.place, *under(graph, card.place)))


def lit_by(places: frozenset[int], graph: Graph) -> Lit:
    """The parameters and the parts of the fit that are among `places`."""
    params = (graph.nodes[place].param for place in places)
    parts = (part_of(place, graph) for place in places)
    return Lit(
        frozenset(param for param in params if param is not None),
        frozenset(part for part in parts if part is not None),
    )


def places_of(lit: Lit, graph: Graph) -> frozenset[int]:
    """The places of the graph that light up with `lit`."""
    return frozenset(
        place
        for place, node in enumerate(graph.nodes)
        if node.param in lit.params or part_of(place, graph) in lit.parts
    )


def part_of(place: int, graph: Graph) -> Part | None:
    """The part of the fit that the node at `place` is, None if it is none."""
    node = graph.nodes[place]
    last = len(graph.nodes) - 1
    if place == last:
        return "loss"
    if place == graph.preds:
        return "predictions"
    if node.kind == "data":
        if node.line is Stage.LOSS:
            return "targets"
        return "inputs" if node.value.ndim else None
    if node.line is Stage.LOSS:
        return "residuals" if graph.preds in node.inputs else "squares"
    return None
