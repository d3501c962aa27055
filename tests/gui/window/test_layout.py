"""The body: which views stand where, as tabs where a place has several, enlarged and put back."""

import pytest
from PySide6.QtWidgets import QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.window import layout
from gui.window.layout import VIEWS, Body, Entry, Place
from tests.gui.views import make_view

VIEW = make_view(epochs=3)


class Note(QLabel):
    """A view as small as one can be: it says which epoch it was last given, and its theme."""

    def draw(self, view: View) -> None:
        self.setText(f"epoch {view.cursor}")

    def set_theme(self, theme: Theme) -> None:
        self.setToolTip(theme.name)


@pytest.fixture
def body(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Body:
    second = Entry("note", "Note", Place.MIDDLE, Note)
    monkeypatch.setattr(layout, "VIEWS", (*VIEWS, second))
    body = Body(QWidget())
    qtbot.addWidget(body)
    body.resize(1200, 700)
    body.build()
    body.show()
    return body


def tabs(body: Body) -> list[QTabBar]:
    return [bar for bar in body.findChildren(QTabBar) if bar.isVisible()]


def shown(body: Body) -> set[str]:
    return {entry.name for entry in VIEWS if body.view(entry.name).isVisible()}


def test_only_a_place_with_several_views_has_tabs(body: Body) -> None:
    (bar,) = tabs(body)
    assert [bar.tabText(k) for k in range(bar.count())] == ["Fit", "Note"]


def test_a_view_behind_a_tab_is_made_when_it_is_shown_and_shows_the_same_epoch(body: Body) -> None:
    body.set_theme(DARK)
    body.draw(VIEW)
    assert not body.findChildren(Note)
    body.turn_to("note")
    (note,) = body.findChildren(Note)
    assert note.isVisible()
    assert note.text() == f"epoch {VIEW.cursor}"
    assert note.toolTip() == "dark"


def test_a_view_that_is_not_shown_is_not_drawn(body: Body) -> None:
    body.turn_to("note")
    (note,) = body.findChildren(Note)
    body.turn_to("fit")
    body.draw(VIEW)
    assert note.text() == ""
    body.turn_to("note")
    assert note.text() == f"epoch {VIEW.cursor}"


def test_colours_reach_views_behind_other_tabs(body: Body) -> None:
    body.turn_to("note")
    body.turn_to("fit")
    body.set_theme(DARK)
    assert body.findChildren(Note)[0].toolTip() == "dark"
    body.set_theme(LIGHT)
    assert body.findChildren(Note)[0].toolTip() == "light"


@pytest.mark.parametrize("name", [entry.name for entry in VIEWS])
def test_an_enlarged_view_has_the_whole_body_and_goes_back(
    qtbot: QtBot, body: Body, name: str
) -> None:
    before = [splitter.sizes() for splitter in body.splitters]
    everything = shown(body)
    body.enlarge(name)
    widget = body.view(name)
    assert body.enlarged
    assert widget.isVisible()
    qtbot.waitUntil(lambda: widget.width() >= body.width() - 20)
    assert shown(body) == {name}
    body.put_back()
    assert not body.enlarged
    qtbot.waitUntil(lambda: [splitter.sizes() for splitter in body.splitters] == before)
    assert shown(body) == everything


def test_enlarging_another_view_leaves_the_first_small(body: Body) -> None:
    body.enlarge("loss")
    body.enlarge("moves")
    assert not body.view("loss").isVisible()
    body.put_back()
    assert body.view("loss").isVisible()


def test_a_column_that_was_folded_stays_folded(body: Body) -> None:
    column = body.widget(0)
    column.hide()
    body.enlarge("fit")
    body.put_back()
    assert column.isHidden()
