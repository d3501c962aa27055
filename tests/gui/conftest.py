"""A window as a person opens it, closed when the test is over."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.window import MainWindow
from gui.window.welcome import ASKED, WELCOMED
from gui.zoom import set_zoom
from tests.gui.windows import Open


@pytest.fixture(autouse=True)
def _at_100_percent() -> Iterator[None]:
    yield
    set_zoom(1.0)


@pytest.fixture(autouse=True)
def _has_been_here_before(_person_without_settings: None) -> None:
    """What is shown at the first start alone stays away, unless a test begins with `new`."""
    for told in (WELCOMED, ASKED):
        QSettings("Learnscope", "Learnscope").setValue(told, True)


@pytest.fixture
def new() -> None:
    """A person who has never seen the program."""
    for told in (WELCOMED, ASKED):
        QSettings("Learnscope", "Learnscope").remove(told)


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(theme: str | None = None, **fields: object) -> MainWindow:
        window = MainWindow(Experiment(**fields), theme)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        # A busy computer may take this long to load PyTorch, which no test is about.
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=60_000)
        # PyTorch being loaded already, the run may be there before all is in its place.
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
        return window

    yield opened
    for window in windows:
        window.close_unasked()
