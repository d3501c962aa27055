"""Files, undo, keys and what is remembered, in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QSlider,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.document import SUFFIX, save
from gui.window import MainWindow
from gui.window import window as window_module
from tests.gui.windows import (
    Open,
    at_front,
    edit,
    remedy,
    trained,
    trigger,
)

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def test_each_recent_file_opens_itself(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    for seed in (5, 6, 7):
        path = tmp_path / f"{seed}{SUFFIX}"
        save(Experiment(seed=seed), path)
        window.documents.adopt(path)
    file = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&File")
    for seed in (7, 6, 5, 7):
        file.aboutToShow.emit()
        entries = {each.text(): each for each in window.bars.recent_menu.actions()}
        assert len(entries) == 3
        entries[f"{seed}{SUFFIX}"].trigger()
        qtbot.waitUntil(lambda seed=seed: window.player.experiment.seed == seed, timeout=20_000)
        assert window.documents.name == str(seed)


@pytest.mark.parametrize("how", ["new", "open"])
def test_undo_does_not_reach_into_the_document_before(
    open_window: Open, qtbot: QtBot, tmp_path: Path, how: str
) -> None:
    window = open_window()
    window.change({"learning_rate": 2e-5})
    window.change({"seed": 4})
    undo = window.findChild(QAction, "undoAction")
    assert undo.isEnabled()
    path = tmp_path / f"other{SUFFIX}"
    save(Experiment(epochs=77), path)
    if how == "new":
        trigger(window, "newAction")
    else:
        window.open_file(path)
        qtbot.waitUntil(lambda: window.documents.path == path, timeout=20_000)
    opened = window.player.experiment
    assert opened == (Experiment() if how == "new" else Experiment(epochs=77))
    assert not undo.isEnabled()
    assert undo.text() == "&Undo"
    window.changes.undo()
    window.changes.redo()
    assert window.player.experiment == opened
    assert not window.documents.modified


def test_what_cannot_be_saved_is_said_in_the_banner(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    window.documents.adopt(tmp_path)
    window.change({"seed": 3})
    trigger(window, "saveAction")
    assert tmp_path.name in window.banner.text
    assert window.banner.text.endswith(".")
    assert window.banner.kind == "error"
    assert window.documents.modified


def test_what_could_not_be_opened_is_still_said_when_the_run_is_ready(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    bad = tmp_path / "bad.learnscope"
    bad.write_text("{")
    window.change({"seed": 3})
    with qtbot.waitSignal(window.documents.failed) as said:
        window.open_file(bad)
    window.player.reset()
    qtbot.waitUntil(lambda: window.player.state == "loading")
    qtbot.waitUntil(lambda: window.player.state == "ready" and window.settled)
    assert window.banner.text == said.args[0]
    # A warning about the run that is ready comes after it.
    window.change({"formula": "a*t**3 + b*t**2 + c*t + d"})
    window.intake.failed.emit("There is no table.")
    qtbot.waitUntil(lambda: window.player.state == "ready" and "formula" in window.banner.text)
    assert window.banner.text.startswith("There is no table. For this formula")
    # Whoever goes on has read it.
    window.change({"learning_rate": 1e-5})
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: "table" not in window.banner.text)


def test_settings_that_are_no_file_are_said(open_window: Open, qtbot: QtBot) -> None:
    place = Path(QSettings("Learnscope", "Learnscope").fileName())
    place.unlink(missing_ok=True)
    place.mkdir(parents=True)
    try:
        window = open_window()
        qtbot.waitUntil(lambda: window.settled)
        assert str(place) in window.banner.text
        assert "nothing is remembered until it is removed" in window.banner.text
    finally:
        place.rmdir()


def test_only_files_may_be_dropped(open_window: Open) -> None:
    window = open_window()

    def taken(data: QMimeData) -> bool:
        event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
        event.ignore()
        window.dragEnterEvent(event)
        return event.isAccepted()

    words, file, page = QMimeData(), QMimeData(), QMimeData()
    words.setText("time,speed")
    file.setUrls([QUrl.fromLocalFile("/somewhere/table.csv")])
    page.setUrls([QUrl("https://example.org/table.csv")])
    assert window.acceptDrops()
    assert [taken(data) for data in (words, file, page)] == [False, True, False]


def test_a_window_without_memory_neither_reads_nor_writes_it(qtbot: QtBot) -> None:
    for remember, dark, folded in ((True, False, True), (False, False, True), (True, True, False)):
        window = MainWindow(Experiment(), remember=remember)
        qtbot.addWidget(window)
        window.show()
        assert window.log.folded is folded
        assert window.findChild(QAction, "darkThemeAction").isChecked() is dark
        if remember:
            window.set_theme("dark")
            window.log.folded = False
        window.close()


def test_geometry_is_remembered(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1200, 750)
    trigger(window, "logPanelAction")
    assert not window.log.folded
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.height() == 750)
    assert not again.log.folded


def test_the_log_leaves_the_plots_their_room(open_window: Open) -> None:
    window = open_window()
    window.log.folded = False
    for height in (900, 720):
        window.resize(1300, height)
        assert window.log.maximumHeight() == height // 5


def test_loading_waits_for_the_first_picture(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_module, "START_ANYWAY_MS", 3_600_000)
    window = MainWindow(Experiment())
    qtbot.addWidget(window)
    assert window.findChild(QLineEdit, "formulaEdit") is None
    window.show()
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    assert window.findChild(QLineEdit, "formulaEdit") is not None
    window.close()


# --- keys


@pytest.mark.parametrize("name", ["standardiseCheck", "zeroGradCheck", "logFoldButton"])
def test_space_presses_the_button_that_has_the_focus(
    open_window: Open, qtbot: QtBot, name: str
) -> None:
    window = open_window()
    at_front(qtbot, window)
    button = window.findChild(QAbstractButton, name)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Key.Key_Space)
    assert not window.player.playing


@pytest.mark.parametrize("name", ["rateSlider", "startSlider_a"])
def test_a_slider_with_the_focus_keeps_its_keys(open_window: Open, qtbot: QtBot, name: str) -> None:
    window = open_window()
    window.player.go_to(20)
    qtbot.waitUntil(lambda: window.player.cursor == 20 and window.settled, timeout=20_000)
    window.player.seek(10)
    qtbot.waitUntil(lambda: window.player.cursor == 10 and window.settled, timeout=20_000)
    at_front(qtbot, window)
    slider, run = window.findChild(QSlider, name), window.player.run
    slider.setFocus()
    for key in (
        Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown,
        Key.Key_Home, Key.Key_End,
    ):  # fmt: skip
        before = slider.value()
        qtbot.keyClick(slider, key)
        assert slider.value() != before, key
        assert (window.player.cursor, window.player.stage, window.player.run) == (10, None, run)


def taken_from(menu: QMenu) -> None:
    """Take the first entry with the keyboard, as soon as the menu is open."""
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)


def test_space_on_a_remedy_takes_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    trained(qtbot, window)
    at_front(qtbot, window)
    button = remedy(window, "Ways out")
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    menu = button.menu()
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, lambda: taken_from(menu)))
    qtbot.keyClick(button, Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.experiment.standardise)


def test_a_click_beside_the_fields_gives_the_keys_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    at_front(qtbot, window)
    line = edit(window, "learningRateEdit")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.mouseClick(window.centralWidget(), LEFT, pos=QPoint(2, 2))
    assert not line.hasFocus()


def test_scrolling_past_a_field_changes_nothing(open_window: Open) -> None:
    window = open_window()
    fields = [
        field
        for kind in (QAbstractSpinBox, QComboBox, QSlider)
        for field in window.column.findChildren(kind)
        if field.isEnabled()
    ]
    assert len(fields) == 13
    for field in fields:
        middle = QPointF(field.rect().center())
        event = QWheelEvent(
            middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, event)
        assert not field.hasFocus()
    assert window.player.experiment == Experiment()


def test_full_screen_and_back(open_window: Open) -> None:
    window = open_window()
    trigger(window, "fullScreenAction")
    assert window.isFullScreen()
    trigger(window, "fullScreenAction")
    assert not window.isFullScreen()
