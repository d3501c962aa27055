"""The switch between the pages of the landscape."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.plots.landscape.modes import ModeSwitch
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

TITLES = ("Map", "3-D", "Turn")


@pytest.fixture
def switch(qtbot: QtBot) -> ModeSwitch:
    switch = ModeSwitch("surface")
    qtbot.addWidget(switch)
    switch.set_theme(LIGHT)
    switch.move(300, 300)  # away from the mouse
    at_front(qtbot, switch)
    return switch


def buttons(switch: ModeSwitch) -> list[QToolButton]:
    return sorted(switch.findChildren(QToolButton), key=lambda button: button.x())


def test_the_page_it_stands_on_is_checked_and_stays_so(switch: ModeSwitch, qtbot: QtBot) -> None:
    asked: list[str] = []
    switch.chosen.connect(asked.append)
    assert [each.text() for each in buttons(switch)] == list(TITLES)
    for k, page in ((0, "map"), (2, "turn"), (1, "surface")):
        qtbot.mouseClick(buttons(switch)[k], Qt.MouseButton.LeftButton)
        assert asked[-1] == page
        assert [each.isChecked() for each in buttons(switch)] == [False, True, False]
    assert len(asked) == 3


def test_each_button_says_what_its_page_is_and_is_reached_by_tab(switch: ModeSwitch) -> None:
    said = [each.toolTip() for each in buttons(switch)]
    assert said == [
        "The loss as a map of two parameters",
        "The same map as a surface in three dimensions, which can be turned",
        "Turn a valley against its axes, and see what the parameters do",
    ]
    assert [each.accessibleName() for each in buttons(switch)] == said
    policies = [each.focusPolicy() for each in buttons(switch)]
    assert policies.count(Qt.FocusPolicy.TabFocus) == 1, "one stop for all three"
    switch.take_focus()
    assert buttons(switch)[1].hasFocus()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_one_that_is_on_is_dark_on_grey(switch: ModeSwitch, theme: Theme) -> None:
    switch.set_theme(theme)
    for k, button in enumerate(buttons(switch)):
        (ink,) = {mark.fill for mark in drawing(button) if mark.kind == "text"}
        assert ink == (theme.text if k == 1 else theme.faint_text)
        ground = button.grab().toImage().pixelColor(4, button.height() // 2).name()
        assert (ground == theme.border) is (k == 1)


def test_the_buttons_touch_one_another(switch: ModeSwitch) -> None:
    first, second, third = buttons(switch)
    assert first.geometry().right() + 1 == second.x()
    assert second.geometry().right() + 1 == third.x()
