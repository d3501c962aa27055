"""The combo box that chooses in its open list only, and fields that leave the wheel alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.list_combo import ListCombo
from gui.widgets.wheel import leave_wheel

LONG = "an entry that is longer than the column is wide " * 2


class Column:
    """A scrolling column with a combo box and a spin box, in a window with a shortcut."""

    def __init__(self, qtbot: QtBot) -> None:
        self.scroll = QScrollArea()
        qtbot.addWidget(self.scroll)
        inside = QWidget()
        inside.setMinimumHeight(2000)
        self.combo, self.spin = ListCombo(), QSpinBox()
        self.combo.addItems(["one", "two", LONG])
        leave_wheel(self.spin)
        layout = QVBoxLayout(inside)
        layout.addWidget(self.combo)
        layout.addWidget(self.spin)
        layout.addStretch(1)
        self.scroll.setWidget(inside)
        self.scroll.setWidgetResizable(True)
        self.scroll.resize(230, 300)
        self.pressed: list[str] = []
        for key in ("Space", "Down", "Left"):
            action = QAction(self.scroll, shortcut=QKeySequence(key))
            action.triggered.connect(lambda _checked, key=key: self.pressed.append(key))
            self.scroll.addAction(action)
        self.scroll.show()
        self.scroll.activateWindow()

    def roll(self, field: QWidget) -> bool:
        """Roll the wheel one notch down over `field`: whether the field takes it."""
        middle = QPointF(field.rect().center())
        event = QWheelEvent(
            middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
            False,
        )  # fmt: skip
        QApplication.sendEvent(field, event)
        return event.isAccepted()


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[Column]:
    column = Column(qtbot)
    yield column
    column.combo.hidePopup()
    column.scroll.hide()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space])
def test_its_keys_open_the_list_and_choose_nothing(
    column: Column, qtbot: QtBot, key: Qt.Key
) -> None:
    column.combo.setFocus()
    qtbot.waitUntil(column.combo.hasFocus)
    qtbot.keyClick(column.combo, key)
    assert column.combo.view().isVisible()
    assert column.combo.currentIndex() == 0
    assert column.pressed == []


def test_letters_choose_nothing(column: Column, qtbot: QtBot) -> None:
    column.combo.setFocus()
    qtbot.keyClicks(column.combo, "two")
    assert column.combo.currentIndex() == 0


def test_other_keys_are_the_windows(column: Column, qtbot: QtBot) -> None:
    column.combo.setFocus()
    qtbot.waitUntil(column.combo.hasFocus)
    qtbot.keyClick(column.combo, Qt.Key.Key_Left)
    assert column.pressed == ["Left"]


def test_the_open_list_has_room_for_its_longest_entry(column: Column, qtbot: QtBot) -> None:
    assert column.combo.width() < 230
    column.combo.showPopup()
    view = column.combo.view()
    needed = view.fontMetrics().horizontalAdvance(LONG)
    qtbot.waitUntil(lambda: view.viewport().width() >= needed)


def test_the_wheel_is_left_to_the_column(column: Column) -> None:
    for field in (column.combo, column.spin):
        assert not column.roll(field)
    assert (column.combo.currentIndex(), column.spin.value()) == (0, 0)


def test_a_spin_box_with_the_focus_takes_the_wheel(column: Column, qtbot: QtBot) -> None:
    column.spin.setValue(5)
    column.spin.setFocus()
    qtbot.waitUntil(column.spin.hasFocus)
    assert column.roll(column.spin)
    assert column.spin.value() == 4
