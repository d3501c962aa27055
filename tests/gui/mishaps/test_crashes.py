"""A native crash is noted in a file of its own, and mentioned once at the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.mishaps.crashes import Crashes
from tests.gui.windows import Open, remedy
from tests.programs import MAIN, environment

# The program, in which the window's title is asked for until it crashes or is closed.
PROGRAM = f"""
import sys
sys.path.insert(0, {str(MAIN.parent)!r})
import faulthandler, os
from PySide6.QtCore import QStandardPaths, QTimer
QStandardPaths.setTestModeEnabled(True)
from engine.experiment import Experiment
from gui import application

class Window(application.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self, self.%s)
    def crash(self):
        faulthandler._sigsegv()
    def kill(self):
        os.kill(os.getpid(), 9)
    def say(self):
        print(self.banner.text)
        self.close()

application.MainWindow = Window
application.run(Experiment())
"""


def run(what: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM % what],
        env=environment(QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def left() -> list[Path]:
    """The files in the data folder, in which a home of its own for each test begins empty."""
    return [path for path in Path.home().rglob("crashes/*") if path.is_file()]


def test_a_crash_is_mentioned_once_at_the_next_start() -> None:
    assert run("crash").returncode != 0
    assert any("crash" in file.read_text() for file in left())
    said = run("say")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("Learnscope crashed the last time")
    assert left() == []
    assert run("say").stdout.strip() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends otherwise there")
def test_a_killed_program_has_not_crashed() -> None:
    run("kill")
    assert run("say").stdout.strip() == ""
    assert left() == []


def test_a_program_that_still_runs_has_not_crashed(qapp: object) -> None:
    with Crashes(), Crashes() as other:
        assert other.left_behind == ""
    assert left() == []


def test_of_several_crashes_the_last_is_told_and_none_at_any_length(qapp: object) -> None:
    data = QStandardPaths.StandardLocation.AppLocalDataLocation
    folder = Path(QStandardPaths.writableLocation(data)) / "crashes"
    folder.mkdir(parents=True)
    for number, (text, age) in enumerate(
        [("first", 30), ("x" * 30_000, 10), ("", 5), ("older", 20)]
    ):
        file = folder / f"{number}.txt"
        file.write_text(text)
        os.utime(file, (1_000_000 - age, 1_000_000 - age))
    with Crashes() as crashes:
        assert crashes.left_behind == "x" * 20_000
        assert [file.stem for file in folder.glob("*.txt")] == [str(os.getpid())]
    assert left() == []


def test_a_folder_that_cannot_be_made_is_no_hindrance(qapp: object) -> None:
    data = QStandardPaths.StandardLocation.AppLocalDataLocation
    folder = Path(QStandardPaths.writableLocation(data))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in its place")
    with Crashes() as crashes:
        assert crashes.left_behind == ""


def test_what_is_said_at_the_start_too_does_not_take_its_place(open_window: Open) -> None:
    window = open_window()
    window.trouble.of_crash("Fatal Python error")
    window.banner.show_message("warning", "Unsaved work was kept.")
    window.banner.clear()
    assert window.banner.text.startswith("Learnscope crashed the last time")
    window.banner.clear()
    assert window.banner.text == ""


def test_the_report_has_where_it_crashed(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.trouble.of_crash('Fatal Python error: Segmentation fault\n  File "paint.py", line 3')
    qtbot.mouseClick(remedy(window, "Show report"), Qt.MouseButton.LeftButton)
    text = window.findChild(QDialog, "reportDialog").findChild(QPlainTextEdit).toPlainText()
    assert 'File "paint.py", line 3' in text
    assert text.startswith("Learnscope ")
