"""The body: which views stand where, as tabs where a place has several, enlarged and put back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.plots.base.epochs import EpochPlot
from gui.run import Asking, Closed, Covers, Picks, View
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.enlarge import EnlargeButton
from gui.window import views
from gui.window.layout import Body
from gui.window.views import VIEWS, Entry, Place
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import wheel
from tests.gui.views import make_view, run_of
from tests.gui.windows import Open

VIEW = make_view(epochs=3)
MANY = " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(16))


class Note(QLabel):
    """A view as small as one can be: it says which epoch it was last given, and its theme."""

    def draw(self, view: View) -> None:
        self.setText(f"epoch {view.cursor}")

    def set_theme(self, theme: Theme) -> None:
        self.setToolTip(theme.name)


@pytest.fixture
def body(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Body:
    second = Entry("note", "Note", Place.MIDDLE, Note)
    monkeypatch.setattr(views, "VIEWS", (*VIEWS, second))
    body = Body(QWidget(), Picks(), Covers(), Asking(), Closed())
    qtbot.addWidget(body)
    body.resize(1200, 700)
    body.build()
    body.show()
    return body


def tabs(body: Body) -> list[QTabBar]:
    return [bar for bar in body.findChildren(QTabBar) if bar.isVisible()]


def shown(body: Body) -> set[str]:
    return {entry.name for entry in VIEWS if body.view(entry.name).isVisible()}


@pytest.mark.parametrize(
    ("wish", "given"),
    [("epochRequested", 7), ("changeWanted", {"epochs": 9}), ("trialWanted", {"a": 1.0})],
)
def test_what_a_view_wishes_is_passed_on(body: Body, wish: str, given: object) -> None:
    wishing = [entry.name for entry in VIEWS if hasattr(body.view(entry.name), wish)]
    assert wishing
    heard: list[object] = []
    getattr(body, wish).connect(heard.append)
    for name in wishing:
        getattr(body.view(name), wish).emit(given)
    assert heard == [given] * len(wishing)


def test_a_click_on_a_tab_chooses_its_view_even_the_one_in_front(body: Body, qtbot: QtBot) -> None:
    chosen: list[str] = []
    body.chosen.connect(chosen.append)
    bar = next(each for each in tabs(body) if each.objectName() == "fitTabs")

    def click(k: int) -> None:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(k).center())

    click(0)
    assert chosen == ["fit"]
    click(4)
    assert set(chosen[1:]) == {"note"}
    assert body.view("note").isVisible()
    before = len(chosen)
    # The program's own turning is no choice.
    body.turn_to("fit")
    assert body.view("fit").isVisible()
    assert len(chosen) == before


def test_the_keys_of_a_tab_bar_choose_even_after_views_were_taken_away(
    body: Body, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    body.chosen.connect(chosen.append)
    body.turn_to("graph")
    body.show_only(["fit", "by_hand", "loss"])
    body.show_only([entry.name for entry in views.VIEWS])
    body.turn_to("fit")
    assert chosen == [], "the program's own turning is no choice"
    bar = next(each for each in tabs(body) if each.objectName() == "fitTabs")
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert chosen == ["graph"]


def test_a_view_s_button_asks_to_enlarge_it(body: Body) -> None:
    asked: list[str] = []
    body.enlargeWanted.connect(asked.append)
    names = []
    for entry in VIEWS:
        for button in body.view(entry.name).findChildren(EnlargeButton):
            assert button.objectName() == f"{entry.name}EnlargeButton"
            button.click()
            names.append(entry.name)
    assert asked == names
    assert set(names) == {entry.name for entry in VIEWS}


def test_only_a_place_with_several_views_has_tabs(body: Body) -> None:
    tips = {bar.objectName(): [bar.tabToolTip(k) for k in range(bar.count())] for bar in tabs(body)}
    assert tips == {
        "fitTabs": ["Fit", "Backward", "By hand", "Landscape", "Note"],
        "lossTabs": ["Loss", "What the loss is made of", "Curvature"],
    }


def test_in_a_narrow_place_a_long_title_is_short_and_told_by_its_tooltip(
    body: Body, qtbot: QtBot
) -> None:
    (bar,) = (bar for bar in tabs(body) if bar.objectName() == "lossTabs")
    qtbot.waitUntil(lambda: bar.tabText(1) == "Parts")
    assert bar.tabToolTip(1) == "What the loss is made of"
    body.enlarge("loss")
    qtbot.waitUntil(lambda: bar.tabText(1) == "What the loss is made of")


def test_what_a_tab_is_called_is_not_said_once_more_below_it(body: Body) -> None:
    body.draw(VIEW)
    titles = {"fit": "Fit", "loss": "Loss", "signs": "Gradient signs"}
    shown_twice = {
        name
        for name, title in titles.items()
        for label in body.view(name).findChildren(QLabel)
        if label.isVisible() and label.text() == title
    }
    assert shown_twice == {"signs"}


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
    body.turn_to(name)
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


def test_the_tabs_of_an_enlarged_place_turn_to_another_enlarged_view(body: Body) -> None:
    body.enlarge("fit")
    body.turn_to("graph")
    assert body.enlarged == ("graph",)
    assert shown(body) == {"graph"}
    body.put_back()
    assert shown(body) == {"graph", "loss", "signs", "moves"}


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


def test_loss_and_signs_have_one_epoch_axis(body: Body, qtbot: QtBot) -> None:
    loss, signs = body.view("loss"), body.view("signs")
    assert isinstance(loss, EpochPlot)
    assert isinstance(signs, EpochPlot)

    def axis(plot: EpochPlot) -> tuple[list[float], list[str]]:
        """The epochs from end to end, and what is written along them."""
        area = plot.box.sceneBoundingRect()
        written = [
            (mark.left, mark.text) for mark in drawing(plot.canvas)
            if mark.kind == "text" and mark.top > area.bottom() and mark.left > area.left() - 8
        ]  # fmt: skip
        return list(plot.visible()[:2]), [text for _, text in sorted(written)]

    def alike() -> bool:
        QApplication.processEvents()
        return axis(loss) == axis(signs)

    body.splitters[1].setSizes([350, 350])
    # The run before was longer: both reach as far. Sixteen parameters need a scroll bar.
    before = make_view(epochs=150)
    long = replace(VIEW, previous=run_of(before.history, before))
    for view in (VIEW, long, make_view(Experiment(formula=MANY), epochs=120)):
        body.draw(view)
        assert alike()
    assert len(axis(loss)[1]) > 3
    # Whoever moves what parts them gets both axes of the narrower one.
    below = loss.parentWidget()
    while not isinstance(below, QSplitter):
        below = below.parentWidget()
    below.setSizes([500, 180])
    assert alike()
    place = loss.box.mapViewToScene(QPointF(60, sum(loss.visible()[2:]) / 2)).toPoint()
    wheel(loss, place, 5)
    assert loss.visible()[1] < 110
    assert alike()
    assert not signs.following
    signs.fit_button.click()
    assert loss.following
    assert alike()


FORMULAS = ("k*t", "a*t + b", " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(9)))


@pytest.mark.parametrize("epochs", [0, 2])
@pytest.mark.parametrize("name", [entry.name for entry in VIEWS])
def test_a_view_in_front_shows_one_formula_after_the_other(
    open_window: Open, qtbot: QtBot, name: str, epochs: int
) -> None:
    window = open_window()
    player = window.player
    window.body.turn_to(name)
    for formula in (*FORMULAS, FORMULAS[0]):
        before = player.run
        window.change({"formula": formula})
        qtbot.waitUntil(lambda before=before: player.run is not before, timeout=20_000)
        for number in range(1, epochs + 1):
            window.step_epoch()
            qtbot.waitUntil(lambda number=number: len(player.history) == number)
        qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert window.banner.kind != "error"
