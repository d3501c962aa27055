"""Chooses how much is on the cards and how they are arranged, for the room that there is."""

from collections.abc import Callable, Mapping

from engine.queries import Graph
from engine.runs import Stage
from gui.panels.graph.arrange import Arrangement
from gui.panels.graph.scene import arrangement_of
from gui.panels.graph.tree import MERGED_FROM, Card, cards_of
from gui.panels.graph.type import Form, Type

FORMS: tuple[tuple[Form, bool, int], ...] = (
    ("wide", False, MERGED_FROM), ("wide", True, MERGED_FROM), ("full", False, MERGED_FROM),
    ("full", True, MERGED_FROM), ("compact", False, MERGED_FROM), ("compact", True, MERGED_FROM),
    ("full", True, 3), ("compact", True, 3),
)  # fmt: skip
"""The best first: how much is on the cards, whether the loss's line stands in a column, and how
many terms of a sum are merged."""


def best_form(
    graph: Graph,
    turned: frozenset[int],
    type_: Type,
    labels: bool,
    code: Mapping[Stage, str],
    fitting: Callable[[float, float], tuple[float, float]],
    least: float,
) -> tuple[Card, Form, Arrangement]:
    """The loss's card, the form and the arrangement: the first of which all can be read.

    `turned` are the parts that the person has folded or unfolded, `code` the lines of code.
    `fitting` are the scales at which a picture of some size fits, across and down; below `least` it
    cannot be read. If no form fits, it is the one of which most can be seen at once.
    """
    best = -1.0
    for form, stacked, merged in FORMS:
        root = cards_of(graph, turned, merged)
        plan = arrangement_of(root, graph, type_, form, stacked, labels, code)
        wanted = 1.0 if form == "wide" else least
        across, down = (min(scale / wanted, 1.0) for scale in fitting(plan.width, plan.height))
        if across * down > best:
            best, chosen = across * down, (root, form, plan)
        if best == 1.0:
            break
    return chosen
