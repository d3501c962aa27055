"""The dial of the learning rate: its sentences, its rows of epochs to go, and when it asks."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.queries import Curvature
from engine.training import Problem
from engine.words.landscape.to_go import ToGo
from gui.experiment.rate_dial import RateDial, ToGoBars
from gui.run import View
from gui.theme import DARK, LIGHT, Theme, stylesheet
from gui.zoom import small_face
from tests.gui.drawn import drawing
from tests.gui.test_repainted import painted
from tests.gui.views import make_view

VIEW = make_view(epochs=20)
CURVED = Experiment(formula="a*tanh(b*t+c)+d", learning_rate=1e-4, epochs=40)
ROWS = (ToGo("along", 9_999.0, "9,999"), ToGo("on the slant", 99.0, "99"), ToGo("across", 0.0, "0"))


@pytest.fixture
def dial(qtbot: QtBot) -> RateDial:
    dial = RateDial()
    qtbot.addWidget(dial)
    dial.resize(330, 180)
    dial.show()
    return dial


def bars_of(qtbot: QtBot, rows: tuple[ToGo, ...], theme: Theme = LIGHT) -> ToGoBars:
    bars = ToGoBars(theme)
    qtbot.addWidget(bars)
    bars.resize(300, 60)
    bars.show_rows(rows, len(rows))
    bars.show()
    return bars


def said(dial: RateDial, name: str) -> QLabel:
    label = dial.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label


def answered(dial: RateDial, view: View) -> Curvature:
    query = dial.query(view)
    assert query is not None
    curvature = query.answer(Problem(view.experiment))
    dial.show_answer(query, curvature)
    return curvature


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_row_has_its_name_at_the_left_and_its_number_at_the_right(
    qtbot: QtBot, theme: Theme
) -> None:
    marks = drawing(bars_of(qtbot, ROWS, theme))
    high = QFontMetricsF(small_face()).height()
    for k, row in enumerate(ROWS):
        name, number = marks.text(row.name), marks.text(row.text)
        assert (name.left, number.ends[1]) == pytest.approx((0, 300), abs=1)
        assert name.top == number.top
        assert k * high < name.top < (k + 1) * high
        assert (name.fill, number.fill) == (theme.text, theme.text)


def test_a_bar_is_as_long_as_its_epochs_have_digits_between_names_and_numbers(
    qtbot: QtBot,
) -> None:
    marks = drawing(bars_of(qtbot, ROWS))
    high = QFontMetricsF(small_face()).height()
    long, short, none = marks.filled(LIGHT.slant)
    left = marks.text("on the slant").ends[1] + 8
    assert [bar.left for bar in (long, short)] == pytest.approx([left, left], abs=1)
    assert long.right == pytest.approx(marks.text("9,999").left - 8, abs=1)
    assert (short.right - left) / (long.right - left) == pytest.approx(0.5, abs=0.005)
    assert none.right == pytest.approx(left, abs=1)
    for k, bar in enumerate((long, short)):
        assert (bar.top + bar.bottom) / 2 == pytest.approx((k + 0.5) * high, abs=0.6)
        assert bar.bottom - bar.top == pytest.approx(7, abs=0.1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_what_never_arrives_is_a_hatched_bar_of_the_whole_length(
    qtbot: QtBot, theme: Theme
) -> None:
    rows = (ToGo("along", 50.0, "50"), ToGo("across", math.inf, "never"))
    bars = bars_of(qtbot, rows, theme)
    assert len(drawing(bars).filled(theme.slant)) == 1
    image = bars.grab().toImage()
    metrics = QFontMetricsF(small_face())
    left = round(metrics.horizontalAdvance("across") + 8)
    right = round(300 - metrics.horizontalAdvance("never") - 8)
    row = round(1.5 * metrics.height())
    whole = inked(image, left, right, row)
    assert 0 < whole <= right - left
    seen = {image.pixelColor(x, row).name() for x in range(left, right)}
    assert seen == {theme.warning_text, image.pixelColor(1, row + 6).name()}, "lines and gaps"
    assert inked(image, right - 12, right, row) > 0
    assert inked(image, right + 1, right + 6, row) == 0
    assert inked(image, left - 6, left - 1, row) == 0


def inked(image: QImage, left: int, right: int, row: int) -> int:
    """How many columns of the middle of a row have ink."""
    ground = QColor(image.pixel(image.width() - 1, image.height() - 1)).name()
    return sum(
        any(QColor(image.pixel(x, y)).name() != ground for y in range(row - 2, row + 3))
        for x in range(left, right)
    )


def test_only_axes_that_never_arrive_are_drawn_too(qtbot: QtBot) -> None:
    marks = drawing(bars_of(qtbot, (ToGo("across", math.inf, "never"),)))
    assert {"across", "never"} <= set(marks.texts)
    assert not marks.filled(LIGHT.slant)


def test_the_rows_are_spoken_and_have_the_room_that_they_are_given(qtbot: QtBot) -> None:
    bars = bars_of(qtbot, ROWS)
    assert bars.accessibleName() == "along: 9,999; on the slant: 99; across: 0"
    assert bars.height() == round(3 * QFontMetricsF(small_face()).height())
    bars.show_rows((ToGo("along", 8.0, "8"),), 2)
    assert bars.accessibleName() == "along: 8"
    bars.show_rows((), 2)
    assert drawing(bars).texts == []
    assert bars.height() == round(2 * QFontMetricsF(small_face()).height())


def test_before_a_run_is_there_it_says_what_will_be(dial: RateDial) -> None:
    assert said(dial, "rateCertainty").text() == "its zones appear once the data are there"
    assert dial.slider.limit is None
    assert dial.slider.toolTip().startswith("Drag: the run is tried at once with another")
    assert "\nArrow keys: the next rate; Page Up" in dial.slider.toolTip()
    assert drawing(dial._bars).texts == []
    assert dial._bars.height() == round(3 * QFontMetricsF(small_face()).height())


def test_it_tells_share_certainty_and_epochs_to_go(dial: RateDial) -> None:
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    assert said(dial, "rateShare").text() == "28% of the largest stable rate, 3.54e−5"
    assert said(dial, "rateShare").toolTip().splitlines()[1].startswith("fine: ")
    assert said(dial, "rateCertainty").text().startswith("exact: ")
    assert len(said(dial, "rateCertainty").toolTip()) > len(said(dial, "rateCertainty").text())
    assert said(dial, "rateToGo").text() == "epochs to loss 1"
    assert [row.name for row in dial._bars.rows] == ["along", "on the slant", "across"]
    assert dial._bars.toolTip()
    assert dial.slider.limit == pytest.approx(3.54e-5, rel=1e-3)
    assert dial.slider.accessibleName().startswith("Learning rate 0.00001: 28% of the largest")


def test_a_rate_that_is_set_is_told_at_once(dial: RateDial) -> None:
    dial.draw(VIEW)
    dial.set_rate(3.54e-6)
    assert said(dial, "rateShare").text().startswith("10% of the largest stable rate")


def test_a_rate_under_the_hand_is_told_and_taken_back(dial: RateDial, qtbot: QtBot) -> None:
    heard: list[str] = []
    dial.tried.connect(lambda _: heard.append("tried"))
    dial.settled.connect(lambda _: heard.append("settled"))
    dial.dropped.connect(lambda: heard.append("dropped"))
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    dial.slider.setFocus()
    qtbot.keyClick(dial.slider, Qt.Key.Key_PageUp)
    assert said(dial, "rateShare").text().startswith("56%")
    assert dial.busy
    qtbot.keyClick(dial.slider, Qt.Key.Key_Escape)
    assert said(dial, "rateShare").text().startswith("28%")
    assert not dial.busy
    qtbot.keyClick(dial.slider, Qt.Key.Key_PageUp)
    qtbot.keyClick(dial.slider, Qt.Key.Key_Return)
    assert heard == ["tried", "dropped", "tried", "settled"]


def test_in_a_narrow_place_it_says_the_limit_and_in_a_wide_one_the_whole(dial: RateDial) -> None:
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    dial.resize(190, 180)
    assert said(dial, "rateShare").text() == "28% of the limit, 3.54e−5"
    dial.resize(330, 180)
    assert said(dial, "rateShare").text() == "28% of the largest stable rate, 3.54e−5"


def test_gradients_that_add_up_have_no_epochs_to_go(dial: RateDial) -> None:
    dial.draw(make_view(Experiment(zero_grad=False), epochs=2))
    assert said(dial, "rateToGo").text() == "epochs to go: not known here"
    assert dial._bars.rows == ()


def test_where_the_curvature_is_the_same_everywhere_it_asks_nothing(dial: RateDial) -> None:
    assert dial.query(VIEW) is None


def test_elsewhere_it_asks_once_for_each_update_and_tells_what_is_answered(dial: RateDial) -> None:
    view = make_view(CURVED, epochs=40)
    dial.set_rate(CURVED.learning_rate)
    dial.draw(view)
    # Until it is answered, the valley's own curvature is the best that is known.
    guessed = dial.slider.limit
    curvature = answered(dial, view)
    assert dial.query(view) is dial.query(view)
    limit = 2 / np.max(curvature.eigenvalues)
    assert dial.slider.limit == pytest.approx(limit, rel=1e-3)
    assert guessed != pytest.approx(limit, rel=1e-3)
    assert said(dial, "rateCertainty").text().startswith("local: ")
    # Another run forgets it, the same one shown again does not.
    dial.draw(replace(view, playing=True))
    assert dial.slider.limit == pytest.approx(limit, rel=1e-3)
    dial.draw(replace(view, facts=replace(view.facts)))
    assert dial.slider.limit == pytest.approx(guessed)


def test_without_a_valley_and_a_curvature_it_says_that_nothing_is_known(dial: RateDial) -> None:
    view = make_view(CURVED, epochs=2)
    dial.draw(replace(view, facts=replace(view.facts, valley=None)))
    assert said(dial, "rateShare").text() == "No largest stable rate is known here"
    why = said(dial, "rateCertainty").text()
    assert why == "the loss has no finite curvature, or bends up nowhere"
    assert said(dial, "rateToGo").text() == "epochs to go: not known here"
    assert dial.slider.limit is None


def test_while_it_plays_it_asks_only_now_and_then(dial: RateDial) -> None:
    views = {k: replace(make_view(CURVED, epochs=40, cursor=k), playing=True) for k in (30, 31, 40)}
    dial.draw(views[30])
    first = dial.query(views[30])
    # Nothing is known yet, so the next epoch is asked for as well.
    assert dial.query(views[31]) is not first
    answered(dial, views[30])
    known = dial.query(views[30])
    assert dial.query(views[31]) is known
    assert dial.query(views[40]) is not known
    resting = replace(views[31], playing=False)
    answered(dial, views[30])
    assert dial.query(resting) is not dial.query(views[30])


def test_below_the_slider_its_share_is_dark_and_the_rest_faint(dial: RateDial) -> None:
    dial.setStyleSheet(stylesheet(LIGHT))
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    inks, tops = [], [dial.slider.y()]
    for name in ("rateShare", "rateCertainty", "rateToGo"):
        label = said(dial, name)
        (ink,) = {mark.fill for mark in drawing(label) if mark.kind == "text"}
        inks.append(ink)
        tops.append(label.y())
        assert label.height() < 2 * label.fontMetrics().height(), "one line"
    assert [ink == LIGHT.faint_text for ink in inks] == [False, True, True]
    tops.append(dial._bars.y())
    assert tops == sorted(set(tops))
    assert {each.x() for each in dial.children() if isinstance(each, QWidget)} == {0}
    lines = [said(dial, name) for name in ("rateShare", "rateCertainty", "rateToGo")]
    dial.resize(330, dial.minimumSizeHint().height())
    for above, below in pairwise([*lines, dial._bars]):
        assert 0 <= below.y() - above.geometry().bottom() <= 3, "close to one another"
    # Long sentences do not make the column wider.
    assert dial.minimumSizeHint().width() <= dial.slider.minimumSizeHint().width()


def test_rows_are_painted_anew_when_they_change_and_only_then(dial: RateDial) -> None:
    bars = dial._bars
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    assert painted(bars, lambda: dial.set_rate(2e-5))
    assert not painted(bars, lambda: dial.set_rate(2e-5))
    assert painted(bars, lambda: dial.set_theme(DARK))


def test_its_colours_are_those_of_its_theme(dial: RateDial) -> None:
    dial.set_rate(1e-5)
    dial.draw(VIEW)
    dial.set_theme(DARK)
    assert drawing(dial._bars).filled(DARK.slant)
    assert drawing(dial.slider).stroked(DARK.warning_text)
