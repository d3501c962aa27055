"""The scene of the graph: cards, edges and the grounds of the lines of code, built anew for a run.

While the graph keeps its shape, only numbers and colours change, and every item stays in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)

from engine.queries import Graph
from engine.runs import Stage
from engine.words.graph.texts import brief
from gui.panels.graph.arrange import Arrangement, arrange
from gui.panels.graph.card_item import CardItem
from gui.panels.graph.content import Seen, content_of
from gui.panels.graph.edges import EdgeItem, Way
from gui.panels.graph.held_item import HeldItem, held_rows
from gui.panels.graph.layout import Box
from gui.panels.graph.look import Look
from gui.panels.graph.numbers import at_point
from gui.panels.graph.tree import Card
from gui.panels.graph.type import LABEL, Form, Type, gaps_of, held_size, label_width, size_of
from gui.theme import RADIUS
from gui.zoom import px, scaled


@dataclass(frozen=True, slots=True)
class Marks:
    """What is special just now: places of the graph's nodes."""

    selected: int | None = None
    picked: frozenset[int] = field(default=frozenset())
    lit: frozenset[int] = field(default=frozenset())
    reached: int | None = None


class Ground(QGraphicsItem):
    """The ground behind the cards of one line of code, with that line."""

    def __init__(self, box: Box, code: str, font: QFont) -> None:
        super().__init__()
        self.box = box
        self.code = code
        self._font = font
        self._fill = self._ink = QColor()
        self.setPos(box.x, box.y)

    def boundingRect(self) -> QRectF:
        """The ground."""
        return QRectF(0, 0, self.box.width, self.box.height)

    @property
    def title(self) -> QRectF:
        """Where the line of code stands."""
        metrics = QFontMetricsF(self._font)
        room = self.box.width - scaled(16)
        return QRectF(
            scaled(8), scaled(2), min(metrics.horizontalAdvance(self.code) + 1, room),
            metrics.height(),
        )  # fmt: skip

    def colour(self, look: Look) -> None:
        """Use the colours of `look`."""
        self._fill, self._ink = look.ground, look.faint
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill)
        painter.drawRoundedRect(self.boundingRect(), scaled(RADIUS), scaled(RADIUS))
        painter.setPen(QPen(self._ink))
        painter.setFont(self._font)
        title = self.title
        elide = Qt.TextElideMode.ElideRight
        code = QFontMetricsF(self._font).elidedText(self.code, elide, title.width() + 1)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter.value), code)


