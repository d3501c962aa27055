"""What each card says: its title, and its numbers as far as the update has come."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.numbers import number
from engine.queries import Graph, Node, Numbers
from engine.runs import Stage
from engine.words.graph import symbol, title
from gui.panels.graph.numbers import Points, bars, told
from gui.panels.graph.tree import Card

MOST_LINES = 6
"""A folded card lists no more parameters than these."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of a graph is seen: up to `stage`, and the gradients at the places `walked`.

    `stage` is None before the first update, where predictions and loss are known all the same.
    """

    graph: Graph
    points: Points
    stage: Stage | None
    walked: frozenset[int]

    def knows(self, line: Stage) -> bool:
        """Whether `line` of the code has run."""
        return self.stage is None or self.stage >= line

    @property
    def refused(self) -> bool:
        """Whether PyTorch refuses to walk back, which is so as soon as there is a loss."""
        return bool(self.graph.refusal) and self.stage is not None and self.stage >= Stage.LOSS


@dataclass(frozen=True, slots=True)
class Cell:
    """A number on a card, with `bars` (m,) for all points where each has its own.

    `texts` say it from the longest to the shortest; while it is not `known`, they say so.
    """

    texts: tuple[str, ...]
    known: bool = True
    bars: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says. `lines` are name, value and gradient of parameters folded into it."""

    symbol: str
    name: str
    piece: str
    tag: str
    badge: int | None
    value: Cell
    gradient: Cell | None
    lines: tuple[tuple[str, str, str], ...] = field(default=())


NO_VALUE = Cell(("no value yet", "not yet"), known=False)
NO_GRADIENT = Cell(("no gradient yet", "not yet"), known=False)
NO_WAY = Cell(("no way back", "no way"), known=False)


def content_of(card: Card, seen: Seen) -> Content:
    """What `card` says."""
    node = seen.graph.nodes[card.place]
    sign, name = title_of(card, seen.graph)
    piece = "" if node.kind != "operation" or card.kind == "folded" else node.text
    if card.place == seen.graph.preds:
        piece = "= preds"
    return Content(
        symbol=sign,
        name=name,
        piece=piece if node.line is Stage.PREDICT else "",
        tag=_tag(card, seen.graph),
        badge=node.order,
        value=_cell(node.value, seen) if seen.knows(node.line) else NO_VALUE,
        gradient=None if node.kind == "data" else _gradient(node, card.place, seen),
        lines=tuple(_lines(card, seen)),
    )


def title_of(card: Card, graph: Graph) -> tuple[str, str]:
    """The symbol of the card's operation, if it has one, and its name."""
    if card.kind == "sum":
        return "+", f"add {len(card.inputs)} terms"
    node = graph.nodes[card.place]
    if card.kind == "folded":
        return "", node.text
    return symbol(node), title(graph, card.place)


def _tag(card: Card, graph: Graph) -> str:
    node = graph.nodes[card.place]
    if card.kind == "folded":
        count = 1 + sum(graph.nodes[k].kind == "operation" for k in card.within)
        return f"{count} op{'s' if count > 1 else ''} ▸"
    return "" if node.kind == "operation" else node.kind


def _lines(card: Card, seen: Seen) -> list[tuple[str, str, str]]:
    if card.kind != "folded":
        return []
    lines, nodes = [], seen.graph.nodes
    places = [k for k in card.within if nodes[k].kind == "parameter"]
    for k in places[:MOST_LINES]:
        node = nodes[k]
        value = number(float(node.value), 4) if seen.knows(Stage.PREDICT) else "–"
        arrived = node.gradient if _gradient(node, k, seen).known else None
        gradient = "" if arrived is None else f"← {number(float(arrived), 4)}"
        lines.append((node.name, value, gradient))
    if len(places) > MOST_LINES:
        lines.append((f"and {len(places) - MOST_LINES} more", "", ""))
    return lines


def _gradient(node: Node, place: int, seen: Seen) -> Cell:
    if seen.refused:
        return NO_WAY
    if node.gradient is None or place not in seen.walked:
        return NO_GRADIENT
    return _cell(node.gradient, seen)


def _cell(numbers: Numbers, seen: Seen) -> Cell:
    return Cell(told(numbers, seen.points.picked), True, bars(numbers, seen.points))
