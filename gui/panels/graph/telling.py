"""Chooses what is told of the graph: the rule of the selected card, or of the whole picture."""

from engine.runs import Stage
from engine.words.graph import Rule, rule_of
from engine.words.graph.drawn import in_full, of_card, of_folded, of_sum, overview
from gui.panels.graph.content import Seen, content_of, title_of
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


def said_of_all(walk: list[Card], seen: Seen) -> str:
    """The whole picture in words: what is told of it, then each card in the order of `walk`."""
    drawn = sum(card.kind not in ("parameter", "data") for card in walk)
    said = [*overview(seen.graph, drawn, seen.stage)]
    for card in walk:
        content = content_of(card, seen)
        gradient = "" if content.gradient is None else content.gradient.texts[0]
        title = f"{content.symbol} {content.name}".strip()
        node = seen.graph.nodes[card.place]
        said.append(of_card(node.order, title, node.text, content.value.texts[0], gradient))
    return " ".join(said)


def tip_of(card: Card, seen: Seen) -> str:
    """The numbers of `card` in full, as far as they are seen."""
    node, point = seen.graph.nodes[card.place], seen.points.picked
    value = node.value if seen.knows(node.line) else None
    gradient = node.gradient if card.place in seen.walked and not seen.refused else None
    return in_full(seen.graph, node.text, point, value, gradient)


def _arrived(card: Card, seen: Seen) -> bool:
    return seen.graph.nodes[card.place].kind == "data" or card.place in seen.walked
