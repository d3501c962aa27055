"""Follow the stage: the tabs turn while a person steps by stages, and stay where they were put."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTabBar
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.panels.stages.card import StageCard
from gui.window import MainWindow
from gui.window.layout import Place, views_in
from tests.gui.windows import Open, at_front, trigger, until_shown

LEFT = Qt.MouseButton.LeftButton


def front(window: MainWindow) -> str:
    """The tab at the front of the middle."""
    names = (entry.name for entry in views_in(Place.MIDDLE))
    return next(name for name in names if window.body.view(name).isVisible())


def step(qtbot: QtBot, window: MainWindow, stage: Stage) -> None:
    chip = window.findChild(StageCard, f"stageChip_{stage.name.lower()}")
    assert isinstance(chip, StageCard)
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: chip.state == "ran last", timeout=20_000)
    qtbot.waitUntil(lambda: window.settled and not window.movement.running, timeout=20_000)


def steps(qtbot: QtBot, window: MainWindow) -> list[str]:
    """The tab at the front after each stage of an epoch."""
    seen = []
    for stage in Stage:
        step(qtbot, window, stage)
        seen.append(front(window))
    return seen


def tabs(window: MainWindow) -> QTabBar:
    bar = window.body.findChild(QTabBar, "fitTabs")
    assert bar.isVisible()
    return bar


def follow(window: MainWindow) -> QAction:
    action = window.findChild(QAction, "followStageAction")
    assert isinstance(action, QAction)
    return action


def test_each_stage_shows_the_view_that_answers_what_it_does(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    assert steps(qtbot, window) == ["fit", "fit", "graph", "graph", "fit"]


def test_a_click_on_a_tab_ends_it_and_the_menu_begins_it_again(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    bar = tabs(window)
    assert follow(window).isChecked()
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(1).center())
    assert front(window) == "graph"
    assert not follow(window).isChecked()
    assert steps(qtbot, window) == 5 * ["graph"]
    follow(window).trigger()
    assert steps(qtbot, window) == ["fit", "fit", "graph", "graph", "fit"]


def test_its_own_turns_do_not_end_it(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD):
        step(qtbot, window, stage)
    assert follow(window).isChecked()


def test_a_whole_epoch_leaves_the_tabs_alone(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.body.turn_to("graph")
    for epoch in (1, 2):
        trigger(window, "stepEpochAction")
        until_shown(qtbot, window, f"epoch {epoch} /")
    assert front(window) == "graph"


def test_a_refusal_shows_the_graph_that_has_no_way_back(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(requires_grad=False)
    for stage in (Stage.PREDICT, Stage.LOSS):
        step(qtbot, window, stage)
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: front(window) == "graph", timeout=20_000)
    graph = window.body.view("graph")
    qtbot.waitUntil(lambda: "does not require grad" in graph.describe(), timeout=20_000)  # type: ignore[attr-defined]


@pytest.mark.parametrize("tab", range(len(views_in(Place.MIDDLE))))
def test_number_keys_turn_to_the_tabs(qtbot: QtBot, open_window: Open, tab: int) -> None:
    window = open_window()
    at_front(qtbot, window)
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + tab))
    assert front(window) == views_in(Place.MIDDLE)[tab].name
    assert not follow(window).isChecked()


def test_the_menu_has_the_views_and_following(open_window: Open) -> None:
    window = open_window()
    menu = next(each for each in window.menuBar().findChildren(QMenu) if each.title() == "&View")
    entries = [action.text() for action in menu.actions()]
    titles = [entry.title for entry in views_in(Place.MIDDLE)]
    assert entries[: len(titles) + 1] == [*titles, "&Follow the stage"]
    menu.actions()[1].trigger()
    assert front(window) == "graph"
