"""Every part of the window paints what was approved: its words, colours, lines and places.

After a change that is meant, `pytest tests/gui/approved --approve` writes down what is painted now;
what has changed is then read before it is committed. Where a text stands depends on its font, so
nothing is compared where there are others.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.zoom import face
from tests.approved import Hold, headed
from tests.gui.approved.person import Person
from tests.gui.approved.scenes import SCENES
from tests.gui.approved.words import alike
from tests.gui.windows import Open

FOLDER = Path(__file__).parent / "pictures"
# What all of them were painted with.
FONTS = FOLDER / "fonts.txt"


@pytest.fixture(autouse=True)
def _cursors_do_not_blink(qapp: QApplication) -> Iterator[None]:
    time = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(time)


@pytest.fixture
def fonts(qapp: QApplication) -> str:
    """The fonts that there are, by the room they take, and who paints them."""
    faces = face(), face(bold=True), face(code=True)
    wide = [QFontMetricsF(each).horizontalAdvance("Predict 0123456789") for each in faces]
    return f"Qt {qVersion().rpartition('.')[0]}, {', '.join(f'{each:.1f}' for each in wide)}\n"


@pytest.mark.parametrize("name", SCENES)
def test_it_looks_as_approved(
    name: str, open_window: Open, qtbot: QtBot, fonts: str, pytestconfig: pytest.Config
) -> None:
    approving = pytestconfig.getoption("approve")
    if not approving and FONTS.read_text("utf-8") != fonts:
        pytest.skip("the fonts are others, or Qt is, than those of the approved pictures")
    person = Person(open_window, qtbot)
    SCENES[name](person)
    if approving:
        FONTS.write_text(fonts, "utf-8")
    Hold(FOLDER, approving)(name, headed(person.seen), alike)
