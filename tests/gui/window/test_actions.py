"""Actions: what they are called, which keys they have, and that they say so."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT
from gui.window.actions import Actions
from tests.gui.windows import at_front


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    return Actions(window)


def nothing() -> None:
    pass


def picture(action: QAction) -> QImage:
    return action.icon().pixmap(QSize(20, 20)).toImage()


def test_it_has_a_name_a_text_and_a_tip_with_its_key(actions: Actions, window: QMainWindow) -> None:
    action = actions.add("play", "&Play", nothing, "Space", "Play or pause", "play")
    assert window.findChild(QAction, "playAction") is action
    assert action in window.actions()
    assert action.text() == "&Play"
    assert action.toolTip() == "Play or pause (Space)"
    assert action.statusTip() == "Play or pause"


def test_several_keys(actions: Actions) -> None:
    action = actions.add("keys", "&Keys", nothing, ("F1", "?"), "The list of keys")
    assert action.toolTip() == "The list of keys (F1 or ?)"
    assert [keys.toString() for keys in action.shortcuts()] == ["F1", "?"]


def test_without_a_key_or_a_tip_the_text_is_the_tip(actions: Actions) -> None:
    assert actions.add("open", "&Open…", nothing).toolTip() == "Open."
    assert actions.add("save", "&Save", nothing, "Ctrl+S").toolTip() == "Save. (Ctrl+S)"


def test_the_list_of_keys_leaves_out_what_has_none(actions: Actions) -> None:
    actions.add("play", "&Play", nothing, "Space", "Play or pause")
    actions.add("theme", "&Theme", nothing, tip="Change the colours")
    actions.add("keys", "&Keys", nothing, ("F1", "?"), "The list of keys")
    assert actions.keys() == [("Space", "Play or pause"), ("F1 or ?", "The list of keys")]
    assert [action.objectName() for action in actions.all] == [
        "playAction", "themeAction", "keysAction",
    ]  # fmt: skip


def test_it_does_what_it_is_for_and_is_told_nothing(actions: Actions) -> None:
    done: list[tuple[object, ...]] = []
    action = actions.add("log", "&Log", lambda *told: done.append(told))
    action.trigger()
    action.setCheckable(True)
    action.trigger()
    assert done == [(), ()]


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_each_of_its_keys_works_in_the_window(
    actions: Actions, window: QMainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    action = actions.add("keys", "&Keys", nothing, ("F1", "?"))
    at_front(qtbot, window)
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(window, key)


def test_icons_follow_the_theme_and_what_the_action_does(actions: Actions) -> None:
    action = actions.add("play", "&Play", nothing, icon_name="play")
    plain = actions.add("log", "&Log", nothing)
    actions.set_theme(LIGHT)
    light = picture(action)
    actions.set_icon(action, "pause", LIGHT)
    pause = picture(action)
    assert pause != light
    actions.set_theme(DARK)
    assert picture(action) != pause
    actions.set_icon(action, "play", LIGHT)
    assert picture(action) == light
    assert plain.icon().isNull()


def test_an_icon_that_is_there_already_is_not_drawn_again(actions: Actions) -> None:
    action = actions.add("play", "&Play", nothing, icon_name="play")
    actions.set_theme(LIGHT)
    before = action.icon().cacheKey()
    actions.set_icon(action, "play", LIGHT)
    assert action.icon().cacheKey() == before
