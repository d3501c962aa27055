"""The scene, as it is painted: nothing overlaps, at any text size, for any formula."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainterPath
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.presets import PRESETS
from engine.queries import Graph
from engine.runs import Stage
from gui.panels.graph.content import Seen
from gui.panels.graph.edges import EdgeItem, Way
from gui.panels.graph.look import look_of
from gui.panels.graph.numbers import points_of
from gui.panels.graph.scene import GraphScene, arrangement_of
from gui.panels.graph.tree import cards_of
from gui.panels.graph.type import Form, Type, type_of
from gui.panels.graph.walk import reached, walk_of
from gui.theme import LIGHT
from gui.zoom import set_zoom
from tests.engine.formula.expressions import EXPRESSIONS
from tests.engine.queries.test_graph import experiment_of
from tests.gui.panels.graph.graphs import NEURONS, SHARED, graph_of

CODE = {Stage.PREDICT: "preds = f(time, params)", Stage.LOSS: "loss = mse(speed, preds)"}
FORMS: tuple[tuple[Form, bool, bool], ...] = (
    ("wide", False, False), ("full", True, True), ("compact", True, False), ("full", False, True),
)  # fmt: skip
SAMPLES = 17
MANY = " + ".join(f"p{k}*t**{k}" for k in range(16))


@pytest.fixture(params=[0.8, 1.0, 2.0], ids=lambda zoom: f"at {zoom:.0%}")
def type_(request: pytest.FixtureRequest, qtbot: QtBot) -> Type:
    set_zoom(request.param)
    return type_of()


def scene_of(graph: Graph, type_: Type, form: Form, stacked: bool, labels: bool) -> GraphScene:
    root = cards_of(graph)
    plan = arrangement_of(root, graph, type_, form, stacked, labels, CODE)
    scene = GraphScene()
    scene.build(graph, plan, type_, form, labels, CODE)
    points = points_of(graph.inputs, len(graph.inputs) - 1)
    every = reached(walk_of(root, graph))
    scene.show_seen(Seen(graph, points, Stage.UPDATE, every), look_of(LIGHT))
    return scene


def check(graph: Graph, type_: Type) -> None:
    for form, stacked, labels in FORMS:
        scene = scene_of(graph, type_, form, stacked, labels)
        cards = {place: item.mapRectToScene(item.rect) for place, item in scene.cards.items()}
        check_rooms(scene, list(cards.values()))
        check_edges(scene, cards)
        check_numbers(scene, type_)


def check_rooms(scene: GraphScene, cards: list[QRectF]) -> None:
    """Cards, lines of code and labels stand apart, and all of them in the picture."""
    rooms = [*cards, *(each.mapRectToScene(each.title) for each in scene.grounds)]
    if scene.held is not None:
        rooms.append(scene.held.sceneBoundingRect())
    rooms += [edge.label_room for edge in scene.edges if edge.label]
    for one, other in combinations(rooms, 2):
        both = one.intersected(other)
        assert both.width() * both.height() < 1e-6
    assert all(scene.sceneRect().contains(room) for room in rooms)
    one, other = (ground.sceneBoundingRect() for ground in scene.grounds)
    assert not one.intersects(other)


def check_edges(scene: GraphScene, cards: dict[int, QRectF]) -> None:
    """No edge meets a card but its own two at their sides, nor another edge, nor a label."""
    ways = [(edge, way) for edge in scene.edges for way in (edge.forward, edge.back) if way]
    lines = np.array([points_on(way) for _, way in ways]).reshape(-1, SAMPLES, 2)
    rooms = [rect.adjusted(0.1, 0.1, -0.1, -0.1) for rect in cards.values()]
    if scene.held is not None:
        rooms.append(scene.held.sceneBoundingRect())
    rooms += [each.mapRectToScene(each.title) for each in scene.grounds]
    for room in rooms:
        inside = (
            (lines[..., 0] > room.left()) & (lines[..., 0] < room.right())
            & (lines[..., 1] > room.top()) & (lines[..., 1] < room.bottom())
        )  # fmt: skip
        assert not inside.any()
    check_labels(ways, lines)
    assert not any(crossing(one, other) for one, other in combinations(lines, 2))


def check_labels(ways: list[tuple[EdgeItem, Way]], lines: NDArray[np.float64]) -> None:
    for edge in {edge for edge, _ in ways if edge.label}:
        room = edge.label_room
        others = [k for k, (_, way) in enumerate(ways) if way is not edge.back]
        x, y = lines[others][..., 0], lines[others][..., 1]
        inside = (x > room.left()) & (x < room.right()) & (y > room.top()) & (y < room.bottom())
        assert not inside.any()


def points_on(way: Way) -> list[tuple[float, float]]:
    path: QPainterPath = way.path()
    points = (path.pointAtPercent(k / (SAMPLES - 1)) for k in range(SAMPLES))
    return [(point.x(), point.y()) for point in points]


def crossing(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether two lines of points cross."""
    low = np.maximum(one.min(axis=0), other.min(axis=0))
    if (low > np.minimum(one.max(axis=0), other.max(axis=0))).any():
        return False
    a, b = one[:-1, None], one[1:, None]
    c, d = other[None, :-1], other[None, 1:]

    def side(p: NDArray[np.float64], q: NDArray[np.float64], r: NDArray[np.float64]) -> np.ndarray:
        return np.sign(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
            - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )

    cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return bool(cross.any())


def check_numbers(scene: GraphScene, type_: Type) -> None:
    """Each number has room on its card, beside its bars and below the title."""
    wide = QFontMetricsF(type_.bold).horizontalAdvance
    for item in scene.cards.values():
        content = item.content
        assert content is not None
        cells = [content.value, content.gradient]
        above = type_.gap + type_.head * (1 + len(content.lines))
        for place, cell in enumerate(cells):
            if cell is None:
                continue
            row, strip = item.row(place), item.strip(place)
            assert item.rect.contains(row)
            assert row.top() >= above - 1e-6
            room = row.width() - 2 * type_.pad
            if strip is not None:
                room = row.right() - type_.pad - strip.right() - type_.pad
                assert strip.width() > 0
            assert min(map(wide, cell.texts)) <= room + 1
            above = row.bottom()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_nothing_overlaps_in_a_preset(preset: object, type_: Type) -> None:
    check(graph_of(Experiment(formula=preset.formula)), type_)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "formula", ["a", "-a", SHARED, NEURONS, MANY, "2*a**b + 3", "sin(a)*b + minimum(a*t, b)/t"]
)
def test_nothing_overlaps_in_other_formulas(formula: str, type_: Type) -> None:
    check(graph_of(Experiment(formula=formula)), type_)


@settings(max_examples=25)
@given(text=EXPRESSIONS)
def test_nothing_overlaps_in_any_formula(text: str, qapp: object) -> None:
    check(graph_of(experiment_of(text)), type_of())
