"""The strips as they are painted: sides, signs, flips and sizes, each in its place and colour."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.plots.signs import SignsPlot
from gui.plots.signs.strip_axis import Strip, strip
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, drawing
from tests.gui.plots.helpers import history_of, shown
from tests.gui.views import make_view


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[SignsPlot]:
    plot = SignsPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture(scope="module")
def article() -> View:
    return make_view(epochs=20)


def of(view: View, *gradients: object) -> View:
    columns = np.array(gradients, np.float32).T
    names = tuple("abcdefghijklmnop"[: columns.shape[1]])
    return replace(
        view,
        experiment=Experiment(epochs=10**7),
        facts=replace(view.facts, names=names),
        history=history_of(np.ones(len(columns)), columns),
        cursor=len(columns),
        snapshot=replace(view.snapshot, number=len(columns)),
    )


def ground(plot: SignsPlot) -> QRectF:
    """What the view covers of the canvas, without its border."""
    covered: QRectF = plot.box.mapRectToScene(plot.box.rect())
    return covered


def parts_of(plot: SignsPlot, k: int) -> Strip:
    """Where strip `k` lies: the strips share the view's height."""
    area, (_, _, first, last) = ground(plot), plot.visible()
    height = area.height() / (last - first)
    return strip(area.top() + (k - first) * height, height)


def across(plot: SignsPlot, epoch: float) -> float:
    area, (left, right, _, _) = ground(plot), plot.visible()
    return float(area.left() + (epoch - left) / (right - left) * area.width())


def inside(drawn: Drawing, plot: SignsPlot, fill: str, kind: str) -> list[tuple[float, ...]]:
    """Left, top, right, bottom of what is filled so within the view."""
    edge = ground(plot).left()
    return [
        (mark.left, mark.top, mark.right, mark.bottom)
        for mark in drawn.filled(fill)
        if mark.kind == kind and mark.left >= edge - 0.5
    ]


@pytest.mark.parametrize(
    ("top", "height", "parts"),
    [
        (0, 60, (3, 37, 47, 57)),
        (10, 20, (13, 17, 22, 27)),
        (0.4, 200, (3, 171, 184, 197)),
        (100.6, 28, (104, 116, 121, 126)),
    ],
)
def test_a_strip_is_sizes_above_a_band_of_two_halves(
    top: float, height: float, parts: tuple[float, ...]
) -> None:
    assert (seen := strip(top, height)) == Strip(*parts)
    assert seen.half == parts[2] - parts[1] == parts[3] - parts[2]


def test_a_low_strip_has_no_room_for_sizes() -> None:
    assert strip(0, 28).tall
    assert not strip(0, 27).tall


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_column_is_on_its_side_in_its_colour(
    plot: SignsPlot, article: View, theme: Theme
) -> None:
    plot.set_theme(theme)
    plot.draw(of(article, [-1.0] * 4 + [1.0] * 6, [0.0] * 5 + [-3.0] * 5))
    images = [mark for mark in drawing(plot.canvas) if mark.kind == "image"]
    assert len(images) == 2
    clear = QColor(0, 0, 0, 0)
    above, below, grey = QColor(theme.positive), QColor(theme.negative), QColor(theme.zero)
    wanted = [
        [(clear, below)] * 4 + [(above, clear)] * 6,
        [(grey, grey)] * 5 + [(clear, below)] * 5,
    ]
    for k, (image, colours) in enumerate(zip(images, wanted, strict=True)):
        parts = parts_of(plot, k)
        assert (image.top, image.bottom) == (parts.band, parts.bottom)
        ends = across(plot, 0.5), across(plot, 10.5)
        assert (image.left, image.right) == pytest.approx(ends, abs=0.01)
        picture = image.picture
        assert picture is not None
        step, tall = picture.width() / 10, picture.height()
        for column, pair in enumerate(colours):
            x = int((column + 0.5) * step)
            seen = [picture.pixelColor(x, y) for y in (tall // 4, 3 * tall // 4)]
            assert seen == list(pair)


def test_a_line_parts_the_two_sides(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [1.0] * 10, [1.0] * 10))
    area = ground(plot)
    lines = inside(drawing(plot.canvas), plot, LIGHT.border, "rect")
    assert len(lines) == 2
    for k, line in enumerate(lines):
        middle = parts_of(plot, k).middle
        expected = (area.left(), middle - 0.5, area.right(), middle + 0.5)
        assert line == pytest.approx(expected, abs=0.1)


def test_a_stretch_of_one_sign_has_that_sign_in_its_middle(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [-1.0] * 4 + [1.0] * 6))
    parts = parts_of(plot, 0)
    above, below = (parts.band + parts.middle) / 2, (parts.middle + parts.bottom) / 2
    bars = inside(drawing(plot.canvas), plot, LIGHT.ink_text, "rect")
    at = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in bars]
    sizes = [(right - left, bottom - top) for left, top, right, bottom in bars]
    # The two bars of a plus, and the one of a minus.
    assert sizes == [(7, 2), (2, 7), (7, 2)]
    plus, minus = across(plot, 7.5), across(plot, 2.5)
    for place, expected in zip(at, ((plus, above), (plus, above), (minus, below)), strict=True):
        assert place == pytest.approx(expected, abs=1.1)


