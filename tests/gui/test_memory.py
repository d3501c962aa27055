"""What the window remembers: read back in the same process and from the file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter
from pytestqt.qtbot import QtBot

from engine.predicting import Tally
from gui.memory import Memory
from gui.theme import DARK
from gui.window.welcome import ASKED, WELCOMED
from gui.zoom import zoom
from tests.gui.windows import Open

SIZES = [100, 300]


def window_with_splitter(qtbot: QtBot, width: int = 640) -> tuple[QMainWindow, QSplitter]:
    window = QMainWindow()
    qtbot.addWidget(window)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    for _ in range(2):
        splitter.addWidget(QLabel())
    window.setCentralWidget(splitter)
    window.resize(width, 480)
    window.show()
    return window, splitter


def share(splitter: QSplitter) -> float:
    left, right = splitter.sizes()
    return left / (left + right)


def test_nothing_is_remembered_at_first() -> None:
    memory = Memory(kept=True)
    assert memory.text("theme", "system") == "system"
    assert memory.flag("logFolded", True) is True
    assert memory.flag("logFolded", False) is False


def test_what_is_kept_is_there_the_next_time() -> None:
    Memory(kept=True).keep("theme", "dark")
    assert Memory(kept=True).text("theme", "system") == "dark"


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_the_same_in_this_process_and_as_the_file_spells_it(flag: bool) -> None:
    for written in (flag, str(flag).lower()):
        Memory(kept=True).keep("logFolded", written)
        assert Memory(kept=True).flag("logFolded", not flag) is flag


def test_one_that_is_not_kept_leaves_nothing_behind_and_takes_nothing_up(qtbot: QtBot) -> None:
    Memory(kept=True).keep("theme", "dark")
    forgetful = Memory(kept=False)
    assert forgetful.text("theme", "system") == "system"
    forgetful.keep("theme", "light")
    forgetful.keep("logFolded", True)
    assert forgetful.flag("logFolded", False) is False
    window, splitter = window_with_splitter(qtbot)
    forgetful.keep_geometry(window, (splitter,))
    assert Memory(kept=True).text("theme", "system") == "dark"
    # Nobody is new in a test.
    assert {*Memory(kept=True).settings.allKeys()} - {ASKED, WELCOMED} == {"theme"}


def test_the_geometry_comes_back(qtbot: QtBot) -> None:
    window, splitter = window_with_splitter(qtbot)
    splitter.setSizes(SIZES)
    kept = share(splitter)
    Memory(kept=True).keep_geometry(window, (splitter,))
    again, other = window_with_splitter(qtbot, width=500)
    assert share(other) != pytest.approx(kept, abs=0.05)
    Memory(kept=True).restore_geometry(again, (other,))
    qtbot.waitUntil(lambda: again.size() == window.size())
    qtbot.waitUntil(lambda: other.sizes() == splitter.sizes())


def test_without_a_memory_the_window_stays_as_it_is(qtbot: QtBot) -> None:
    window, splitter = window_with_splitter(qtbot)
    Memory(kept=True).keep_geometry(window, (splitter,))
    again, other = window_with_splitter(qtbot, width=500)
    Memory(kept=False).restore_geometry(again, (other,))
    assert again.width() == 500


def test_what_is_no_geometry_is_passed_over(qtbot: QtBot) -> None:
    memory = Memory(kept=True)
    memory.keep("geometry", "nonsense")
    memory.keep("splitter0", 3)
    window, splitter = window_with_splitter(qtbot)
    before = window.size(), splitter.sizes()
    memory.restore_geometry(window, (splitter,))
    assert (window.size(), splitter.sizes()) == before


def test_a_splitter_that_is_not_remembered_keeps_its_sizes(qtbot: QtBot) -> None:
    window, splitter = window_with_splitter(qtbot)
    Memory(kept=True).keep_geometry(window, ())
    splitter.setSizes(SIZES)
    before = splitter.sizes()
    Memory(kept=True).restore_geometry(window, (splitter,))
    assert splitter.sizes() == before


def test_what_is_folded_in_the_column_is_remembered(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.column.complete()
    assert window.column.formula.isHidden()
    window.column.fold("Formula", folded=False)
    window.column.fold("Start from", folded=True)
    window.close()
    again = open_window()
    again.column.complete()
    column = again.column
    assert [each.isHidden() for each in (column.start, column.formula, column.data)] == [
        True, False, True,
    ]  # fmt: skip


def test_what_an_earlier_version_has_kept_still_counts(open_window: Open) -> None:
    """The names in the settings stay as they are."""
    settings = QSettings("Learnscope", "Learnscope")
    for name, value in {
        "zoom": 1.25, "theme": "dark", "logFolded": False, "folded/Training": True,
        "folded/Start from": True, "folded/Formula": False, "folded/Data": False,
        "experimentFolded": True, "animateSteps": False, "welcomed": True, "askedWhy": True,
        "predictions": Tally().with_reply("flip", True).written(), "recentFiles": ["/a.json"],
        "savedIn": "/b",
    }.items():  # fmt: skip
        settings.setValue(name, value)
    window = open_window()
    column = window.column
    column.complete()
    assert zoom() == 1.25
    assert window.styling.theme is DARK
    assert not window.log.folded
    panels = (column.training, column.start, column.formula, column.data)
    assert [panel.isHidden() for panel in panels] == [True, True, False, False]
    assert column.isHidden()
    assert not window.movement.enabled
    assert not window.bars.animate.isChecked()
    assert not window.welcome.new
    assert not window.welcome.ask_why()
    assert window.predicting._tallying.tally.counts["flip"] == (1, 1)
    assert window.documents.recent == [Path("/a.json")]
    assert window.documents.folders == [Path("/"), Path("/b")]


def test_settings_that_are_no_file_are_refused_in_a_sentence() -> None:
    path = Path(QSettings("Learnscope", "Learnscope").fileName())
    path.parent.mkdir(parents=True, exist_ok=True)
    assert Memory(kept=True).refused == ""
    path.unlink(missing_ok=True)
    path.mkdir()
    memory = Memory(kept=True)
    assert memory.refused == (
        f"The settings in {path} are a folder, a device or a pipe: nothing is remembered until it "
        "is removed."
    )
    assert memory.settings is None
    assert Memory(kept=False).refused == ""
