"""Dots and squares as they are painted, where the data has them."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTransform
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.plots.base.overlays import Squares
from gui.plots.fit import FitPlot
from gui.theme import LIGHT
from tests.gui.drawn import Mark, drawing
from tests.gui.plots.helpers import place_of, shown
from tests.gui.views import make_view


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[FitPlot]:
    plot = FitPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


def dots(plot: FitPlot) -> list[Mark]:
    return [mark for mark in drawing(plot.canvas) if mark.kind == "image"]


def test_a_dot_stands_with_its_middle_on_its_point(plot: FitPlot) -> None:
    view = make_view(Experiment(held_out=0.3), epochs=2)
    plot.draw(view)
    found = dots(plot)
    points = [
        (plot.held_out_dots.x, plot.held_out_dots.y, 8),
        (plot.data_dots.x, plot.data_dots.y, 7),
        (plot.ghost.dots.x, plot.ghost.dots.y, 7),
        (plot.prediction_dots.x, plot.prediction_dots.y, 7),
    ]
    assert len(found) == sum(len(x) for x, _, _ in points)
    for x, y, size in points:
        for at, height in zip(x.tolist(), y.tolist(), strict=True):
            dot, place = found.pop(0), place_of(plot, at, height)
            middle = ((dot.left + dot.right) / 2, (dot.top + dot.bottom) / 2)
            assert middle == pytest.approx((place.x(), place.y()), abs=0.6)
            assert (dot.right - dot.left, dot.bottom - dot.top) == pytest.approx([size + 2] * 2)


def test_a_hollow_dot_is_a_ring_and_a_full_one_is_not(plot: FitPlot) -> None:
    plot.draw(make_view(Experiment(held_out=0.3), epochs=2))
    found = dots(plot)
    for dot, colours in (
        (found[0], (LIGHT.panel, LIGHT.data)),
        (found[6], (LIGHT.data, LIGHT.data)),
        (found[-1], (LIGHT.prediction, LIGHT.prediction)),
    ):
        picture = dot.picture
        assert picture is not None
        side = picture.width()
        assert picture.pixelColor(side // 2, side // 2).name() == colours[0]
        # A row through the middle: nothing, then the colour, and the same from the other side.
        row = [picture.pixelColor(x, side // 2) for x in range(side)]
        assert row[0].alpha() == row[-1].alpha() == 0
        assert side - 4 <= len([x for x in row if x.alpha() > 250]) <= side - 2
        darkest = min(row[:3], key=lambda colour: colour.lightness() if colour.alpha() else 255)
        away = [
            abs(a - b) for a, b in zip(darkest.getRgb(), QColor(colours[1]).getRgb(), strict=True)
        ]
        assert max(away[:3]) < 110


def test_only_dots_that_reach_into_the_view_are_painted(plot: FitPlot) -> None:
    plot.draw(make_view(epochs=2))
    left, right, bottom, top = plot.visible()
    width, height = plot.box.viewPixelSize()
    middle = ((left + right) / 2, (bottom + top) / 2)
    everything = len(dots(plot))
    plot.prediction_dots.set_points(np.empty(0), np.empty(0))
    others = len(dots(plot))
    assert others == everything - 20
    near, far = 3, 30
    sides = [(left - width, 0), (right + width, 0), (0, bottom - height), (0, top + height)]
    for pixels, seen in ((near, 1), (far, 0)):
        for x, y in sides:
            at = (
                middle[0]
                if x == 0
                else left - pixels * width
                if x < left
                else right + pixels * width,
                middle[1]
                if y == 0
                else bottom - pixels * height
                if y < bottom
                else top + pixels * height,
            )
            plot.prediction_dots.set_points(np.array([at[0]]), np.array([at[1]]))
            assert len(dots(plot)) == others + seen, at


def test_squares_lie_between_prediction_and_target_and_grow_to_the_right() -> None:
    squares = Squares()
    squares.set_residuals(
        np.array([2.0, 5.0, 19.0, 19.0, 10.0]),
        np.array([10.0, -20.0, 30.0, 50.0, -400.0]),
        np.array([30.0, 10.0, -30.0, 0.0, 400.0]),
    )
    view, scale = QRectF(60, 10, 600, 300), QTransform(30, 0, 0, -0.6, 60, 130)
    assert squares.squares(scale, view) == [
        QRectF(120, 112, 12, 12),
        QRectF(210, 124, 18, 18),
        # No room at the right.
        QRectF(630 - 36, 112, 36, 36),
        # Just enough.
        QRectF(630, 100, 30, 30),
        # Nowhere enough room: to the right, where there is as much as at the left.
        QRectF(360, -110, 480, 480),
    ]


def test_the_squares_are_painted_see_through_in_the_predictions_colour(plot: FitPlot) -> None:
    plot.draw(make_view(epochs=2, stage=Stage.LOSS))
    painted = [mark for mark in drawing(plot.canvas) if mark.fill == LIGHT.prediction]
    rects = [mark for mark in painted if mark.kind == "rect"]
    assert len(rects) == 20
    assert {mark.stroke for mark in rects} == {LIGHT.prediction}
    x, y = plot.residuals.getData()
    for rect, (at, _), (prediction, target) in zip(
        rects, x.reshape(-1, 2).tolist(), y.reshape(-1, 2).tolist(), strict=True
    ):
        ends = sorted(place_of(plot, at, value).y() for value in (prediction, target))
        assert [rect.top, rect.bottom] == pytest.approx(ends, abs=1.1)
    place = place_of(plot, 0.5, float(y[0] + y[1]) / 2)
    inside = plot.canvas.grab().toImage().pixelColor(place)
    assert inside.name() not in (LIGHT.panel, LIGHT.prediction)
    assert inside.red() > inside.blue()
