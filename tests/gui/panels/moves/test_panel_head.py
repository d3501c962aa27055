"""The head of the moves: which title, which controls and which legend fit, and what they say."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui.panels.moves.panel_head import SHORT_TITLE, SHORTEST_TITLE, TITLE, PanelHead
from gui.panels.moves.row import RowsHead
from gui.theme import DARK, LIGHT
from gui.widgets.fitted_text import FittedText
from tests.gui.drawn import drawing

NAMES = ("a", "b", "c")
MANY = tuple(f"weight_{k}" for k in range(8))


@pytest.fixture
def head(qtbot: QtBot) -> PanelHead:
    head = PanelHead()
    qtbot.addWidget(head)
    head.resize(700, 60)
    head.set_theme(LIGHT)
    head.set_names(NAMES, many=False)
    head.show()
    return head


def titles(head: PanelHead) -> list[str]:
    return [text.text() for text in head.findChildren(FittedText) if text.isVisible()]


def legend(head: PanelHead) -> QLabel:
    return next(label for label in head.findChildren(QLabel) if "○" in label.text())


def switch(head: PanelHead) -> QToolButton:
    return head.findChild(QToolButton, "movesCommonScaleButton")


def combo(head: PanelHead) -> QComboBox:
    return head.findChild(QComboBox, "movesSortCombo")


def resized(head: PanelHead, width: int) -> None:
    head.resize(width, 60)
    for _ in range(2):
        QApplication.processEvents()


@pytest.mark.parametrize("many", [False, True])
def test_title_and_legend_are_as_long_as_the_room_allows(head: PanelHead, many: bool) -> None:
    head.set_names(MANY if many else NAMES, many)
    for _ in range(2):
        QApplication.processEvents()
    wide = QFontMetrics(head.findChildren(FittedText)[0].font()).horizontalAdvance
    choice = combo(head) if many else switch(head)
    beside = choice.sizeHint().width() + head.enlarge_button.sizeHint().width() + 24
    with_legend = beside + legend(head).sizeHint().width() + 8
    all_fits = wide(TITLE) + with_legend
    for width, one_line, explained in (
        (all_fits, True, True),
        (all_fits - 1, False, True),
        (with_legend, False, True),
        (with_legend - 1, False, False),
        (all_fits + 50, True, True),
    ):
        resized(head, width)
        assert titles(head) == [TITLE]
        shown = next(text for text in head.findChildren(FittedText) if text.isVisible())
        centres = [part.mapTo(head, part.rect().center()).y() for part in (shown, choice)]
        assert (abs(centres[0] - centres[1]) < 8) == one_line
        assert legend(head).isVisible() == explained
    # In a low panel title and controls share the line, whatever the title must lose for that.
    head.set_short(True)
    for title, shorter in ((TITLE, SHORT_TITLE), (SHORT_TITLE, SHORTEST_TITLE)):
        resized(head, wide(title) + beside)
        assert titles(head) == [title]
        resized(head, wide(title) + beside - 1)
        assert titles(head) == [shorter]
    resized(head, 40)
    assert titles(head) == [SHORTEST_TITLE]
    assert not legend(head).isVisible()


def test_cards_have_a_switch_and_rows_an_order(head: PanelHead) -> None:
    for names, many, switched in (
        (NAMES, False, True),
        (("k",), False, False),
        (MANY, True, False),
    ):
        head.set_names(names, many)
        assert switch(head).isVisible() == switched
        assert combo(head).isVisible() == many
        assert head.findChild(RowsHead).isVisible() == many


def test_the_switch_counts_only_where_it_is_seen(head: PanelHead, qtbot: QtBot) -> None:
    assert not head.common
    with qtbot.waitSignal(head.commonToggled):
        switch(head).click()
    assert head.common
    head.set_names(("k",), many=False)
    assert not head.common
    head.set_names(NAMES, many=False)
    assert head.common
    steepness = head.findChild(QLabel, "movesSteepness")
    head.say_steepness("a is steep.")
    assert steepness.isVisible()
    assert steepness.text() == ("Each parameter from 3 below to 3 above where it is. a is steep.")
    assert steepness.wordWrap()
    switch(head).click()
    head.say_steepness("a is steep.")
    assert not steepness.isVisible()


def test_an_order_can_be_chosen_for_rows_and_cards_keep_the_formula_s(
    head: PanelHead, qtbot: QtBot
) -> None:
    head.set_names(MANY, many=True)
    texts = [combo(head).itemText(k) for k in range(combo(head).count())]
    assert texts == ["order of the formula", "size of gradient", "size of change"]
    for k, order in enumerate(("formula", "gradient", "change")):
        if k:
            with qtbot.waitSignal(head.orderChanged):
                combo(head).setCurrentIndex(k)
        assert head.order == order
    head.set_names(NAMES, many=False)
    assert head.order == "formula"


def test_the_legend_has_the_colours_of_what_it_explains(head: PanelHead) -> None:
    for theme in (LIGHT, DARK):
        head.set_theme(theme)
        head.set_names(NAMES, many=False)
        resized(head, 900)
        inks = {mark.text.strip(): mark.fill for mark in drawing(legend(head)) if mark.text.strip()}
        assert [inks[glyph] for glyph in "○●╱◆"] == [
            theme.text, theme.text, theme.slope, theme.faint_text,
        ]  # fmt: skip
        said = " ".join(drawing(legend(head)).texts)
        for word in ("old", "new", "slope = gradient", "best"):
            assert word in said
        head.set_names(MANY, many=True)
        said = " ".join(drawing(legend(head)).texts)
        assert "a click opens the card" in said
        assert "slope" not in said
        assert titles(head) == [TITLE]
        title = next(text for text in head.findChildren(FittedText) if text.isVisible())
        assert drawing(title).text(TITLE).fill == theme.text
        assert drawing(title).text(TITLE).bold


def test_the_switch_is_filled_while_it_is_on(head: PanelHead) -> None:
    def ground() -> str:
        image = switch(head).grab().toImage()
        return image.pixelColor(6, image.height() // 2).name()

    for theme in (LIGHT, DARK):
        head.set_theme(theme)
        assert ground() == theme.panel
        switch(head).click()
        assert ground() == theme.ink
        switch(head).click()
