"""Lines are as wide as they may be, and together they are the text."""

from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from gui.widgets.wrapping import wrapped

LONG = "The gradient says in which direction the loss rises, and the step goes the other way."


def test_lines_are_cut_between_words_and_nothing_is_lost(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    width = metrics.horizontalAdvance(LONG) // 4
    lines = wrapped(LONG, width, QFont())
    assert len(lines) >= 4
    assert "".join(lines) == LONG
    for line in lines:
        assert metrics.horizontalAdvance(line.rstrip()) <= width
    for line in lines[:-1]:
        assert line.endswith(" ")


def test_a_word_that_is_too_long_is_cut_only_if_it_may_be(qtbot: QtBot) -> None:
    word = "differentiability" * 3
    metrics = QFontMetrics(QFont())
    width = metrics.horizontalAdvance(word) // 2
    assert wrapped(f"{word} it", width, QFont()) == [f"{word} ", "it"]
    parts = wrapped(f"{word} it", width, QFont(), within_words=True)
    assert len(parts) > 2
    assert "".join(parts) == f"{word} it"
    for part in parts:
        assert metrics.horizontalAdvance(part.rstrip()) <= width


def test_no_text_is_one_empty_line(qtbot: QtBot) -> None:
    assert wrapped("", 100, QFont()) == [""]
