"""Text that fits its place: full size, smaller where it must be, and at last cut short."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.widgets.fitted_text import FittedText

SENTENCE = "The loss falls as a grows, so subtracting a negative gradient adds 0.63466."


@pytest.fixture
def wrapped(qtbot: QtBot) -> FittedText:
    text = FittedText(wrap=True, alignment=Qt.AlignmentFlag.AlignTop)
    qtbot.addWidget(text)
    text.set_colour(LIGHT.text)
    text.set_text(SENTENCE)
    return text


def test_full_size_where_there_is_room(wrapped: FittedText) -> None:
    wrapped.resize(300, 100)
    assert wrapped.fitting_font() == wrapped.font()


def test_smaller_where_there_is_not(wrapped: FittedText) -> None:
    wrapped.resize(232, 30)
    font = wrapped.fitting_font()
    assert font.pointSizeF() < wrapped.font().pointSizeF()
    flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value
    needed = QFontMetricsF(font).boundingRect(QRectF(wrapped.rect()), flags, SENTENCE)
    assert needed.height() < 31


def test_what_wraps_fills_its_lines_and_what_does_not_has_one(
    wrapped: FittedText, qtbot: QtBot
) -> None:
    single = FittedText()
    qtbot.addWidget(single)
    single.set_text(SENTENCE)
    for text in (wrapped, single):
        text.resize(120, 30)
    first, second = wrapped.shown_text().split("\n")
    assert SENTENCE.startswith(first)
    assert "…" not in first
    assert second.endswith("…")
    assert "\n" not in single.shown_text()
    assert single.shown_text().endswith("…")


def test_never_smaller_than_can_be_read_but_cut_short(wrapped: FittedText) -> None:
    wrapped.resize(120, 30)
    assert QFontInfo(wrapped.fitting_font()).pixelSize() >= 11
    shown = wrapped.shown_text().replace("\n", "")
    assert shown.endswith("…")
    assert SENTENCE.startswith(shown.removesuffix("…"))
    assert wrapped.text() == SENTENCE


def test_paints_nothing_without_text(wrapped: FittedText) -> None:
    wrapped.resize(200, 40)
    written = wrapped.grab().toImage()
    wrapped.set_text("")
    assert wrapped.text() == ""
    assert wrapped.grab().toImage() != written
