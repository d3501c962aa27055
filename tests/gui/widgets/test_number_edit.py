"""A line for numbers: what counts as one, when it counts, and how to take it back."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.number_edit import NumberEdit


@pytest.fixture
def edit(qtbot: QtBot) -> NumberEdit:
    edit = NumberEdit()
    qtbot.addWidget(edit)
    edit.set_value(1e-5)
    edit.show()
    return edit


def type_in(qtbot: QtBot, edit: NumberEdit, text: str) -> None:
    edit.selectAll()
    # QTest knows no key for the minus sign.
    edit.insert(text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), ("1e-7", 1e-7), ("−3", -3.0), ("2,5", 2.5), (" 4 ", 4.0), ("1E3", 1000.0)],
)
def test_numbers_as_people_write_them(
    edit: NumberEdit, qtbot: QtBot, text: str, value: float
) -> None:
    with qtbot.waitSignal(edit.committed) as committed:
        type_in(qtbot, edit, text)
    assert committed.args == [value]


@pytest.mark.parametrize("text", ["hello", "1.2.3", "1,000,000", "--1", "1_0"])
def test_what_is_no_number_is_quoted(edit: NumberEdit, qtbot: QtBot, text: str) -> None:
    with qtbot.assertNotEmitted(edit.committed), qtbot.waitSignal(edit.wrong) as wrong:
        type_in(qtbot, edit, text)
    assert wrong.args == [f"“{text}” is not a number; write for example 0.00001 or 1e-5."]
    assert edit.text() == text
    assert edit.value() == 1e-5


def test_a_long_text_is_quoted_in_part(edit: NumberEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.wrong) as wrong:
        type_in(qtbot, edit, "x" * 5000)
    assert len(wrong.args[0]) < 120


def test_the_example_can_be_another_one(qtbot: QtBot) -> None:
    edit = NumberEdit(example="0.5")
    qtbot.addWidget(edit)
    edit.set_value(1.0)
    with qtbot.waitSignal(edit.wrong) as wrong:
        type_in(qtbot, edit, " ")
    assert wrong.args == ["A number is missing; write for example 0.5."]


def test_what_is_shown_may_have_fewer_digits_than_the_number(
    edit: NumberEdit, qtbot: QtBot
) -> None:
    edit.set_value(-0.8919953107833862, "−0.89200")
    assert edit.text() == "−0.89200"
    with qtbot.assertNotEmitted(edit.committed):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.value() == -0.8919953107833862


def test_escape_takes_back_what_was_typed(edit: NumberEdit, qtbot: QtBot) -> None:
    edit.set_value(0.1, "a tenth")
    type_in(qtbot, edit, "what")
    with qtbot.assertNotEmitted(edit.committed), qtbot.waitSignal(edit.wrong) as wrong:
        qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "a tenth"
    assert wrong.args == [""]
