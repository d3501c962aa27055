"""How predictions have gone: a row for each sort, all of which can be forgotten."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.predicting import SORTS
from gui.memory import Memory
from gui.predicting.tally_dialog import TallyDialog
from gui.predicting.tallying import Tallying
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing

NONE_YET = "Nothing has been predicted yet. Run ▸ Predict before each step asks the first question."
KEPT = "This is kept on this computer only."


def shown(dialog: TallyDialog) -> list[str]:
    """The texts that are seen, from above to below and from left to right."""
    QApplication.processEvents()
    labels = [each for each in dialog.findChildren(QLabel) if each.isVisible()]
    return [each.text() for each in sorted(labels, key=lambda label: (label.y(), label.x()))]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_sort_has_a_row_until_all_are_forgotten(qtbot: QtBot, theme: Theme) -> None:
    memory, around = Memory(kept=True), QWidget()
    qtbot.addWidget(around)
    tallying = Tallying(memory, around)
    dialog = TallyDialog(tallying, theme, around)
    dialog.show()
    clear = dialog.findChild(QPushButton, "tallyClearButton")
    assert shown(dialog) == [NONE_YET, KEPT]
    assert not clear.isEnabled()
    for right in (True, False, True):
        tallying.add("direction", right)
    tallying.add("flip", False)
    assert shown(dialog) == [
        SORTS["direction"].title, "2 of 3", SORTS["flip"].title, "0 of 1", KEPT
    ]  # fmt: skip
    assert clear.isEnabled()
    drawn = drawing(dialog)
    assert (drawn.text("2 of 3").bold, drawn.text(SORTS["flip"].title).bold) == (True, False)
    assert drawn.text("2 of 3").fill == theme.text
    # The counts stand at the right, below each other.
    ends = {round(drawn.text(text).ends[1]) for text in ("2 of 3", "0 of 1")}
    assert len(ends) == 1
    other = LIGHT if theme is DARK else DARK
    dialog.set_theme(other)
    assert drawing(dialog).text("2 of 3").fill == other.text
    # It is there at the next start, too.
    assert Tallying(memory, QObject(around)).tally == tallying.tally
    clear.click()
    assert shown(dialog) == [NONE_YET, KEPT]
    assert not clear.isEnabled()
    assert Tallying(memory, QObject(around)).tally.given == 0
    assert clear.toolTip() == "Forget all predictions, and begin with the easiest questions"
    close = dialog.findChild(QPushButton, "tallyCloseButton")
    assert close.toolTip() == "Close this list (Escape)"
    assert clear.geometry().right() < close.x()
    close.click()
    assert not dialog.isVisible()
