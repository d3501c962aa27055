"""The canvas of the graph under mouse and keys: what is chosen, pointed at, panned and zoomed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.panels.graph.canvas import GraphCanvas
from gui.panels.graph.look import look_of
from gui.panels.graph.tree import cards_of
from gui.panels.graph.type import size_of, type_of
from gui.theme import DARK, LIGHT
from tests.gui.panels.graph.graphs import SHARED, graph_of, shown, view_of
from tests.gui.test_repainted import painted

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
A = 0


@pytest.fixture
def canvas(qtbot: QtBot) -> GraphCanvas:
    panel, _ = shown(qtbot, view_of(), (1200, 500))
    # The panel lives as long as its canvas is used.
    panel.canvas.setProperty("panel", panel)
    return panel.canvas


def middle_of(canvas: GraphCanvas, place: int) -> QPoint:
    item = canvas.graph.cards[place]
    # Beside the strip of bars, on the title.
    return canvas.mapFromScene(item.mapToScene(QPointF(item.box.width / 2, 8)))


def nowhere(canvas: GraphCanvas) -> QPoint:
    return next(
        QPoint(x, y)
        for x in range(2, canvas.viewport().width(), 7)
        for y in range(2, canvas.viewport().height(), 7)
        if canvas._card_at(QPointF(x, y)) is None
    )


def heard(signal: object) -> list[float]:
    said: list[float] = []
    signal.connect(said.append)  # type: ignore[attr-defined]
    return said


def wheel(canvas: GraphCanvas, turn: QPoint, key: Qt.KeyboardModifier = NO_KEY) -> None:
    place = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        place, canvas.viewport().mapToGlobal(place), QPoint(), turn,
        Qt.MouseButton.NoButton, key, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def test_a_click_chooses_the_card_there_or_none(canvas: GraphCanvas, qtbot: QtBot) -> None:
    chosen = heard(canvas.chosen)
    view = canvas.viewport()
    qtbot.mouseClick(view, LEFT, pos=middle_of(canvas, A))
    qtbot.mouseClick(view, LEFT, pos=nowhere(canvas))
    qtbot.mouseClick(view, RIGHT, pos=middle_of(canvas, A))
    assert chosen == [A, -1]


def test_a_click_on_a_strip_of_bars_says_how_far_along_it_is(
    canvas: GraphCanvas, qtbot: QtBot
) -> None:
    shares = heard(canvas.point)
    item = next(item for item in canvas.graph.cards.values() if item.strip(0) is not None)
    strip = item.strip(0)
    assert strip is not None
    for share in (0.25, 0.75):
        inside = QPointF(strip.left() + share * strip.width(), strip.center().y())
        place = canvas.mapFromScene(item.mapToScene(inside))
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=place)
    assert shares == pytest.approx([0.25, 0.75], abs=0.05)
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=middle_of(canvas, A))
    assert len(shares) == 2


def test_the_card_under_the_mouse_is_told_once_and_that_there_is_none(
    canvas: GraphCanvas, qtbot: QtBot
) -> None:
    over = heard(canvas.pointed)
    view, place = canvas.viewport(), middle_of(canvas, A)
    qtbot.mouseMove(view, place)
    qtbot.mouseMove(view, place + QPoint(1, 1))
    qtbot.mouseMove(view, nowhere(canvas))
    qtbot.mouseMove(view, place)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert over == [A, -1, A, -1]


def test_a_drag_pans_and_chooses_nothing(canvas: GraphCanvas, qtbot: QtBot) -> None:
    canvas.zoom_by(4.0)
    chosen, over = heard(canvas.chosen), heard(canvas.pointed)
    view, begin = canvas.viewport(), QPoint(300, 200)
    canvas.horizontalScrollBar().setValue(200)
    canvas.verticalScrollBar().setValue(100)
    before = canvas.mapToScene(begin)
    qtbot.mousePress(view, LEFT, pos=begin)
    qtbot.mouseMove(view, begin + QPoint(1, 1))
    assert canvas.mapToScene(begin) == before
    qtbot.mouseMove(view, begin + QPoint(-60, 30))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    after = canvas.mapToScene(begin + QPoint(-60, 30))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1.5)
    # Once it pans it goes on, however little.
    qtbot.mouseMove(view, begin + QPoint(-59, 30))
    assert canvas.mapToScene(begin + QPoint(-59, 30)).x() == pytest.approx(before.x(), abs=1.5)
    qtbot.mouseRelease(view, LEFT, pos=begin + QPoint(-59, 30))
    assert canvas.cursor().shape() != Qt.CursorShape.ClosedHandCursor
    assert chosen == over == []
    qtbot.mouseClick(view, LEFT, pos=begin)
    assert len(chosen) == 1


def test_the_wheel_zooms_and_with_shift_scrolls(canvas: GraphCanvas) -> None:
    before = canvas.transform().m11()
    assert not canvas.zoomed
    wheel(canvas, QPoint(0, 120))
    assert canvas.transform().m11() == pytest.approx(1.2 * before)
    wheel(canvas, QPoint(0, -240))
    assert canvas.transform().m11() == pytest.approx(before / 1.2)
    assert canvas.zoomed
    wheel(canvas, QPoint(0, 120), SHIFT)
    wheel(canvas, QPoint(240, 120))
    assert canvas.transform().m11() == pytest.approx(before / 1.2)


def test_keys_zoom_within_their_limits_and_ask_to_fit(canvas: GraphCanvas, qtbot: QtBot) -> None:
    fits = []
    canvas.fitted.connect(lambda: fits.append(True))
    before = canvas.transform().m11()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Equal)
    assert canvas.transform().m11() == pytest.approx(1.44 * before)
    assert canvas.transform().m22() == canvas.transform().m11()
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.transform().m11() == pytest.approx(1.2 * before)
    canvas.resize(900, 400)
    assert canvas.transform().m11() == pytest.approx(1.2 * before), "the person's zoom stays"
    assert fits == []
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert fits == [True]
    for key, limit in ((Qt.Key.Key_Plus, 4.0), (Qt.Key.Key_Minus, 0.3)):
        for _ in range(20):
            qtbot.keyClick(canvas, key)
        assert canvas.transform().m11() == pytest.approx(limit)


def test_keys_walk_and_fold(canvas: GraphCanvas, qtbot: QtBot) -> None:
    walked, folded = heard(canvas.walked), heard(canvas.folded)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(canvas, key)
    assert (walked, folded) == ([1, -1], [-1, -1])


def test_it_is_fitted_as_large_as_it_goes_but_not_blown_up(canvas: GraphCanvas) -> None:
    room = canvas.sceneRect()
    for size in ((1200, 500), (2400, 1400), (300, 100)):
        canvas.resize(*size)
        canvas.fit()
        whole = min((size[0] - 8) / room.width(), (size[1] - 8) / room.height())
        assert canvas.transform().m11() == pytest.approx(min(max(whole, 8.5 / 11), 1.4), rel=0.01)
    # In a wide and low canvas the height decides.
    canvas.resize(2400, round(1.1 * room.height()) + 8)
    canvas.fit()
    whole = (canvas.height() - 8) / canvas.sceneRect().height()
    assert 8.5 / 11 < whole < 1.4
    assert canvas.transform().m11() == pytest.approx(whole, rel=0.01)
    canvas.resize(300, 100)
    canvas.fit()
    # What does not fit begins at its left and top.
    assert canvas.horizontalScrollBar().value() == canvas.horizontalScrollBar().minimum()
    assert canvas.verticalScrollBar().value() == canvas.verticalScrollBar().minimum()


def test_the_card_under_the_mouse_has_a_tooltip_and_the_ground_none(
    canvas: GraphCanvas, qtbot: QtBot
) -> None:
    for place, there in ((middle_of(canvas, A), True), (nowhere(canvas), False)):
        event = QHelpEvent(QEvent.Type.ToolTip, place, canvas.mapToGlobal(place))
        QApplication.sendEvent(canvas.viewport(), event)
        qtbot.waitUntil(lambda: bool(QToolTip.text()) is there)  # noqa: B023
    assert canvas.accessibleName().startswith("The graph that loss.backward() walks")


def test_every_part_is_painted_anew_when_it_says_something_else(qtbot: QtBot) -> None:
    view = view_of(Experiment(formula=SHARED), epoch=2)
    panel, _ = shown(qtbot, view, (1200, 700))
    scene, look = panel.canvas.graph, look_of(LIGHT)
    held = scene.held
    assert held is not None
    viewport = panel.canvas.viewport()
    changes: list[Callable[[], object]] = [
        lambda: held.show_state(look, not held.known, refused=False),
        lambda: held.show_state(look_of(DARK), held.known, refused=True),
    ]
    for change in changes:
        assert painted(viewport, change)
    item = scene.cards[A]
    for marked in (True, False):
        assert painted(
            viewport,
            lambda: item.mark(selected=marked, picked=False, faded=False, reached=False),  # noqa: B023
        )


def test_a_card_is_as_wide_as_its_title_but_not_without_end(qapp: object) -> None:
    type_ = type_of()

    def width(name: str) -> float:
        graph = graph_of(Experiment(formula=f"{name}*t + c"))
        leaves: dict[str, float] = {}
        todo = [cards_of(graph)]
        while todo:
            card = todo.pop()
            todo += card.inputs
            leaves[graph.nodes[card.place].name] = size_of(card, graph, type_, "full")[0]
        return leaves[name]

    short, long, longer = (width("k" * n) for n in (1, 17, 18))
    title = type_.wide("k" * 17, type_.bold)
    assert title <= 2 * type_.number
    assert long >= title + 2 * type_.pad > short
    assert width("k" * 30) <= 2 * type_.number + 4 * type_.pad
    assert short <= long <= longer
