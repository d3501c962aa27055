"""How terms are drawn in the list, on the card and on the page: places, fonts and colours."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.words.glossary import TERMS, Term, explain
from gui.glossary import GlossaryPage
from gui.glossary.card import TermsCard
from gui.glossary.terms import TermsList
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face
from tests.gui.drawn import Drawing, drawing
from tests.gui.windows import at_front

pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def is_another(term: Term, form: str) -> bool:
    return not form.casefold().startswith(term.name[:4].casefold())


WITH_FORMS = next(
    term for term in TERMS if 0 < sum(is_another(term, form) for form in term.forms) <= 2
)


@pytest.fixture
def terms(qtbot: QtBot) -> TermsList:
    """Three terms in a list that has the focus; the second is chosen."""
    terms = TermsList()
    qtbot.addWidget(terms)
    terms.resize(600, 600)
    terms.show_terms([TERMS[0], WITH_FORMS, TERMS[1]])
    at_front(qtbot, terms)
    terms.setFocus()
    qtbot.keyClick(terms, Qt.Key.Key_Down)
    return terms


def colour(widget: QWidget, x: int, y: int) -> str:
    """The colour of a pixel of `widget`; negative places count from its right and its bottom."""
    image = widget.grab().toImage()
    return str(QColor(image.pixel(x % image.width(), y % image.height())).name())


def picture(terms: TermsList, theme: Theme) -> Drawing:
    terms.set_theme(theme)
    return drawing(terms.viewport())


def rows(terms: TermsList) -> list[QRect]:
    return [terms.visualRect(terms.terms.index(row)) for row in range(len(terms.terms.shown))]


@themes
def test_a_term_is_bold_with_its_words_whole_below(terms: TermsList, theme: Theme) -> None:
    drawn = picture(terms, theme)
    for term, room in zip(terms.terms.shown, rows(terms), strict=True):
        name = drawn.text(term.name)
        assert (name.bold, name.fill) == (True, theme.text)
        assert name.left == room.left() + 8
        assert room.top() + 8 < name.top < room.top() + 8 + QFontMetricsF(face(bold=True)).height()
        words = [
            mark for mark in drawn
            if mark.kind == "text" and not mark.bold and name.top < mark.top <= room.bottom()
            and mark.fill == theme.text
        ]  # fmt: skip
        assert " ".join(mark.text.strip() for mark in words) == term.words
        assert {mark.left for mark in words} == {name.left}
        assert words[0].top > name.top + QFontMetricsF(face()).height()
        # Beside them is the room of the picture.
        assert max(mark.ends[1] for mark in words) <= room.right() - 8 - 72
        assert words[-1].top <= room.bottom() - 8


@themes
def test_other_forms_stand_faint_behind_the_name(terms: TermsList, theme: Theme) -> None:
    drawn = picture(terms, theme)
    also, name = drawn.starting("also: "), drawn.text(WITH_FORMS.name)
    others = [form for form in WITH_FORMS.forms if is_another(WITH_FORMS, form)]
    assert also.text == f"also: {', '.join(others)}"
    assert (also.fill, also.bold, also.top) == (theme.faint_text, False, name.top)
    wide = QFontMetricsF(face(bold=True)).horizontalAdvance
    assert also.left == pytest.approx(name.left + wide(f"{WITH_FORMS.name}  "), abs=1)


def test_a_term_says_no_more_than_four_forms_and_none_that_look_like_it(qtbot: QtBot) -> None:
    terms = TermsList()
    qtbot.addWidget(terms)
    terms.resize(1400, 900)
    terms.show()
    for term in TERMS:
        terms.show_terms([term])
        others = [form for form in term.forms if is_another(term, form)][:4]
        # Letters of another font are written apart.
        faint = [mark for mark in drawing(terms.viewport()) if mark.fill == LIGHT.faint_text]
        said = "".join(mark.text for mark in faint if mark.kind == "text" and mark.top < 30)
        assert said == (f"also: {', '.join(others)}" if others else "")


@themes
def test_the_chosen_term_has_a_bar_and_each_a_line_below(terms: TermsList, theme: Theme) -> None:
    drawn, places = picture(terms, theme), rows(terms)
    (ground,) = (
        mark for mark in drawn.filled(theme.window)
        if mark.right - mark.left == places[1].width()
    )  # fmt: skip
    (bar,) = (
        mark for mark in drawn.filled(theme.ink) if mark.left == 0 and mark.right - mark.left == 3
    )
    chosen = places[1]
    for mark in (ground, bar):
        assert (mark.left, mark.top) == (chosen.left(), chosen.top())
        assert mark.bottom - mark.top == chosen.height()
    lines = [
        mark for mark in drawn.stroked(theme.border)
        if mark.top == mark.bottom and mark.right - mark.left > 500
    ]  # fmt: skip
    assert [(line.left, line.right, line.top, line.width) for line in lines] == [
        (room.left(), room.right(), room.bottom(), 1) for room in places
    ]
    terms.clearFocus()
    assert not [
        mark for mark in drawing(terms.viewport()).filled(theme.ink)
        if mark.left == 0 and mark.right == 3
    ]  # fmt: skip


def test_the_sketch_stands_at_the_right_as_high_as_the_name(qtbot: QtBot) -> None:
    terms = TermsList()
    qtbot.addWidget(terms)
    terms.resize(500, 300)
    terms.show_terms([next(term for term in TERMS if term.sketch)])
    terms.show()
    (room,) = rows(terms)
    image = terms.viewport().grab(room).toImage()
    ground = QColor(LIGHT.panel).rgb()
    drawn = [
        (x, y)
        for x in range(image.width() - 92, image.width())
        for y in range(image.height() - 1)
        if image.pixel(x, y) != ground
    ]
    assert drawn
    assert min(x for x, _ in drawn) >= image.width() - 9 - 72 - 5
    assert max(x for x, _ in drawn) <= image.width() - 9 + 5
    assert min(y for _, y in drawn) >= 8 - 8
    assert max(y for _, y in drawn) <= 8 + 52 + 5


@themes
def test_a_list_with_the_focus_has_a_border(terms: TermsList, theme: Theme) -> None:
    terms.set_theme(theme)
    # Below the last term the ground is the panel's.
    assert colour(terms, 300, -10) == theme.panel
    for x, y in ((0, 300), (1, 300), (-1, 300), (300, 0), (300, -1)):
        assert colour(terms, x, y) == theme.border
    assert colour(terms, 2, -10) == theme.panel
    terms.clearFocus()
    assert colour(terms, -1, 590) != theme.border


# --- the card and the page


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[TermsCard]:
    around = QWidget()
    qtbot.addWidget(around)
    around.show()
    card = TermsCard(around)
    yield card
    card.close()


def loss_and_gradient() -> list[Term]:
    found = [explain("loss"), explain("gradient")]
    return [term for term in found if term is not None]


@themes
def test_the_card_has_the_colours_of_its_theme(card: TermsCard, theme: Theme) -> None:
    card.set_theme(theme)
    card.open_at("What is this? Loss", loss_and_gradient(), QRect(100, 100, 80, 20))
    assert colour(card, 4, 4) == theme.panel
    for x, y in ((0, 50), (-1, 50), (50, 0), (50, -1)):
        assert colour(card, x, y) == theme.faint_text
    title = next(each for each in card.findChildren(QLabel) if "What" in each.text())
    assert title.palette().windowText().color().name() == theme.text
    assert drawing(title).text("What is this? Loss").fill == theme.text
    assert title.font().bold()


def near(one: QPoint, other: QPoint) -> bool:
    """Whether they are the same but for a frame that the platform may put around a window."""
    return max(abs(one.x() - other.x()), abs(one.y() - other.y())) <= 2


def test_the_card_has_room_for_its_terms_and_stands_below_its_place(card: TermsCard) -> None:
    place = QRect(100, 100, 80, 20)
    card.open_at("What is this? Loss", loss_and_gradient()[:1], place)
    assert near(card.pos(), QPoint(place.left(), place.bottom() + 4))
    assert card.width() == 440
    terms = card.findChild(TermsList)
    assert terms.hasFocus()
    assert terms.verticalScrollBar().maximum() == 0
    assert terms.height() - rows(terms)[-1].bottom() < 12
    margins = card.layout().contentsMargins()
    sides = margins.left(), margins.top(), margins.right(), margins.bottom()
    assert (sides, card.layout().spacing()) == ((8, 8, 8, 8), 4)


def test_near_the_screen_s_edges_the_card_stands_beside_and_above(card: TermsCard) -> None:
    around = card.screen().availableGeometry()
    place = QRect(around.right() - 30, around.bottom() - 30, 20, 20)
    card.open_at("What is this?", loss_and_gradient(), place)
    assert near(card.geometry().bottomRight(), QPoint(around.right(), place.top() - 5))
    card.open_at("What is this?", TERMS, QRect(-50, -50, 10, 10))
    assert near(card.pos(), around.topLeft())
    # However many terms there are, it is no taller than this; the rest is scrolled to.
    assert card.findChild(TermsList).verticalScrollBar().maximum() > 0
    assert card.height() < 380 + 80


def test_the_card_leads_to_the_glossary(card: TermsCard, qtbot: QtBot) -> None:
    terms = loss_and_gradient()
    card.open_at("What is this?", terms, QRect(100, 100, 80, 20))
    assert card.accessibleName() == "What is this?"
    button = card.findChild(QPushButton)
    assert (button.text(), button.toolTip()) == ("Glossary…", "Show all terms")
    qtbot.keyClick(card.findChild(TermsList), Qt.Key.Key_Down)
    with qtbot.waitSignal(card.allWanted) as wanted:
        button.click()
    assert wanted.args == [terms[1]]
    assert not card.isVisible()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        card.open_at("What is this?", terms, QRect(100, 100, 80, 20))
        qtbot.keyClick(card, key)
        assert not card.isVisible()


@themes
def test_the_page_has_the_colours_of_its_theme(qtbot: QtBot, theme: Theme) -> None:
    page = GlossaryPage(None, theme)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.open_at()
    assert colour(page, 3, 3) == theme.window
    search = page.findChild(QWidget, "glossarySearch")
    search.setText("banana")
    (nothing,) = (label for label in page.findChildren(QLabel) if label.isVisible())
    said = drawing(nothing)
    assert {mark.fill for mark in said if mark.kind == "text"} == {theme.text}
    assert " ".join(text.strip() for text in said.texts) == (
        "No term contains this. Try another word, or clear the field."
    )
    margins = page.layout().contentsMargins()
    sides = margins.left(), margins.top(), margins.right(), margins.bottom()
    assert (sides, page.layout().spacing()) == ((8, 8, 8, 8), 8)
    assert page.windowTitle() == "Glossary"
    assert page.accessibleName() == "Glossary: what the words in this window mean"
    assert search.placeholderText() == "Search the words"
    assert search.accessibleName() == "Search in the glossary"
    assert search.toolTip() == "Show only the terms in which this stands"
    assert search.isClearButtonEnabled()
