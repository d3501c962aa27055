"""A label that leaves out what does not fit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.widgets.elided import ELLIPSIS, ElidedLabel

LONG = "The gradient says in which direction the loss rises, and the step goes the other way."


def label(qtbot: QtBot, text: str, share: float, most_lines: int = 1) -> ElidedLabel:
    """A label that is `share` as wide as `text`."""
    made = ElidedLabel(text, most_lines=most_lines)
    qtbot.addWidget(made)
    made.resize(int(wide(made, text) * share), 40)
    made.show()
    return made


def wide(widget: QLabel, text: str) -> int:
    return QFontMetrics(widget.font()).horizontalAdvance(text)


def shown(made: ElidedLabel) -> str:
    return QLabel.text(made)


def test_what_fits_is_shown(qtbot: QtBot) -> None:
    assert shown(label(qtbot, LONG, 1.1)) == LONG


def test_what_does_not_fit_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.5)
    assert shown(made).endswith(ELLIPSIS)
    assert LONG.startswith(shown(made).removesuffix(ELLIPSIS).rstrip())
    assert wide(made, shown(made)) <= made.width()
    assert made.text() == LONG


def test_another_width_shows_another_part(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.3)
    narrow = shown(made)
    made.resize(2 * made.width(), 40)
    assert len(shown(made)) > len(narrow)
    made.resize(4 * made.width(), 40)
    assert shown(made) == LONG


def test_another_text_is_fitted_too(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.5)
    made.setText("short")
    assert (shown(made), made.text()) == ("short", "short")
    made.setText("")
    assert (shown(made), made.text()) == ("", "")


def test_its_hint_has_room_for_everything_and_it_may_shrink_to_the_ellipsis(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.5)
    assert made.minimumSizeHint().width() == wide(made, ELLIPSIS)
    made.resize(made.sizeHint())
    assert shown(made) == LONG


@pytest.mark.parametrize("most_lines", [2, 3])
def test_several_lines_and_the_last_of_them_elided(qtbot: QtBot, most_lines: int) -> None:
    made = label(qtbot, LONG, 0.22, most_lines)
    lines = shown(made).split("\n")
    assert len(lines) == most_lines
    assert shown(made).count(ELLIPSIS) == 1
    assert lines[-1].endswith(ELLIPSIS)
    assert LONG.startswith("".join(lines).removesuffix(ELLIPSIS).rstrip())


def test_its_height_is_that_of_its_lines(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.7, most_lines=3)
    two = made.height()
    assert len(shown(made).split("\n")) == 2
    made.setText("short")
    line = QFontMetrics(made.font()).height()
    assert (two, made.height()) == (2 * line + 1, line + 1)
    made.setText("")
    assert made.height() == line + 1


def test_a_text_is_no_markup(qtbot: QtBot) -> None:
    made = label(qtbot, "a < b & <b>c</b>", 1.2)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert shown(made) == "a < b & <b>c</b>"


def test_a_character_of_two_units_is_not_cut_in_two(qtbot: QtBot) -> None:
    text = "Rolling 🎢🎢🎢 down the 🎢🎢🎢 coaster 🎢🎢🎢 and up again 🎢🎢🎢 at last"
    made = label(qtbot, text, 0.4, most_lines=4)
    assert shown(made).replace("\n", "") == text


def test_it_may_have_more_lines_later_and_fewer_again(qtbot: QtBot) -> None:
    made = label(qtbot, LONG, 0.7)
    for most_lines in (2, 1):
        made.set_most_lines(most_lines)
        assert len(shown(made).split("\n")) == most_lines
        made.setText(LONG[:-1])
        assert len(shown(made).split("\n")) == most_lines
