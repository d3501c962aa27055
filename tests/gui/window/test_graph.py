"""The graph in the window: from the worker's capture to what is read on its cards."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.numbers import number
from gui.panels.graph import GraphPanel
from gui.panels.moves.card import MoveCard
from gui.window import MainWindow
from tests.article import Article
from tests.gui.drawn import drawing
from tests.gui.windows import Open, at_front, trigger, until_shown


def graph(window: MainWindow) -> GraphPanel:
    panel = window.body.view("graph")
    assert isinstance(panel, GraphPanel)
    return panel


def texts(window: MainWindow) -> list[str]:
    return drawing(graph(window).canvas).texts


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled and not window.movement.running, timeout=20_000)


def stepped(qtbot: QtBot, window: MainWindow, stages: int) -> None:
    for _ in range(stages):
        before = window.player.showing.stage
        trigger(window, "stepStageAction")
        qtbot.waitUntil(lambda before=before: window.player.showing.stage is not before)
        settled(qtbot, window)


def test_the_third_stage_shows_the_way_back_to_each_parameter(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    stepped(qtbot, window, 2)
    assert not graph(window).isVisible()
    stepped(qtbot, window, 1)
    assert graph(window).isVisible()
    qtbot.waitUntil(lambda: "−63466" in texts(window))
    assert {"−63466", "−4092.0", "−300.82", "36415"} <= set(texts(window))


def test_at_any_epoch_the_gradients_are_the_article_s(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.body.turn_to("graph")
    article = Article()
    for epoch in (1, 2, 3):
        printed = next(article)
        trigger(window, "stepEpochAction")
        until_shown(qtbot, window, f"epoch {epoch} /")
        settled(qtbot, window)
        wanted = {number(float(each)) for each in printed.grad}
        qtbot.waitUntil(lambda wanted=wanted: wanted <= set(texts(window)))


def test_the_arrow_keys_walk_the_graph_not_the_run(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    stepped(qtbot, window, 3)
    at_front(qtbot, window)
    canvas = graph(window).canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription().startswith("mean = loss")
    assert window.player.cursor == 0


def test_what_is_picked_is_shared_with_the_moves(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    stepped(qtbot, window, 3)
    card = window.findChild(MoveCard, "moveCard_b")
    assert isinstance(card, MoveCard)
    head = card.findChild(type(card._head))
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert window.picks.param == 1
    canvas = graph(window).canvas
    before = card.grab().toImage()
    canvas.pointed.emit(3)
    assert card.grab().toImage() != before
    canvas.pointed.emit(-1)
    assert card.grab().toImage() == before
