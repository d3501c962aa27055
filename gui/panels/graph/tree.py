"""Decides which cards the graph of an update has: what is merged, and what is folded.

A sum of many terms is one card instead of a chain of additions, and a part of the formula can be
folded into one card that lists its parameters. What is left is a tree of cards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.queries import Graph, Node
from engine.runs import Stage

Kind = Literal["parameter", "data", "operation", "sum", "folded"]

MERGED_FROM = 4
"""A sum of this many terms is drawn as one card, or of fewer where room is short."""
FOLDED_FROM = 9
"""With this many parameters or more, the terms of a sum are folded to begin with."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: the node at `place` of the graph, and those at `within` that it stands for too.

    `within` are the other additions of a sum, or all that is folded into the card. `inputs` are
    the cards that point to it.
    """

    kind: Kind
    place: int
    inputs: tuple["Card", ...] = ()
    within: tuple[int, ...] = ()

    def walk(self) -> Iterator["Card"]:
        """This card and all that it is made of, each after its inputs."""
        for each in self.inputs:
            yield from each.walk()
        yield self


def cards_of(
    graph: Graph, turned: frozenset[int] = frozenset(), merged_from: int = MERGED_FROM
) -> Card:
    """The loss's card, with all others behind it.

    `turned` are the places of the operations that the person has folded, or unfolded. Sums of
    `merged_from` terms or more are one card.
    """
    return _Builder(graph, turned, merged_from).card(len(graph.nodes) - 1)


def can_fold(graph: Graph, place: int) -> bool:
    """Whether the node at `place` is a part of the formula that can be folded into one card."""
    node = graph.nodes[place]
    return (
        node.kind == "operation"
        and node.line is Stage.PREDICT
        and place != graph.preds
        and any(graph.nodes[k].kind == "parameter" for k in under(graph, place))
    )


def under(graph: Graph, place: int) -> Iterator[int]:
    """The places of all that the node at `place` is made of, each after its inputs."""
    for k in graph.nodes[place].inputs:
        yield from under(graph, k)
        yield k


class _Builder:
    def __init__(self, graph: Graph, turned: frozenset[int], merged_from: int) -> None:
        self._graph = graph
        self._turned = turned
        self._merged_from = merged_from
        self._many = len(graph.uses) >= FOLDED_FROM

    def card(self, place: int, of_sum: bool = False) -> Card:
        node = self._graph.nodes[place]
        if node.kind != "operation":
            return Card(node.kind, place)
        if can_fold(self._graph, place) and (place in self._turned) != (self._many and of_sum):
            return Card("folded", place, (), tuple(under(self._graph, place)))
        terms, additions = self._terms(place)
        adds = len(terms) >= self._merged_from
        if not adds:
            terms, additions = list(node.inputs), []
        inputs = tuple(self.card(k, adds or _is_sum(node)) for k in terms)
        return Card("sum" if adds else "operation", place, inputs, tuple(additions))

    def _terms(self, place: int) -> tuple[list[int], list[int]]:
        """The terms that the sum at `place` adds, and the places of its inner additions."""
        node = self._graph.nodes[place]
        if node.name != "add" or node.line is not Stage.PREDICT:
            return [place], []
        terms: list[int] = []
        additions: list[int] = []
        for k in node.inputs:
            inner = self._graph.nodes[k]
            if inner.name == "add" and inner.value.shape == node.value.shape:
                found, more = self._terms(k)
                terms += found
                additions += [*more, k]
            else:
                terms.append(k)
        return terms, additions


def _is_sum(node: Node) -> bool:
    return node.line is Stage.PREDICT and node.name in ("add", "sub")
