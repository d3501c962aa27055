"""Documents and undo in the window: nothing is lost, and everything can be taken back."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Generated, Points, RollerCoaster
from engine.experiment.document import SUFFIX, load, save
from gui.files import documents
from gui.window import MainWindow

OWN = Points(inputs=(0.0, 1.0, 2.0), targets=(1.0, 3.0, 5.0), source="by hand")
Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(experiment: Experiment | None = None) -> MainWindow:
        window = MainWindow(experiment or Experiment())
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close_unasked()


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def question(window: MainWindow) -> QMessageBox | None:
    return window.findChild(QMessageBox, "saveQuestion")


def test_undo_and_redo(open_window: Open) -> None:
    window = open_window()
    undo = window.findChild(QAction, "undoAction")
    assert not undo.isEnabled()
    window.change({"learning_rate": 2e-5})
    window.change({"formula": "a*t + b"})
    assert "formula" in undo.text()
    undo.trigger()
    assert window.player.experiment == Experiment(learning_rate=2e-5)
    undo.trigger()
    assert window.player.experiment == Experiment()
    trigger(window, "redoAction")
    trigger(window, "redoAction")
    assert window.player.experiment == Experiment(learning_rate=2e-5, formula="a*t + b")


def some_change(chance: random.Random, experiment: Experiment) -> dict[str, object]:
    names = experiment.names
    return chance.choice(
        [
            {"learning_rate": chance.choice([1e-6, 1e-5, 0.1])},
            {"epochs": chance.randrange(1, 500)},
            {"seed": chance.randrange(50)},
            {"zero_grad": chance.random() < 0.5},
            {"requires_grad": chance.random() < 0.5},
            {"standardise": chance.random() < 0.5},
            {"held_out": chance.choice([0.0, 0.2])},
            {"start": {chance.choice(names): chance.uniform(-2, 2)}},
            {"formula": chance.choice(["a*t + b", "a*(t**2) + b*(t) + c", "a*sin(b*t)"])},
            {
                "data": chance.choice(
                    [RollerCoaster(noise=2.0), OWN, Generated(formula="k*t", truth=(2.0,))]
                )
            },
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_everything_undone_in_any_order_is_where_it_began(open_window: Open, seed: int) -> None:
    window, chance = open_window(), random.Random(seed)
    states = [window.player.experiment]
    at = 0
    for _ in range(120):
        if chance.random() < 0.5:
            before = window.player.experiment
            window.change(some_change(chance, before))
            if window.player.experiment != before:
                del states[at + 1 :]
                states.append(window.player.experiment)
                at += 1
        elif chance.random() < 0.6:
            trigger(window, "undoAction")
            at = max(0, at - 1)
        else:
            trigger(window, "redoAction")
            at = min(len(states) - 1, at + 1)
        assert window.player.experiment == states[at]
    while window.changes.canUndo():
        window.changes.undo()
    assert window.player.experiment == Experiment()


def test_saving_and_opening(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / f"mine{SUFFIX}"
    window = open_window()
    window.documents.adopt(path)
    window.change({"seed": 3})
    assert "mine*" in window.windowTitle()
    trigger(window, "saveAction")
    assert load(path).experiment == Experiment(seed=3)
    assert "mine*" not in window.windowTitle()
    trigger(window, "newAction")
    assert window.player.experiment == Experiment()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.player.experiment == Experiment(seed=3))
    assert window.documents.path == path
    assert window.documents.recent == [path]


@pytest.mark.parametrize(
    "kept",
    [
        [1, 2],
        7,
        1.5,
        True,
        b"bytes",
        QByteArray(b"\xff\x00"),
        [QByteArray(b"bytes")],
        [["nested"], {"a": 1}],
        {"name": "value"},
        ["", None],
        None,
    ],
    ids=repr,
)
def test_recent_files_that_are_no_text_are_passed_over(open_window: Open, kept: object) -> None:
    QSettings("Learnscope", "Learnscope").setValue("recentFiles", kept)
    window = open_window()
    menu = window.findChild(QMenu, "recentMenu")
    window.bars.show_recent()
    assert window.documents.recent == []
    assert menu.actions() == []


def test_what_is_a_text_among_recent_files_stays(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / f"mine{SUFFIX}"
    QSettings("Learnscope", "Learnscope").setValue("recentFiles", [3, str(path), ["x"]])
    window = open_window()
    assert window.documents.recent == [path]
    other = tmp_path / f"other{SUFFIX}"
    window.documents.adopt(other)
    assert window.documents.recent == [other, path]


def test_a_bad_file_leaves_what_was_open(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / f"bad{SUFFIX}"
    path.write_text("{}", encoding="utf-8")
    window = open_window(Experiment(seed=8))
    window.open_file(path)
    qtbot.waitUntil(lambda: "bad" in window.banner.text)
    assert window.player.experiment == Experiment(seed=8)
    assert window.documents.path is None


def test_what_cannot_be_saved_is_said(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    window.documents.adopt(tmp_path)
    trigger(window, "saveAction")
    assert tmp_path.name in window.banner.text
    assert window.banner.kind == "error"


def file_dialog(window: MainWindow) -> QFileDialog:
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def answer(window: MainWindow, name: str) -> None:
    dialog = question(window)
    assert dialog is not None
    dialog.button(getattr(QMessageBox.StandardButton, name)).click()


def test_saving_asks_where_once(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.change({"seed": 3})
    trigger(window, "saveAction")
    dialog = file_dialog(window)
    assert dialog.windowTitle() == "Save the experiment"
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert dialog.nameFilters() == [f"Learnscope experiments (*{SUFFIX})"]
    assert [Path(name).name for name in dialog.selectedFiles()] == [f"experiment{SUFFIX}"]
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine")
    dialog.accept()
    path = tmp_path / f"mine{SUFFIX}"
    assert load(path).experiment == Experiment(seed=3)
    assert window.windowTitle().startswith("mine – Learnscope")
    assert window.documents.recent == [path]
    window.change({"seed": 4})
    assert window.windowTitle().startswith("mine* – Learnscope")
    trigger(window, "saveAction")
    assert load(path).experiment == Experiment(seed=4)
    qtbot.waitUntil(lambda: window.findChildren(QFileDialog) == [])


def test_saving_as_another_goes_on_with_the_other(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    first, second = tmp_path / f"first{SUFFIX}", tmp_path / f"second{SUFFIX}"
    save(Experiment(), first)
    window.documents.adopt(first)
    window.change({"seed": 9})
    trigger(window, "saveAsAction")
    dialog = file_dialog(window)
    assert dialog.selectedFiles() == [str(first)]
    dialog.selectFile(str(second))
    dialog.accept()
    assert (load(first).experiment, load(second).experiment) == (Experiment(), Experiment(seed=9))
    assert window.documents.path == second
    assert window.documents.recent == [second, first]
    assert not window.documents.modified


def test_opening_asks_which(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / f"mine{SUFFIX}"
    save(Experiment(seed=3), path)
    window = open_window()
    window.change({"epochs": 7})
    trigger(window, "openAction")
    dialog = file_dialog(window)
    assert dialog.windowTitle() == "Open an experiment"
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFile
    assert dialog.nameFilters() == [
        f"Learnscope experiments and lessons (*{SUFFIX} *.toml)",
        f"Learnscope experiments (*{SUFFIX})",
        "Lessons (*.toml)",
    ]
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: window.player.experiment == Experiment(seed=3), timeout=20_000)
    assert window.windowTitle().startswith("mine – Learnscope")
    assert window.documents.recent == [path]


@pytest.mark.parametrize("how", ["newAction", "openAction"])
@pytest.mark.parametrize("answered", ["Save", "Discard", "Cancel"])
def test_another_document_asks_what_to_do_with_drawn_points(
    open_window: Open, qtbot: QtBot, tmp_path: Path, how: str, answered: str
) -> None:
    window = open_window()
    window.change({"data": OWN})
    drawn = window.player.experiment
    trigger(window, how)
    assert window.player.experiment == drawn
    dialog = question(window)
    assert dialog is not None
    assert dialog.text() == "Save the changes to this experiment?"
    answer(window, answered)
    if answered == "Save":
        saving = file_dialog(window)
        assert saving.windowTitle() == "Save the experiment"
        saving.selectFile(str(tmp_path / "drawn"))
        saving.accept()
        assert load(tmp_path / f"drawn{SUFFIX}").experiment == drawn
    if answered == "Cancel":
        assert (window.player.experiment, window.documents.modified) == (drawn, True)
    elif how == "newAction":
        assert window.player.experiment == Experiment()
        assert window.documents.path is None
    else:
        titles = [each.windowTitle() for each in window.findChildren(QFileDialog)
                  if each.isVisible()]  # fmt: skip
        assert titles == ["Open an experiment"]
        file_dialog(window).reject()


def test_the_file_that_has_changed_is_named_in_the_question(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    path = tmp_path / f"ride{SUFFIX}"
    save(Experiment(), path)
    window.documents.adopt(path)
    window.change({"epochs": 7})
    trigger(window, "newAction")
    dialog = question(window)
    assert dialog is not None
    assert dialog.text() == "Save the changes to “ride”?"
    assert dialog.informativeText() == "Without saving, they are lost."
    assert dialog.icon() == QMessageBox.Icon.Question
    assert dialog.windowTitle() == "Learnscope"
    assert dialog.defaultButton() is dialog.button(QMessageBox.StandardButton.Save)
    answer(window, "Discard")
    qtbot.waitUntil(lambda: window.player.experiment == Experiment())
    assert load(path).experiment == Experiment()
    qtbot.waitUntil(lambda: question(window) is None)


def test_files_are_looked_for_where_the_present_one_lies(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    path = tmp_path / f"ride{SUFFIX}"
    save(Experiment(), path)
    window.documents.adopt(path)
    trigger(window, "openAction")
    dialog = file_dialog(window)
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.reject()


def test_eight_recent_files_are_kept_the_newest_first(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    paths = [tmp_path / f"{number}{SUFFIX}" for number in range(10)]
    for path in paths:
        window.documents.adopt(path)
    assert window.documents.recent == paths[:1:-1]
    window.documents.adopt(paths[5])
    assert window.documents.recent[:2] == [paths[5], paths[9]]
    assert len(window.documents.recent) == 8


def test_a_file_being_read_is_given_up_for_another_and_for_good(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    begun, opened = threading.Event(), threading.Event()
    read = documents.load

    def slowly(path: Path) -> Experiment:
        if path.stem == "slow":
            begun.set()
            opened.wait(10)
        return read(path)

    monkeypatch.setattr(documents, "load", slowly)
    for seed, name in enumerate(("slow", "quick"), 1):
        save(Experiment(seed=seed), tmp_path / f"{name}{SUFFIX}")
    window.open_file(tmp_path / f"slow{SUFFIX}")
    assert begun.wait(10)
    opened.set()
    window.open_file(tmp_path / f"quick{SUFFIX}")
    qtbot.waitUntil(lambda: window.player.experiment.seed == 2, timeout=20_000)
    assert window.documents.name == "quick"
    assert window.documents.recent == [tmp_path / f"quick{SUFFIX}"]


def test_a_dropped_file_opens(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / f"dropped{SUFFIX}"
    save(Experiment(epochs=77), path)
    window = open_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(QPoint(9, 9)),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: window.player.experiment.epochs == 77)


@pytest.mark.parametrize("answer", ["Save", "Discard", "Cancel"])
def test_closing_asks_before_a_changed_file_is_lost(
    open_window: Open, qtbot: QtBot, tmp_path: Path, answer: str
) -> None:
    path = tmp_path / f"kept{SUFFIX}"
    window = open_window()
    save(window.player.experiment, path)
    window.documents.adopt(path)
    window.change({"seed": 5})
    assert not window.close()
    dialog = question(window)
    assert dialog is not None
    dialog.button(getattr(QMessageBox.StandardButton, answer)).click()
    if answer == "Cancel":
        assert window.isVisible()
        assert window.player.experiment.seed == 5
        return
    qtbot.waitUntil(lambda: not window.isVisible())
    assert load(path).experiment.seed == (5 if answer == "Save" else 0)


def test_points_by_hand_are_not_lost_unasked(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.change({"data": OWN})
    assert not window.close()
    dialog = question(window)
    assert dialog is not None
    dialog.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_settings_alone_close_at_once_and_can_be_brought_back(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    window.change({"learning_rate": 3e-6})
    assert window.close()
    again = open_window()
    assert again.player.experiment == Experiment()
    qtbot.waitUntil(lambda: again.offering.latest is not None)
    assert again.banner.text == ""
    trigger(again, "bringBackAction")
    qtbot.waitUntil(lambda: again.player.experiment == Experiment(learning_rate=3e-6))
    again.changes.undo()
    assert again.player.experiment == Experiment()


def test_edited_points_become_the_data(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    facts = window.player.facts
    assert facts is not None
    inputs = facts.data_inputs.astype(float)
    targets = facts.data_targets.astype(float)
    targets[3] += 50
    window.fit.pointsEdited.emit(inputs, targets)
    data = window.player.experiment.data
    assert isinstance(data, Points)
    assert data.targets[3] == targets[3]
    assert (data.input_name, data.target_name) == (facts.input_label, facts.target_label)
    qtbot.waitUntil(lambda: window.player.state == "ready")
    window.changes.undo()
    assert window.player.experiment == Experiment()


def test_a_pasted_table_becomes_the_data(open_window: Open, qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QPushButton

    window = open_window()
    QGuiApplication.clipboard().setText("time\tspeed\n0\t1,5\n1\t2,5\n2\t4,5\n")
    trigger(window, "pasteTableAction")
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "tableOk") is not None)
    ok = window.findChild(QPushButton, "tableOk")
    qtbot.waitUntil(ok.isEnabled)
    ok.click()
    qtbot.waitUntil(lambda: isinstance(window.player.experiment.data, Points))
    data = window.player.experiment.data
    assert isinstance(data, Points)
    assert data.inputs == (0.0, 1.0, 2.0)
    assert data.targets == (1.5, 2.5, 4.5)
    assert (data.input_name, data.target_name) == ("time", "speed")


def test_a_trial_shows_and_changes_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    views = []
    window.player.viewChanged.connect(views.append)
    window.player.try_start({"a": 0.75, "b": -14.25, "c": 68.0})
    qtbot.waitUntil(lambda: bool(views))
    assert views[-1].snapshot.params.tolist() == [0.75, -14.25, 68.0]
    assert views[-1].snapshot.loss < 10
    assert "loss" in window.bars.status.text()
    assert window.player.experiment == Experiment()
    window.player.try_start({})
    qtbot.waitUntil(lambda: views[-1].snapshot.loss > 1_000)


def test_the_window_is_called_by_its_file_as_long_as_it_has_one(
    open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    window.documents.adopt(tmp_path / f"mine{SUFFIX}")
    assert "mine" in window.windowTitle()
    window.documents.new()
    assert "mine" not in window.windowTitle()
    assert window.documents.path is None
