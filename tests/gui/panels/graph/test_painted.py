"""What each part of the graph paints: where, in which colours and fonts, for which number."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.queries import Graph
from engine.runs import Stage
from engine.words.graph import Rule
from gui.panels.graph.card_item import CardItem
from gui.panels.graph.content import Seen
from gui.panels.graph.edges import EdgeItem
from gui.panels.graph.look import look_of, mixed
from gui.panels.graph.numbers import points_of
from gui.panels.graph.scene import GraphScene, arrangement_of
from gui.panels.graph.strip import RuleStrip
from gui.panels.graph.tree import cards_of
from gui.panels.graph.type import Form, type_of
from gui.panels.graph.walk import reached, walk_of
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.panels.graph.graphs import NEURONS, SHARED, graph_of

CODE = {Stage.PREDICT: "preds = f(time, params)", Stage.LOSS: "loss = mse(speed, preds)"}
A, T2, A_T2, PREDS, LOSS = 0, 1, 2, 8, 12
NEARLY = 0.02
Paint = Callable[[QGraphicsItem], Drawing]
# Items live as long as their scene.
SCENES: list[GraphScene] = []


@pytest.fixture(autouse=True)
def _scenes() -> Iterator[None]:
    yield
    SCENES.clear()


@pytest.fixture
def paint(qtbot: QtBot) -> Paint:
    """Paints one item alone, in the coordinates of its scene."""

    def of(item: QGraphicsItem) -> Drawing:
        scene = item.scene()
        for each in scene.items():
            each.setVisible(each is item)
        view = QGraphicsView(scene)
        qtbot.addWidget(view)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.resize(scene.sceneRect().size().toSize())
        return drawing(view)

    return of


def scene_of(
    graph: Graph,
    form: Form = "wide",
    stage: Stage = Stage.UPDATE,
    *,
    walked: bool = True,
    labels: bool = False,
    theme: Theme = LIGHT,
    stacked: bool = False,
    picked: int = 19,
) -> GraphScene:
    root, type_ = cards_of(graph), type_of()
    scene = GraphScene()
    SCENES.append(scene)
    plan = arrangement_of(root, graph, type_, form, stacked, labels, CODE)
    scene.build(graph, plan, type_, form, labels, CODE)
    every = reached(walk_of(root, graph)) if walked else frozenset()
    scene.show_seen(Seen(graph, points_of(graph.inputs, picked), stage, every), look_of(theme))
    return scene


def box_of(item: CardItem) -> tuple[float, float, float, float]:
    box = item.box
    return box.x, box.y, box.right, box.bottom


def inset(item: CardItem, by: float) -> object:
    left, top, right, bottom = box_of(item)
    return pytest.approx((left + by, top + by, right - by, bottom - by), abs=NEARLY)


# --- cards


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_an_operation_shows_its_value_green_and_its_gradient_purple(
    paint: Paint, theme: Theme
) -> None:
    item = scene_of(graph_of(), theme=theme).cards[A_T2]
    picture, look = paint(item), look_of(theme)
    outline = picture[0]
    assert (outline.stroke, outline.fill, outline.width) == (theme.border, theme.panel, 1)
    assert outline.box == inset(item, 0.5)
    value, gradient = picture.text("−322.0"), picture.text("−41.91")
    assert (value.fill, value.bold) == (theme.forward, True)
    assert (gradient.fill, gradient.bold) == (theme.slope, True)
    grounds = [picture.filled(tint.name()) for tint in (look.forward_tint, look.back_tint)]
    for place, ((ground,), number) in enumerate(zip(grounds, (value, gradient), strict=True)):
        row = item.mapRectToScene(item.row(place))
        assert ground.box == pytest.approx(
            (row.left(), row.top(), row.right(), row.bottom()), abs=NEARLY
        )
        assert row.top() < number.top < row.bottom()
        assert number.ends[1] == pytest.approx(row.right() - type_of().pad, abs=0.5)
        assert row.left() - item.box.x == pytest.approx(item.box.right - row.right())
    assert grounds[0][0].bottom < grounds[1][0].top
    assert item.box.bottom - grounds[1][0].bottom == pytest.approx(type_of().gap, abs=NEARLY)


def test_the_head_of_an_operation_names_it_its_piece_and_its_place_in_the_walk(
    paint: Paint,
) -> None:
    item = scene_of(graph_of()).cards[A_T2]
    picture = paint(item)
    title, piece, number = (picture.text(each) for each in ("× times", "a*(t**2)", "7"))
    assert (title.fill, title.bold, title.code) == (LIGHT.text, True, False)
    assert (piece.fill, piece.bold, piece.code) == (LIGHT.faint_text, False, True)
    assert (number.fill, number.bold) == (LIGHT.panel, True)
    badge = next(mark for mark in picture.filled(LIGHT.slope) if mark.kind == "path")
    assert (badge.stroke, badge.width) == (LIGHT.slope, 1)
    assert item.box.right - badge.right == pytest.approx(type_of().pad, abs=NEARLY)
    assert sum(number.ends) == pytest.approx(badge.left + badge.right, abs=1)
    assert badge.top < number.top < badge.bottom
    assert title.left - item.box.x == pytest.approx(2 * type_of().pad, abs=NEARLY)
    assert title.ends[1] < piece.left < piece.ends[1] < badge.left
    assert piece.ends[1] == pytest.approx(badge.left - type_of().pad, abs=0.5)
    assert title.top == pytest.approx(piece.top, abs=2)


def test_a_badge_is_hollow_until_the_walk_has_come_there(paint: Paint) -> None:
    item = scene_of(graph_of(), walked=False).cards[A_T2]
    picture = paint(item)
    (badge,) = picture.stroked(LIGHT.slope)
    assert (badge.fill, badge.width) == ("", 1)
    assert picture.text("7").fill == LIGHT.slope
    waits = picture.text("no gradient yet")
    assert (waits.fill, waits.bold) == (LIGHT.faint_text, False)
    assert sum(waits.ends) == pytest.approx(item.box.x + item.box.right, abs=1)


def test_the_bars_are_the_numbers_of_all_points_from_one_zero(paint: Paint) -> None:
    graph = graph_of(Experiment(formula=SHARED))
    scene = scene_of(graph, picked=4)
    look = look_of(LIGHT)
    item = next(
        each for each in scene.cards.values()
        if each.content and each.content.gradient and each.content.gradient.bars is not None
        and np.ptp(np.sign(each.content.gradient.bars)) == 2
    )  # fmt: skip
    picture = paint(item)
    inks = ((look.forward, look.forward_tint), (look.back, look.back_tint))
    assert item.content is not None
    for place, (ink, tint) in enumerate(inks):
        cell = (item.content.value, item.content.gradient)[place]
        assert cell is not None
        assert cell.bars is not None
        soft = picture.filled(mixed(tint, ink, 0.45).name())
        (strong,) = (mark for mark in picture.filled(ink.name()) if mark.kind == "rect")
        bars = sorted([*soft, strong], key=lambda mark: mark.left)
        assert len(bars) == len(cell.bars) == 20
        assert bars.index(strong) == 4
        strip = item.strip(place)
        assert strip is not None
        room = item.mapRectToScene(strip)
        check_bars(bars, cell.bars, room.top(), room.bottom())
        assert bars[0].left == pytest.approx(room.left(), abs=NEARLY)
        pitch = room.width() / 20
        assert [bar.left for bar in soft] == pytest.approx(
            [room.left() + k * pitch for k in range(20) if k != 4], abs=NEARLY
        )
        assert soft[0].right - soft[0].left == pytest.approx(pitch - 0.5, abs=NEARLY)
        assert strong.left == pytest.approx(room.left() + 4 * pitch - 0.5, abs=NEARLY)
        assert strong.right == pytest.approx(room.left() + 5 * pitch, abs=NEARLY)
        number = picture.text(cell.texts[0])
        assert number.left >= room.right() + type_of().pad - 0.5


def check_bars(bars: list[Mark], heights: np.ndarray, top: float, bottom: float) -> None:
    low, high = min(heights.min(), 0.0), max(heights.max(), 0.0)
    zero = top + (bottom - top) * high / (high - low)
    for bar, height in zip(bars, heights.tolist(), strict=True):
        long = max(abs(height) / (high - low) * (bottom - top), 1.0)
        wanted = (zero - long, zero) if height >= 0 else (zero, zero + long)
        assert (bar.top, bar.bottom) == pytest.approx(wanted, abs=NEARLY)


def test_a_parameter_has_a_dark_frame_and_a_thick_one_while_picked(paint: Paint) -> None:
    item = scene_of(graph_of()).cards[A]
    for picked, width in ((False, 1.2), (True, 2.2)):
        item.mark(selected=False, picked=picked, faded=False, reached=False)
        picture = paint(item)
        assert (picture[0].stroke, picture[0].width) == (LIGHT.text, width)
        assert picture[0].fill == LIGHT.panel
    title, kind = picture.text("a"), picture.text("parameter")
    assert (title.bold, title.fill) == (True, LIGHT.text)
    assert (kind.bold, kind.fill) == (False, LIGHT.faint_text)
    assert item.box.right - kind.ends[1] == pytest.approx(2 * type_of().pad, abs=0.5)
    # Alone on its card a number stands in the middle.
    for text in ("−0.89200", "−63466"):
        assert sum(picture.text(text).ends) == pytest.approx(item.box.x + item.box.right, abs=1)


def test_what_is_given_is_dashed_and_grey_and_has_no_gradient(paint: Paint) -> None:
    item = scene_of(graph_of()).cards[T2]
    picture, look = paint(item), look_of(LIGHT)
    outline = picture[0]
    assert outline.dashes
    assert outline.stroke == mixed(look.ground, look.faint, 0.55).name()
    assert outline.fill == mixed(look.ground, look.card, 0.5).name()
    title = picture.text("t**2")
    assert (title.code, title.fill) == (True, LIGHT.faint_text)
    assert picture.text("361.0").fill == LIGHT.faint_text
    assert len(picture.filled(look.data_tint.name())) == 1
    assert not picture.filled(look.back_tint.name())
    assert not picture.filled(look.forward_tint.name())


def test_a_selected_card_has_a_ring_and_a_reached_one_a_tint(paint: Paint) -> None:
    item, look = scene_of(graph_of()).cards[A_T2], look_of(LIGHT)
    item.mark(selected=True, picked=False, faded=False, reached=True)
    ring, outline = paint(item)[:2]
    assert (ring.fill, ring.stroke, ring.width) == ("", LIGHT.text, 1.8)
    assert ring.box == inset(item, -2.5)
    assert outline.box == inset(item, 0.5)
    assert outline.fill == mixed(look.card, look.back, 0.12).name()
    # All that is painted is where it is painted anew.
    around = item.boundingRect()
    assert around == item.rect.adjusted(-4, -4, 4, 4)
    assert item.opacity() == 1
    item.mark(selected=False, picked=False, faded=True, reached=False)
    assert item.opacity() == pytest.approx(0.3)
    assert paint(item)[0].box == inset(item, 0.5)


def test_a_folded_card_looks_like_a_pile_and_lists_its_parameters(paint: Paint) -> None:
    graph = graph_of(Experiment(formula=NEURONS))
    scene = scene_of(graph, "full")
    item = next(each for each in scene.cards.values() if each.card.kind == "folded")
    picture, type_ = paint(item), type_of()
    behind, front = picture[:2]
    left, top, right, bottom = box_of(item)
    assert behind.box == pytest.approx(
        (left + 2.5, top + 2.5, right - 2.5, bottom + 2.5), abs=NEARLY
    )
    assert front.box == inset(item, 0.5)
    title = picture.starting("v1*tanh")
    assert (title.code, title.fill) == (True, LIGHT.text)
    tag = picture.text("4 ops ▸")
    assert (tag.bold, tag.fill) == (False, LIGHT.faint_text)
    assert tag.ends[1] == pytest.approx(item.box.right - 2 * type_.pad, abs=0.5)
    assert title.ends[1] <= tag.left
    assert item.content is not None
    assert [line[0] for line in item.content.lines] == ["v1", "w1", "b1"]
    above = title
    for name, value, gradient in item.content.lines:
        said = picture.text(name)
        assert (said.fill, said.bold) == (LIGHT.text, True)
        assert said.left == pytest.approx(item.box.x + 2 * type_.pad, abs=NEARLY)
        assert said.top - above.top == pytest.approx(type_.row + type_.gap, abs=2)
        green, purple = (
            next(m for m in picture if m.text == text and m.top == said.top)
            for text in (value, gradient)
        )
        assert (green.fill, green.bold) == (LIGHT.forward, True)
        assert (purple.fill, purple.bold) == (LIGHT.slope, True)
        assert said.ends[1] < green.left < green.ends[1] < purple.left
        assert purple.ends[1] == pytest.approx(item.box.right - 2 * type_.pad, abs=0.5)
        above = said
    assert max(mark.bottom for mark in picture[2:]) < item.box.bottom


def test_a_compact_card_has_no_bars_and_no_words_beside_its_title(paint: Paint) -> None:
    for place in (A, A_T2):
        item = scene_of(graph_of(), "compact").cards[place]
        picture = paint(item)
        assert item.strip(0) is None
        assert not [mark for mark in picture if mark.kind == "rect"]
        assert {"parameter", "a*(t**2)"}.isdisjoint(picture.texts)


@pytest.mark.parametrize("formula", ["a*(t**2) + b*(t) + c", SHARED])
def test_a_wide_card_has_room_for_all_that_it_says(formula: str, paint: Paint) -> None:
    graph = graph_of(Experiment(formula=formula))
    scene = scene_of(graph)
    for place, item in list(scene.cards.items()):
        content = item.content
        assert content is not None
        picture = paint(item)
        assert f"{content.symbol} {content.name}".strip() in picture.texts
        if content.piece and type_of().wide(graph.nodes[place].text, type_of().code) <= 130:
            assert content.piece in picture.texts
        for mark in picture:
            if mark.kind == "text":
                assert item.box.x < mark.left
                assert mark.ends[1] < item.box.right


# --- edges


def edge_to(scene: GraphScene, source: int, target: int) -> EdgeItem:
    return next(e for e in scene.edges if (e.source, e.target) == (source, target))


def test_an_edge_leads_forward_in_green_and_back_in_purple(paint: Paint) -> None:
    scene = scene_of(graph_of())
    edge, source, target = edge_to(scene, A, A_T2), scene.cards[A], scene.cards[A_T2]
    there, arrow, back, back_arrow = paint(edge)
    assert (there.stroke, there.width, there.dashes, there.fill) == (LIGHT.forward, 1.3, "", "")
    assert (back.stroke, back.width, back.dashes, back.fill) == (LIGHT.slope, 1.3, "", "")
    for line, place in ((there, 0), (back, 1)):
        row = source.mapRectToScene(source.row(place))
        assert line.points[0] == pytest.approx((source.box.right, row.center().y()), abs=NEARLY)
        assert line.points[-1][0] == pytest.approx(target.box.x, abs=NEARLY)
    assert there.points[-1][1] < back.points[-1][1]
    assert (arrow.fill, back_arrow.fill) == (LIGHT.forward, LIGHT.slope)
    assert (arrow.stroke, back_arrow.stroke) == ("", "")
    check_head(arrow, there.points[-1], -6)
    check_head(back_arrow, back.points[0], 6)
    room = edge.sceneBoundingRect()
    assert all(room.contains(x, y) for mark in paint(edge) for x, y in mark.points)


def check_head(head: Mark, tip: np.ndarray, back: float) -> None:
    """A head points with its tip, and its two corners lie `back` behind it, side by side."""
    corners = np.unique(np.round(head.points, 2), axis=0)
    behind = [each for each in corners if each != pytest.approx(tip, abs=NEARLY)]
    assert len(corners) == 3
    assert [each[0] - tip[0] for each in behind] == pytest.approx([back, back], abs=0.05)
    assert sorted(each[1] - tip[1] for each in behind) == pytest.approx([-3.3, 3.3], abs=0.05)


def test_nothing_flows_back_before_the_walk_nor_to_what_is_given(paint: Paint) -> None:
    assert len(paint(edge_to(scene_of(graph_of(), walked=False), A, A_T2))) == 2
    line, arrow = paint(edge_to(scene_of(graph_of()), T2, A_T2))
    assert line.dashes
    assert line.stroke == arrow.fill == LIGHT.faint_text


def test_the_local_derivative_stands_on_the_way_back_on_the_ground(paint: Paint) -> None:
    scene = scene_of(graph_of(), labels=True)
    edge = edge_to(scene, A, A_T2)
    picture = paint(edge)
    label, (ground,) = picture.text("× 361"), picture.filled(LIGHT.window)
    assert (label.fill, label.bold) == (LIGHT.slope, False)
    assert ground.stroke == ""
    assert ground.left < label.left < label.ends[1] < ground.right
    assert sum(label.ends) == pytest.approx(ground.left + ground.right, abs=1)
    assert edge.back is not None
    assert (ground.top + ground.bottom) / 2 == pytest.approx(edge.back.start.y(), abs=NEARLY)
    assert ground.left == pytest.approx(edge.back.start.x() + 7, abs=NEARLY)


def test_a_way_down_a_column_has_its_heads_at_its_ends(paint: Paint) -> None:
    scene = scene_of(graph_of(), stacked=True, labels=True)
    edge = next(each for each in scene.edges if each.forward.down and each.back is not None)
    source, target = scene.cards[edge.source].box, scene.cards[edge.target].box
    there, arrow, back, back_arrow = paint(edge)[:4]
    for line, share in ((there, 0.4), (back, 0.55)):
        x = source.x + source.width * share
        assert line.points == pytest.approx(
            np.array([(x, source.bottom), (x, target.y)]), abs=NEARLY
        )
    assert (arrow.top, arrow.bottom) == pytest.approx((target.y - 6, target.y), abs=0.05)
    assert back_arrow.top == pytest.approx(source.bottom, abs=0.05)
    assert back_arrow.bottom - back_arrow.top == pytest.approx(6, abs=0.05)
    (ground,) = paint(edge).filled(LIGHT.window)
    assert ground.left == pytest.approx(back.left + 5, abs=NEARLY)
    assert ground.top + ground.bottom == pytest.approx(source.bottom + target.y, abs=0.1)


# --- params.grad, the grounds, and what is told below


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_params_grad_lists_the_parts_and_their_sum(paint: Paint, theme: Theme) -> None:
    item = scene_of(graph_of(Experiment(formula=SHARED)), theme=theme).held
    assert item is not None
    picture, box, pad = paint(item), item.box, type_of().pad
    frame = picture[0]
    assert (frame.stroke, frame.width, frame.fill) == (theme.slope, 1.4, theme.panel)
    assert frame.box == pytest.approx(
        (box.x + 1, box.y + 1, box.right - 1, box.bottom - 1), abs=NEARLY
    )
    title = picture.text("params.grad")
    assert (title.code, title.fill) == (True, theme.text)
    above = title
    assert [row[0] for row in item.rows] == ["a", "b"]
    for name, parts, total in item.rows:
        said, sum_, all_ = (picture.text(each) for each in (name, parts, total))
        assert [each.fill for each in (said, sum_, all_)] == [theme.text, theme.slope, theme.slope]
        assert [each.bold for each in (said, sum_, all_)] == [True, False, True]
        assert said.top == sum_.top == all_.top
        assert said.top - above.top == pytest.approx(type_of().row, abs=0.5)
        assert said.left == title.left == pytest.approx(box.x + 2 * pad, abs=NEARLY)
        assert all_.ends[1] == pytest.approx(box.right - 2 * pad, abs=0.5)
        assert sum_.left - said.ends[1] >= 2 * pad - 0.5
        assert sum_.ends[1] < all_.left
        above = said
    assert frame.top < title.top
    assert above.bottom < frame.bottom
    item.show_state(look_of(theme), known=False, refused=False)
    picture = paint(item)
    waits = [mark for mark in picture if mark.text == "no gradient yet"]
    assert [(each.fill, each.bold) for each in waits] == [(theme.faint_text, False)] * 2
    assert len(picture.texts) == 5
    item.show_state(look_of(theme), known=True, refused=True)
    assert paint(item).texts.count("no way back") == 2


def test_a_line_of_code_stands_faint_on_its_ground(paint: Paint) -> None:
    for ground, code in zip(scene_of(graph_of()).grounds, CODE.values(), strict=True):
        area, words = paint(ground)
        box = ground.box
        assert (area.fill, area.stroke) == (LIGHT.window, "")
        assert area.box == pytest.approx((box.x, box.y, box.right, box.bottom), abs=NEARLY)
        assert (words.text, words.fill, words.code) == (code, LIGHT.faint_text, True)
        assert words.left == pytest.approx(box.x + 8, abs=NEARLY)
        assert box.y + 2 < words.top < box.y + 2 + type_of().line + 4
        assert words.ends[1] < box.right - 7


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_strip_has_a_frame_half_a_pixel_inside_on_all_sides(qtbot: QtBot, theme: Theme) -> None:
    strip = RuleStrip()
    qtbot.addWidget(strip)
    strip.set_theme(theme)
    strip.resize(400, strip.height())
    strip.show_rule(Rule("times", "a*b", ("value", "back", "local")))
    frame = next(mark for mark in drawing(strip) if mark.kind == "path")
    assert (frame.stroke, frame.width, frame.fill) == (theme.border, 1, theme.window)
    assert frame.box == pytest.approx((0.5, 0.5, 399.5, strip.height() - 0.5), abs=NEARLY)
