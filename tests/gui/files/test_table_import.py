"""A table on its way from a file or the clipboard into the experiment."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThread
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QMainWindow,
    QProgressDialog,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.table import Picked, Table, read_text
from engine.table.picked import PIECE
from gui.files import table_import
from gui.files.job import Job
from gui.files.table_dialog import COUNTING, TableDialog
from gui.files.table_import import TableImport
from gui.theme import DARK

LEFT = Qt.MouseButton.LeftButton
TEXT = "time;speed;note\n0;1,5;a\n1;2,5;b\n2;x;c\n3;4,5;d\n"
INPUTS, TARGETS = (0.0, 1.0, 3.0), (1.5, 2.5, 4.5)


class Person:
    """Brings a table into a window; `news` holds what came of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self.tables = TableImport(self.window)
        self.news: list[Any] = []
        self.tables.imported.connect(self.news.append)
        self.tables.failed.connect(self.news.append)

    @property
    def dialogs(self) -> list[TableDialog]:
        return [each for each in self.window.findChildren(TableDialog) if each.isVisible()]

    @property
    def bars(self) -> list[QProgressDialog]:
        return [each for each in self.window.findChildren(QProgressDialog) if each.isVisible()]

    def waits(self, condition: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def sees_dialog(self) -> TableDialog:
        self.waits(lambda: self.dialogs and self.said != COUNTING)
        (dialog,) = self.dialogs
        return dialog

    def sees_bar(self) -> QProgressDialog:
        self.waits(lambda: self.bars)
        (bar,) = self.bars
        assert bar.objectName() == "tableProgress"
        assert bar.windowTitle() == "Learnscope"
        return bar

    def clicks_cancel(self) -> None:
        button = self.sees_bar().findChild(QPushButton)
        assert isinstance(button, QPushButton)
        self.bot.mouseClick(button, LEFT)

    @property
    def said(self) -> str:
        label = self.dialogs[0].findChild(QLabel, "tableSaid")
        assert isinstance(label, QLabel)
        return label.text()

    def chooses(self, name: str, column: str) -> None:
        combo = self.dialogs[0].findChild(QComboBox, name)
        assert isinstance(combo, QComboBox)
        combo.setCurrentIndex(combo.findText(column))

    def clicks(self, name: str) -> None:
        button = self.dialogs[0].findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        self.bot.mouseClick(button, LEFT)

    def takes(self) -> Points:
        """Use the columns, and the points that come of it."""
        self.sees_dialog()
        self.clicks("tableOk")
        self.waits(lambda: self.news)
        (points,) = self.news
        assert isinstance(points, Points)
        return points

    @property
    def idle(self) -> bool:
        self.bot.wait(1)
        return not self.tables.findChildren(Job)


class Slow:
    """Stands in for the reader: it has begun, and reads only when it is let."""

    def __init__(self) -> None:
        self.begun, self.opened, self.ended = (threading.Event() for _ in range(3))
        self.gave_up = False

    def read_table(
        self,
        path: object,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
        header: bool | None = None,
    ) -> Table:
        progress(0.25)
        self.begun.set()
        while not self.opened.wait(0.001):
            if cancelled():
                self.gave_up = True
                break
        self.ended.set()
        return read_text(TEXT)

    def read_text(
        self, text: str, _cancelled: Callable[[], bool], header: bool | None = None
    ) -> Table:
        self.begun.set()
        self.opened.wait()
        self.ended.set()
        return read_text(text, header=header)


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    person = Person(qtbot)
    yield person
    person.tables.close()
    person.window.close()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(table_import, "read_table", slow.read_table)
    monkeypatch.setattr(table_import, "QUICK_MS", 0)
    yield slow
    slow.opened.set()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "speed.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


# --- what comes of it


def test_a_file_becomes_points(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    points = person.takes()
    assert points == Points(
        inputs=INPUTS, targets=TARGETS, input_name="time", target_name="speed", source="speed.csv"
    )
    assert Experiment(data=points)
    assert not person.dialogs
    assert not person.bars
    assert person.idle


def test_a_path_can_be_text(person: Person, file: Path) -> None:
    person.tables.open_file(str(file))
    assert person.takes().source == "speed.csv"


def test_pasted_text_becomes_points(person: Person) -> None:
    person.tables.paste(TEXT.replace(";", "\t"))
    points = person.takes()
    assert (points.inputs, points.targets) == (INPUTS, TARGETS)
    assert points.source == "pasted table"


def test_what_is_left_out_is_said_before_it_is_used(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    person.sees_dialog()
    assert person.said == "3 of 4 rows used; 1 left out: line 4 has no number in “speed” (“x”)."


def test_other_columns_can_be_chosen(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    person.sees_dialog()
    person.chooses("tableXCombo", "speed")
    person.chooses("tableYCombo", "time")
    points = person.takes()
    assert (points.input_name, points.target_name) == ("speed", "time")
    assert (points.inputs, points.targets) == (TARGETS, INPUTS)


def test_columns_that_cannot_be_used_are_refused_in_the_dialog(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    person.sees_dialog()
    person.chooses("tableYCombo", "note")
    person.sees_dialog()
    assert person.said.startswith("Two rows with a number in both “time” and “note” are needed")
    assert person.news == []
    person.chooses("tableYCombo", "speed")
    assert person.takes().targets == TARGETS


def test_many_rows_arrive_in_order(person: Person) -> None:
    rows = 2 * PIECE + 3
    person.tables.paste("t,y\n" + "\n".join(f"{row},{-row}" for row in range(rows)))
    points = person.takes()
    assert points.inputs == tuple(map(float, range(rows)))
    assert points.targets == tuple(-float(row) for row in range(rows))


def test_one_table_after_the_other(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    first = person.takes()
    person.news.clear()
    person.tables.paste("a,b\n1,2\n3,4\n")
    second = person.takes()
    assert (first.input_name, second.input_name) == ("time", "a")


@pytest.mark.skipif(sys.platform != "linux", reason="only here a name can be any bytes")
def test_a_name_that_is_no_text_is_made_one(person: Person, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"sp\xffed.csv")
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(TEXT)
    person.tables.open_file(os.fsdecode(path))
    points = person.takes()
    assert points.source == "sp?ed.csv"
    assert Points.model_validate_json(points.model_dump_json()) == points


# --- what goes wrong


def test_a_file_that_is_not_there(person: Person, tmp_path: Path) -> None:
    person.tables.open_file(tmp_path / "gone.csv")
    person.waits(lambda: person.news)
    assert person.news == ["There is no file gone.csv: check its name and folder."]
    assert not person.dialogs
    assert not person.bars
    assert person.idle


@pytest.mark.parametrize("text", ["", "one\n1\n2\n", "a,b\n", "just words"])
def test_what_is_no_table(person: Person, text: str) -> None:
    person.tables.paste(text)
    person.waits(lambda: person.news)
    (said,) = person.news
    assert said.startswith(("The pasted text", "Only one column"))
    assert said.endswith(".")
    assert person.dialogs == []


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError(), "MemoryError"), (OSError("gone"), "OSError: gone")]
)
def test_what_nobody_expected_is_said_too(
    person: Person, file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(*_: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(table_import, "read_table", fail)
    person.tables.open_file(file)
    person.waits(lambda: person.news)
    assert person.news == [
        f"speed.csv cannot be read ({reason}): save it, or a part of it, as CSV."
    ]


# --- while it takes its time


def test_only_what_takes_long_shows_its_progress(
    person: Person, slow: Slow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_import, "QUICK_MS", 3_600_000)
    shown: list[QWidget] = []
    monkeypatch.setattr(QProgressDialog, "showEvent", lambda self, event: shown.append(self))
    person.tables.open_file(file)
    person.waits(slow.begun.is_set)
    slow.opened.set()
    person.takes()
    assert shown == []


def test_progress_is_shown_beside_the_work_without_the_focus(
    person: Person, slow: Slow, file: Path
) -> None:
    person.tables.open_file(file)
    bar = person.sees_bar()
    person.waits(lambda: bar.value() == bar.maximum() // 4)
    assert bar.labelText() == "Reading speed.csv…"
    assert not bar.isModal()
    assert bar.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    slow.opened.set()
    person.sees_dialog()
    assert person.bars == []
    assert person.takes().targets == TARGETS


@pytest.mark.parametrize("how", ["button", "escape", "close"])
def test_reading_can_be_cancelled(person: Person, slow: Slow, file: Path, how: str) -> None:
    person.tables.open_file(file)
    bar = person.sees_bar()
    if how == "button":
        person.clicks_cancel()
    elif how == "escape":
        person.bot.keyClick(bar, Qt.Key.Key_Escape)
    else:
        bar.close()
    person.waits(lambda: person.idle)
    assert slow.gave_up
    assert person.news == []
    assert not person.dialogs
    assert not person.bars


def test_cancelling_does_not_wait_for_what_cannot_be_interrupted(
    person: Person, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_import, "read_text", slow.read_text)
    person.tables.paste(TEXT)
    bar = person.sees_bar()
    assert bar.maximum() == 0
    person.clicks_cancel()
    assert person.news == []
    assert not slow.ended.is_set()
    slow.opened.set()
    person.waits(lambda: person.idle)
    assert person.news == []
    assert person.dialogs == []


@pytest.mark.parametrize("how", ["tableCancel", "escape", "close"])
def test_choosing_columns_can_be_cancelled(person: Person, file: Path, how: str) -> None:
    person.tables.open_file(file)
    dialog = person.sees_dialog()
    if how == "tableCancel":
        person.clicks(how)
    elif how == "escape":
        person.bot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert person.news == []
    assert person.dialogs == []


def test_another_table_gives_up_the_one_being_read(person: Person, slow: Slow, file: Path) -> None:
    person.tables.open_file(file)
    person.sees_bar()
    person.tables.paste("a,b\n1,2\n3,4\n")
    points = person.takes()
    assert slow.gave_up
    assert points.input_name == "a"


def test_another_table_closes_the_dialog_of_the_one_before(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    first = person.sees_dialog()
    person.tables.paste("a,b\n1,2\n3,4\n")
    assert not first.isVisible()
    assert person.takes().input_name == "a"


def test_columns_are_counted_and_points_made_elsewhere(
    person: Person, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[QThread] = []
    pick, points = Table.pick, Picked.points

    def picked(table: Table, x: str, y: str) -> Picked:
        threads.append(QThread.currentThread())
        return pick(table, x, y)

    def made(picked: Picked, source: str) -> Points:
        threads.append(QThread.currentThread())
        return points(picked, source)

    monkeypatch.setattr(Table, "pick", picked)
    monkeypatch.setattr(Picked, "points", made)
    person.tables.open_file(file)
    person.takes()
    assert len(threads) == 2
    assert QThread.currentThread() not in threads


def test_only_the_columns_chosen_last_count(
    person: Person, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick = Table.pick
    late = threading.Event()

    def picked(table: Table, x: str, y: str) -> Picked:
        if x == y:
            late.wait()
        return pick(table, x, y)

    monkeypatch.setattr(Table, "pick", picked)
    person.tables.open_file(file)
    person.sees_dialog()
    person.chooses("tableXCombo", "speed")
    person.chooses("tableYCombo", "time")
    person.sees_dialog()
    late.set()
    person.waits(lambda: person.idle)
    assert person.takes().input_name == "speed"


# --- when the window goes


def test_closing_ends_the_reading_at_once_and_silently(
    person: Person, slow: Slow, file: Path
) -> None:
    person.tables.open_file(file)
    person.sees_bar()
    person.tables.close()
    assert slow.ended.is_set()
    assert person.bars == []
    QCoreApplication.processEvents()
    assert person.news == []


def test_closing_takes_the_dialog_along(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    person.sees_dialog()
    person.tables.close()
    person.tables.close()
    assert person.dialogs == []
    assert person.news == []


def test_closing_waits_for_what_was_cancelled_too(person: Person, slow: Slow, file: Path) -> None:
    person.tables.open_file(file)
    person.clicks_cancel()
    person.tables.close()
    assert slow.ended.is_set()
    assert person.news == []


def test_a_window_destroyed_while_it_reads_ends_the_reading(qtbot: QtBot, slow: Slow) -> None:
    window = QMainWindow()
    tables = TableImport(window)
    tables.open_file("slow.csv")
    assert slow.begun.wait(10)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert slow.ended.is_set()
    assert slow.gave_up


def test_a_theme_reaches_the_dialog_that_is_open(person: Person, file: Path) -> None:
    person.tables.open_file(file)
    dialog = person.sees_dialog()
    preview = dialog.findChild(QWidget, "tablePreview")
    assert preview is not None
    before = preview.grab().toImage()
    person.tables.set_theme(DARK)
    assert preview.grab().toImage() != before


def test_whether_the_first_row_is_names_is_seen_and_can_be_changed(person: Person) -> None:
    def sees() -> tuple[list[str], list[str], bool]:
        dialog = person.sees_dialog()
        model = dialog.findChild(QTableView, "tablePreview").model()
        columns = range(model.columnCount())
        names = [model.headerData(k, Qt.Orientation.Horizontal) for k in columns]
        first = [model.data(model.index(0, k)) for k in columns]
        return names, first, dialog.findChild(QCheckBox, "tableHeaderCheck").isChecked()

    person.tables.paste("Country,1960,1961\nFrance,46.6,47.2\nPeru,10.2,10.5\n")
    named = ["Country", "x: 1960", "y: 1961"], ["France", "46.6", "47.2"], True
    assert sees() == named
    for row in (True, False):
        before = person.sees_dialog()
        before.findChild(QCheckBox, "tableHeaderCheck").click()
        assert not before.findChild(QPushButton, "tableOk").isEnabled()
        person.waits(lambda before=before: person.dialogs and before not in person.dialogs)
        if row:
            assert sees() == (
                ["column 1", "x: column 2", "y: column 3"], ["Country", "1960", "1961"], False
            )  # fmt: skip
        else:
            assert sees() == named
    person.sees_dialog().findChild(QPushButton, "tableOk").click()
    person.waits(lambda: person.news)
    assert person.news[0].inputs == (46.6, 10.2)
    assert person.news[0].input_name == "1960"
