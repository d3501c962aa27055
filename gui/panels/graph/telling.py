"""Chooses what is told of the graph: the rule of the selected card, or of the whole picture."""

from engine.runs import Stage
from engine.words.graph import Rule, rule_of
from engine.words.graph.drawn import of_folded, of_sum, overview
from gui.panels.graph.content import Seen, title_of
from gui.panels.graph.tree import Card


def rule_of_card(card: Card, seen: Seen) -> Rule:
    """What is told of `card`, as far as it is seen."""
    stage = seen.stage
    if stage is None:
        stage = Stage.LOSS
    elif seen.refused:
        stage = Stage.BACKWARD
    elif stage >= Stage.BACKWARD and not _arrived(card, seen):
        # In the walk, the gradient has not come so far.
        stage = Stage.LOSS
    rule = rule_of(seen.graph, card.place, seen.points.picked, stage)
    if card.kind == "sum":
        title = " ".join(title_of(card, seen.graph))
        rule = Rule(title, rule.piece, of_sum(len(card.inputs), 1 + len(card.within)))
    elif card.kind == "folded":
        nodes = (seen.graph.nodes[k] for k in card.within)
        operations = 1 + sum(node.kind == "operation" for node in nodes)
        rule = Rule(rule.title, rule.piece, (*rule.lines, *of_folded(operations)))
    return rule


def rule_of_all(cards: list[Card], seen: Seen) -> Rule:
    """What is told of the whole picture with these `cards`."""
    drawn = sum(card.kind not in ("parameter", "data") for card in cards)
    return Rule("loss.backward()", "", overview(seen.graph, drawn, seen.stage))


def _arrived(card: Card, seen: Seen) -> bool:
    return seen.graph.nodes[card.place].kind == "data" or card.place in seen.walked
