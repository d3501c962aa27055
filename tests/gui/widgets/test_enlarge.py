"""The button that enlarges a view: what it says, and that it shows what it would do."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.widgets.enlarge import EnlargeButton
from gui.widgets.icons import icon


def picture(button: EnlargeButton) -> QImage:
    return button.icon().pixmap(QSize(20, 20)).toImage()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_it_says_and_shows_what_it_would_do(qtbot: QtBot, theme: Theme) -> None:
    button = EnlargeButton("Loss", LIGHT)
    qtbot.addWidget(button)
    button.set_theme(theme)
    sizes = set()
    for enlarged, name, tip, drawn in (
        (False, "Enlarge: Loss", "Let this view fill the window. (F9)", "enlarge"),
        (True, "Put back: Loss", "Put the view back in its place. (F9 or Escape)", "putBack"),
        (False, "Enlarge: Loss", "Let this view fill the window. (F9)", "enlarge"),
    ):
        button.set_enlarged(enlarged)
        assert (button.accessibleName(), button.toolTip()) == (name, tip)
        assert picture(button) == icon(drawn, theme).pixmap(QSize(20, 20)).toImage()
        sizes.add((button.sizeHint().width(), button.sizeHint().height()))
    assert len(sizes) == 1
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert button.autoRaise()
