"""What the picture of the graph says as a whole, and of cards that stand for several operations."""

import numpy as np

from engine.numbers import count, exact, number
from engine.queries import Graph, Numbers
from engine.runs import Stage
from engine.words.graph.texts import at, point_text, points_text

_TO_COME = "The gradients come with loss.backward(), stage 3, which goes all the way back."


def overview(graph: Graph, drawn: int, reached: Stage | None) -> tuple[str, ...]:
    """What is seen of `graph`, of which `drawn` cards are operations, after the stage `reached`.

    `reached` is None before the first update.
    """
    if reached is None:
        begin = "The run has not begun: these are the numbers of its starting parameters."
        return begin, _TO_COME
    if reached is Stage.PREDICT:
        return "The predictions have been worked out, each number from those before it.", _TO_COME
    if graph.refusal:
        return (
            "No way leads back from the loss: requires_grad is off, so PyTorch noted none of the"
            " operations.",
            f"Asked for loss.backward(), it says: “{graph.refusal}”",
        )
    if reached is Stage.LOSS:
        begin = "All numbers up to the loss are there, and PyTorch has noted how each was made."
        return begin, _TO_COME
    last = max(node.order or 0 for node in graph.nodes)
    cards = "" if drawn == last else f", on {count(drawn)} cards"
    return (
        f"PyTorch walked back through {count(len(graph.walked))} operations, from the loss to the"
        " parameters.",
        f"{count(last)} of them are drawn here{cards}; the numbers in the circles are its order."
        " The others only keep the books.",
        "A click on a card, or ← and →, tells its rule.",
    )


def of_sum(terms: int, additions: int) -> tuple[str, ...]:
    """The rule of a card that adds several `terms`, which PyTorch did in so many `additions`."""
    return (
        f"In a sum of {count(terms)} terms, the derivative with respect to each is 1: what came"
        " from above goes back to every term as it is.",
        f"PyTorch did: {count(additions)} additions of two terms each, and passed it on through"
        " all of them.",
    )


def of_folded(operations: int) -> tuple[str, ...]:
    """What is said of a card into which so many `operations` are folded."""
    are = "operation is" if operations == 1 else "operations are"
    return (f"{count(operations)} {are} folded into this card; Return unfolds it.",)


def of_card(order: int | None, title: str, piece: str, value: str, gradient: str) -> str:
    """A card in one sentence; `order` is None for leaves, `gradient` "" for data."""
    turn = "" if order is None else f"{count(order)}: "
    named = title if piece == title else f"{title}, {piece}"
    rest = f"; gradient: {gradient}" if gradient else ""
    return f"{turn}{named}: {value}{rest}."


def in_full(
    graph: Graph, piece: str, point: int, value: Numbers | None, gradient: Numbers | None
) -> str:
    """A node's numbers with all their digits, in lines; None for those that are not there."""
    lines = [piece]
    for name, numbers in (("value", value), ("gradient", gradient)):
        if numbers is not None:
            where = f" at {point_text(graph, point)}" if numbers.ndim else ""
            lines.append(f"{name}{where}: {_exact(at(numbers, point))}")
            if numbers.ndim:
                low, high = _exact(float(numbers.min())), _exact(float(numbers.max()))
                lines.append(f"   over {points_text(graph)}: {low} to {high}")
    return "\n".join(lines)


def _exact(value: float) -> str:
    """All digits that float32 has."""
    return exact(float(str(np.float32(value)))) if np.isfinite(value) else number(value)


def spoken(title: str, piece: str, lines: tuple[str, ...]) -> str:
    """A rule in one piece, for a screen reader."""
    head = title if piece in ("", title) else f"{title}, {piece}"
    return " ".join((f"{head}.", *lines))
