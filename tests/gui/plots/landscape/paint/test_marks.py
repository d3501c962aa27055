"""The shapes on a map: where they are, how large, in which colours; and what is left out of it."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QTransform

from gui.plots.landscape.paint import marks
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, drawn_by

AT = QPointF(100, 80)
UP = QTransform(2, 0, 0, -3, 10, 200)
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def drawn(paint: Callable[[QPainter], object]) -> Drawing:
    return drawn_by(paint, QSize(300, 200))


# --- which places


def test_places_are_taken_to_pixels_and_none_is_beyond_what_qt_can_paint() -> None:
    x, y = marks.pixels(UP, np.array([0.0, 5.0, 1e30, np.nan]), np.array([0.0, 10.0, 1e30, 0.0]))
    assert x.tolist() == [10, 20, 1e6, 0]
    assert y.tolist() == [200, 170, -1e6, 200]


def test_of_places_that_hardly_move_on_the_first_and_the_last_are_kept() -> None:
    x = np.array([0.0, 0.1, 0.2, 4.9, 5.0, 5.05, 5.06])
    assert marks.thinned(x, np.zeros(7)).tolist() == [0, 3, 6]
    assert marks.thinned(x[:2], np.zeros(2)).tolist() == [0, 1]
    assert marks.thinned(np.zeros(7), x).tolist() == [0, 3, 6]
    assert marks.thinned(np.arange(4.0), np.zeros(4)).tolist() == [0, 1, 2, 3]
    assert marks.thinned(np.arange(4.0), np.zeros(4), 3.0).tolist() == [0, 2, 3]


def test_chosen_places_are_so_far_from_the_one_before() -> None:
    x = np.array([0.0, 3.0, 6.0, 7.0, 12.0])
    assert marks.spread(x, np.zeros(5), 6.0) == [0, 2, 4]
    assert marks.spread(np.zeros(5), x, 6.0) == [0, 2, 4]
    assert marks.spread(x[:0], x[:0], 6.0) == []


def test_nothing_is_written_on_a_path() -> None:
    x, y = np.array([0.0, 36.0, 36.0]), np.array([0.0, 0.0, 24.0])
    squares = marks.beside(x, y)
    for place in ((0, 0), (18, 0), (36, 0), (36, 12), (36, 24)):
        assert any(each.contains(QPointF(*place)) for each in squares)
    assert not any(each.contains(QPointF(18, 12)) for each in squares)
    for each in squares:
        assert (each.width(), each.height()) == (10, 10)
    only_first = marks.beside(x, y, most=1)
    assert not any(each.contains(QPointF(36, 24)) for each in only_first)
    assert marks.beside(x[:1], y[:1]) == []


def test_a_mark_s_square_is_around_it() -> None:
    room = marks.around(AT, 5)
    assert (room.center(), room.width(), room.height()) == (AT, 10, 10)


# --- lines of a direction


def test_a_direction_is_a_line_of_fixed_length_as_it_lies_on_the_map() -> None:
    line = marks.along(UP, (3.0, 2.0), AT, off=8)
    assert line is not None
    way = np.array([3.0 * 2, 2.0 * -3]) / math.hypot(6, 6)
    assert (line.x1(), line.y1()) == pytest.approx((100 + 8 * way[0], 80 + 8 * way[1]))
    assert (line.x2() - line.x1(), line.y2() - line.y1()) == pytest.approx(tuple(46 * way))
    beside = marks.along(UP, (3.0, 2.0), AT, off=0, side=16)
    assert beside is not None
    assert (beside.x1(), beside.y1()) == pytest.approx((100 - 16 * way[1], 80 + 16 * way[0]))


@pytest.mark.parametrize("vector", [None, (0.0, 0.0), (math.inf, 1.0), (math.nan, 1.0)])
def test_without_a_direction_there_is_no_line(vector: tuple[float, float] | None) -> None:
    assert marks.along(UP, vector, AT) is None


# --- shapes


@themes
def test_a_path_is_a_line_of_ink_on_a_wider_one_of_paper(qapp: object, theme: Theme) -> None:
    x, y = np.array([10.0, 60.0, 90.0]), np.array([20.0, 30.0, 90.0])
    edge, ink = drawn(lambda painter: marks.line(painter, x, y, theme))
    assert (edge.stroke, edge.width) == (theme.panel, pytest.approx(5.2))
    assert (ink.stroke, ink.width, ink.fill) == (theme.text, pytest.approx(2.2), "")
    assert ink.points.tolist() == edge.points.tolist() == np.stack([x, y], axis=1).tolist()
    assert not drawn(lambda painter: marks.line(painter, x[:1], y[:1], theme))


def test_a_dotted_path_has_a_whole_edge(qapp: object) -> None:
    x = y = np.array([10.0, 60.0])
    style = Qt.PenStyle.DotLine
    edge, ink = drawn(lambda painter: marks.line(painter, x, y, LIGHT, style=style))
    assert ink.dashes
    assert edge.dashes in ("", "none")


@themes
def test_places_are_rings_and_the_one_shown_a_dot(qapp: object, theme: Theme) -> None:
    def paint(painter: QPainter) -> None:
        marks.ring(painter, AT, theme, 4)
        marks.ring(painter, AT, theme, 3, pale=True)
        marks.dot(painter, AT, theme, 5)

    ring, pale, dot = drawn(paint)
    assert (ring.fill, ring.stroke, ring.radius) == (theme.panel, theme.text, 4)
    assert (pale.fill, pale.stroke, pale.radius) == (theme.panel, theme.faint_text, 3)
    assert (dot.fill, dot.stroke, dot.radius) == (theme.text, theme.panel, 5)
    for mark in (ring, pale, dot):
        assert mark.points.tolist() == [[100, 80]]


@themes
@pytest.mark.parametrize("full", [True, False])
def test_the_best_fit_is_a_star_full_where_it_is_on_the_map(
    qapp: object, theme: Theme, full: bool
) -> None:
    edge, star = drawn(lambda painter: marks.star(painter, AT, theme, full=full, radius=10))
    assert (edge.fill, edge.stroke, edge.width) == (theme.panel, theme.panel, 4)
    assert (star.fill, star.stroke) == (theme.text if full else theme.panel, theme.text)
    assert star.points.tolist() == edge.points.tolist()
    corners = star.points[:10] - (100, 80)
    lengths = np.hypot(*corners.T)
    assert lengths[::2] == pytest.approx([10] * 5, abs=0.01)
    assert lengths[1::2] == pytest.approx([4.2] * 5, abs=0.01)
    assert corners[0] == pytest.approx((0, -10), abs=0.01), "a tip points up"
    angles = np.unwrap(np.arctan2(corners[:, 1], corners[:, 0]))
    assert np.diff(angles) == pytest.approx([math.pi / 5] * 9, abs=0.01)


@themes
def test_a_cross_is_two_lines_through_its_place(qapp: object, theme: Theme) -> None:
    found = drawn(lambda painter: marks.cross(painter, AT, theme, 6))
    edges, lines = found.stroked(theme.panel), found.stroked(theme.text)
    for across, up in (edges, lines):
        assert across.box == (94, 80, 106, 80)
        assert up.box == (100, 74, 100, 86)
    assert edges[0].width > lines[0].width
    assert found.index(lines[0]) > found.index(edges[1]), "ink above its edge"


@themes
def test_an_axis_of_the_curvature_is_dotted_and_faint(qapp: object, theme: Theme) -> None:
    line = marks.along(UP, (1.0, 0.0), AT, off=0)
    assert line is not None
    edge, ink = drawn(lambda painter: marks.axis(painter, line, theme))
    assert (edge.stroke, ink.stroke) == (theme.panel, theme.faint_text)
    assert ink.dashes
    assert edge.dashes in ("", "none")
    assert edge.width > ink.width
    assert ink.box == edge.box == (100, 80, 146, 80)


@themes
def test_an_arrow_ends_in_a_head_at_its_tip(qapp: object, theme: Theme) -> None:
    end = QPointF(160, 80)
    found = drawn(lambda painter: marks.arrow(painter, AT, end, theme.slope, theme))
    shaft, head = (mark for mark in found if theme.slope in (mark.stroke, mark.fill))
    assert shaft.box == (100, 80, 151, 80), "to the neck of the head"
    assert head.fill == theme.slope
    assert head.stroke == ""
    assert sorted(map(tuple, head.points[:3].tolist())) == [(151, 75.5), (151, 84.5), (160, 80)]
    edges = [mark for mark in found if theme.panel in (mark.stroke, mark.fill)]
    assert [mark.box for mark in edges] == [shaft.box, head.box]
    assert edges[0].width > shaft.width
    assert edges[1].stroke == theme.panel


def test_a_short_arrow_is_all_head_and_one_of_no_length_is_none(qapp: object) -> None:
    def of(x: float) -> Drawing:
        end = QPointF(x, 80)
        return drawn(lambda painter: marks.arrow(painter, AT, end, LIGHT.slope, LIGHT))

    (head,) = of(104).filled(LIGHT.slope)
    assert head.box == pytest.approx((100, 78, 104, 82), abs=3)
    assert (head.left, head.right) == (100, 104)
    assert not of(100.5)
    assert not of(math.inf)
