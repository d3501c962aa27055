"""The small pictures: each is there, stays in its room, and shows what its term is about."""

import math
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.words.glossary import Sketch
from gui.glossary.sketches import paint_sketch
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, Mark, drawn_by

ROOM = QRectF(20, 20, 72, 52)


def painted(sketch: Sketch, theme: Theme) -> QImage:
    image = QImage(112, 92, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    paint_sketch(painter, ROOM, sketch, theme)
    painter.end()
    return image


def places(image: QImage, theme: Theme) -> set[tuple[int, int]]:
    ground = QColor(theme.panel).rgb()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) != ground
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("sketch", [each for each in get_args(Sketch) if each])
def test_a_sketch_is_seen_and_stays_in_its_room(qtbot: QtBot, sketch: Sketch, theme: Theme) -> None:
    found = places(painted(sketch, theme), theme)
    assert len(found) > 150
    around = ROOM.adjusted(-5, -8, 5, 5)
    assert all(around.contains(x, y) for x, y in found)


def draw(sketch: Sketch, theme: Theme = LIGHT) -> Drawing:
    return drawn_by(lambda painter: paint_sketch(painter, ROOM, sketch, theme), QSize(112, 92))


def share(mark: Mark) -> list[tuple[float, float]]:
    """The corners of `mark` in the sketch's own square, upwards."""
    return [
        ((x - ROOM.left()) / ROOM.width(), (ROOM.bottom() - y) / ROOM.height())
        for x, y in mark.points.tolist()
    ]


def lines(drawn: Drawing, colour: str) -> list[Mark]:
    return [mark for mark in drawn.stroked(colour) if mark.kind == "polyline"]


def dots(drawn: Drawing, colour: str) -> list[Mark]:
    return [mark for mark in drawn.stroked(colour) if mark.kind in ("circle", "ellipse")]


