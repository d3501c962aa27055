"""While something is asked in a picture, its keys are the answer's wherever the focus is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from gui.run import Asking
from gui.widgets.whole_spin import WholeSpin
from gui.window.answering import Answering
from tests.gui.windows import at_front

KEY = Qt.Key


class Asked:
    """A window with a shortcut for an arrow key, in which something can be asked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(300, 200)
        self.picture, self.button = QWidget(self.window), QPushButton("Go on", self.window)
        self.asking = Asking()
        self.answering = Answering(self.window, self.asking)
        self.heard: list[object] = []
        self.asking.moved.connect(lambda right, up: self.heard.append((right, up)))
        self.asking.chosen.connect(lambda: self.heard.append("chosen"))
        self.button.clicked.connect(lambda: self.heard.append("pressed"))
        shortcut = QShortcut(QKeySequence("Right"), self.window)
        shortcut.activated.connect(lambda: self.heard.append("shortcut"))
        at_front(qtbot, self.window)

    def press(self, widget: QWidget, key: Qt.Key) -> list[object]:
        """What is heard when `key` is pressed with the focus in `widget`."""
        self.heard.clear()
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        at_front(self.qtbot, widget)
        widget.setFocus()
        self.qtbot.keyClick(widget, key)
        return list(self.heard)


@pytest.fixture
def asked(qtbot: QtBot) -> Iterator[Asked]:
    asked = Asked(qtbot)
    yield asked
    asked.answering.stop()
    asked.window.close()


def test_the_arrows_move_the_cursor_and_are_no_shortcut_then(asked: Asked) -> None:
    assert asked.press(asked.picture, KEY.Key_Right) == ["shortcut"]
    asked.asking.begin("loss", 2)
    assert asked.press(asked.picture, KEY.Key_Right) == [(1, 0)]
    assert asked.press(asked.picture, KEY.Key_Up) == [(0, 1)]
    assert asked.press(asked.picture, KEY.Key_Return) == ["chosen"]
    assert asked.press(asked.picture, KEY.Key_A) == []
    asked.asking.answer(1.0)
    assert asked.press(asked.picture, KEY.Key_Right) == ["shortcut"]
    assert asked.press(asked.picture, KEY.Key_Return) == []


def test_a_button_keeps_return_but_not_the_arrows(asked: Asked) -> None:
    asked.asking.begin("loss", 2)
    assert asked.press(asked.button, KEY.Key_Right) == [(1, 0)]
    assert "chosen" not in asked.press(asked.button, KEY.Key_Return)


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QSlider, WholeSpin])
def test_a_field_keeps_its_own_keys(asked: Asked, kind: type[QWidget]) -> None:
    field = WholeSpin(0, 9) if kind is WholeSpin else kind()
    field.setParent(asked.window)
    field.show()
    asked.asking.begin("loss", 2)
    for key in (KEY.Key_Up, KEY.Key_Left, KEY.Key_Return):
        assert asked.press(field, key) == []


def test_another_window_keeps_its_keys(asked: Asked, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    asked.asking.begin("loss", 2)
    assert asked.press(other, KEY.Key_Right) == []
    # The next question is answered, too; and where nothing is asked any more, none.
    asked.asking.begin("loss", 3)
    assert asked.press(asked.picture, KEY.Key_Left) == [(-1, 0)]
    asked.answering.stop()
    assert not asked.asking.open
    assert asked.press(asked.picture, KEY.Key_Right) == ["shortcut"]
