"""A window in predict mode, and what is asked in it."""

from collections.abc import Callable, Sequence

import pytest
from pytestqt.qtbot import QtBot

from engine.predicting import Chooser, Moment, Posed, Sort, Tally, find
from gui.predicting import mode
from gui.window import MainWindow
from tests.gui.predicting.person import ASKED, KEY, settle
from tests.gui.windows import Open


@pytest.fixture(autouse=True)
def _note_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ASKED.clear()
    choose = Chooser.choose

    def noting(self: Chooser, posed: Sequence[Posed], tally: Tally) -> Posed | None:
        chosen = choose(self, posed, tally)
        ASKED.extend([chosen] if chosen else [])
        return chosen

    monkeypatch.setattr(Chooser, "choose", noting)


@pytest.fixture
def window(qtbot: QtBot, open_window: Open) -> MainWindow:
    """A window before its first epoch, in predict mode, switched on with its key."""
    opened = open_window()
    opened.movement.enabled = False
    opened.set_speed(None)
    settle(qtbot, opened)
    qtbot.keyClick(opened, KEY.Key_P)
    assert opened.bars.predict.isChecked()
    return opened


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sort], None]:
    """Has only questions of one sort asked."""

    def keep(sort: Sort) -> None:
        def found(moment: Moment) -> list[Posed]:
            return [each for each in find(moment) if each.sort == sort][:1]

        monkeypatch.setattr(mode, "find", found)

    return keep
