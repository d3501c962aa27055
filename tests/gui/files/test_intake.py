"""How data come in: tables that are opened or pasted, and points that are edited by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from engine.experiment import Data, Experiment, Generated, Points, RollerCoaster
from engine.queries import FactsQuery
from engine.runs import Facts
from engine.training import Problem
from gui.files import Intake
from gui.files.table_dialog import TableDialog
from gui.files.table_import import TableImport
from gui.theme import DARK, LIGHT

TABLE = "time,speed\n0,1.5\n1,2.5\n2,4.5\n"
READ = Points(
    inputs=(0.0, 1.0, 2.0), targets=(1.5, 2.5, 4.5), input_name="time", target_name="speed"
)
INPUTS, TARGETS = np.array([0.0, 1.0, 2.0]), np.array([3.0, 4.0, 5.5])


class Door:
    """An intake and what has come of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self.intake = Intake(self.window, LIGHT)
        self.arrived: list[Any] = []
        self.said: list[str] = []
        self.intake.arrived.connect(self.arrived.append)
        self.intake.failed.connect(self.said.append)

    def agree(self) -> None:
        """Use the columns that the dialog proposes."""
        self.bot.waitUntil(lambda: bool(self.window.findChildren(TableDialog)), timeout=20_000)
        ok = self.window.findChild(QPushButton, "tableOk")
        self.bot.waitUntil(ok.isEnabled, timeout=20_000)
        ok.click()
        self.bot.waitUntil(lambda: bool(self.arrived), timeout=20_000)


@pytest.fixture
def door(qtbot: QtBot) -> Iterator[Door]:
    door = Door(qtbot)
    yield door
    door.intake.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ride.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def facts(data: Data) -> Facts:
    experiment = Experiment(data=data)
    return FactsQuery(experiment).answer(Problem(experiment))


def test_what_reads_tables_is_made_when_it_is_needed(door: Door) -> None:
    assert door.window.findChildren(TableImport) == []
    tables = door.intake.tables
    assert door.intake.tables is tables
    assert door.window.findChildren(TableImport) == [tables]


def test_a_table_from_a_file_arrives(door: Door, table: Path) -> None:
    door.intake.open_file(table)
    door.agree()
    assert [each.model_copy(update={"source": ""}) for each in door.arrived] == [READ]
    assert "ride" in door.arrived[0].source
    assert door.said == []


def test_a_table_from_the_clipboard_arrives(door: Door) -> None:
    QGuiApplication.clipboard().setText(TABLE.replace(",", "\t"))
    door.intake.paste()
    door.agree()
    assert [each.model_copy(update={"source": ""}) for each in door.arrived] == [READ]


def test_a_table_that_is_asked_for_is_read(door: Door, table: Path) -> None:
    door.intake.ask()
    (dialog,) = door.window.findChildren(QFileDialog)
    assert dialog.isVisible()
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFile
    assert dialog.windowTitle() == "Open a table"
    assert dialog.nameFilters() == ["Tables (*.csv *.tsv *.txt)", "All files (*)"]
    dialog.fileSelected.emit(str(table))
    dialog.close()
    door.agree()
    assert door.arrived[0].targets == READ.targets
    door.bot.waitUntil(lambda: door.window.findChildren(QFileDialog) == [])


def test_asking_and_thinking_better_of_it_changes_nothing(door: Door) -> None:
    door.intake.ask()
    (dialog,) = door.window.findChildren(QFileDialog)
    dialog.reject()
    door.bot.waitUntil(lambda: door.window.findChildren(QFileDialog) == [])
    assert (door.arrived, door.said) == ([], [])


@pytest.mark.parametrize("way", ["file", "clipboard"])
def test_what_can_not_be_read_is_said_in_a_sentence(door: Door, tmp_path: Path, way: str) -> None:
    if way == "file":
        door.intake.open_file(tmp_path / "not there.csv")
    else:
        QGuiApplication.clipboard().setText("")
        door.intake.paste()
    door.bot.waitUntil(lambda: bool(door.said), timeout=20_000)
    assert len(door.said) == 1
    assert door.said[0].endswith(".")
    assert door.arrived == []


def test_edited_points_arrive_under_the_names_they_had(door: Door) -> None:
    own = READ.model_copy(update={"source": "ride.csv"})
    assert door.intake.edit(INPUTS, TARGETS, own, facts(own)) is True
    assert door.arrived == [own.model_copy(update={"targets": tuple(TARGETS.tolist())})]


@pytest.mark.parametrize(
    "before",
    [RollerCoaster(), Generated(formula="k*x", truth=(2.0,)), READ],
    ids=["the article's", "from a formula", "without a source"],
)
def test_points_that_came_from_nowhere_are_by_hand(door: Door, before: Data) -> None:
    described = facts(before)
    assert door.intake.edit(INPUTS, TARGETS, before, described)
    (points,) = door.arrived
    assert points.source == "by hand"
    assert (points.input_name, points.target_name) == (
        described.input_label, described.target_label,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "targets", "word"),
    [
        (INPUTS, np.array([3.0, float("nan"), 5.0]), "Point 2"),
        (np.array([0.0, 1.0, 1e39]), TARGETS, "Point 3"),
        (INPUTS[:1], TARGETS[:1], "number of points"),
    ],
)
def test_points_that_can_not_be_are_not_used_and_why_is_said(
    door: Door, inputs: np.ndarray, targets: np.ndarray, word: str
) -> None:
    before = RollerCoaster()
    assert door.intake.edit(inputs, targets, before, facts(before)) is False
    assert door.arrived == []
    assert len(door.said) == 1
    assert word in door.said[0]


@pytest.mark.parametrize("made_first", [True, False])
def test_tables_are_shown_in_the_theme_of_the_window(
    door: Door, monkeypatch: pytest.MonkeyPatch, made_first: bool
) -> None:
    themes = []
    made, recoloured = TableImport.__init__, TableImport.set_theme

    def make(self: TableImport, window: QMainWindow, theme: object) -> None:
        themes.append(theme)
        made(self, window, theme)

    def recolour(self: TableImport, theme: object) -> None:
        themes.append(theme)
        recoloured(self, theme)

    monkeypatch.setattr(TableImport, "__init__", make)
    monkeypatch.setattr(TableImport, "set_theme", recolour)
    if made_first:
        assert door.intake.tables is not None
    door.intake.set_theme(DARK)
    assert door.intake.tables is not None
    assert themes[-1] is DARK
    assert len(themes) == (2 if made_first else 1)


def test_closing_ends_what_is_being_read(door: Door, table: Path) -> None:
    door.intake.open_file(table)
    door.intake.close()
    door.bot.waitUntil(lambda: door.window.findChildren(TableDialog) == [])
    assert (door.arrived, door.said) == ([], [])
    Intake(door.window, LIGHT).close()
