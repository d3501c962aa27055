"""The curvature at the epoch shown: bars, their directions, and what the rate allows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.training import Problem
from gui.plots.parts import CurvaturePlot
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.views import make_view

Show = Callable[..., CurvaturePlot]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def shown(
        view: View, width: int = 900, height: int = 400, theme: Theme = LIGHT
    ) -> CurvaturePlot:
        plot = CurvaturePlot(theme=theme)
        qtbot.addWidget(plot)
        plot.resize(width, height)
        plot.show()
        plot.draw(view)
        query = plot.query(view)
        assert query is not None
        plot.show_answer(query, query.answer(Problem(view.experiment)))
        return plot

    return shown


VIEW = make_view(epochs=20)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_steeper_axis_has_a_longer_bar_with_its_number_and_direction(
    show: Show, theme: Theme
) -> None:
    plot = show(VIEW, theme=theme)
    marks = drawing(plot.paper)
    bars = marks.filled(theme.slant)
    assert [bar.right for bar in bars] == sorted((bar.right for bar in bars), reverse=True)
    assert len(bars) == 3
    for said in ("across", "56,499", "15.98", "0.2586", "0.98 c − 0.20 b + 0.01 a"):
        assert said in marks.texts
    assert any("2 ÷ 56,499 = 3.54e−5" in text for text in marks.texts)


@pytest.mark.parametrize(("rate", "crosses"), [(1e-5, False), (3.5e-5, False), (4e-5, True)])
def test_the_bar_crosses_the_line_where_the_rate_is_too_large(
    show: Show, rate: float, crosses: bool
) -> None:
    plot = show(make_view(Experiment(learning_rate=rate), epochs=3))
    marks = drawing(plot.paper)
    longest = max(bar.right for bar in marks.filled(LIGHT.slant))
    lines = marks.stroked(LIGHT.warning_text)
    (line,) = [mark for mark in lines if mark.left == pytest.approx(mark.right, abs=0.1)]
    assert (longest > line.left) is crosses


def test_where_it_bends_down_it_says_so_and_never_valley(show: Show) -> None:
    view = make_view(Experiment(formula="a*tanh(b*t+c)+d*tanh(e*t+f)+g"), epochs=2)
    plot = show(view)
    texts = drawing(plot.paper).texts
    assert any(text.startswith("bends down") for text in texts)
    assert not any("across" in text or text == "along" for text in texts)
    assert "no valley" in " ".join(texts)


def test_the_question_is_asked_once_for_each_update(show: Show) -> None:
    plot = show(VIEW)
    assert plot.query(VIEW) is plot.query(VIEW)
    assert plot.query(make_view(epochs=20, cursor=7)) is not plot.query(VIEW)


def test_many_axes_show_the_steepest_and_the_flattest(show: Show) -> None:
    many = " + ".join(f"p{k}*cos({k}*t)" for k in range(30))
    plot = show(make_view(Experiment(formula=many, learning_rate=0.1), epochs=2), 333, 236)
    texts = drawing(plot.paper).texts
    assert "across" in texts
    assert "along" in texts
    assert any(text.startswith("⋮ ") and text.endswith(" more") for text in texts)


def test_the_mouse_is_told_what_an_epoch_does_along_an_axis(show: Show) -> None:
    plot = show(VIEW)
    drawing(plot.paper)
    tip = plot.tip(QPointF(200, 12))
    assert tip.startswith("across: 1.00 a + 0.06 b")
    assert "an epoch multiplies the distance by 0.4350" in tip


def test_a_screen_reader_is_told_all_of_it(show: Show) -> None:
    said = show(VIEW).describe()
    assert said.startswith("Curvature, epoch 20. Everywhere the loss is a valley")
    assert "across: 56,499" in said
