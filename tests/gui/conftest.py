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


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(theme: str | None = None, *, new: bool = False, **fields: object) -> MainWindow:
        """A window as it opens for one who has been there before, or is `new`."""
        if not new:
            for told in (WELCOMED, ASKED):
                QSettings("Learnscope", "Learnscope").setValue(told, True)
        window = MainWindow(Experiment(**fields), theme)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        # PyTorch being loaded already, the run may be there before all is in its place.
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
        return window

    yield opened
    for window in windows:
        window.close_unasked()
