"""The toolbar and the menus: every action has its place, its key, and does what it says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.document import SUFFIX, save
from gui.window import MainWindow
from gui.window.bars import THEMES

Open = Callable[..., MainWindow]
MENUS = {
    "File": ["New", "Open…", "Open recent", "Bring back the last unsaved experiment", "", "Save",
             "Save as…", "", "Classroom layout…", "Lock the classroom layout", "", "Open a table…",
             "Paste a table", "", "Quit"],
    "Edit": ["Undo", "Redo", "", "Learning rate", "New seed"],
    "Run": ["Play", "Stage", "Stage back", "Epoch", "Back", "Latest", "Reset", "",
            "What the update would do", "", "Predict before each step", "Your predictions…", "",
            "Faster", "Slower"],
    "View": ["Fit", "Backward", "By hand", "Landscape", "Follow the stage", "Pulls on the curve",
             "", "Experiment", "Log", "Dismiss the previous run", "", "Zoom in", "Zoom out",
             "Actual size", "", "Enlarge a view", "Present", "Full screen", "", "Animate steps",
             "Tell what is shown", "Theme"],
    "Help": ["Lessons", "Lessons of your own", "Open the folder of lessons", "",
             "What is this?", "Glossary…", "", "Keys"],
}  # fmt: skip


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(theme: str | None = None) -> MainWindow:
        window = MainWindow(Experiment(), theme)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close_unasked()


def plain(action: QAction) -> str:
    return action.text().replace("&", "").strip()


def menus(window: MainWindow) -> dict[str, QMenu]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = window.menuBar().findChildren(QMenu, options=direct)
    # Qt's own menu, for what has no room in the bar, has no title.
    return {menu.title().replace("&", ""): menu for menu in found if menu.title()}


def recent(window: MainWindow) -> list[QAction]:
    menus(window)["File"].aboutToShow.emit()
    return window.bars.recent_menu.actions()


def ticked(window: MainWindow) -> list[str]:
    names = (f"{name}ThemeAction" for name in THEMES)
    actions = [window.findChild(QAction, name) for name in names]
    return [action.data() for action in actions if action.isChecked()]


def test_everything_is_in_its_menu(open_window: Open) -> None:
    window = open_window()
    for name, menu in menus(window).items():
        assert [plain(each) for each in menu.actions()] == MENUS[name]
    assert [plain(each) for each in window.menuBar().actions()] == list(MENUS)


def test_no_action_is_missing_from_the_menus(open_window: Open) -> None:
    window = open_window()
    shown = [action for menu in menus(window).values() for action in menu.actions()]
    assert set(window.bars.actions.all) <= set(shown)


def test_no_two_entries_of_a_menu_share_a_letter(open_window: Open) -> None:
    for name, menu in menus(open_window()).items():
        letters = [QKeySequence.mnemonic(each.text()).toString() for each in menu.actions()]
        letters = [letter for letter in letters if letter]
        assert len(letters) == len(set(letters)), name


def test_no_two_actions_share_a_key(open_window: Open) -> None:
    actions = open_window().bars.actions.all
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) > 20
    assert len(keys) == len(set(keys))


def test_the_list_of_keys_has_every_key(open_window: Open) -> None:
    window = open_window()
    listed = " ".join(keys for keys, _what in window.bars.keys_shown())
    for action in window.bars.actions.all:
        for key in action.shortcuts():
            assert key.toString() in listed


def test_the_toolbar_has_the_player_the_speed_and_the_status(open_window: Open) -> None:
    window = open_window()
    bar = window.findChild(QToolBar, "playerBar")
    bars = window.bars
    assert [each for each in bar.actions() if each.text()] == [
        bars.experiment, bars.reset, bars.back, bars.play, bars.stage, bars.epoch, bars.latest,
    ]  # fmt: skip
    for action in (bars.reset, bars.back, bars.play, bars.stage, bars.epoch, bars.latest):
        button = bar.widgetForAction(action)
        assert button.accessibleName() == plain(action)
        # A click must not take the arrow keys from the window.
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert bar.isAncestorOf(window.speed)
    assert bar.isAncestorOf(window.findChild(QLabel, "status"))


def test_play_and_pause_take_the_same_room(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    bar = window.findChild(QToolBar, "playerBar")
    right_of_it = bar.widgetForAction(window.bars.stage)
    before = right_of_it.x()
    window.bars.play.trigger()
    qtbot.waitUntil(lambda: plain(window.bars.play) == "Pause")
    bar.layout().activate()
    assert right_of_it.x() == before
    window.bars.play.trigger()
    qtbot.waitUntil(lambda: plain(window.bars.play) == "Play")


def test_faster_and_slower_are_each_other_s_way_back(open_window: Open) -> None:
    window = open_window()
    before = window.player.pace.speed
    window.bars.faster.trigger()
    assert window.player.pace.speed > before
    window.bars.slower.trigger()
    assert window.player.pace.speed == before
    window.bars.slower.trigger()
    assert window.player.pace.speed < before


def test_undo_and_redo_say_what_they_would_do(open_window: Open) -> None:
    window = open_window()
    undo, redo = window.bars.undo, window.bars.redo
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    window.change({"learning_rate": 2e-5})
    window.change({"formula": "a*t + b"})
    assert plain(undo) == "Undo change of the formula"
    assert not redo.isEnabled()
    undo.trigger()
    assert plain(undo) == "Undo change of the learning rate"
    assert plain(redo) == "Redo change of the formula"
    undo.trigger()
    assert not undo.isEnabled()
    assert plain(undo) == "Undo"
    assert plain(redo) == "Redo change of the learning rate"
    redo.trigger()
    redo.trigger()
    assert not redo.isEnabled()
    assert plain(redo) == "Redo"


@pytest.mark.parametrize("name", THEMES)
def test_the_theme_in_force_is_ticked(open_window: Open, name: str) -> None:
    assert ticked(open_window(theme=name)) == [name]


def test_choosing_a_theme_ticks_it_and_no_other(open_window: Open) -> None:
    window = open_window(theme="system")
    for name in ("dark", "dark", "light", "system"):
        window.findChild(QAction, f"{name}ThemeAction").trigger()
        assert ticked(window) == [name]
        if name != "system":
            assert window.styling.theme.name == name
    window.set_theme("dark")
    assert ticked(window) == ["dark"]


def test_without_files_there_is_nothing_recent(open_window: Open) -> None:
    window = open_window()
    assert recent(window) == []
    assert not window.bars.recent_menu.isEnabled()


def test_a_recent_file_opens(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    paths = [tmp_path / f"{name}{SUFFIX}" for name in ("one", "two")]
    for seed, path in enumerate(paths, 5):
        save(Experiment(seed=seed), path)
        window.documents.adopt(path)
    entries = recent(window)
    assert window.bars.recent_menu.isEnabled()
    assert [each.text() for each in entries] == [f"two{SUFFIX}", f"one{SUFFIX}"]
    assert [each.toolTip() for each in entries] == [str(paths[1]), str(paths[0])]
    entries[1].trigger()
    qtbot.waitUntil(lambda: window.player.experiment.seed == 5, timeout=20_000)
    assert [each.text() for each in recent(window)] == [f"one{SUFFIX}", f"two{SUFFIX}"]


def test_a_recent_file_is_shown_under_its_whole_name(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    window.documents.adopt(tmp_path / f"R&D{SUFFIX}")
    (entry,) = recent(window)
    assert entry.text() == f"R&&D{SUFFIX}"


def test_a_recent_file_s_folder_is_shown(open_window: Open) -> None:
    assert open_window().bars.recent_menu.toolTipsVisible()


def test_what_was_not_saved_can_be_brought_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    recent(window)
    assert not window.bars.bring_back.isEnabled()
    window.change({"learning_rate": 3e-6})
    assert window.close()
    again = open_window()
    qtbot.waitUntil(lambda: bool(recent(again)) or again.bars.bring_back.isEnabled())
    again.bars.bring_back.trigger()
    qtbot.waitUntil(lambda: again.player.experiment.learning_rate == 3e-6)


def test_the_experiment_s_tick_says_whether_it_is_unfolded(open_window: Open) -> None:
    window = open_window()
    assert window.bars.experiment.isChecked()
    window.bars.experiment.trigger()
    assert not window.column.isVisible()
    assert not window.bars.experiment.isChecked()
    window.bars.rate.trigger()
    assert window.column.isVisible()
    assert window.bars.experiment.isChecked()


def test_only_a_previous_run_can_be_dismissed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    forget = window.bars.forget
    assert not forget.isEnabled()
    for _ in range(2):
        window.bars.epoch.trigger()
    qtbot.waitUntil(lambda: window.player.cursor == 2)
    window.change({"learning_rate": 2e-5})
    window.bars.reset.trigger()
    qtbot.waitUntil(forget.isEnabled, timeout=5_000)
    forget.trigger()
    qtbot.waitUntil(lambda: not forget.isEnabled())


def test_a_new_seed_is_another_one(open_window: Open) -> None:
    window = open_window()
    window.bars.seed.trigger()
    assert window.player.experiment.seed != 0


def test_what_the_status_says_can_be_found(open_window: Open) -> None:
    window = open_window()
    status = window.findChild(QWidget, "status")
    assert status is window.bars.status
    assert status.text().startswith("epoch 0 / 200")


def test_the_speed_is_said_in_words_where_there_is_room(open_window: Open) -> None:
    window = open_window()
    for width, said in ((1139, False), (1140, True), (1024, False), (1600, True)):
        window.resize(width, 800)
        assert window.speed.label.isVisible() == said, width


def test_the_toolbar_stays_where_it_is(open_window: Open) -> None:
    bar = open_window(theme="light").bars.bar
    assert bar.windowTitle() == "Player"
    assert not bar.isMovable()
    assert bar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert bar.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu
    assert (bar.iconSize().width(), bar.iconSize().height()) == (24, 24)
    fold, second = bar.actions()[:2]
    button = bar.widgetForAction(fold)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert second.isSeparator()
    status = bar.findChild(QWidget, "status")
    assert status.geometry().right() > bar.width() - 12
    assert status.alignment() == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert status.sizeHint().width() == 140


def test_folding_the_log_is_remembered(open_window: Open) -> None:
    for folded in (False, True):
        window = open_window()
        assert window.log.folded != folded
        window.bars.log.trigger()
        assert window.log.folded == folded
        window.close_unasked()
    assert open_window().log.folded
