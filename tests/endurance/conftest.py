"""What the short versions of the long trials need."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import qInstallMessageHandler
from pytestqt.qtbot import QtBot


@pytest.fixture
def quiet(qtbot: QtBot) -> Iterator[None]:
    """Without a display server Qt says of every dialog that it cannot be raised."""
    before = qInstallMessageHandler(lambda *_: None)
    yield
    qInstallMessageHandler(before)
