"""The list of keys: what it is told, in two columns, and the keys that close it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.window.keys import KeysOverlay

KEYS = [("Space", "play or pause"), ("→", "one epoch"), ("F1 or ?", "this list")]


@pytest.fixture
def overlay(qtbot: QtBot) -> Iterator[KeysOverlay]:
    overlay = KeysOverlay(KEYS)
    qtbot.addWidget(overlay)
    overlay.show()
    QApplication.processEvents()
    yield overlay
    overlay.hide()


def test_it_lists_what_it_is_told_in_two_columns(overlay: KeysOverlay) -> None:
    labels = overlay.findChildren(QLabel)
    caps = [each for each in labels if each.objectName() == "keyCap"]
    words = [each for each in labels if each.objectName() != "keyCap"]
    assert [(cap.text(), what.text()) for cap, what in zip(caps, words, strict=True)] == KEYS
    assert len({cap.geometry().right() for cap in caps}) == 1
    assert len({what.x() for what in words}) == 1
    tops = [cap.y() for cap in caps]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(KEYS)
    for label in labels:
        assert label.width() >= label.sizeHint().width()


def test_work_goes_on_beside_it(overlay: KeysOverlay) -> None:
    assert not overlay.isModal()
    assert overlay.windowModality() == Qt.WindowModality.NonModal


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_its_keys_close_it_and_it_can_be_opened_again(
    overlay: KeysOverlay, key: Qt.Key, qtbot: QtBot
) -> None:
    qtbot.keyClick(overlay, key)
    assert not overlay.isVisible()
    overlay.show()
    assert overlay.isVisible()


def test_other_keys_leave_it_open(overlay: KeysOverlay, qtbot: QtBot) -> None:
    qtbot.keyClick(overlay, Qt.Key.Key_A)
    assert overlay.isVisible()


def test_the_button_closes_it(overlay: KeysOverlay, qtbot: QtBot) -> None:
    button = overlay.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not overlay.isVisible()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_colours_are_the_theme_s(overlay: KeysOverlay, theme: Theme) -> None:
    overlay.set_theme(DARK if theme is LIGHT else LIGHT)
    overlay.set_theme(theme)
    image = overlay.grab().toImage()
    cap = next(each for each in overlay.findChildren(QLabel) if each.objectName() == "keyCap")
    words = next(each for each in overlay.findChildren(QLabel) if each.objectName() != "keyCap")
    assert image.pixelColor(2, 2).name() == theme.window
    assert image.pixelColor(cap.geometry().center().x(), cap.y()).name() == theme.border
    assert image.pixelColor(cap.x() + 4, cap.geometry().center().y()).name() == theme.panel
    letters = words.geometry()
    assert theme.text in {
        image.pixelColor(x, y).name()
        for x in range(letters.left(), letters.right())
        for y in range(letters.top(), letters.bottom())
    }
