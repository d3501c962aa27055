"""The fonts of the graph, and how much room its cards and their texts need in the present zoom."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from engine.queries import Graph
from gui.panels.graph.arrange import Gaps
from gui.panels.graph.content import MOST_LINES, title_of
from gui.panels.graph.layout import Size
from gui.panels.graph.tree import Card
from gui.theme import code_font
from gui.zoom import px, small_face

Form = Literal["wide", "full", "compact"]
"""With names of the pieces of the formula; without; and without bars for all points, too."""
WIDEST = "−0.001234"
"""As much room as this has every number, so that nothing moves as numbers change."""
BARS = {"wide": 56, "full": 34, "compact": 0}
"""The width of a strip of bars."""
MOST_PIECE = 130
"""A longer piece of the formula is not written on a card."""
LABEL = "× −0.00123"
"""As much room as this has every local derivative beside an edge."""


@dataclass(frozen=True, slots=True)
class Type:
    """The fonts, and the lengths that come of them; all in pixels."""

    plain: QFont
    bold: QFont
    code: QFont
    line: float
    number: float
    pad: float

    @property
    def row(self) -> float:
        """The height of a row with a number."""
        return self.line + 1

    @property
    def head(self) -> float:
        """The height of a card's title."""
        return self.line + 1

    @property
    def gap(self) -> float:
        """The gap between a card's rows, and around them."""
        return self.pad * 0.4

    def wide(self, text: str, font: QFont) -> float:
        """The width of `text` in `font`."""
        return QFontMetricsF(font).horizontalAdvance(text)


def type_of() -> Type:
    """The fonts and lengths in the present zoom."""
    plain = small_face()
    bold = QFont(plain)
    bold.setBold(True)
    code = code_font(QFontInfo(plain).pointSizeF())
    metrics = QFontMetricsF(bold)
    return Type(
        plain=plain,
        bold=bold,
        code=code,
        line=metrics.height(),
        number=metrics.horizontalAdvance(WIDEST),
        pad=px(4),
    )


def label_width(type_: Type) -> float:
    """How far an edge goes straight on, for its label to stand there."""
    return type_.wide(LABEL, type_.plain) + 3 * type_.pad


def gaps_of(type_: Type, labels: bool) -> Gaps:
    """The gaps between cards; with `labels`, edges have room for their local derivatives."""
    return Gaps(
        across=px(22) + (label_width(type_) if labels else 0.0),
        down=px(6),
        chain=px(11) if not labels else type_.line + px(8),
        ground=px(5),
        title=type_.line,
    )


def size_of(card: Card, graph: Graph, type_: Type, form: Form) -> Size:
    """The width and height that `card` needs."""
    node = graph.nodes[card.place]
    symbol, name = title_of(card, graph)
    pad = type_.pad
    number = type_.number + (px(BARS[form]) + pad if BARS[form] else 0.0)
    wide = number + 4 * pad
    title = type_.wide(f"{symbol} {name}".strip(), type_.bold)
    if card.kind in ("operation", "sum"):
        wide = max(wide, title + type_.line + 5 * pad)
        piece = type_.wide(node.text, type_.code)
        if form == "wide" and card.kind == "operation" and piece <= px(MOST_PIECE):
            wide = max(wide, title + piece + type_.line + 8 * pad)
    elif form != "compact":
        wide = max(wide, min(title, 2 * type_.number) + 3 * pad)
    rows = 1 if node.kind == "data" else 2
    if card.kind == "folded":
        listed = [graph.nodes[k] for k in card.within if graph.nodes[k].kind == "parameter"]
        names = max(type_.wide(each.name, type_.bold) for each in listed)
        tag = type_.wide("88 ops ▸", type_.plain)
        wide = max(wide, min(type_.wide(name, type_.code), 2 * type_.number) + tag + 6 * pad)
        wide = max(wide, names + 2 * type_.number + type_.wide("← ", type_.plain) + 4 * pad)
        rows += min(len(listed), MOST_LINES) + (len(listed) > MOST_LINES)
    height = 2 * type_.gap + type_.head + rows * (type_.row + type_.gap)
    # Each input has two edges, which need to be told apart.
    return wide, max(height, (2 * len(card.inputs) + 1) * px(5))


def held_size(rows: list[tuple[str, str, str]], type_: Type) -> Size:
    """The width and height of the card of `params.grad` with these `rows`."""
    name, parts, total = (
        max(type_.wide(row[k], type_.bold if k != 1 else type_.plain) for row in rows)
        for k in range(3)
    )
    total = max(total, type_.number)
    width = name + parts + total + 8 * type_.pad
    head = type_.wide("params.grad", type_.code) + 4 * type_.pad
    return max(width, head), 2 * type_.pad + type_.head + len(rows) * type_.row
