"""The walk back through the graph, card by card, in PyTorch's own order."""

from engine.queries import Graph
from gui.panels.graph.tree import Card


def walk_of(root: Card, graph: Graph) -> list[Card]:
    """The cards in the order in which PyTorch walks: each operation, then the leaves it reaches.

    Where PyTorch has not walked, the cards are in the order from the loss to the leaves.
    """
    cards = list(root.walk())
    operations = [card for card in cards if card.kind not in ("parameter", "data")]
    operations.sort(key=lambda card: (graph.nodes[card.place].order or 0, -card.place))
    walk = []
    for card in operations:
        leaves = (each for each in card.inputs if each.kind in ("parameter", "data"))
        walk += [card, *leaves]
    # A formula that is a parameter and nothing else is reached by the loss's own line.
    return walk


def reached(walk: list[Card]) -> frozenset[int]:
    """The places whose gradient has arrived once `walk` has come so far."""
    return frozenset(place for card in walk for place in (card.place, *card.within))
