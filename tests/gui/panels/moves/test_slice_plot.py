"""The small curve: what is on it at which stage, where it lies, and numbers that are not finite."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.numbers import exact
from engine.queries import Slice
from gui.motion import Phase
from gui.panels.moves.slice_plot import NOT_FINITE, SlicePlot, paint_arrow
from gui.panels.moves.slice_scale import SliceScale
from gui.theme import DARK, LIGHT
from tests.gui.drawn import Drawing, drawing

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


def test_the_curve_is_smooth(plot: SlicePlot) -> None:
    plot.draw(replace(parabola(), floor=None), tangent=False, moved=False, sign=0)
    image = plot.grab().toImage()
    # Away from the texts and the ring.
    seen = {image.pixel(x, y) for x in range(5, 40) for y in range(30, 80)}
    assert len(seen) > 4


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
    scale = SliceScale.of(cut, AREA, 12, 12)
    assert scale is not None
    assert scale.width == 3
    assert scale.height == pytest.approx(4, abs=1e-3)
    points = scale.line(cut.values, cut.losses)
    assert points.size() == 81
    assert all(scale.area.contains(points.at(k)) for k in range(81))
    assert scale.x(-2) < scale.x(1)
    assert scale.y(4) < scale.y(0)


def test_the_tangent_touches_the_curve() -> None:
    scale = SliceScale.of(parabola(), AREA, 12, 12)
    assert scale is not None
    left, right = scale.tangent(-1.0, 1.0, -2.0)
    rise = (right.y() - left.y()) / (right.x() - left.x())
    near = scale.point(-1 + 1e-6, (-1 + 1e-6) ** 2) - scale.point(-1 - 1e-6, (-1 - 1e-6) ** 2)
    assert rise == pytest.approx(near.y() / near.x(), rel=1e-3)
    middle = (left + right) / 2
    assert (middle.x(), middle.y()) == pytest.approx((scale.x(-1), scale.y(1)))


def test_a_level_curve_is_a_level_line() -> None:
    cut = replace(parabola(), losses=np.full(81, 7.0), before=(-1.0, 7.0), slope=0.0)
    scale = SliceScale.of(cut, AREA, 12, 12)
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


# what is painted, as lines and words


@pytest.fixture
def drawn(plot: SlicePlot) -> Drawing:
    plot.draw(parabola(floor=0.2), tangent=True, moved=True, sign=-1)
    return drawing(plot)


def scale_of(plot: SlicePlot, cut: Slice) -> SliceScale:
    """The scale of `plot`, whose texts leave these heights free above and below."""
    line = QFontMetricsF(_small(plot)).height()
    scale = SliceScale.of(cut, QRectF(plot.rect()), line, line)
    assert scale is not None
    return scale


def test_the_curve_and_the_step_lie_where_their_numbers_are(
    plot: SlicePlot, drawn: Drawing
) -> None:
    cut = parabola()
    scale = scale_of(plot, cut)
    (curve,) = drawn.stroked(LIGHT.curve)
    places = [(scale.x(x), scale.y(y)) for x, y in zip(cut.values, cut.losses, strict=True)]
    assert curve.points == pytest.approx(np.array(places), abs=0.01)
    assert curve.width == 1.5
    ring, dot = drawn.circle(fill=LIGHT.panel), drawn.circle(fill=LIGHT.negative)
    assert ring.points[0] == pytest.approx((scale.x(-1), scale.y(1)), abs=0.01)
    assert (ring.stroke, ring.width, ring.radius) == (LIGHT.text, 1.5, 4.5)
    assert dot.points[0] == pytest.approx((scale.x(-0.4), scale.y(0.16)), abs=0.01)
    assert (dot.stroke, dot.radius) == ("", 4)
    # From either a dotted line goes down to the axis.
    down = drawn.stroked(LIGHT.previous)
    assert all(line.dashes for line in down)
    for line, point in zip(down, (ring, dot), strict=True):
        assert line.points[0] == pytest.approx(point.points[0], abs=0.01)
        assert line.points[1] == pytest.approx((point.left, scale.area.bottom()), abs=0.01)
    (tangent,) = drawn.stroked(LIGHT.slope)
    ends = scale.tangent(-1, 1, -2)
    assert tangent.points == pytest.approx(np.array([(e.x(), e.y()) for e in ends]), abs=0.01)
    assert tangent.width == 2


def test_the_arrow_has_a_shaft_and_a_head_in_its_lane(plot: SlicePlot, drawn: Drawing) -> None:
    scale = scale_of(plot, parabola())
    lane = scale.area.bottom() - 5.5
    begin, end = scale.x(-1), scale.x(-0.4)
    (shaft,) = drawn.stroked(LIGHT.negative)
    assert shaft.points == pytest.approx(np.array([(begin, lane), (end - 7, lane)]), abs=0.01)
    assert shaft.width == 2.5
    (head,) = (mark for mark in drawn.filled(LIGHT.negative) if mark.kind == "polygon")
    corners = [(end, lane), (end - 7, lane - 4.5), (end - 7, lane + 4.5)]
    assert head.points[:3] == pytest.approx(np.array(corners), abs=0.01)
    # A step to the left has its head at the left; one shorter than a head is a head alone.
    plot.draw(parabola(0.5, 0.5 - 1e-6), tangent=True, moved=True, sign=1)
    (head,) = (mark for mark in drawing(plot).filled(LIGHT.positive) if mark.kind == "polygon")
    start = scale.x(0.5)
    corners = [(start - 7, lane), (start, lane - 4.5), (start, lane + 4.5)]
    assert head.points[:3] == pytest.approx(np.array(corners), abs=0.01)
    assert drawing(plot).stroked(LIGHT.positive) == []


def test_below_the_axis_stand_the_two_values_and_at_the_floor_its_line(plot: SlicePlot) -> None:
    cut = parabola(floor=0.2)
    plot.draw(cut, tangent=True, moved=True, sign=-1, printed=("−1.0", "−0.4"))
    drawn, scale = drawing(plot), scale_of(plot, cut)
    area = scale.area
    bottom = round(area.bottom()) + 0.5
    (axis,) = drawn.stroked(LIGHT.border)
    assert axis.points.tolist() == [[area.left(), bottom], [area.right(), bottom]]
    # Each value stands under its point, and the new one stands out.
    for text, x, colour, bold in (
        ("−1.0", -1, LIGHT.text, False), ("−0.4", -0.4, LIGHT.negative, True),
    ):  # fmt: skip
        label = drawn.text(text)
        font = _small(plot)
        font.setBold(bold)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        assert label.left + wide / 2 == pytest.approx(scale.x(x), abs=0.5)
        assert bottom < label.top < plot.height()
        assert (label.fill, label.bold) == (colour, bold)
    advance = QFontMetricsF(_small(plot)).horizontalAdvance
    (floor,) = drawn.stroked(LIGHT.faint_text)
    x = scale.x(0.2)
    assert floor.dashes
    assert floor.points == pytest.approx(np.array([(x, area.top()), (x, bottom)]), abs=0.01)
    word = drawn.text("floor")
    # Beside its line, on the side that has room for it.
    assert min(abs(word.left - x), abs(word.left + advance("floor") - x)) == pytest.approx(
        3, abs=0.1
    )
    assert area.left() <= word.left <= area.right() - advance("floor")


def test_values_that_are_close_stand_beside_each_other(plot: SlicePlot) -> None:
    cut = parabola(0.5, 0.5 - 1e-6)
    plot.draw(cut, tangent=True, moved=True, sign=1, printed=("0.5000000", "0.4999990"))
    labels = [mark for mark in drawing(plot) if mark.text.startswith("0.")]
    assert [mark.text for mark in sorted(labels, key=lambda mark: mark.left)] == [
        "0.4999990", "0.5000000",
    ]  # fmt: skip
    font = _small(plot)
    ends = []
    for mark in labels:
        font.setBold(mark.bold)
        ends.append((mark.left, mark.left + QFontMetricsF(font).horizontalAdvance(mark.text)))
    ((_, end), (begin, last)) = sorted(ends)
    assert begin - end >= 5
    assert min(ends)[0] >= 0
    assert last <= plot.width()


def test_at_the_edge_the_floor_s_word_stays_inside(plot: SlicePlot) -> None:
    for floor in (-2.0, 1.0):
        plot.draw(parabola(floor=floor), tangent=True, moved=True, sign=-1)
        word = drawing(plot).text("floor")
        advance = QFontMetricsF(_small(plot)).horizontalAdvance("floor")
        assert 1 <= word.left <= plot.width() - 1 - advance
    plot.draw(parabola(floor=None), tangent=True, moved=True, sign=-1)
    assert "floor" not in drawing(plot).texts


def test_the_first_caption_that_has_room_stands_above(plot: SlicePlot) -> None:
    captions = ("enlarged 2,200,000 times", "2,200,000 times", "×2M")
    plot.draw(parabola(floor=None), tangent=True, moved=True, sign=-1)
    plot.set_captions(*captions)
    advance = QFontMetricsF(_small(plot)).horizontalAdvance
    for caption in captions:
        plot.resize(math.ceil(advance(caption)) + 1, 140)
        drawn = drawing(plot)
        assert drawn.texts == [caption]
        assert drawn.text(caption).top < scale_of(plot, parabola(floor=None)).area.top()
    plot.resize(int(advance(captions[-1])) - 2, 140)
    assert drawing(plot).texts == []


def test_a_new_value_beyond_the_curve_has_no_dot(plot: SlicePlot) -> None:
    plot.draw(replace(parabola(), after=(5.0, 25.0)), tangent=True, moved=True, sign=-1)
    circles = [mark for mark in drawing(plot) if mark.kind == "circle"]
    assert [mark.fill for mark in circles] == [LIGHT.panel]


def test_what_is_not_finite_is_said_in_words(plot: SlicePlot) -> None:
    cut = replace(parabola(), losses=np.full(81, np.nan))
    plot.draw(cut, tangent=True, moved=True, sign=-1)
    seen = drawing(plot)
    assert "\n".join(seen.texts) == NOT_FINITE
    assert {mark.fill for mark in seen if mark.kind == "text"} == {LIGHT.faint_text}
    plot.draw(replace(parabola(), slope=math.inf), tangent=True, moved=False, sign=-1)
    assert drawing(plot).stroked(LIGHT.slope) == []
    assert len(drawing(plot).stroked(LIGHT.curve)) == 1


def test_the_tooltip_tells_what_is_drawn_and_nothing_else(plot: SlicePlot) -> None:
    about = "The loss as this one parameter changes and the others stand still."
    ring = "Ring: the old value −1.0, loss 1.0"
    tangent = "Line: the tangent; its slope is the gradient −2.0"
    dot = "Dot: the new value −0.5, loss 0.25"
    floor = "Floor: the loss is least at 0.2"
    cut = parabola(-1.0, -0.5, floor=0.2)
    for gradient, moved, lines in (
        (False, False, [about, ring, floor]),
        (True, False, [about, ring, tangent, floor]),
        (True, True, [about, ring, tangent, dot, floor]),
    ):
        plot.draw(cut, tangent=gradient, moved=moved, sign=-1)
        assert plot.toolTip().split("\n") == lines


# the scale


def test_the_scale_leaves_room_for_a_line_of_text_above_and_below() -> None:
    scale = SliceScale.of(parabola(), AREA, 12, 12)
    assert scale is not None
    assert scale.area == QRectF(1, 13, 198, 92)
    assert (scale.low, scale.high, scale.most) == (-2, 1, 4)
    # The lowest loss stands above the lane of the arrow, the highest below the top.
    assert scale.y(scale.least) == 105 - 11 - 5
    assert scale.y(4) == pytest.approx(13 + 5)
    assert (scale.x(-2), scale.x(1), scale.x(-0.5)) == (1, 199, 100)


def test_the_scale_is_of_the_finite_part() -> None:
    cut = parabola()
    losses = cut.losses.copy()
    losses[:20], losses[-1] = np.nan, np.inf
    scale = SliceScale.of(replace(cut, losses=losses), AREA, 12, 12)
    assert scale is not None
    assert (scale.low, scale.high) == (cut.values[20], cut.values[-2])
    assert scale.line(cut.values, losses).size() == 60


def test_a_tangent_is_a_third_of_the_width_or_half_the_height_to_either_side() -> None:
    scale = SliceScale.of(parabola(), AREA, 12, 12)
    assert scale is not None
    left, right = scale.tangent(-0.5, 2.0, 0.0)
    assert (right.x() - left.x(), right.y() - left.y()) == (pytest.approx(132), 0)
    for slope in (1e6, -1e6, 1e300, -1e300, math.inf):
        left, right = scale.tangent(-0.5, 2.0, slope)
        assert abs(right.y() - left.y()) == pytest.approx(92, rel=1e-3)
        assert abs(right.x() - left.x()) < 0.1
        assert (right.y() < left.y()) == (slope > 0)
    # In between, as long as a flat one, and as steep as the numbers say.
    left, right = scale.tangent(-0.5, 2.0, 1.0)
    way = right - left
    assert math.hypot(way.x(), way.y()) == pytest.approx(132)
    assert way.y() / way.x() == pytest.approx(-(71 / 4) / (198 / 3), rel=1e-3)


def test_the_scale_holds_what_lies_in_its_area_and_is_finite() -> None:
    scale = SliceScale.of(parabola(), AREA, 12, 12)
    assert scale is not None
    assert scale.holds((0.0, 0.0))
    for point in (
        (3.0, 0.0),
        (-3.0, 0.0),
        (0.0, 1e9),
        (0.0, -9.0),
        (math.nan, 0.0),
        (0.0, math.inf),
    ):
        assert not scale.holds(point)
    assert scale.x(1e30) == 10_000
    assert scale.y(1e30) == -10_000


def _small(plot: SlicePlot) -> QFont:
    font = QFont(plot.font())
    font.setPointSizeF(max(8.0, QFontInfo(font).pointSizeF() - 1))
    return font


def test_the_new_value_is_written_once_the_step_is_made_and_only_if_it_is_a_number(
    plot: SlicePlot,
) -> None:
    cut, printed = parabola(), ("−1.0", "−0.4")
    lost = replace(cut, after=(math.inf, math.inf))
    for shown, moved, texts in (
        (cut, False, ["−1.0"]), (cut, True, ["−1.0", "−0.4"]), (lost, True, ["−1.0"]),
        (replace(cut, after=None), True, ["−1.0"]),
    ):  # fmt: skip
        plot.draw(shown, tangent=True, moved=moved, sign=-1, printed=printed)
        assert [text for text in drawing(plot).texts if text != "floor"] == texts
    plot.draw(cut, tangent=True, moved=True, sign=-1, printed=("−1.0", ""))
    assert "" not in drawing(plot).texts


def test_in_the_movement_the_arrow_grows_before_the_dot_follows(plot: SlicePlot) -> None:
    cut = parabola(-1.0, 0.5, floor=None)
    plot.draw(cut, tangent=True, moved=True, sign=-1)
    scale = scale_of(plot, cut)
    begin, end = scale.x(-1.0), scale.x(0.5)
    for progress in (0.0, 0.15, 0.2, 0.25, 0.3, 0.4, 1.0):
        plot.set_progress(progress)
        drawn = drawing(plot)
        step, seen = Phase.STEP.share(progress), Phase.PARAMETER.share(progress)
        heads = [mark for mark in drawn.filled(LIGHT.negative) if mark.kind == "polygon"]
        assert len(heads) == (step > 0)
        if step * (end - begin) >= 7:
            assert heads[0].points[0][0] == pytest.approx(begin + step * (end - begin), abs=0.02)
        value = -1.0 + 1.5 * seen
        dot = drawn.circle(fill=LIGHT.negative)
        assert dot.points[0] == pytest.approx((scale.x(value), scale.y(value**2)), abs=0.3)


def test_a_mark_of_true_size_is_as_wide_as_the_step_and_never_unseen(qtbot: QtBot) -> None:
    class Marks(QWidget):
        way = 0.0

        def paintEvent(self, event: QPaintEvent) -> None:
            painter = QPainter(self)
            paint_arrow(painter, QColor("#0072b2"), 20, 50, 50 + self.way, true_size=True)
            painter.end()

    widget = Marks()
    qtbot.addWidget(widget)
    widget.resize(100, 40)
    for way, box in (
        (5.0, (50, 15, 55, 25)), (-5.0, (45, 15, 50, 25)), (0.5, (50, 15, 51.5, 25)),
        (-0.5, (48.5, 15, 50, 25)), (6.9, (50, 15, 56.9, 25)),
    ):  # fmt: skip
        widget.way = way
        (mark,) = drawing(widget).filled("#0072b2")
        assert mark.kind == "rect"
        assert mark.box == pytest.approx(box, abs=0.02)
    for way in (7.0, -7.0):
        widget.way = way
        (head,) = drawing(widget).filled("#0072b2")
        assert head.kind == "polygon"
        assert head.points[0].tolist() == [50 + way, 20]
    for way in (math.inf, math.nan):
        widget.way = way
        assert not drawing(widget).filled("#0072b2")
