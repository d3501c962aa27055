"""What all plots share: title and question, notes and tips in their places, lines, colours."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.plots.base.plot import told
from gui.plots.fit import FitPlot
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.elided import ElidedLabel
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import move, place_of, shown
from tests.gui.views import make_view


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[FitPlot]:
    plot = FitPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=2)


def test_a_number_is_told_with_every_digit_of_float32() -> None:
    assert told(float(np.float32(0.1))) == "0.1"
    assert told(float(np.float32(-1 / 3))) == "−0.33333334"
    assert told(float("inf")) == "∞"
    assert told(float("nan")) == "not a number"


def test_the_title_stands_before_the_question_which_gives_way(plot: FitPlot) -> None:
    title, question = _labelled(plot, "Fit"), plot.findChild(ElidedLabel)
    assert title.font().bold()
    assert not question.font().bold()
    assert question.isVisible()
    assert question.toolTip() == "do the predictions follow the data?"
    assert plot.accessibleName() == "Fit: do the predictions follow the data?"
    plot.resize(900, 320)
    QApplication.processEvents()
    assert question.isVisible()
    assert title.geometry().right() < question.x()
    buttons = [plot.frame_button, plot.fit_button, plot.enlarge_button]
    assert question.geometry().right() < buttons[0].x() < buttons[1].x() < buttons[2].x()
    assert buttons[2].geometry().right() > plot.width() - 20
    assert [button.text() for button in buttons] == ["Frame", "Fit view", ""]
    assert all(button.toolTip() and button.accessibleName() for button in buttons)
    plot.resize(300, 320)
    QApplication.processEvents()
    assert not question.isVisible()
    assert title.isVisible()
    # Above the picture the legend, above that the title.
    assert title.geometry().bottom() < plot.legend.y() < plot.canvas.mapTo(plot, QPoint()).y()


def _labelled(plot: FitPlot, text: str) -> QLabel:
    (found,) = (label for label in plot.findChildren(QLabel) if label.text() == text)
    return found


def test_notes_stand_in_the_middle_at_the_edge_they_are_about(plot: FitPlot, view: View) -> None:
    plot.draw(make_view(epochs=2, stage=Stage.LOSS))
    area = plot.box.sceneBoundingRect()
    plot.note.adjustSize()

    def middle(note: QLabel) -> float:
        return note.x() + note.width() / 2

    assert plot.note.isVisible()
    assert plot.note.y() == round(area.top() + 4)
    assert middle(plot.note) == pytest.approx(area.center().x(), abs=1)
    # A second one, about what is above, stands below the first.
    plot.say_at_edge("▲", top=True)
    assert plot.edge_note.y() == plot.note.geometry().bottom() + 1 + 4
    assert middle(plot.edge_note) == pytest.approx(area.center().x(), abs=1)
    plot.say("")
    plot.say_at_edge("▲", top=True)
    assert plot.edge_note.y() == round(area.top() + 4)
    plot.say_at_edge("▼", top=False)
    assert plot.edge_note.geometry().bottom() + 1 == round(area.bottom() - 4)
    plot.say_at_edge("", top=True)
    assert plot.edge_note.isHidden()
    # A long one is as wide as the picture and breaks.
    plot.say("a long sentence " * 20)
    assert plot.note.width() <= plot.canvas.width() - 8
    assert plot.note.height() > 2 * plot.note.fontMetrics().height()
    assert plot.note.x() >= 0
    plot.say("short")
    assert plot.note.height() < 2 * plot.note.fontMetrics().height()


def test_the_tip_stands_beside_the_mouse_and_inside_the_picture(plot: FitPlot, view: View) -> None:
    plot.resize(700, 420)
    QApplication.processEvents()
    plot.draw(view)
    for k in (3, 19):
        place = place_of(plot, k, float(view.facts.targets[k]))
        move(plot, place)
        tip = plot.tip.geometry()
        assert plot.canvas.rect().contains(tip)
        assert not tip.contains(place)
        if k == 3:
            assert tip.left() == place.x() + 14
            assert tip.bottom() + 1 == place.y() - 8
        else:
            assert tip.right() + 1 == place.x() - 14
    # Near the top it stands below.
    left, right, bottom, top = plot.visible()
    plot.set_visible(
        left, right, float(view.facts.targets[3]) - 100, 1.0 + float(view.facts.targets[3])
    )
    place = place_of(plot, 3, float(view.facts.targets[3]))
    move(plot, place)
    tip = plot.tip.geometry()
    assert tip.top() == place.y() + 18
    assert tip.left() == place.x() + 14
    # The mouse over the axis points at nothing.
    plot.set_visible(left, right, bottom, top)
    move(plot, QPoint(2, place.y()))
    assert not plot.tip.isVisible()
    assert plot.mouse() is None
    move(plot, place_of(plot, 3, float(view.facts.targets[3])))
    assert plot.tip.isVisible()
    plot.canvas.left.emit()
    assert not plot.tip.isVisible()


def test_a_line_is_thick_until_it_is_long(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    _, _, bottom, top = plot.visible()
    tall = top - bottom

    def zigzag(times: float) -> np.ndarray:
        """As long as `times` the height."""
        return np.tile([bottom, bottom + tall / 2], 40)[: int(2 * times) + 1]

    assert plot.line_width(zigzag(4)) == 2
    # A hairline, which is as thin as the screen can draw.
    assert plot.line_width(zigzag(4.5)) == 0
    # What is out of sight makes no line longer.
    assert plot.line_width(np.tile([top + 10 * tall, top + 90 * tall], 40)) == 2
    curve = view.snapshot.curve.copy()
    curve[::2] = bottom
    curve[1::2] = top
    plot.draw(replace(view, snapshot=replace(view.snapshot, updated_curve=curve)))
    assert plot.curve.opts["pen"].width() == 1
    plot.draw(view)
    assert plot.curve.opts["pen"].width() == 2


def test_pixels_and_data_are_told_apart(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    x, y = plot.to_scene(np.array([0.0, 12.5]), np.array([-100.0, 150.0]))
    for at, place in zip(((0.0, -100.0), (12.5, 150.0)), zip(x, y, strict=True), strict=True):
        seen = place_of(plot, *at)
        assert place == pytest.approx((seen.x(), seen.y()), abs=1)
    move(plot, place_of(plot, 12.5, 150.0))
    mouse = plot.mouse()
    assert mouse is not None
    assert mouse[0].x() == pytest.approx(12.5, abs=0.1)
    assert mouse[0].y() == pytest.approx(150, abs=2)
    assert plot.view_width == int(plot.box.width())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_panel_axes_and_notes_have_the_theme_s_colours(
    plot: FitPlot, view: View, theme: Theme
) -> None:
    other = DARK if theme is LIGHT else LIGHT
    plot.set_theme(other)
    plot.draw(make_view(epochs=2, stage=Stage.LOSS))
    plot.set_theme(theme)
    drawn = drawing(plot.canvas)
    texts = [mark for mark in drawn if mark.kind == "text"]
    assert {"0", "5", "10", "15", "−100", "100"} <= {mark.text for mark in texts}
    assert {"time t (seconds)", "speed"} <= {mark.text.strip() for mark in texts}
    assert {mark.fill for mark in texts} == {theme.faint_text}
    assert len(drawn.stroked(theme.border)) > 8
    assert not drawn.stroked(other.border)
    picture = plot.grab().toImage()
    assert picture.pixelColor(plot.width() // 2, 0).name() == theme.border
    assert picture.pixelColor(plot.width() // 2, 2).name() == theme.panel
    assert picture.pixelColor(plot.width() // 2, plot.height() - 3).name() == theme.panel
    note = plot.note.grab().toImage()
    assert note.pixelColor(4, note.height() // 2).name() == theme.panel
    assert note.pixelColor(note.width() // 2, 0).name() == theme.border
    words = [mark for mark in drawing(plot.note) if mark.kind == "text"]
    assert {mark.fill for mark in words} == {theme.text}
    question = [mark for mark in drawing(plot.findChild(ElidedLabel)) if mark.kind == "text"]
    assert {mark.fill for mark in question} == {theme.faint_text}
    legend = [mark for mark in drawing(plot.legend) if mark.kind == "text"]
    assert {mark.fill for mark in legend} == {theme.text}


def test_what_stands_there_before_anything_is_drawn(plot: FitPlot, view: View) -> None:
    assert plot.empty.isVisible()
    assert not plot.canvas.isVisible()
    words = [mark for mark in drawing(plot.empty) if mark.kind == "text"]
    assert " ".join(mark.text.strip() for mark in words) == plot.empty.text()
    assert {mark.fill for mark in words} == {LIGHT.faint_text}
    # In the middle.
    lefts = [mark.left for mark in words]
    assert min(lefts) > plot.empty.width() * 0.05
    assert words[0].top == pytest.approx(plot.empty.height() / 2, abs=20)
    plot.draw(view)
    assert plot.canvas.isVisible()
    assert not plot.empty.isVisible()


def test_lines_are_as_thick_to_the_eye_where_a_screen_has_twice_the_pixels(
    plot: FitPlot, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot.draw(view)
    thin, thick = (item.opts["pen"].width() for item in (plot.residuals, plot.curve))
    assert (thin, thick) == (1, 2)
    # What Qt's pens for pyqtgraph are measured in are the screen's own pixels.
    monkeypatch.setattr(plot, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert plot.residuals.opts["pen"].width() == 2
    assert plot.curve.opts["pen"].width() == 4
    assert plot.pen("#000000", 0).width() == 1
