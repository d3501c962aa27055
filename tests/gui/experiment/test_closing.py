"""What is fixed: it says why wherever it is pointed at, and is as it was when it is free again."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.experiment.closing import Field, Guard
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Mark, drawing

WHY = "It is fixed for this task."


@pytest.fixture
def parts(qtbot: QtBot) -> tuple[QLineEdit, QPushButton]:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(300, 200)
    edit, button = QLineEdit(around), QPushButton("New", around)
    edit.setGeometry(10, 10, 120, 24)
    button.setGeometry(10, 60, 60, 24)
    edit.setAccessibleDescription("The seed")
    around.show()
    edit.setProperty("around", around)
    return edit, button


def guards(*parts: QWidget) -> list[list[Guard]]:
    return [[each for each in part.findChildren(Guard) if each.isVisible()] for part in parts]


def padlock(guard: Guard, theme: Theme = LIGHT) -> list[Mark]:
    return [mark for mark in drawing(guard) if theme.faint_text in (mark.fill, mark.stroke)]


def test_what_is_fixed_is_off_and_says_why(parts: tuple[QLineEdit, QPushButton]) -> None:
    edit, button = parts
    field = Field(*parts)
    field.close("fixed", WHY, LIGHT)
    for part, (guard,) in zip(parts, guards(*parts), strict=True):
        assert not part.isEnabled()
        assert part.isVisible()
        assert part.property("fixed") is True
        assert part.accessibleDescription() == WHY
        assert guard.toolTip() == guard.accessibleName() == WHY
        assert guard.geometry() == part.rect()
        middle = part.mapToGlobal(part.rect().center())
        assert QApplication.widgetAt(middle) is guard
    field.close("", "", LIGHT)
    assert guards(*parts) == [[], []]
    for part in parts:
        assert part.isEnabled()
        assert part.property("fixed") is False
    assert (edit.accessibleDescription(), button.accessibleDescription()) == ("The seed", "")


def test_what_is_hidden_is_gone_and_comes_back(parts: tuple[QLineEdit, QPushButton]) -> None:
    field = Field(*parts)
    for closing, visible, guarded in (
        ("hidden", False, 0), ("fixed", True, 1), ("hidden", False, 0), ("", True, 0),
    ):  # fmt: skip
        field.close(closing, WHY, LIGHT)
        assert [part.isVisible() for part in parts] == [visible] * 2
        assert [part.isEnabled() for part in parts] == [not closing] * 2
        assert [len(each) for each in guards(*parts)] == [guarded] * 2
    assert parts[0].accessibleDescription() == "The seed"


def test_how_it_is_shown_may_be_another_s_affair(parts: tuple[QLineEdit, QPushButton]) -> None:
    told: list[bool] = []
    field = Field(*parts, show=told.append)
    field.close("hidden", WHY, LIGHT)
    field.close("hidden", WHY, LIGHT)
    field.close("fixed", WHY, LIGHT)
    field.close("", "", LIGHT)
    assert told == [False, True, True]
    assert all(part.isVisible() for part in parts)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_line_has_a_padlock_at_its_end_and_a_button_none(
    parts: tuple[QLineEdit, QPushButton], theme: Theme
) -> None:
    field = Field(*parts)
    field.close("fixed", WHY, LIGHT)
    field.set_theme(theme)
    (of_line,), (of_button,) = guards(*parts)
    marks = padlock(of_line, theme)
    assert len(marks) == 2
    assert all(100 < mark.left < mark.right < 120 for mark in marks)
    (ground,) = drawing(of_line).filled(theme.panel)
    assert ground.box == pytest.approx((98, 2, 118, 22), abs=2.1)
    assert padlock(of_button, theme) == []
    # Made in a theme, it has that.
    field.close("", "", theme)
    field.close("fixed", WHY, theme)
    ((again,), _) = guards(*parts)
    assert len(padlock(again, theme)) == 2


@pytest.mark.parametrize(("height", "painted"), [(40, True), (41, False)])
def test_what_has_several_lines_has_no_padlock(
    parts: tuple[QLineEdit, QPushButton], height: int, painted: bool
) -> None:
    edit, _ = parts
    Field(edit).close("fixed", WHY, LIGHT)
    ((guard,),) = guards(edit)
    edit.resize(100, height)
    assert guard.geometry() == edit.rect()
    assert bool(padlock(guard)) is painted


def test_it_lies_over_what_is_new_in_its_part(parts: tuple[QLineEdit, QPushButton]) -> None:
    edit, _ = parts
    field = Field(edit)
    field.close("fixed", WHY, LIGHT)
    ((guard,),) = guards(edit)
    new = QWidget(edit)
    new.setGeometry(edit.rect())
    new.show()
    assert edit.childAt(QPoint(60, 12)) is guard
    field.close("", "", LIGHT)
    assert edit.childAt(QPoint(60, 12)) is new
    assert guard.isHidden()
