"""The line with the task of a classroom layout."""

import pytest
from pytestqt.qtbot import QtBot

from engine.words.classroom import ALL_SHOWN, NO_TASK
from gui.classroom import TaskLine
from gui.classroom.task import Padlock
from tests.gui.drawn import drawing


@pytest.mark.parametrize("task", ["Find the valley.", ""])
def test_it_says_what_to_do_and_its_padlock_how_to_see_everything(qtbot: QtBot, task: str) -> None:
    line = TaskLine()
    qtbot.addWidget(line)
    line.resize(600, 40)
    line.show_task(task)
    (padlock,) = line.findChildren(Padlock)
    assert padlock.toolTip() == ALL_SHOWN
    assert padlock.accessibleName() == ALL_SHOWN
    said = task or f"{NO_TASK} {ALL_SHOWN}"
    assert " ".join(drawing(line).texts).split() == said.split()