def test_a_stretch_that_is_too_short_has_none(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [-1.0, 1.0] * 100))
    assert inside(drawing(plot.canvas), plot, LIGHT.ink_text, "rect") == []


def test_a_flip_is_a_triangle_that_stands_on_a_line_through_the_band(
    plot: SignsPlot, article: View
) -> None:
    plot.draw(of(article, [1.0] * 10, [-1.0] * 4 + [1.0] * 6))
    drawn, parts, x = drawing(plot.canvas), parts_of(plot, 1), across(plot, 4.5)
    (triangle,) = (mark for mark in drawn.filled(LIGHT.text) if mark.kind == "polygon")
    assert triangle.points[2] == pytest.approx([x, parts.band], abs=0.1)
    for corner, side in zip(triangle.points, (-4, 4), strict=False):
        assert corner == pytest.approx([x + side, parts.band - 6], abs=0.1)
    (line,) = inside(drawn, plot, LIGHT.text, "rect")
    assert line == pytest.approx((x - 0.5, parts.band, x + 0.5, parts.bottom), abs=0.1)


def test_the_size_rises_and_falls_above_the_band(plot: SignsPlot, article: View) -> None:
    sizes = [10.0**k for k in range(10)]
    plot.draw(of(article, [1.0] * 10, sizes))
    drawn, parts = drawing(plot.canvas), parts_of(plot, 1)
    level, curve = drawn.stroked(LIGHT.curve)
    assert np.ptp(level.points[:, 1]) == 0
    assert not curve.dashes
    floor = parts.band - 2
    expected = [across(plot, 0.5), *(across(plot, k) for k in range(1, 11)), across(plot, 10.5)]
    assert curve.points[:, 0].tolist() == pytest.approx(expected, abs=0.01)
    # From ten times below the least, at the floor, to the largest, at the top: a decade a step.
    (low, high), scaled = (-1, 9), np.log10(1 + np.array(sizes) / 1e-1)
    rise = (floor - parts.top) * scaled / np.log10(1 + 10.0 ** (high - low))
    heights = floor - rise[[0, *range(10), 9]]
    assert curve.points[:, 1].tolist() == pytest.approx(heights.tolist(), abs=0.01)
    assert curve.top == pytest.approx(parts.top, abs=0.01)
    # Filled down to the floor.
    area = [mark for mark in drawn.filled(LIGHT.curve) if mark.kind == "path"][1]
    assert area.bottom == floor
    assert area.top == pytest.approx(parts.top, abs=0.01)
    assert area.points[[0, -1], 1].tolist() == [floor, floor]


def test_low_strips_show_signs_but_no_sizes(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, *([1.0] * 10 for _ in range(10))))
    drawn = drawing(plot.canvas)
    assert drawn.stroked(LIGHT.curve) == []
    assert len([mark for mark in drawn if mark.kind == "image"]) == 10
    assert inside(drawn, plot, LIGHT.ink_text, "rect") == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_names_powers_and_signs_stand_beside_their_strips(
    plot: SignsPlot, article: View, theme: Theme
) -> None:
    plot.set_theme(theme)
    plot.draw(of(article, [1.0] * 10, [5e4] * 10))
    drawn = drawing(plot.canvas)
    edge = ground(plot).left()
    line = plot.fontMetrics().height()
    for k, (name, power) in enumerate((("a", "1"), ("b", "10⁵"))):
        parts = parts_of(plot, k)
        beside = [
            mark
            for mark in drawn
            if mark.kind == "text"
            and mark.left < edge
            and parts.top <= mark.top <= parts.bottom + 9
        ]
        assert [mark.text for mark in beside] == [name, power, "+", "−"]
        title, top, plus, minus = beside
        assert (title.bold, title.fill) == (True, theme.text)
        assert title.left < 6
        assert title.top == pytest.approx((parts.top + parts.bottom) / 2, abs=line / 2)
        assert (top.bold, top.fill) == (False, theme.faint_text)
        assert top.top == pytest.approx(parts.top + line / 2, abs=line / 2)
        assert (plus.fill, minus.fill) == (theme.positive_text, theme.negative)
        assert plus.top == pytest.approx((parts.band + parts.middle) / 2 + line / 4, abs=4)
        assert minus.top == pytest.approx((parts.middle + parts.bottom) / 2 + line / 4, abs=4)
        # All but the name end at the view.
        assert all(edge - 45 < mark.left < edge - 4 for mark in (top, plus, minus))


def test_strips_that_are_low_have_names_only(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, *([1.0] * 10 for _ in range(10))))
    edge = ground(plot).left()
    beside = [
        mark.text for mark in drawing(plot.canvas) if mark.kind == "text" and mark.left < edge - 8
    ]
    assert beside == list("abcdefghij")


def test_only_strips_in_the_view_are_painted(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, *([1.0] * 10 for _ in range(16))))
    _, _, first, last = plot.visible()
    images = [mark for mark in drawing(plot.canvas) if mark.kind == "image"]
    assert len(images) == last - first < 16
