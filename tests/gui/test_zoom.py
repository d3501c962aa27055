"""The zoom: its steps, and how lengths, stylesheets and fonts follow it."""

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.zoom import STEPS, face, px, scaled, set_zoom, sheet, sized, stepped, typeface


@pytest.mark.usefixtures("qapp")
def test_lengths_follow_it_and_nothing_vanishes() -> None:
    assert (px(8), scaled(1.5), px(0)) == (8, 1.5, 0)
    set_zoom(1.5)
    assert (px(8), scaled(1.5), px(0)) == (12, 2.25, 0)
    set_zoom(0.4)
    assert px(1) == 1


@pytest.mark.usefixtures("qapp")
def test_it_says_whether_it_changed() -> None:
    assert set_zoom(1.25)
    assert not set_zoom(1.25)


def test_what_qt_keeps_is_told_again(qtbot: QtBot) -> None:
    widget, label = QWidget(), QLabel("a")
    qtbot.addWidget(widget)
    layout = QVBoxLayout(widget)
    layout.addWidget(label)
    sized(layout.setContentsMargins, 1, 2, 3, 4)
    sized(label.setMinimumWidth, 50)
    typeface(label, 1.5, bold=True)
    size = QFontInfo(label.font()).pixelSize()
    set_zoom(2.0)
    assert layout.getContentsMargins() == (2, 4, 6, 8)
    assert label.minimumWidth() == 100
    assert QFontInfo(label.font()).pixelSize() == pytest.approx(2 * size, abs=1)
    assert label.font().bold()
    set_zoom(1.0)
    assert label.minimumWidth() == 50
    assert QFontInfo(label.font()).pixelSize() == size


@pytest.mark.usefixtures("qapp")
def test_stylesheets_are_scaled_colours_are_not() -> None:
    set_zoom(2.0)
    assert sheet("QWidget { padding: 2px 10px; color: #121212; width: 0px; }") == (
        "QWidget { padding: 4px 20px; color: #121212; width: 0px; }"
    )


def test_no_face_is_too_small(qtbot: QtBot) -> None:
    for factor in (1.0, 2.0):
        set_zoom(factor)
        assert QFontInfo(face(0.1)).pixelSize() >= 11 * factor


def test_steps_end_where_they_end_and_begin_at_the_nearest() -> None:
    assert stepped(1.0, 1) == 1.1
    assert stepped(1.6, 1) == 1.75
    assert stepped(STEPS[-1], 1) == STEPS[-1]
    assert stepped(STEPS[0], -1) == STEPS[0]
