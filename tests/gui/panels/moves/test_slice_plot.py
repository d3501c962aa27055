"""The small curve: what is on it at which stage, where it lies, and numbers that are not finite."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.numbers import exact
from engine.queries import Slice
from gui.panels.moves.slice_plot import SlicePlot
from gui.panels.moves.slice_scale import SliceScale
from gui.theme import DARK, LIGHT

AREA = QRectF(0, 0, 200, 120)


def parabola(before: float = -1.0, after: float = -0.4, floor: float | None = 0.0) -> Slice:
    values = np.linspace(-2, 1, 81)
    return Slice(
        values=values,
        losses=values**2,
        before=(before, before**2),
        after=(after, after**2),
        slope=2 * before,
        floor=floor,
    )


@pytest.fixture
def plot(qtbot: QtBot) -> SlicePlot:
    widget = SlicePlot()
    qtbot.addWidget(widget)
    widget.resize(220, 140)
    return widget


def pixels(plot: SlicePlot, colour: str) -> list[tuple[int, int]]:
    """Every pixel in exactly this colour."""
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(colour).rgb()
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) == wanted
    ]


def columns(plot: SlicePlot, colour: str) -> list[int]:
    return [x for x, _ in pixels(plot, colour)]


def test_before_the_gradient_there_is_neither_tangent_nor_step(plot: SlicePlot) -> None:
    plot.draw(parabola(), tangent=False, moved=False, sign=0)
    assert columns(plot, LIGHT.curve)
    assert not columns(plot, LIGHT.slope)
    assert not columns(plot, LIGHT.negative)


def test_the_gradient_brings_the_tangent(plot: SlicePlot) -> None:
    plot.draw(parabola(), tangent=True, moved=False, sign=-1)
    assert columns(plot, LIGHT.slope)
    assert not columns(plot, LIGHT.negative)


@pytest.mark.parametrize(
    ("before", "after", "sign", "colour"),
    [(-1.0, 0.5, -1, LIGHT.negative), (0.5, -1.0, 1, LIGHT.positive)],
)
def test_the_arrow_runs_from_the_old_value_to_the_new(
    plot: SlicePlot, before: float, after: float, sign: int, colour: str
) -> None:
    plot.draw(parabola(before, after), tangent=True, moved=True, sign=sign)
    found = columns(plot, colour)
    # A third of the width for each unit of the parameter, from −2 at the left.
    assert min(found) == pytest.approx(1 + 218 / 3, abs=6)
    assert max(found) == pytest.approx(1 + 218 * 2.5 / 3, abs=6)


@pytest.mark.parametrize("way", [-1, 1])
def test_a_move_below_a_pixel_still_has_a_visible_arrow(plot: SlicePlot, way: int) -> None:
    plot.draw(parabola(-1.5, -1.5 + way * 1e-6), tangent=True, moved=True, sign=-way)
    at = 1 + 218 * 0.5 / 3
    # The new dot lies high up, on the curve; what is down at the axis is the arrow.
    arrow = [x for x, y in pixels(plot, LIGHT.sign(-way)) if y > 90]
    assert len(arrow) > 10
    assert all(-1 <= (x - at) * way <= 8 for x in arrow)


def test_a_parameter_that_stays_has_no_arrow(plot: SlicePlot) -> None:
    plot.draw(parabola(-1.5, -1.5), tangent=True, moved=True, sign=1)
    found = pixels(plot, LIGHT.positive)
    assert found
    assert all(y < 90 for _, y in found)


def test_the_theme_changes_what_is_there_already(plot: SlicePlot) -> None:
    plot.draw(parabola(), tangent=True, moved=True, sign=-1)
    plot.set_theme(DARK)
    assert columns(plot, DARK.slope)
    assert not columns(plot, LIGHT.slope)


def test_the_tooltip_has_every_digit_of_what_is_shown(plot: SlicePlot) -> None:
    cut = parabola(-1 / 3, -1 / 7)
    plot.draw(cut, tangent=False, moved=False, sign=0)
    assert exact(-1 / 3) in plot.toolTip()
    assert exact(-1 / 7) not in plot.toolTip()
    plot.draw(cut, tangent=True, moved=True, sign=-1)
    assert exact(-1 / 7) in plot.toolTip()
    assert exact(cut.slope) in plot.toolTip()


def test_the_scale_shows_the_whole_curve() -> None:
    cut = parabola()
    scale = SliceScale.of(cut, AREA, 12)
    assert scale is not None
    assert scale.width == 3
    assert scale.height == pytest.approx(4, abs=1e-3)
    points = scale.line(cut.values, cut.losses)
    assert points.size() == 81
    assert all(scale.area.contains(points.at(k)) for k in range(81))
    assert scale.x(-2) < scale.x(1)
    assert scale.y(4) < scale.y(0)


def test_the_tangent_touches_the_curve() -> None:
    scale = SliceScale.of(parabola(), AREA, 12)
    assert scale is not None
    left, right = scale.tangent(-1.0, 1.0, -2.0)
    rise = (right.y() - left.y()) / (right.x() - left.x())
    near = scale.point(-1 + 1e-6, (-1 + 1e-6) ** 2) - scale.point(-1 - 1e-6, (-1 - 1e-6) ** 2)
    assert rise == pytest.approx(near.y() / near.x(), rel=1e-3)
    middle = (left + right) / 2
    assert (middle.x(), middle.y()) == pytest.approx((scale.x(-1), scale.y(1)))


def test_a_level_curve_is_a_level_line() -> None:
    cut = replace(parabola(), losses=np.full(81, 7.0), before=(-1.0, 7.0), slope=0.0)
    scale = SliceScale.of(cut, AREA, 12)
    assert scale is not None
    points = scale.line(cut.values, cut.losses)
    assert len({points.at(k).y() for k in range(81)}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"losses": np.full(81, np.nan)},
        {"losses": np.full(81, np.inf)},
        {"values": np.full(81, np.nan)},
        {"before": (math.nan, 1.0)},
        {"before": (-1.0, math.inf)},
    ],
)
def test_what_is_not_finite_is_said_instead_of_drawn(
    plot: SlicePlot, change: dict[str, object]
) -> None:
    plot.draw(replace(parabola(), **change), tangent=True, moved=True, sign=1)  # type: ignore[arg-type]
    assert not columns(plot, LIGHT.slope)
    blank = SlicePlot()
    blank.resize(plot.size())
    assert plot.grab().toImage() != blank.grab().toImage()


anything = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.tuples(anything, anything),
    losses=st.lists(anything, min_size=9, max_size=9),
    points=st.tuples(anything, anything, anything, anything),
    slope=anything,
    floor=st.none() | anything,
)
def test_no_number_breaks_the_painting(
    plot: SlicePlot,
    values: tuple[float, float],
    losses: list[float],
    points: tuple[float, float, float, float],
    slope: float,
    floor: float | None,
) -> None:
    with np.errstate(all="ignore"):
        cut = Slice(
            values=np.linspace(min(values), max(values), 9),
            losses=np.array(losses),
            before=points[:2],
            after=points[2:],
            slope=slope,
            floor=floor,
        )
    plot.draw(cut, tangent=True, moved=True, sign=1)
    assert not plot.grab().isNull()