def arrows(drawn: Drawing, colour: str) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Where each arrow begins and where its tip is."""
    found = []
    for head in drawn.filled(colour):
        if len(head.points) < 3 or head.stroke:
            continue
        tip = share(head)[0]
        (shaft,) = (
            mark for mark in lines(drawn, colour) if share(mark)[-1] == pytest.approx(tip, abs=0.02)
        )
        # The head's other corners lie back, on both sides of the shaft.
        (left, right), start = share(head)[1:3], share(shaft)[0]
        middle = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
        assert math.dist(middle, start) < math.dist(tip, start)
        assert math.dist(left, right) > 0.05
        assert math.dist(left, start) == pytest.approx(math.dist(right, start), abs=0.1)
        found.append((start, tip))
    return found


INKS: dict[str, tuple[str, ...]] = {
    "tangent": ("curve", "slope", "text"),
    "steps": ("curve", "faint_text", "negative", "text"),
    "valley": ("curve", "faint_text", "text"),
    "residual": ("residual", "prediction", "data"),
    "loss": ("prediction",),
    "epoch": ("faint_text", "text"),
    "operations": ("slope", "text"),
    "diverge": ("curve", "positive"),
    "stack": ("faint_text", "negative", "positive"),
    "logarithmic": ("faint_text", "loss"),
    "flip": ("negative", "positive"),
}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("sketch", [each for each in get_args(Sketch) if each])
def test_a_sketch_has_the_colours_of_what_it_is_about(
    qapp: object, sketch: Sketch, theme: Theme
) -> None:
    marks = draw(sketch, theme)
    inks = {mark.fill for mark in marks} | {mark.stroke for mark in marks}
    assert inks - {"", theme.panel} == {getattr(theme, ink) for ink in INKS[sketch]}


@pytest.mark.parametrize("sketch", [each for each in get_args(Sketch) if each])
def test_all_of_a_sketch_lies_in_its_square(qapp: object, sketch: Sketch) -> None:
    for mark in draw(sketch):
        for x, y in share(mark):
            assert -0.06 <= x <= 1.06
            assert -0.06 <= y <= 1.06


def bowl(drawn: Drawing) -> list[tuple[float, float]]:
    """The valley that is drawn: deepest in the middle, as high at both ends."""
    (curve,) = lines(drawn, LIGHT.curve)
    places = share(curve)
    assert places[0][1] == pytest.approx(places[-1][1])
    assert min(places, key=lambda place: place[1])[0] == pytest.approx(0.5, abs=0.03)
    assert (places[0][0], places[-1][0]) == pytest.approx((0, 1), abs=0.01)
    return places


def on(curve: list[tuple[float, float]], place: tuple[float, float]) -> bool:
    return min(math.dist(place, each) for each in curve) < 0.03


def test_a_tangent_touches_the_valley_at_a_hollow_dot(qapp: object) -> None:
    marks = draw("tangent")
    curve = bowl(marks)
    (dot,), (line,) = dots(marks, LIGHT.text), lines(marks, LIGHT.slope)
    assert dot.fill == LIGHT.panel
    place, (left, right) = share(dot)[0], share(line)
    assert on(curve, place)
    assert place == pytest.approx(((left[0] + right[0]) / 2, (left[1] + right[1]) / 2), abs=0.01)
    assert left[1] > right[1], "down to the right, as the valley goes there"
    # It lies below the valley everywhere else.
    for x, y in (left, right):
        assert np.interp(x, *zip(*curve, strict=True)) > y


def test_a_step_leads_from_a_hollow_dot_to_a_lower_full_one(qapp: object) -> None:
    marks = draw("steps")
    curve = bowl(marks)
    (before,), (after,) = dots(marks, LIGHT.text), dots(marks, LIGHT.negative)
    assert (before.fill, after.fill) == (LIGHT.panel, LIGHT.negative)
    (first,), (second,) = share(before), share(after)
    assert on(curve, first)
    assert on(curve, second)
    assert second[1] < first[1]
    ((start, tip),) = arrows(marks, LIGHT.negative)
    assert (start[0], tip[0]) == pytest.approx((first[0], second[0]), abs=0.01)
    assert start[1] == tip[1] < second[1]
    (down,) = lines(marks, LIGHT.faint_text)
    assert down.dashes
    assert share(down) == [pytest.approx(second), pytest.approx((second[0], tip[1]))]


def test_a_dotted_line_marks_the_floor_of_a_valley(qapp: object) -> None:
    marks = draw("valley")
    curve = bowl(marks)
    (dot,), (line,) = dots(marks, LIGHT.text), lines(marks, LIGHT.faint_text)
    assert dot.fill == LIGHT.text
    assert on(curve, share(dot)[0])
    assert line.dashes
    assert [x for x, _ in share(line)] == pytest.approx([share(dot)[0][0]] * 2)
    assert share(line)[0][1] > share(dot)[0][1] > share(line)[1][1]


def test_residuals_stand_between_the_points_and_the_curve(qapp: object) -> None:
    marks = draw("residual")
    (curve,) = lines(marks, LIGHT.prediction)
    points = dots(marks, LIGHT.data)
    assert len(points) == 4
    assert {point.fill for point in points} == {LIGHT.data}
    for point, line in zip(points, lines(marks, LIGHT.residual), strict=True):
        (x, y), (upper, lower) = share(point)[0], share(line)
        assert upper == pytest.approx((x, y), abs=0.01)
        assert lower[0] == pytest.approx(x, abs=0.01)
        assert np.interp(x, *zip(*share(curve), strict=True)) == pytest.approx(lower[1], abs=0.02)
        assert abs(y - lower[1]) > 0.05


def test_a_loss_is_squares_side_by_side_on_one_floor(qapp: object) -> None:
    marks = draw("loss")
    outlines = lines(marks, LIGHT.prediction)
    fills = [m for m in marks.filled(LIGHT.prediction) if not m.stroke]
    assert len(outlines) == len(fills) == 3
    right = -1.0
    for outline, fill in zip(outlines, fills, strict=True):
        places = share(outline)
        assert places[0] == places[-1]
        xs, ys = zip(*places, strict=True)
        assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys), abs=0.01)
        assert min(ys) == pytest.approx(0.1, abs=0.01)
        assert min(xs) > right
        right = max(xs)
        assert fill.box == pytest.approx(outline.box, abs=0.1)
        assert 0.2 < fill.opacity < 0.6


def test_an_epoch_goes_round_through_five_stages(qapp: object) -> None:
    marks = draw("epoch")
    stages = [share(dot)[0] for dot in dots(marks, LIGHT.text)]
    assert len(stages) == 5
    ways = arrows(marks, LIGHT.faint_text)
    for (start, tip), here, there in zip(ways, stages, [*stages[1:], stages[0]], strict=True):
        assert math.dist(start, here) < math.dist(start, there)
        assert math.dist(tip, there) < math.dist(tip, here)
        assert math.dist(start, tip) < math.dist(here, there)
        # To the right, seen from above: clockwise.
        turn = (here[0] - 0.5) * (there[1] - 0.5) - (here[1] - 0.5) * (there[0] - 0.5)
        assert turn < 0


def test_the_operations_are_walked_back_from_the_loss(qapp: object) -> None:
    marks = draw("operations")
    places = {share(dot)[0]: dot.fill for dot in dots(marks, LIGHT.text)}
    assert list(places.values()).count(LIGHT.text) == 1
    loss = next(place for place, fill in places.items() if fill == LIGHT.text)
    others = [place for place in places if place != loss]
    middle = max(others)
    ends = [place for place in others if place != middle]
    assert loss[0] > middle[0] > max(end[0] for end in ends)
    wanted = [(loss, middle), *((middle, end) for end in ends)]
    for (start, tip), (begin, end) in zip(arrows(marks, LIGHT.slope), wanted, strict=True):
        assert start == pytest.approx(begin, abs=0.01)
        assert math.dist(tip, end) < 0.2 * math.dist(begin, end)


def test_a_run_that_diverges_swings_up_the_walls(qapp: object) -> None:
    marks = draw("diverge")
    curve = bowl(marks)
    (way,) = lines(marks, LIGHT.positive)
    places = share(way)
    assert [share(dot)[0] for dot in dots(marks, LIGHT.positive)] == [
        pytest.approx(place) for place in places
    ]
    for x, y in places:
        assert np.interp(x, *zip(*curve, strict=True)) == pytest.approx(y, abs=0.02)
    sides = [x > 0.5 for x, _ in places]
    assert all(a != b for a, b in pairwise(sides))
    assert all(a[1] < b[1] for a, b in pairwise(places))


def test_a_stack_leads_to_the_sum_of_its_parts(qapp: object) -> None:
    marks = draw("stack")
    (axis,) = lines(marks, LIGHT.faint_text)
    assert [x for x, _ in share(axis)] == pytest.approx([0.95, 0.95], abs=0.01)
    first, whole = arrows(marks, LIGHT.negative)
    ((start, tip),) = arrows(marks, LIGHT.positive)
    assert first[0][0] == whole[0][0] == pytest.approx(0.95, abs=0.01)
    assert start[0] == pytest.approx(first[1][0], abs=0.01)
    assert whole[1][0] == pytest.approx(tip[0], abs=0.01)
    assert first[0][1] > start[1] > whole[0][1]
    assert first[1][0] < tip[0] < whole[0][0]


def test_a_logarithmic_axis_has_ticks_at_the_same_distance(qapp: object) -> None:
    marks = draw("logarithmic")
    axis, *ticks = (share(line) for line in lines(marks, LIGHT.faint_text))
    assert [place[0] for place in axis] == pytest.approx([0.1, 0.1], abs=0.01)
    heights = [left[1] for left, right in ticks if left[1] == right[1]]
    assert np.diff(heights) == pytest.approx([0.4, 0.4], abs=0.02)
    for left, right in ticks:
        assert left[0] < 0.1 < right[0]
        assert right[0] - left[0] < 0.25
    (loss,) = lines(marks, LIGHT.loss)
    falls = share(loss)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(falls))


def test_a_flip_is_minus_and_then_plus(qapp: object) -> None:
    marks = draw("flip")
    (minus,), (plus,) = marks.filled(LIGHT.negative), marks.filled(LIGHT.positive)
    assert minus.right < plus.left
    flat, across, up = lines(marks, LIGHT.panel)
    for box, sign in ((minus, flat), (plus, across)):
        assert sign.top == pytest.approx(sign.bottom)
        assert sign.left + sign.right == pytest.approx(box.left + box.right, abs=2)
        assert sign.top == pytest.approx((box.top + box.bottom) / 2, abs=0.5)
        assert box.left + 5 < sign.left < sign.right < box.right - 5
    assert up.left == pytest.approx(up.right) == pytest.approx((plus.left + plus.right) / 2, abs=1)
    assert up.top + up.bottom == pytest.approx(across.top + across.bottom)
    assert plus.top + 2 < up.top < up.bottom < plus.bottom - 2


def test_no_two_sketches_are_the_same(qtbot: QtBot) -> None:
    images = [painted(each, LIGHT) for each in get_args(Sketch)]
    assert all(a != b for k, a in enumerate(images) for b in images[:k])


def test_without_a_sketch_nothing_is_painted(qtbot: QtBot) -> None:
    assert places(painted("", LIGHT), LIGHT) == set()
