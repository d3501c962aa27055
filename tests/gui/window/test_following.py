"""Follow the stage: the tabs turn while a person steps by stages, and stay where they were put."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine.runs import Failure, Stage
from gui.panels.stages.card import StageCard
from gui.run import Asking, Closed, Covers, Picks, View
from gui.window import MainWindow
from gui.window.following import Following
from gui.window.layout import Body
from gui.window.views import Place, views_in
from tests.gui.views import make_view, run_of
from tests.gui.windows import Open, at_front, trigger, until_shown

LEFT = Qt.MouseButton.LeftButton
UPDATE = Stage.UPDATE


class Tabs(Body):
    """A body without views: it knows what it was turned to."""

    def __init__(self) -> None:
        super().__init__(QWidget(), Picks(), Covers(), Asking(), Closed())
        self.turns: list[str] = []

    def turn_to(self, name: str) -> None:
        self.turns.append(name)


@pytest.fixture
def bare(qtbot: QtBot) -> Tabs:
    body = Tabs()
    qtbot.addWidget(body)
    return body


def at(number: int, stage: Stage | None, *, playing: bool = False) -> View:
    view = make_view(epochs=3, cursor=number, stage=stage or UPDATE)
    snapshot = replace(view.snapshot, number=number, stage=stage)
    return replace(view, snapshot=snapshot, playing=playing)


@pytest.mark.parametrize(
    ("steps", "turns"),
    [
        ([(2, Stage.PREDICT)], ["fit"]),
        ([(2, Stage.LOSS)], ["fit"]),
        ([(2, Stage.BACKWARD)], ["graph"]),
        ([(2, Stage.GRADIENT)], ["graph"]),
        # A whole epoch is no stage, unless it was under way.
        ([(2, UPDATE)], []),
        ([(1, UPDATE), (2, UPDATE)], []),
        ([(2, Stage.GRADIENT), (2, UPDATE)], ["graph", "fit"]),
        ([(1, Stage.GRADIENT), (2, UPDATE)], ["graph"]),
        ([(2, None), (2, UPDATE)], []),
        # The same stage shown again turns nothing back.
        ([(2, Stage.LOSS), (2, Stage.LOSS)], ["fit"]),
        ([(1, Stage.LOSS), (2, Stage.LOSS)], ["fit", "fit"]),
    ],
)
def test_which_steps_turn_the_tabs(
    bare: Tabs, steps: list[tuple[int, Stage | None]], turns: list[str]
) -> None:
    following = Following(bare)
    for number, stage in steps:
        following.follow(at(number, stage))
    assert bare.turns == turns


def test_while_it_plays_or_is_off_nothing_turns(bare: Tabs) -> None:
    following = Following(bare)
    following.follow(at(2, Stage.LOSS, playing=True))
    assert bare.turns == []
    heard: list[bool] = []
    following.changed.connect(heard.append)
    following.set_on(True)
    following.set_on(False)
    following.set_on(False)
    assert heard == [False]
    following.follow(at(2, Stage.BACKWARD))
    assert bare.turns == []
    following.set_on(True)
    following.follow(at(2, Stage.GRADIENT))
    assert bare.turns == ["graph"]


@pytest.mark.parametrize(
    ("chosen", "on"),
    [("by_hand", False), ("fit", False), ("landscape", False), ("loss_parts", True),
     ("curvature", True), ("moves", True)],
)  # fmt: skip
def test_only_a_choice_in_the_middle_ends_it(bare: Tabs, chosen: str, on: bool) -> None:
    following = Following(bare)
    bare.chosen.emit(chosen)
    assert following.on is on


@pytest.mark.parametrize("stage", list(Stage))
def test_only_a_refused_walk_turns_to_the_graph(bare: Tabs, stage: Stage) -> None:
    following = Following(bare)
    following.follow_failure(None)
    run = run_of(make_view(epochs=1).history)
    following.follow_failure(run)
    assert bare.turns == []
    failed = replace(run, failure=Failure("refused", 1, "No way back.", stage))
    following.follow_failure(failed)
    assert bare.turns == (["graph"] if stage is Stage.BACKWARD else [])
    following.set_on(False)
    bare.turns.clear()
    following.follow_failure(failed)
    assert bare.turns == []


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