class GraphScene(QGraphicsScene):
    """The picture of one graph. `cards` are its items by their place in the graph."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[int, CardItem] = {}
        self.edges: list[EdgeItem] = []
        self.held: HeldItem | None = None
        self.grounds: list[Ground] = []
        self._labels = False

    def build(
        self,
        graph: Graph,
        plan: Arrangement,
        type_: Type,
        form: Form,
        labels: bool,
        code: Mapping[Stage, str],
    ) -> None:
        """Make the items of `graph`, as `plan` places them.

        `code` are the lines of code of the grounds.
        """
        self.clear()
        self._labels = labels
        self.cards, self.edges, self.held = {}, [], None
        self.grounds = [Ground(box, code[line], type_.code) for line, box in plan.grounds.items()]
        for card, box in plan.boxes.items():
            kind = graph.nodes[card.place].kind
            self.cards[card.place] = CardItem(card, kind, box, type_, form)
        for card in plan.boxes:
            self.edges += _edges(card, plan, self.cards, type_, labels)
        if plan.held is not None:
            self.held = HeldItem(held_rows(graph), plan.held, type_)
            self.addItem(self.held)
        for item in (*self.grounds, *self.edges, *self.cards.values()):
            self.addItem(item)
        self.setSceneRect(QRectF(0, 0, plan.width, plan.height))

    def show_seen(self, seen: Seen, look: Look) -> None:
        """Show the numbers of `seen`, in the colours of `look`."""
        for ground in self.grounds:
            ground.colour(look)
        for item in self.cards.values():
            item.show_content(content_of(item.card, seen), seen.points.bar, look)
        for edge in self.edges:
            edge.show_state(look, walked=self._is_walked(edge, seen), label=self._label(edge, seen))
        if self.held is not None:
            every = {place for uses in seen.graph.uses for place in uses}
            self.held.show_state(look, every <= seen.walked, seen.refused)

    def mark(self, marks: Marks) -> None:
        """Show what is special just now."""
        for place, item in self.cards.items():
            item.mark(
                selected=place == marks.selected,
                picked=place in marks.picked or not marks.picked.isdisjoint(item.card.within),
                faded=bool(marks.lit) and place not in marks.lit,
                reached=place == marks.reached,
            )
        for edge in self.edges:
            edge.fade(bool(marks.lit) and not {edge.source, edge.target} <= marks.lit)

    def _is_walked(self, edge: EdgeItem, seen: Seen) -> bool:
        return not seen.refused and edge.source in seen.walked

    def _label(self, edge: EdgeItem, seen: Seen) -> str:
        if not self._labels or not seen.knows(Stage.BACKWARD):
            return ""
        node = seen.graph.nodes[edge.target]
        if edge.source not in node.inputs:
            # An addition inside a sum.
            return "× 1"
        local = node.local[node.inputs.index(edge.source)]
        if local is None:
            return ""
        value = at_point(local, seen.points.picked)
        labels = [f"× {brief(value, digits)}" for digits in (4, 3, 2, 1)]
        type_ = edge.lengths
        room = type_.wide(LABEL, type_.plain)
        return next((each for each in labels if type_.wide(each, type_.plain) <= room), "")


def arrangement_of(
    root: Card,
    graph: Graph,
    type_: Type,
    form: Form,
    stacked: bool,
    labels: bool,
    code: Mapping[Stage, str],
) -> Arrangement:
    """The arrangement of `root` and all behind it for cards of `form`."""
    sizes: dict[Card, tuple[float, float]] = {}

    def size(card: Card) -> tuple[float, float]:
        if card not in sizes:
            sizes[card] = size_of(card, graph, type_, form)
        return sizes[card]

    rows = held_rows(graph)
    held = held_size(rows, type_) if rows else None
    titles = {line: type_.wide(text, type_.code) + px(6) for line, text in code.items()}
    return arrange(root, graph, size, gaps_of(type_, labels), stacked, titles, held)


def _edges(
    card: Card, plan: Arrangement, items: dict[int, CardItem], type_: Type, labels: bool
) -> list[EdgeItem]:
    """The edges that lead to `card`, from its first input to the last."""
    box, edges = plan.boxes[card], []
    chained = card in plan.chain
    across = [
        each
        for each in card.inputs
        if not (chained and (each.kind == "data" or (plan.stacked and each in plan.chain)))
    ]
    flat = label_width(type_) if labels else 0.0
    for each in card.inputs:
        source, item = plan.boxes[each], items[each.place]
        has_back = each.kind != "data"
        if each in across:
            share = box.height / len(across)
            middle = box.y + share * (across.index(each) + 0.5)
            # Where both arrive, the way forward is so far above the middle as the way back below.
            near = min(scaled(4), share / 4)
            forward = Way(
                QPointF(source.right, source.y + item.row(0).center().y()),
                QPointF(box.x, middle - (near if has_back else 0)), flat,
            )  # fmt: skip
            back = Way(
                QPointF(source.right, source.y + item.row(1).center().y()),
                QPointF(box.x, middle + near), flat,
            ) if has_back else None  # fmt: skip
        else:
            x = source.x + source.width * (0.4 if has_back else 0.5)
            forward = Way(QPointF(x, source.bottom), QPointF(x, box.y), down=True)
            x = source.x + source.width * 0.55
            back = (
                Way(QPointF(x, source.bottom), QPointF(x, box.y), down=True) if has_back else None
            )
        edges.append(EdgeItem(each.place, card.place, forward, back, type_))
    return edges
