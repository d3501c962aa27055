"""A file with a classroom layout: what a pupil sees and can change, and the way out."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QDropEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Classroom, Experiment, Points, RollerCoaster
from engine.experiment.classroom import PANELS, SETTINGS, VIEWS
from engine.experiment.document import SUFFIX, Document, load, save
from engine.words.classroom import fixed
from gui.experiment.closing import Guard
from gui.panels.moves.overview import OverviewPlot
from gui.run import View
from gui.widgets.slider import HeldSlider
from gui.window import MainWindow
from gui.window.locking import PANELS as TITLED_PANELS
from gui.window.views import VIEWS as ENTRIES
from tests.gui.windows import Open, at_front, edit, remedy, text, trained, trigger, ways_out

LEFT = Qt.MouseButton.LeftButton
OWN = Points(inputs=(0.0, 1.0, 2.0), targets=(1.0, 3.0, 5.0))
TASK = "Find the largest learning rate\nwith which this run still learns."
OTHER: dict[str, Any] = {
    "learning_rate": 2e-5,
    "epochs": 77,
    "stop_at_loss": 640.0,
    "seed": 5,
    "zero_grad": False,
    "requires_grad": False,
    "start": {"a": 0.5},
    "formula": "a*t + b",
    "data": OWN,
    "standardise": True,
    "held_out": 0.2,
}
# The widget of the column that shows each setting.
SHOWN = {
    "learning_rate": "learningRateEdit",
    "epochs": "epochsSpin",
    "stop_at_loss": "stopAtLossEdit",
    "seed": "seedSpin",
    "zero_grad": "zeroGradCheck",
    "requires_grad": "requiresGradCheck",
    "start": "startEdit_a",
    "formula": "formulaEdit",
    "data": "dataSourceCombo",
    "standardise": "standardiseCheck",
    "held_out": "heldOutSpin",
}
# The actions that are ways to a setting or a view.
WAYS = {
    "learning_rate": ["learningRateAction"],
    "seed": ["newSeedAction"],
    "data": ["openTableAction", "pasteTableAction"],
}


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    window = open_window()
    window.resize(1440, 900)
    window.column.complete()
    unfold(window)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    return window


def unfold(window: MainWindow) -> None:
    for title in ("Training", "Start from", "Formula", "Data"):
        window.column.fold(title, folded=False)


def lock(window: MainWindow, **fields: Any) -> None:
    """Have a locked layout, as when a file with it is opened."""
    window.changes.begin(Classroom(**fields))
    QApplication.processEvents()


def widget(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def tip_at(part: QWidget) -> str:
    """The tooltip that appears where the mouse rests on the middle of `part`."""
    QToolTip.hideText()
    under = part.window().childAt(part.mapTo(part.window(), part.rect().center()))
    assert under is not None
    place = part.rect().center()
    event = QHelpEvent(
        QEvent.Type.ToolTip, under.mapFromGlobal(part.mapToGlobal(place)), part.mapToGlobal(place)
    )
    QApplication.sendEvent(under, event)
    return QToolTip.text()


# --- what there is


def test_a_layout_has_a_name_for_every_view_of_the_window() -> None:
    assert {entry.name for entry in ENTRIES} == set(VIEWS)
    assert set(TITLED_PANELS) == set(PANELS)
    assert set(OTHER) == set(SHOWN) == set(SETTINGS)


# --- settings that are closed


@pytest.mark.parametrize("name", SETTINGS)
def test_a_fixed_setting_is_shown_and_says_why_it_cannot_be_changed(
    window: MainWindow, name: str
) -> None:
    lock(window, settings={name: "fixed"})
    shown = widget(window, SHOWN[name])
    assert shown.isVisible()
    assert not shown.isEnabled()
    scroll_to(window, shown)
    assert fixed(name) in tip_at(shown).replace("&gt;", ">")
    trigger(window, "classroomLockAction")
    assert shown.isEnabled()
    assert fixed(name) not in tip_at(shown).replace("&gt;", ">")


def scroll_to(window: MainWindow, part: QWidget) -> None:
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(part):
            area.ensureWidgetVisible(part)
    QApplication.processEvents()


@pytest.mark.parametrize("name", SETTINGS)
def test_a_hidden_setting_is_gone_with_its_title(window: MainWindow, name: str) -> None:
    lock(window, settings={name: "hidden"})
    shown = widget(window, SHOWN[name])
    assert not shown.isVisible()
    titles = [label for label in window.column.findChildren(QLabel) if label.buddy() is shown]
    assert not any(label.isVisible() for label in titles)
    for other in SETTINGS:
        if other != name:
            assert widget(window, SHOWN[other]).isVisible(), other
    trigger(window, "classroomLockAction")
    assert shown.isVisible()
    assert all(label.isVisible() for label in titles)


def controls(window: MainWindow) -> list[QWidget]:
    """What can be operated in the column."""
    kinds = (QAbstractButton, QAbstractSpinBox, QLineEdit, QComboBox, HeldSlider)
    found = [each for each in window.column.findChildren(QWidget) if isinstance(each, kinds)]
    return [each for each in found if each.isVisible() and each.isEnabled()]


def operate(part: QWidget, chance: int) -> None:
    """Do with a control what a person could."""
    part.setFocus()
    match part:
        case QAbstractSpinBox():
            part.stepUp()
        case QLineEdit():
            part.selectAll()
            QTest.keyClicks(part, "0.5")
            QTest.keyClick(part, Qt.Key.Key_Return)
        case QComboBox():
            part.setCurrentIndex(chance % part.count())
            part.activated.emit(chance % part.count())
        case QCheckBox():
            part.click()
        case HeldSlider():
            QTest.keyClick(part, Qt.Key.Key_Right)
            QTest.keyRelease(part, Qt.Key.Key_Right)
        case QAbstractButton():
            if not part.property("sectionHeading"):
                part.click()


@pytest.mark.parametrize("closing", ["fixed", "hidden"])
@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_in_the_window_changes_what_is_closed(
    window: MainWindow, name: str, closing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(type(window.intake), "ask", lambda _self: opened.append("table"))
    lock(window, settings={name: closing}, task="Try everything.")
    before = getattr(window.player.experiment, name)
    refusals: list[object] = []
    window.changes.refused.connect(refusals.append)
    for k, part in enumerate(controls(window)):
        operate(part, k)
        QApplication.processEvents()
        assert getattr(window.player.experiment, name) == before, part.objectName()
    # Whatever can be operated does something else: none of them is a promise that is broken.
    assert refusals == []
    assert name != "data" or opened == []
    for each in ("undoAction", "redoAction", "learningRateAction", "newSeedAction"):
        trigger(window, each)
        assert getattr(window.player.experiment, name) == before, each
    for each in WAYS.get(name, []):
        assert not action(window, each).isEnabled()
        assert action(window, each).isVisible() is (closing == "fixed")
        if closing == "fixed":
            assert fixed(name) in action(window, each).toolTip()
    # And whichever way was forgotten is closed here.
    window.change({name: OTHER[name]})
    window.rerun({name: OTHER[name]})
    assert getattr(window.player.experiment, name) == before
    assert refusals == [frozenset({name})] * 2
    assert SETTINGS[name].removeprefix("the ") in window.banner.text.lower()
    assert window.banner.text.endswith("File > Unlock the classroom layout frees it.")
    trigger(window, "classroomLockAction")
    window.change({name: OTHER[name]})
    assert getattr(window.player.experiment, name) == OTHER[name]
    assert all(action(window, each).isEnabled() for each in WAYS.get(name, []))


def test_the_keys_of_closed_ways_do_nothing(window: MainWindow, qtbot: QtBot) -> None:
    at_front(qtbot, window)
    QApplication.clipboard().setText("time\tspeed\n0\t1\n1\t2\n2\t5\n")
    lock(window, settings=dict.fromkeys(SETTINGS, "fixed"))
    before = window.player.experiment
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_V, Qt.Key.Key_Z, Qt.Key.Key_Y):
        QTest.keyClick(window, key, control)
        QApplication.processEvents()
    assert window.player.experiment == before
    assert not window.column.isAncestorOf(window.focusWidget())
    # The letters that lead into the fields.
    for key in "lcasqindout":
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        assert not window.column.isAncestorOf(window.focusWidget())


def test_a_run_at_its_end_is_not_extended_where_its_epochs_are_fixed(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=5)
    lock(window, settings={"epochs": "fixed"})
    trained(qtbot, window)
    assert not any(
        each.text().startswith("Train to")
        for each in (*window.banner.findChildren(QAbstractButton), *ways_out(window))
    )
    for each in ("playAction", "stepEpochAction", "stepStageAction"):
        trigger(window, each)
        assert window.player.experiment.epochs == 5
        assert len(window.player.history) == 5
        assert window.banner.text.startswith("The epochs are fixed for this task")
    trigger(window, "classroomLockAction")
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: len(window.player.history) == 6, timeout=20_000)


@pytest.mark.parametrize("closed", [[], ["learning_rate"]])
def test_no_remedy_is_offered_that_would_change_what_is_closed(
    open_window: Open, qtbot: QtBot, closed: list[str]
) -> None:
    window = open_window(learning_rate=0.1)
    lock(window, settings=dict.fromkeys(closed, "fixed"))
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.failure is not None, timeout=20_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    said = [each.text() for each in window.banner.findChildren(QAbstractButton)]
    said += [each.text() for each in ways_out(window)]
    assert any("Reset with" in each or "rate" in each for each in said) is (not closed)


def test_a_preset_is_closed_where_it_would_change_what_is_fixed(window: MainWindow) -> None:
    combo = widget(window, "presetCombo")
    lock(window, settings={"seed": "fixed"})
    assert combo.isEnabled()
    lock(window, settings={"epochs": "fixed"})
    assert not combo.isEnabled()
    assert widget(window, "formulaEdit").isEnabled()
    scroll_to(window, combo)
    assert "A preset would change the epochs" in tip_at(combo)


def test_a_formula_may_take_fixed_starting_values_of_its_parameters_with_it(
    window: MainWindow,
) -> None:
    window.change({"start": {"a": 0.5, "c": 1.0}})
    lock(window, settings={"start": "fixed"})
    window.change({"formula": "a*t + b"})
    assert window.player.experiment.start == {"a": 0.5}
    trigger(window, "undoAction")
    assert window.player.experiment.start == {"a": 0.5, "c": 1.0}
    trigger(window, "redoAction")
    assert window.player.experiment.formula == "a*t + b"


@pytest.mark.parametrize(
    ("views", "closed"),
    [
        (("fit", "loss"), {"log", "graph", "by_hand", "landscape", "follow"}),
        (("graph", "log"), {"pulls", "fit", "by_hand", "landscape", "follow"}),
        (("fit", "graph", "landscape"), {"log", "by_hand"}),
    ],
)
def test_only_what_is_shown_is_in_the_menu_of_views(
    open_window: Open, views: tuple[str, ...], closed: set[str]
) -> None:
    window = open_window()
    bars = window.bars
    actions = {"pulls": bars.pulls, "log": bars.log, "follow": bars.follow}
    actions |= zip(("fit", "graph", "by_hand", "landscape"), bars.views, strict=True)
    window.changes.arrange(Classroom(views=views, settings={}))
    window.locking.lock()
    for may in (QAction.isVisible, QAction.isEnabled):
        assert {name for name, each in actions.items() if not may(each)} == closed
    window.locking.unlock()
    assert all(each.isVisible() and each.isEnabled() for each in actions.values())


def test_locking_ends_what_is_being_tried(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=50)
    settings = {"start": "fixed", "learning_rate": "fixed"}
    window.changes.arrange(Classroom(views=("fit", "loss"), settings=settings))
    views: list[View] = []
    window.player.viewChanged.connect(views.append)
    status = window.bars.status.text()
    window.player.try_start({"c": 500.0})
    qtbot.waitUntil(lambda: window.bars.status.text() != status, timeout=20_000)
    window.locking.lock()
    qtbot.waitUntil(lambda: window.bars.status.text() == status, timeout=20_000)
    window.locking.unlock()
    window.player.try_rate(2e-5)
    qtbot.waitUntil(lambda: views[-1].preview is not None, timeout=20_000)
    window.locking.lock()
    qtbot.waitUntil(lambda: views[-1].preview is None, timeout=20_000)


def test_no_other_start_is_tried_where_it_is_fixed(window: MainWindow, qtbot: QtBot) -> None:
    """The ring on a card, the map and the sliders."""
    lock(window, settings={"start": "fixed"})
    ring = window.findChild(OverviewPlot, "overview_a")
    assert ring.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert "Drag the ring" not in ring.toolTip()
    QTest.mousePress(ring, LEFT, pos=ring.rect().center())
    QTest.mouseMove(ring, ring.rect().center() + QPoint(20, 0))
    QTest.mouseRelease(ring, LEFT, pos=ring.rect().center() + QPoint(20, 0))
    assert not widget(window, "startSlider_a").isEnabled()
    trigger(window, "landscapeViewAction")
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    plot = window.body.view("landscape").map
    centre = plot.canvas.viewport().rect().center()
    QTest.mouseClick(plot.canvas.viewport(), LEFT, pos=centre)
    QApplication.processEvents()
    assert window.player.experiment == Experiment()
    assert not window.player.showing.previewing
    trigger(window, "classroomLockAction")
    assert ring.focusPolicy() is Qt.FocusPolicy.StrongFocus
    QTest.mouseClick(plot.canvas.viewport(), LEFT, pos=centre)
    assert window.player.experiment.start


def test_points_that_are_fixed_are_not_edited(window: MainWindow) -> None:
    fit = window.fit
    lock(window, settings={"data": "fixed"})
    assert not fit.edits.editable
    assert fit.edits.why == "the data are fixed for this task"
    fit.setFocus()
    for key in (Qt.Key.Key_Insert, Qt.Key.Key_BracketRight, Qt.Key.Key_Delete):
        QTest.keyClick(fit, key)
    assert window.player.experiment.data == RollerCoaster()
    trigger(window, "classroomLockAction")
    assert fit.edits.editable
    QTest.keyClick(fit, Qt.Key.Key_Insert)
    assert window.player.experiment.data != RollerCoaster()


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
        )
    )


def test_a_table_that_is_dropped_on_fixed_data_is_refused(
    window: MainWindow, tmp_path: Path
) -> None:
    table = tmp_path / "speeds.csv"
    table.write_text("time,speed\n0,1\n1,2\n2,3\n")
    lock(window, settings={"data": "fixed"})
    drop(window, table)
    assert window.banner.text.startswith("The data are fixed for this task")
    assert window.findChild(QWidget, "tableDialog") is None


# --- views


def visible_views(window: MainWindow) -> set[str]:
    """What can be seen at once or by a click on a tab."""
    names = {entry.title: entry.name for entry in ENTRIES}
    names |= {entry.short: entry.name for entry in ENTRIES if entry.short}
    found = {window.body.name_of(view) or "" for view in window.body.shown}
    for bar in window.body.findChildren(QTabBar):
        if bar.isVisible():
            found |= {names[bar.tabText(k)] for k in range(bar.count()) if bar.isTabVisible(k)}
    found |= {"stages"} if window.stages.isVisible() else set()
    return found | ({"log"} if window.log.isVisible() else set())


@pytest.mark.parametrize(
    "views",
    [
        ("fit",),
        ("signs",),
        ("moves", "stages"),
        ("landscape", "curvature"),
        ("graph", "by_hand", "loss", "log"),
        ("fit", "loss", "moves", "stages", "log"),
        (*VIEWS, *PANELS),
    ],
)
@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_only_the_views_of_the_layout_are_shown(
    window: MainWindow, qtbot: QtBot, views: tuple[str, ...], size: tuple[int, int]
) -> None:
    window.resize(*size)
    everything = visible_views(window)
    assert everything == {*VIEWS, *PANELS}
    lock(window, views=views)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert visible_views(window) == set(views)
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert visible_views(window) == set(views)
    # They have all the room: nothing is left empty where the others were.
    assert window.body.width() > size[0] - 40
    trigger(window, "classroomLockAction")
    QApplication.processEvents()
    assert visible_views(window) == everything


def test_no_key_leads_to_a_view_that_is_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    at_front(qtbot, window)
    views = {"fit", "by_hand", "signs"}
    lock(window, views=("fit", "by_hand", "signs"))
    for key in (
        *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4),
        *(Qt.Key.Key_F9, Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F5),
    ):
        QTest.keyClick(window, key)
        QApplication.processEvents()
        assert visible_views(window) <= views, key
    for key, modifiers in (
        (Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(window, key, modifiers)
        QApplication.processEvents()
        assert visible_views(window) == views, key
    tabs = next(bar for bar in window.body.findChildren(QTabBar) if bar.isVisible())
    tabs.setFocus()
    for _ in range(4):
        QTest.keyClick(tabs, Qt.Key.Key_Right)
        assert visible_views(window) == views
    # Stepping by stages would turn to the graph.
    for _ in range(4):
        trigger(window, "stepStageAction")
        qtbot.waitUntil(lambda: window.settled, timeout=20_000)
        assert visible_views(window) == views
    keys = {what for _, what in window.keys.keys}
    assert "Show Fit in the middle" in keys
    assert "Show Backward in the middle" not in keys
    trigger(window, "classroomLockAction")
    window.show_keys()
    assert "Show Backward in the middle" in {what for _, what in window.keys.keys}
    window.keys.close()


def test_presenting_shows_what_there_is(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, views=("loss", "signs"), task=TASK)
    trigger(window, "presentAction")
    QApplication.processEvents()
    assert visible_views(window) <= {"loss", "signs"}
    assert len(window.body.shown) == 1
    # Whoever unlocks while presenting is back where everything is.
    trigger(window, "classroomLockAction")
    QApplication.processEvents()
    assert not window.looking.presenting
    assert visible_views(window) == {*VIEWS, *PANELS}


def test_where_no_setting_is_shown_there_is_no_column(window: MainWindow) -> None:
    lock(window, settings=dict.fromkeys(SETTINGS, "hidden"))
    assert not window.column.isVisible()
    assert not action(window, "experimentPanelAction").isVisible()
    trigger(window, "experimentPanelAction")
    assert not window.column.isVisible()
    trigger(window, "classroomLockAction")
    assert window.column.isVisible()


def test_a_folded_column_is_unfolded_for_a_setting_and_folded_again(window: MainWindow) -> None:
    trigger(window, "experimentPanelAction")
    assert not window.column.isVisible()
    lock(window, settings={"seed": "fixed"})
    assert window.column.isVisible()
    trigger(window, "classroomLockAction")
    assert not window.column.isVisible()
    assert not action(window, "experimentPanelAction").isChecked()


def test_a_section_without_settings_is_gone(window: MainWindow) -> None:
    lock(window, settings={"data": "hidden", "standardise": "hidden", "start": "hidden"})
    headings = {
        each.text()
        for each in window.column.findChildren(QAbstractButton)
        if each.property("sectionHeading") and each.isVisible()
    }
    assert headings == {"Training", "Formula", "Data"}
    lock(
        window,
        settings={"data": "hidden", "standardise": "hidden", "held_out": "hidden"},
    )
    headings = {
        each.text()
        for each in window.column.findChildren(QAbstractButton)
        if each.property("sectionHeading") and each.isVisible()
    }
    assert headings == {"Training", "Start from", "Formula"}


def test_a_section_says_that_it_is_fixed(window: MainWindow) -> None:
    def said() -> list[str]:
        column = window.column
        return [
            column._sections[title].summary.text() for title in ("Start from", "Formula", "Data")
        ]

    before = said()
    assert before == ["", "a·t² + b·t + c", "roller coaster, 20"]
    lock(window, settings={"start": "fixed", "data": "fixed", "formula": "fixed"})
    assert said() == ["fixed", "fixed · a·t² + b·t + c", "fixed · roller coaster, 20"]
    lock(window, settings={"data": "fixed"})
    window.change({"formula": "a*t + b"})
    assert said() == ["", "a·t + b", "fixed · roller coaster, 20"]
    trigger(window, "classroomLockAction")
    assert said() == ["", "a·t + b", "roller coaster, 20"]


def test_the_splitters_are_where_they_were(window: MainWindow, qtbot: QtBot) -> None:
    window.body.share([[300, 600, 520], [200, 400], [500, 180]])
    QApplication.processEvents()
    before = window.body.shares()
    lock(window, views=("fit",), settings=dict.fromkeys(SETTINGS, "hidden"))
    trigger(window, "classroomLockAction")
    QApplication.processEvents()
    assert window.body.shares() == before


# --- the task


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
@pytest.mark.parametrize(
    "task",
    [
        "Short.",
        TASK,
        "word " * 119,
        "W" * 600,
        "🎢" * 600,
        "\n".join(["line"] * 8),
        "<b>not bold</b> <a href='https://example.org'>no link</a> &amp;",
    ],
)
def test_the_whole_task_stands_above_everything(
    window: MainWindow, qtbot: QtBot, task: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    lock(window, task=task)
    label = window.findChild(QLabel, "classroomTask")
    assert label.isVisible()
    assert label.text() == task
    painted = QLabel.text(label)
    assert painted.replace("\n", "").replace(" ", "") == task.replace("\n", "").replace(" ", "")
    needed = label.fontMetrics().size(0, painted)
    assert needed.width() <= label.width() + 1
    assert needed.height() <= label.height()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.toolTip() == ""
    assert not label.openExternalLinks()
    assert window.task.rect().contains(label.geometry())
    below = window.stages.mapTo(window, QPoint(0, 0)).y()
    assert window.task.mapTo(window, window.task.rect().bottomLeft()).y() < below
    assert window.width() == size[0]
    trigger(window, "classroomLockAction")
    assert not window.task.isVisible()


def test_a_screen_reader_is_told_the_task_and_the_way_out(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    lock(window, task="Why does it swing?")
    assert said == ["Task: Why does it swing? File > Unlock the classroom layout shows everything."]


def test_without_a_task_the_line_says_what_is_going_on(window: MainWindow) -> None:
    lock(window)
    assert text(window, "classroomTask") == (
        "This file shows only what it is about. "
        "File > Unlock the classroom layout shows everything."
    )


# --- opening, undoing, saving


def test_a_file_is_opened_locked_and_unlocking_is_one_entry_away(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / f"task{SUFFIX}"
    save(
        Experiment(seed=3),
        path,
        Classroom(task=TASK, views=("fit", "loss"), settings={"seed": "fixed"}),
    )
    window = open_window()
    assert not action(window, "classroomLockAction").isEnabled()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.player.experiment.seed == 3, timeout=20_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert visible_views(window) == {"fit", "loss"}
    assert text(window, "classroomTask") == TASK
    assert action(window, "classroomLockAction").text() == "Unloc&k the classroom layout"
    assert not action(window, "classroomLayoutAction").isEnabled()
    assert not window.documents.modified
    trigger(window, "classroomLockAction")
    assert visible_views(window) == {*VIEWS, *PANELS}
    assert not window.documents.modified
    assert action(window, "classroomLockAction").text() == "Loc&k the classroom layout"
    trigger(window, "classroomLockAction")
    assert visible_views(window) == {"fit", "loss"}
    # Opening it once more locks it, though it is the same layout.
    trigger(window, "classroomLockAction")
    window.open_file(path)
    qtbot.waitUntil(lambda: visible_views(window) == {"fit", "loss"}, timeout=20_000)
    # Another document has another layout, or none.
    trigger(window, "newAction")
    assert visible_views(window) == {*VIEWS, *PANELS}
    assert not action(window, "classroomLockAction").isEnabled()


def test_what_a_pupil_changes_is_undone_and_saved_with_the_layout(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / f"task{SUFFIX}"
    classroom = Classroom(task=TASK, settings={"seed": "fixed"})
    save(Experiment(seed=3), path, classroom)
    window = open_window()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.player.experiment.seed == 3, timeout=20_000)
    assert not action(window, "undoAction").isEnabled()
    window.change({"learning_rate": 2e-5})
    assert window.documents.modified
    trigger(window, "saveAction")
    assert load(path) == Document(Experiment(seed=3, learning_rate=2e-5), classroom)
    trigger(window, "undoAction")
    assert window.player.experiment == Experiment(seed=3)
    trigger(window, "redoAction")
    assert window.player.experiment == Experiment(seed=3, learning_rate=2e-5)


def test_undo_leads_no_further_than_the_layout_allows(window: MainWindow) -> None:
    window.change({"seed": 4})
    window.change({"learning_rate": 2e-5})
    window.changes.arrange(Classroom(settings={"seed": "fixed"}))
    window.locking.lock()
    assert not action(window, "undoAction").isEnabled()
    window.change({"epochs": 50})
    assert action(window, "undoAction").isEnabled()
    trigger(window, "undoAction")
    trigger(window, "undoAction")
    window.changes.undo()
    assert window.player.experiment == Experiment(seed=4, learning_rate=2e-5)
    assert window.changes.classroom is not None
    trigger(window, "classroomLockAction")
    for _ in range(3):
        assert action(window, "undoAction").isEnabled()
        trigger(window, "undoAction")
    assert window.player.experiment == Experiment()
    assert window.changes.classroom is None
    assert not action(window, "classroomLockAction").isEnabled()
    for _ in range(3):
        trigger(window, "redoAction")
    assert window.player.experiment == Experiment(seed=4, learning_rate=2e-5)
    assert window.changes.classroom is not None
    # Whoever makes a layout is not locked in by redoing it.
    assert not window.locking.locked


def test_what_is_being_typed_is_taken_before_it_is_locked(window: MainWindow) -> None:
    window.changes.arrange(Classroom(settings={"learning_rate": "fixed"}))
    field = edit(window, "learningRateEdit")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "3e-5")
    window.locking.lock()
    assert window.player.experiment.learning_rate == 3e-5
    assert "fixed" not in window.banner.text


def test_a_window_that_closes_locked_opens_with_its_own_places(
    open_window: Open, qtbot: QtBot
) -> None:
    first = open_window()
    first.body.share([[300, 400, 320], [150, 300], [200, 160]])
    QApplication.processEvents()
    first.close()
    second = open_window()
    QApplication.processEvents()
    shares = second.body.shares()
    lock(second, views=("fit",), settings=dict.fromkeys(SETTINGS, "hidden"))
    second.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.body.shares() == shares, timeout=20_000)
    assert visible_views(again) == {*VIEWS, *PANELS}
    assert again.column.isVisible()


def test_unsaved_work_comes_back_with_its_layout(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / f"task{SUFFIX}"
    classroom = Classroom(task=TASK, views=("fit", "moves"), settings={"seed": "fixed"})
    save(Experiment(), path, classroom)
    first = open_window()
    first.open_file(path)
    qtbot.waitUntil(lambda: first.locking.locked, timeout=20_000)
    first.change({"learning_rate": 2e-5})
    first.close_unasked()
    second = open_window()
    qtbot.waitUntil(lambda: second.offering.latest is not None, timeout=20_000)
    remedy(second, "Bring them back").click()
    qtbot.waitUntil(lambda: second.player.experiment.learning_rate == 2e-5, timeout=20_000)
    assert second.locking.locked
    assert second.changes.classroom == classroom
    assert visible_views(second) == {"fit", "moves"}
    trigger(second, "undoAction")
    assert second.player.experiment == Experiment()
    assert second.changes.classroom == classroom


def test_a_layout_that_is_in_no_file_is_asked_about(window: MainWindow) -> None:
    assert not window.documents.worth_asking
    window.changes.arrange(Classroom(task=TASK))
    assert window.documents.worth_asking


def test_the_colours_of_fixed_settings_follow_the_theme(window: MainWindow) -> None:
    lock(window, settings=dict.fromkeys(SETTINGS, "fixed"))
    for name in ("dark", "light"):
        window.set_theme(name)
        guards = window.column.findChildren(Guard)
        assert len(guards) >= len(SETTINGS)
        theme = window.styling.theme
        shown = edit(window, "learningRateEdit")
        assert shown.palette().color(shown.foregroundRole()).name() == theme.faint_text


def test_a_question_that_is_asked_makes_way_for_the_layout(
    window: MainWindow, qtbot: QtBot
) -> None:
    for change in (window.locking.lock, window.locking.unlock):
        if window.changes.classroom is None:
            window.changes.arrange(Classroom(settings={"seed": "fixed"}))
        window.predicting.on = False
        window.predicting.toggle()
        trigger(window, "stepEpochAction")
        qtbot.waitUntil(lambda: window.guided.panel is not None, timeout=20_000)
        assert not window.column.isVisible()
        change()
        assert window.guided.panel is None
        assert window.column.isVisible()
        assert not window.covers.hidden


def test_no_question_is_asked_about_a_view_that_is_not_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    lock(window, views=("by_hand",))
    window.set_speed(None)
    window.predicting.toggle()
    for epoch in range(1, 6):
        trigger(window, "stepEpochAction")
        qtbot.waitUntil(lambda epoch=epoch: window.player.cursor == epoch, timeout=20_000)
        assert window.guided.panel is None
