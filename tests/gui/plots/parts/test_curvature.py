"""The curvature at the epoch shown: bars, their directions, and what the rate allows."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.training import Problem
from gui.plots.parts import CurvaturePlot
from gui.plots.parts.areas import ink_on
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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_row_has_its_name_its_number_and_its_direction(show: Show, theme: Theme) -> None:
    plot = show(VIEW, theme=theme)
    marks = drawing(plot.paper)
    bars = marks.filled(theme.slant)
    left = bars[0].left
    rows = zip(
        bars, ("across", "on the slant", "along"), ("56,499", "15.98", "0.2586"), strict=True
    )
    for bar, name, size in rows:
        middle = (bar.top + bar.bottom) / 2
        named, sized = marks.text(name), marks.text(size)
        (way,) = (
            mark for mark in marks
            if mark.kind == "text" and " a" in mark.text and " b" in mark.text
            and abs(mark.top - middle) < 12 and mark.fill == theme.faint_text
        )  # fmt: skip
        assert bar.left == left
        assert (bar.stroke, bar.bottom - bar.top) == (theme.across, pytest.approx(14))
        assert named.bold
        assert sized.bold
        assert not way.bold
        assert named.ends[1] == pytest.approx(left - 8, abs=1)
        for mark in (named, sized, way):
            assert abs(mark.top - middle) < 8
        outside = sized.left == pytest.approx(bar.right + 5, abs=1)
        inside = sized.ends[1] == pytest.approx(bar.right - 5, abs=1)
        assert outside or inside
        assert sized.fill == (theme.text if outside else ink_on(QColor(theme.slant), theme))
        assert way.left > max(each.right for each in bars)


def test_bars_are_as_long_as_their_powers_of_ten(show: Show) -> None:
    plot = show(VIEW)
    marks = drawing(plot.paper)
    long, middle, short = marks.filled(LIGHT.slant)
    decade = (long.right - middle.right) / math.log10(56_499 / 15.98)
    assert (middle.right - short.right) / math.log10(15.98 / 0.2586) == pytest.approx(
        decade, rel=0.01
    )
    lines = [
        mark for mark in marks.stroked(LIGHT.border)
        if mark.left == mark.right and mark.bottom - mark.top > 100
    ]  # fmt: skip
    places = sorted(mark.left for mark in lines)
    assert np.diff(places) == pytest.approx([decade] * (len(places) - 1), rel=0.01)
    # The line of 10 is that far left of the bar of 15.98.
    ten = middle.right - decade * math.log10(1.598)
    assert any(place == pytest.approx(ten, abs=1) for place in places)
    said = [
        mark for mark in marks
        if mark.kind == "text" and mark.fill == LIGHT.faint_text and mark.text.strip("10,.−e") == ""
        and mark.top > short.bottom
    ]  # fmt: skip
    assert len(said) >= 2
    for mark in said:
        place = sum(mark.ends) / 2
        value = float(mark.text.replace(",", ""))
        wanted = middle.right + decade * math.log10(value / 15.98)
        assert place == pytest.approx(wanted, abs=1.5), mark.text


@pytest.mark.parametrize("far", [0.5, 0.7, 1.0, 1.4, 2.0, 3.0])
def test_the_shortest_bar_can_be_seen_and_is_not_most_of_the_axis(show: Show, far: float) -> None:
    data = Points(inputs=(-far, far), targets=(0.0, 1.0))
    plot = show(make_view(Experiment(formula="k*t", data=data, learning_rate=0.01), epochs=2))
    (bar,) = drawing(plot.paper).filled(LIGHT.slant)
    # From a third of a power of ten to one and a third; above it are two and a half, to the limit.
    assert 0.08 < (bar.right - bar.left) / (plot.paper.width() - bar.left) < 0.6


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_limit_is_a_line_with_its_name_and_hatching_beyond(show: Show, theme: Theme) -> None:
    plot = show(VIEW, theme=theme)
    marks = drawing(plot.paper)
    (line,) = [
        mark for mark in marks.stroked(theme.warning_text)
        if mark.left == pytest.approx(mark.right, abs=0.1)
    ]  # fmt: skip
    long, middle, _ = marks.filled(theme.slant)
    decade = (long.right - middle.right) / math.log10(56_499 / 15.98)
    wanted = long.right + decade * math.log10(200_000 / 56_499)
    assert line.left == pytest.approx(wanted, abs=1)
    assert line.top == pytest.approx(0, abs=0.1)
    (said,) = (m for m in marks if m.kind == "text" and m.fill == theme.warning_text)
    assert said.ends[1] == pytest.approx(line.left, abs=1.5)
    assert said.top > line.bottom - 6
    image = plot.paper.grab().toImage()
    row = round(long.bottom + 12)
    beyond = {image.pixel(x, row) for x in range(round(line.left) + 4, round(line.left) + 30)}
    before = {image.pixel(x, row) for x in range(round(line.left) - 30, round(line.left) - 4)}
    warning = QColor(theme.warning_text).rgb()
    assert warning in beyond
    assert warning not in before


def test_a_limit_far_beyond_the_bars_is_not_drawn(show: Show) -> None:
    plot = show(make_view(Experiment(learning_rate=1e-14), epochs=1))
    marks = drawing(plot.paper)
    assert len(marks.filled(LIGHT.slant)) == 3
    assert not [m for m in marks.stroked(LIGHT.warning_text) if m.left == m.right]
    assert not [m for m in marks if m.kind == "text" and m.fill == LIGHT.warning_text]


def test_where_it_bends_down_the_bar_is_hatched(show: Show) -> None:
    view = make_view(Experiment(formula="a*tanh(b*t+c)+d*tanh(e*t+f)+g"), epochs=2)
    plot = show(view)
    marks = drawing(plot.paper)
    down = [m for m in marks if m.kind == "text" and m.text.startswith("bends down")]
    assert down
    up = marks.filled(LIGHT.slant)
    for name in down:
        assert not [bar for bar in up if bar.top < name.top < bar.bottom + 2]


def test_before_an_answer_and_without_one_it_says_so(qtbot: QtBot) -> None:
    plot = CurvaturePlot()
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    said = "The curvature of the loss will appear here, once the run is loaded."
    assert " ".join(text.strip() for text in drawing(plot.paper).texts) == said
    assert plot.describe() == said
    assert plot.accessibleName() == "Curvature: how steep is it, and which way?"


def test_another_run_forgets_the_bars(show: Show) -> None:
    plot = show(VIEW)
    plot.draw(replace(VIEW, playing=True))
    assert drawing(plot.paper).filled(LIGHT.slant)
    plot.draw(replace(VIEW, facts=replace(VIEW.facts)))
    assert not drawing(plot.paper).filled(LIGHT.slant)


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
