"""What is drawn over the ground of a map: the path, arrows, labels, the lens."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize

from gui.plots.landscape.map.drawn import Axis, Drawn, Star
from gui.plots.landscape.map.ink import Ink
from gui.plots.landscape.map.lens import Lens
from gui.plots.landscape.paint.ground import transform_between
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import Drawing, Mark, drawn_by

VIEW = QRectF(0, 0, 800, 600)
# From (−40, 0) to (40, 60): ten pixels for each.
SCALE = transform_between((-40, 40, 0, 60), VIEW)
X, Y = np.array([-30.0, -20.0, -10.0, 0.0]), np.array([50.0, 30.0, 40.0, 20.0])
PATH = Drawn(
    x=X, y=Y, numbers=np.arange(4), losses=np.array([1000.0, 300.0, 200.0, 100.0]),
    off=np.zeros(4),
)  # fmt: skip
Paint = Callable[..., Drawing]
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def paint(qapp: object) -> Paint:
    def of(drawn: Drawn, theme: Theme = LIGHT, view: QRectF = VIEW) -> Drawing:
        ink = Ink()
        ink.set_style(theme, small_face())
        ink.show(drawn, None)
        return drawn_by(lambda painter: ink.paint_pixels(painter, SCALE, view), QSize(800, 600))

    return of


def at(x: float, y: float) -> tuple[float, float]:
    return 10 * (x + 40), 600 - 10 * y


def circles(marks: Drawing) -> list[Mark]:
    return [mark for mark in marks if mark.kind in ("circle", "ellipse")]


def near(place: tuple[float, float], by: float = 0.1) -> object:
    return pytest.approx(place, abs=by)


def stars(marks: Drawing) -> list[Mark]:
    return [mark for mark in marks if mark.kind == "polygon" and len(mark.points) >= 10]


@themes
def test_the_path_leads_from_a_ring_over_rings_to_a_dot(paint: Paint, theme: Theme) -> None:
    marks = paint(PATH, theme)
    line = next(mark for mark in marks.stroked(theme.text) if mark.kind == "polyline")
    wanted = [at(x, y) for x, y in zip(X, Y, strict=True)]
    assert line.points == pytest.approx(np.array(wanted), abs=0.1)
    assert line.dashes in ("", "none")
    *rings, dot = circles(marks)
    assert [tuple(ring.points[0]) for ring in rings] == [near(each) for each in wanted[:-1]]
    assert {ring.fill for ring in rings} == {theme.panel}
    assert [ring.radius for ring in rings] == [5, 3.4, 3.4]
    assert tuple(dot.points[0]) == near(wanted[-1])
    assert (dot.fill, dot.radius) == (theme.text, 5)


def test_its_places_have_their_epochs_and_losses(paint: Paint) -> None:
    marks = paint(PATH)
    for name, loss, k in (("after epoch 3", "loss 100.00", 3), ("start", "loss 1,000.0", 0)):
        said, below = marks.text(name), marks.text(loss)
        x, y = at(X[k], Y[k])
        assert said.bold
        assert not below.bold
        assert abs(sum(said.ends) / 2 - x) < 90
        assert abs(said.top - y) < 40
        assert abs(below.top - said.top) < 20
    assert "200.00" in marks.texts, "the first epochs in short"
    assert "after epoch 2" in marks.texts


def test_before_the_first_epoch_the_start_is_a_ring_and_larger_in_the_hand(paint: Paint) -> None:
    start = PATH.at(np.array([0]))
    (ring,) = circles(paint(start))
    assert (ring.fill, ring.radius) == (LIGHT.panel, 5)
    (held,) = circles(paint(replace(start, held=True)))
    assert held.radius == 6.5
    assert "start" in paint(start).texts


def test_places_that_look_like_one_are_named_together(paint: Paint) -> None:
    x = np.array([-30.0, 0.0, 0.1, 0.2])
    marks = paint(replace(PATH, x=x, y=np.array([50.0, 20.0, 20.0, 20.0])))
    assert "epochs 1 to 3" in marks.texts
    assert "after epoch 1" not in marks.texts


def test_nothing_is_drawn_of_a_path_that_is_not_there(paint: Paint) -> None:
    assert not paint(Drawn())


@themes
def test_what_is_far_off_the_map_is_dotted_and_paler(paint: Paint, theme: Theme) -> None:
    marks = paint(replace(PATH, off=np.array([0.5, 0.5, 0.0, 0.0])), theme)
    dotted, whole = (mark for mark in marks.stroked(theme.text) if mark.kind == "polyline")
    assert dotted.dashes not in ("", "none")
    assert whole.dashes in ("", "none")
    assert dotted.points == pytest.approx(np.array([at(X[k], Y[k]) for k in (0, 1)]), abs=0.1)
    assert whole.points == pytest.approx(np.array([at(X[k], Y[k]) for k in (1, 2, 3)]), abs=0.1)
    colours = [ring.stroke for ring in circles(marks)[:3]]
    assert colours == [theme.faint_text, theme.faint_text, theme.text]


@themes
def test_the_gradient_is_an_arrow_down_the_slope_from_its_place(paint: Paint, theme: Theme) -> None:
    drawn = replace(PATH, begin=(0.0, 20.0), down=(3.0, -4.0), down_words="−gradient 5")
    marks = paint(drawn, theme)
    (head,) = (m for m in marks.filled(theme.slope) if m.kind == "polygon")
    (shaft,) = (m for m in marks.stroked(theme.slope) if m.kind in ("polyline", "path", "polygon"))
    x, y = at(0, 20)
    # Screen coordinates grow downwards.
    begin = x + 8 * 0.6, y + 8 * 0.8
    tip = begin[0] + 46 * 0.6, begin[1] + 46 * 0.8
    assert min(np.hypot(*(shaft.points - begin).T)) < 0.2
    assert min(np.hypot(*(head.points - tip).T)) < 0.2
    said = marks.text("−gradient 5")
    assert (said.fill, said.bold) == (theme.slope, True)
    assert np.hypot(said.left - tip[0], said.top - tip[1]) < 40


def test_a_step_has_its_own_arrow_and_its_arithmetic(paint: Paint) -> None:
    drawn = replace(
        PATH, x=np.array([-30.0, -20.0, -10.0, -10.0]), y=np.array([50.0, 30.0, 40.0, 10.0]),
        begin=(-10.0, 40.0), down=(0.0, -2.0), down_words="−gradient 5",
        step_words="× rate 0.1 = step 0.5",
    )  # fmt: skip
    marks = paint(drawn)
    assert "× rate 0.1 = step 0.5" in marks.texts
    heads = [m for m in marks.filled(LIGHT.text) if m.kind == "polygon" and len(m.points) < 6]
    (step,) = heads
    before, after = np.array(at(-10, 40)), np.array(at(-10, 10))
    way = (after - before) / np.hypot(*(after - before))
    tip = after - 5 * way
    assert min(np.hypot(*(step.points - tip).T)) < 0.2
    # The gradient's arrow stands beside it, as both point the same way.
    (gradient,) = (m for m in marks.filled(LIGHT.slope) if m.kind == "polygon")
    aside = np.array([-way[1], way[0]])
    tips = (gradient.points - before) @ aside
    assert tips.mean() == pytest.approx(16, abs=1)
    without = paint(replace(drawn, step_words=""))
    assert not [m for m in without.filled(LIGHT.text) if m.kind == "polygon" and len(m.points) < 6]


@themes
@pytest.mark.parametrize("here", [True, False])
def test_the_best_fit_is_a_star_with_its_words(paint: Paint, theme: Theme, here: bool) -> None:
    best = Star(25.0, 10.0, "best fit", "loss 0.66", here)
    marks = paint(replace(PATH, best=best), theme)
    star = stars(marks)[-1]
    assert star.fill == (theme.text if here else theme.panel)
    assert ((star.left + star.right) / 2, (star.top + star.bottom) / 2) == near(at(25, 10), 1)
    said, loss = marks.text("best fit"), marks.text("loss 0.66")
    assert sum(said.ends) / 2 == pytest.approx(at(25, 10)[0], abs=1)
    assert at(25, 10)[1] < said.top < loss.top < at(25, 10)[1] + 50
    outside = paint(replace(PATH, best=replace(best, x=60.0)), theme)
    assert "best fit" not in outside.texts


def test_the_lowest_place_and_what_is_pointed_at_are_crosses(paint: Paint) -> None:
    marks = paint(replace(PATH, lowest=(20.0, 30.0, "loss 607.7"), cross=(10.0, 50.0)))
    flat = [
        mark for mark in marks.stroked(LIGHT.text)
        if mark.top == mark.bottom and 1 < mark.right - mark.left < 20
    ]  # fmt: skip
    found = {(round((m.left + m.right) / 2), round(m.top)): m.right - m.left for m in flat}
    assert found == {at(20, 30): pytest.approx(12), at(10, 50): pytest.approx(18)}
    assert {"lowest on this map", "loss 607.7"} <= set(marks.texts)


@themes
def test_the_way_that_is_left_is_dashed_with_rings_at_later_epochs(
    paint: Paint, theme: Theme
) -> None:
    way = np.array([0.0, 10.0, 30.0]), np.array([20.0, 15.0, 5.0])
    marks = paint(replace(PATH, way=way, ahead=((10.0, 15.0, 1000), (30.0, 5.0, 2000))), theme)
    dashed = next(m for m in marks.stroked(theme.text) if m.dashes not in ("", "none"))
    assert dashed.points == pytest.approx(
        np.array([at(x, y) for x, y in zip(*way, strict=True)]), abs=0.1
    )
    rings = [tuple(ring.points[0]) for ring in circles(marks)]
    assert near(at(10, 15)) in rings
    assert near(at(30, 5)) in rings
    first, second = marks.text("then: epoch 1,000"), marks.text("2,000")
    assert not first.bold
    assert sum(first.ends) / 2 == pytest.approx(at(10, 15)[0], abs=1)
    assert sum(second.ends) / 2 == pytest.approx(at(30, 5)[0], abs=1)


@themes
def test_axes_of_the_curvature_go_to_both_sides_and_are_named_once(
    paint: Paint, theme: Theme
) -> None:
    axis = Axis(5.0, 30.0, (1.0, 0.0), "along, curvature 0.2")
    marks = paint(replace(PATH, axes=(axis,)), theme)
    (line,) = (m for m in marks.stroked(theme.faint_text) if m.top == m.bottom)
    x, y = at(5, 30)
    assert line.box == near((x - 2.2 * 46, y, x + 2.2 * 46, y))
    said = marks.text("along, curvature 0.2")
    assert not said.bold
    assert said.ends[1] < line.left or said.left > line.right


# --- the lens


SWINGS = Drawn(
    x=np.linspace(-30.0, -29.0, 9), y=30 + 20 * (-0.8) ** np.arange(9), numbers=np.arange(9),
    losses=np.full(9, 10.0), best=Star(35.0, 30.0, "best fit", "loss 1", True),
    lens=Lens((-30.1, -28.9, 8.0, 52.0), 50.0, 0, 8, swings=True),
    lens_words=("50 times wider:", "every step crosses the valley"),
)  # fmt: skip
CRAWL = Drawn(
    x=np.concatenate([[-35.0, -20.0, 1.0], np.linspace(1.2, 1.4, 18)]),
    y=np.concatenate([[55.0, 10.0, 31.0], np.full(18, 30.0)]), numbers=np.arange(21),
    losses=np.full(21, 10.0), begin=(1.4, 30.0), down=(1.0, 0.0), down_words="−gradient 3",
    best=Star(35.0, 30.0, "best fit", "loss 1", True),
    lens=Lens((1.1, 1.7, 29.9, 30.1), 200.0, 3, 20, swings=False),
    lens_words=("200 times larger:", "in 17 epochs 0.2 of the 35 to go"),
)  # fmt: skip


def lens_of(drawn: Drawn, **more: Any) -> tuple[Ink, Drawing, Mark]:
    """The ink, what it paints, and the frame of its lens."""
    ink = Ink()
    ink.set_style(LIGHT, small_face())
    ink.show(replace(drawn, **more), None)
    marks = drawn_by(lambda painter: ink.paint_pixels(painter, SCALE, VIEW), QSize(800, 600))
    frames = [
        mark for mark in marks.stroked(LIGHT.text)
        if mark.fill == "" and mark.right - mark.left > 300 and 60 < mark.bottom - mark.top < 240
        and mark.width == pytest.approx(1.6)
    ]  # fmt: skip
    (frame,) = frames
    return ink, marks, frame


def within(frame: Mark, lens: Lens, x: float, y: float) -> tuple[float, float]:
    left, right, bottom, top = lens.frame
    return (
        frame.left + (x - left) / (right - left) * (frame.right - frame.left),
        frame.bottom - (y - bottom) / (top - bottom) * (frame.bottom - frame.top),
    )


@pytest.mark.parametrize("drawn", [SWINGS, CRAWL], ids=["swings", "crawls"])
def test_a_lens_shows_the_path_larger_at_its_own_places(qapp: object, drawn: Drawn) -> None:
    ink, marks, frame = lens_of(drawn)
    lens = drawn.lens
    assert lens is not None
    wanted = [within(frame, lens, x, y) for x, y in zip(drawn.x, drawn.y, strict=True)]
    lines = [m for m in marks.stroked(LIGHT.text) if m.kind == "polyline"]
    assert any(
        np.hypot(*(line.points[-1] - wanted[-1])) < 1 and
        np.hypot(*(line.points[-2] - wanted[-2])) < 1
        for line in lines
    )  # fmt: skip
    dots = [m for m in circles(marks) if m.fill == LIGHT.text and m.radius == 4.5]
    (dot,) = dots
    assert tuple(dot.points[0]) == near(wanted[-1], 0.5)
    words = marks.text(drawn.lens_words[0]), marks.text(drawn.lens_words[1])
    assert [word.bold for word in words] == [True, False]
    for word in words:
        assert frame.top - 22 < word.top < frame.top
        assert frame.left <= word.left < word.ends[1] <= frame.right
    assert 0 < words[1].left - words[0].ends[1] < 10
    # The mouse in the lens is at the place that is seen there.
    middle = QPointF((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    left, right, bottom, top = lens.frame
    assert ink.through_lens(middle) == pytest.approx(((left + right) / 2, (bottom + top) / 2))
    assert ink.through_lens(QPointF(frame.left + 1, frame.top + 1)) == pytest.approx(
        (left, top), abs=0.02 * (top - bottom)
    )
    assert ink.through_lens(QPointF(2, 2)) is None


def test_a_lens_stands_where_the_path_and_the_best_fit_are_not(qapp: object) -> None:
    for drawn in (SWINGS, CRAWL):
        for mirrored in (drawn, replace(drawn, y=60 - drawn.y)):
            _, _, frame = lens_of(mirrored)
            assert frame.left >= 9
            assert frame.right <= 791
            assert frame.bottom <= 591
            inside = [
                k for k in range(len(mirrored.x))
                if frame.left < at(mirrored.x[k], 0)[0] < frame.right
                and frame.top < at(0, mirrored.y[k])[1] < frame.bottom
            ]  # fmt: skip
            assert len(inside) <= 1


def test_lines_lead_from_what_is_enlarged_to_the_lens(qapp: object) -> None:
    for drawn in (SWINGS, CRAWL):
        _, marks, frame = lens_of(drawn)
        lens = drawn.lens
        assert lens is not None
        source = (lens.frame[0] + lens.frame[1]) / 2, (lens.frame[2] + lens.frame[3]) / 2
        x, y = at(*source)
        corners = [
            mark for mark in marks.filled(LIGHT.text)
            if mark.kind == "polygon" and mark.opacity == pytest.approx(0.1, abs=0.01)
        ]  # fmt: skip
        (beam,) = corners
        assert tuple(beam.points[0]) == near((x, y), 1)
        for end in beam.points[1:3]:
            assert end[0] in (near(frame.left), near(frame.right))  # type: ignore[operator]
            assert end[1] in (near(frame.top), near(frame.bottom))  # type: ignore[operator]


def test_swings_are_numbered_and_cross_a_dashed_floor(qapp: object) -> None:
    _, marks, frame = lens_of(SWINGS)
    assert {"start", "epoch 8", "1", "2", "3"} <= set(marks.texts)
    lens = SWINGS.lens
    assert lens is not None
    floor = within(frame, lens, 0, 30.0)[1]
    (dashed,) = (
        m for m in marks.stroked(LIGHT.text)
        if m.dashes not in ("", "none") and m.top == pytest.approx(floor, abs=0.1)
    )  # fmt: skip
    assert (dashed.left, dashed.right) == pytest.approx((frame.left, frame.right))
    for k in range(1, 4):
        numbered = marks.text(str(k))
        x, y = within(frame, lens, SWINGS.x[k], SWINGS.y[k])
        assert abs(sum(numbered.ends) / 2 - x) < 12
        # On the outer side of its turn.
        assert (numbered.top < y) is (SWINGS.y[k] > 30)
    rings = [m for m in circles(marks) if m.radius == 3.2]
    assert len(rings) == 9


def test_a_crawl_has_its_epochs_and_the_gradient(qapp: object) -> None:
    _, marks, frame = lens_of(CRAWL)
    assert "20" in marks.texts
    assert "10" in marks.texts
    inside = [
        m for m in marks.filled(LIGHT.slope)
        if m.kind == "polygon" and frame.left < m.left < frame.right
        and frame.top < m.top < frame.bottom
    ]  # fmt: skip
    assert inside
    said = marks.text("−gradient 3")
    assert said.fill == LIGHT.slope
    assert frame.left < said.left < frame.right
    assert frame.top < said.top < frame.bottom


def test_on_a_low_map_the_words_of_a_lens_stand_in_it_and_a_small_one_has_none(
    qapp: object,
) -> None:
    ink = Ink()
    ink.set_style(LIGHT, small_face())
    ink.show(CRAWL, None)
    for high, there in ((240, True), (150, False)):
        view = QRectF(0, 0, 800, high)
        scale = transform_between((-40, 40, 0, 60), view)
        marks = drawn_by(
            lambda painter: ink.paint_pixels(painter, scale, view),  # noqa: B023
            QSize(800, high),
        )
        assert ("200 times larger:" in marks.texts) is there
        if there:
            frame = next(
                m for m in marks.stroked(LIGHT.text)
                if m.fill == "" and m.right - m.left > 300 and m.width == pytest.approx(1.6)
            )  # fmt: skip
            assert frame.top < marks.text("200 times larger:").top < frame.bottom
