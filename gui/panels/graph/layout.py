"""Places the cards of a tree so that nothing overlaps and no edge crosses another: pure geometry.

A column for each distance from the root, which stands at the right; a card stands in the middle
between the first and the last of its inputs, and each subtree as high up as the one above it
allows (after Reingold and Tilford, Tidier drawings of trees, 1981). All cards of a column are
equally wide, so that edges run only in the gaps between columns, which are the wider the further
up or down an edge has to go.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gui.panels.graph.tree import Card

Size = tuple[float, float]

# An edge goes up or down at most so many times as far as across, as long as that makes no gap wider
# than so many times the least.
STEEP, WIDEST = 6.0, 3.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where a card stands: its upper left corner, and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return self.y + self.height / 2


@dataclass(slots=True)
class _Part:
    """A subtree: the middles of its cards, and the top and bottom of each of its columns."""

    middles: dict[Card, float]
    tops: list[float]
    bottoms: list[float]


def place_tree(
    root: Card, size: Callable[[Card], Size], gap_x: float, gap_y: float
) -> dict[Card, Box]:
    """The boxes of `root` and all behind it; the upper left of all of them is at (0, 0).

    `size` is the width and height that a card needs; at least `gap_x` lies between columns, and
    at least `gap_y` between the cards of a column.
    """
    heights: dict[Card, float] = {}
    columns: dict[Card, int] = {}
    widths: list[float] = []
    level = [root]
    while level:
        widths.append(max(size(card)[0] for card in level))
        for card in level:
            columns[card] = len(widths) - 1
            heights[card] = size(card)[1]
        level = [each for card in level for each in card.inputs]
    part = _subtree(root, heights, gap_y)
    # How far the edges to each column go up or down.
    ways = [0.0] * len(widths)
    for card in part.middles:
        for each in card.inputs:
            way = abs(part.middles[card] - part.middles[each])
            ways[columns[card]] = max(ways[columns[card]], way)
    gaps = [min(max(gap_x, way / STEEP), WIDEST * gap_x) for way in ways]
    lefts = [sum(widths[k + 1 :]) + sum(gaps[k:-1]) for k in range(len(widths))]
    top = min(part.tops)
    return {
        card: Box(
            lefts[columns[card]],
            middle - heights[card] / 2 - top,
            widths[columns[card]],
            heights[card],
        )
        for card, middle in part.middles.items()
    }


def _subtree(card: Card, heights: dict[Card, float], gap: float) -> _Part:
    middles: dict[Card, float] = {}
    tops: list[float] = []
    bottoms: list[float] = []
    for each in card.inputs:
        part = _subtree(each, heights, gap)
        shared = zip(bottoms, part.tops, strict=False)
        down = max((above + gap - below for above, below in shared), default=0.0)
        middles |= {inner: middle + down for inner, middle in part.middles.items()}
        tops += [top + down for top in part.tops[len(tops) :]]
        lower = [bottom + down for bottom in part.bottoms]
        bottoms = lower + bottoms[len(lower) :]
    ends = [middles[card.inputs[0]], middles[card.inputs[-1]]] if card.inputs else [0.0]
    middle = sum(ends) / len(ends)
    middles[card] = middle
    half = heights[card] / 2
    return _Part(middles, [middle - half, *tops], [middle + half, *bottoms])
