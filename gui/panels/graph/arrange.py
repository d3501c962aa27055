"""Arranges the whole picture: the formula's tree, the line that makes the loss, and `params.grad`.

The steps from the predictions to the loss are a chain, which stands in a row at the right or, where
that would be too wide, in a column. The targets stand above the step that uses them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.queries import Graph
from engine.runs import Stage
from gui.panels.graph.layout import Box, Size, place_tree
from gui.panels.graph.tree import Card


@dataclass(frozen=True, slots=True)
class Gaps:
    """The room between cards: between columns, between the cards of one, and along the chain.

    `ground` is what a line's ground shows around its cards, and `title` the height of its code.
    """

    across: float
    down: float
    chain: float
    ground: float
    title: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything stands: the `boxes` of the cards, and for each line of code its ground.

    `chain` are the cards of the loss's line, from the predictions on; `held` is the place of
    `params.grad`, None where it is not shown.
    """

    boxes: dict[Card, Box]
    grounds: dict[Stage, Box]
    chain: tuple[Card, ...]
    stacked: bool
    held: Box | None
    width: float
    height: float


def arrange(
    root: Card,
    graph: Graph,
    size: Callable[[Card], Size],
    gaps: Gaps,
    stacked: bool,
    titles: Mapping[Stage, float],
    held: Size | None = None,
) -> Arrangement:
    """The arrangement of `root` and all behind it; the chain in a column if `stacked`.

    `titles` are the widths of the lines of code, which stand above their grounds' cards.
    """
    chain, predictions = _chain(root, graph)
    tree = place_tree(predictions, size, gaps.across, gaps.down)
    ground = _around(tree.values(), gaps, titles[Stage.PREDICT])
    block = _block(chain, predictions, size, gaps, stacked)
    block_ground = _around(block.values(), gaps, titles[Stage.LOSS])
    # The chain stands beside the predictions, but does not make the picture higher than needed.
    wish = tree[predictions].middle - block[chain[0]].middle
    least, most = ground.y - block_ground.y, ground.bottom - block_ground.bottom
    down = min(max(wish, least), most) if least <= most else least
    right = ground.right + gaps.across - block_ground.x
    block = {card: _moved(box, right, down) for card, box in block.items()}
    grounds = {Stage.PREDICT: ground, Stage.LOSS: _moved(block_ground, right, down)}
    boxes = tree | block
    places = list(grounds.values())
    held_box = None
    if held is not None:
        held_box = _held(held, ground, grounds[Stage.LOSS], gaps)
        places.append(held_box)
    left, top = min(box.x for box in places), min(box.y for box in places)
    return Arrangement(
        boxes={card: _moved(box, -left, -top) for card, box in boxes.items()},
        grounds={line: _moved(box, -left, -top) for line, box in grounds.items()},
        chain=tuple(chain),
        stacked=stacked,
        held=None if held_box is None else _moved(held_box, -left, -top),
        width=max(box.right for box in places) - left,
        height=max(box.bottom for box in places) - top,
    )


def _chain(root: Card, graph: Graph) -> tuple[list[Card], Card]:
    """The cards of the loss's line from the predictions on, and the card of the predictions."""
    chain, card = [], root
    while graph.nodes[card.place].line is Stage.LOSS:
        chain.append(card)
        card = next(each for each in card.inputs if each.kind != "data")
    return chain[::-1], card


def _block(
    chain: list[Card],
    predictions: Card,
    size: Callable[[Card], Size],
    gaps: Gaps,
    stacked: bool,
) -> dict[Card, Box]:
    boxes: dict[Card, Box] = {}
    wide = max(size(card)[0] for first in chain for card in (first, *_data(first, predictions)))
    x = y = 0.0
    for card in chain:
        above = _data(card, predictions)
        height = size(card)[1]
        if stacked:
            for each in (*above, card):
                boxes[each] = Box(0.0, y, wide, size(each)[1])
                y += size(each)[1] + gaps.chain
        else:
            boxes[card] = Box(x, -height / 2, wide, height)
            top = -height / 2
            for each in reversed(above):
                top -= gaps.chain + size(each)[1]
                boxes[each] = Box(x, top, wide, size(each)[1])
            x += wide + gaps.across
    return boxes


def _data(card: Card, predictions: Card) -> list[Card]:
    return [each for each in card.inputs if each.kind == "data" and each is not predictions]


def _held(size: Size, tree: Box, loss: Box, gaps: Gaps) -> Box:
    """Below the loss's line if that leaves the picture as high as it is, else below the tree."""
    width, height = size
    if loss.bottom + gaps.chain + height <= tree.bottom:
        return Box(loss.x, tree.bottom - height, width, height)
    return Box(tree.x, max(tree.bottom, loss.bottom) + gaps.down, width, height)


def _around(boxes: Iterable[Box], gaps: Gaps, title: float) -> Box:
    every = list(boxes)
    left, top = min(box.x for box in every), min(box.y for box in every)
    right, bottom = max(box.right for box in every), max(box.bottom for box in every)
    pad = gaps.ground
    wider = max(0.0, title - (right - left)) / 2
    return Box(
        left - pad - wider, top - pad - gaps.title, right - left + 2 * (pad + wider),
        bottom - top + 2 * pad + gaps.title,
    )  # fmt: skip


def _moved(box: Box, right: float, down: float) -> Box:
    return Box(box.x + right, box.y + down, box.width, box.height)
