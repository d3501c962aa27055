"""The glossary's page: it lists, finds, scrolls by keys, and is told to screen readers."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from engine.words.glossary import TERMS, explain
from gui.glossary import GlossaryPage
from gui.glossary.terms import TermsList
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face, set_zoom
from tests.gui.drawn import drawing

pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[GlossaryPage]:
    page = GlossaryPage()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.open_at()
    yield page
    set_zoom(1.0)


def search(page: GlossaryPage) -> QLineEdit:
    return page.findChild(QLineEdit, "glossarySearch")


def listed(page: GlossaryPage) -> list[str]:
    return [term.name for term in page.findChild(TermsList).terms.shown]


def test_it_lists_every_term_and_begins_in_the_search_field(page: GlossaryPage) -> None:
    assert listed(page) == [term.name for term in TERMS]
    assert search(page).hasFocus()
    assert "autograd" in drawing(page.findChild(TermsList).viewport()).texts


def test_what_is_typed_is_searched_in_names_forms_and_words(
    page: GlossaryPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(search(page), "LR")
    assert listed(page)[0] == "learning rate"
    search(page).setText("overshoots by more")
    assert listed(page) == []
    search(page).setText("overshoot by more")
    assert listed(page) == ["largest stable rate"]
    search(page).clear()
    assert len(listed(page)) == len(TERMS)


def test_what_nobody_knows_says_so(page: GlossaryPage, qtbot: QtBot) -> None:
    said = "No term contains this. Try another word, or clear the field."
    nothing = next(label for label in page.findChildren(QLabel) if label.text() == said)
    assert not nothing.isVisible()
    qtbot.keyClicks(search(page), "banana")
    assert nothing.isVisible()
    assert not page.findChild(TermsList).isVisible()


def test_arrow_keys_go_through_the_list_while_one_types(page: GlossaryPage, qtbot: QtBot) -> None:
    terms = page.findChild(TermsList)
    for _ in range(3):
        qtbot.keyClick(search(page), Qt.Key.Key_Down)
    assert terms.chosen is TERMS[3]
    qtbot.keyClick(search(page), Qt.Key.Key_PageDown)
    assert terms.verticalScrollBar().value() > 0
    assert search(page).hasFocus()
    qtbot.keyClick(search(page), Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_it_opens_at_a_term(page: GlossaryPage) -> None:
    valley = explain("valley")
    page.open_at(valley)
    terms = page.findChild(TermsList)
    assert terms.chosen is valley
    assert terms.viewport().rect().contains(terms.visualRect(terms.currentIndex()))


@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.5, 3.0])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_text_has_its_room_at_any_zoom(
    page: GlossaryPage, theme: Theme, zoom: float, qtbot: QtBot
) -> None:
    set_zoom(zoom)
    page.set_theme(theme)
    page.resize(1024, 700)
    terms = page.findChild(TermsList)
    width = terms.viewport().width()
    wrapped = int((Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop).value)
    bottom = None
    for row, term in enumerate(TERMS):
        room = terms.visualRect(terms.terms.index(row))
        assert bottom is None or room.top() > bottom
        bottom = room.bottom()
        assert room.width() <= width
        words = QRect(0, 0, width - round(110 * zoom), 10_000)
        needed = QFontMetrics(face()).boundingRect(words, wrapped, term.words).height()
        assert room.height() >= needed + QFontMetrics(face()).height()


def test_a_screen_reader_is_told_term_and_words(page: GlossaryPage) -> None:
    terms = page.findChild(TermsList)
    told = QAccessible.queryAccessibleInterface(terms)
    child = told.child(0)
    assert child is not None
    first = TERMS[0]
    assert child.text(QAccessible.Text.Name) == f"{first.name}: {first.words}"
