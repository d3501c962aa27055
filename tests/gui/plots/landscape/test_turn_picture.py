"""The picture of the turned valley: its map, its paths, its chart and its words."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.queries import Turned
from gui.plots.landscape.turn_picture import TurnPicture
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, Mark, drawing

RATE = 0.06
LEFT = Qt.MouseButton.LeftButton
WIDE, LOW, SMALL = (1000, 560), (1000, 300), (480, 260)
SIZES = pytest.mark.parametrize("size", [WIDE, LOW, SMALL])
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def shown(
    qtbot: QtBot, degrees: float = 30.0, size: tuple[int, int] = WIDE, own: bool = False
) -> TurnPicture:
    picture = TurnPicture()
    qtbot.addWidget(picture)
    picture.resize(*size)
    picture.show_valley(Turned(20.0, degrees), RATE, own)
    picture.show()
    return picture


def maps(marks: Drawing, theme: Theme = LIGHT) -> list[Mark]:
    """The frames of the maps, from left to right."""
    found = [
        mark for mark in marks.stroked(theme.border)
        if mark.kind in ("rect", "path") and mark.bottom - mark.top > 20 and mark.fill == ""
    ]  # fmt: skip
    return sorted(found, key=lambda mark: mark.left)


def middle(mark: Mark) -> tuple[float, float]:
    return (mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2


def unit(frame: Mark) -> float:
    """How many pixels a distance of 1 is."""
    return min(frame.right - frame.left, frame.bottom - frame.top) / (2 * 4.2)


def on_map(frame: Mark, params: np.ndarray) -> np.ndarray:
    x, y = middle(frame)
    return np.array([x, y]) + params * np.array([1, -1]) * unit(frame)


@SIZES
def test_everything_lies_in_the_picture(qtbot: QtBot, size: tuple[int, int]) -> None:
    picture = shown(qtbot, size=size)
    panels = picture.panels()
    assert len(panels) == (1 if size == SMALL else 2)
    for panel in panels:
        for area in (panel.map, panel.chart):
            assert picture.rect().toRectF().contains(area)
            assert area.width() > 60
            assert area.height() > 60
        assert not panel.map.intersects(panel.chart)
        beside = panel.chart.left() > panel.map.right()
        assert beside is (size != WIDE)
        if not beside:
            assert panel.chart.top() > panel.map.bottom() + 20
            assert panel.chart.left() == panel.map.left()
    if len(panels) == 2:
        assert max(panels[0].map.right(), panels[0].chart.right()) < 500 < panels[1].map.left()
        assert panels[0].map.size() == panels[1].map.size()
        assert [panel.title for panel in panels] == [
            "valley along an axis", "valley turned by 30°",
        ]  # fmt: skip
        assert [panel.valley.degrees for panel in panels] == [0, 30]
    else:
        assert panels[0].title == "turned by 30°"


@themes
def test_each_map_has_its_title_its_parameters_and_a_start(qtbot: QtBot, theme: Theme) -> None:
    picture = shown(qtbot)
    picture.set_theme(theme)
    marks = drawing(picture)
    frames = maps(marks, theme)
    assert len(frames) == 2
    for frame, title in zip(frames, ("valley along an axis", "valley turned by 30°"), strict=True):
        said = marks.text(title)
        assert (said.bold, said.fill) == (True, theme.text)
        assert said.left == pytest.approx(frame.left, abs=1)
        assert frame.top - 12 < said.top < frame.top
        a = [m for m in marks if m.text == "a" and frame.left < m.left < frame.right]
        b = [m for m in marks if m.text == "b" and frame.left - 24 < m.left < frame.left]
        assert sum(a[0].ends) / 2 == pytest.approx(middle(frame)[0], abs=2)
        assert 0 < a[0].top - frame.bottom < 20
        assert b[0].top == pytest.approx(middle(frame)[1], abs=8)
    assert marks.texts.count("start") == 2
    assert {m.fill for m in marks if m.text in ("start", "a", "b")} == {theme.text}


@pytest.mark.parametrize("degrees", [0, 30, 90])
def test_the_path_goes_from_the_start_as_gradient_descent_does(
    qtbot: QtBot, degrees: float
) -> None:
    picture = shown(qtbot, degrees)
    marks = drawing(picture)
    frame = maps(marks)[-1]
    valley = Turned(20.0, degrees)
    wanted = on_map(frame, valley.path(valley.place(-3.0, -1.5), RATE, 60))
    (path,) = [
        mark for mark in marks.stroked(LIGHT.text)
        if mark.points.shape == (61, 2) and np.abs(mark.points - wanted).max() < 0.5
    ]  # fmt: skip
    assert path.opacity == 1
    rings = [m for m in marks.stroked(LIGHT.text) if m.kind in ("circle", "ellipse")]
    rings = [m for m in rings if m.fill == LIGHT.panel]
    first = min(rings, key=lambda m: float(np.abs(m.points[0] - wanted[0]).sum()))
    assert first.points[0] == pytest.approx(wanted[0], abs=0.1)
    assert first.radius == max(ring.radius for ring in rings)
    # Each ring is a place of the path, and they do not cover one another.
    here = [m.points[0] for m in rings if frame.left <= m.left <= frame.right]
    for place in here:
        assert np.hypot(*(wanted - place).T).min() < 0.2
    assert len(here) > 3


def test_ellipses_are_places_of_one_loss_turned_with_the_valley(qtbot: QtBot) -> None:
    degrees = 30.0
    marks = drawing(shown(qtbot, degrees))
    frame = maps(marks)[-1]
    x, y = middle(frame)
    curves = [
        mark for mark in marks.stroked(LIGHT.text)
        if mark.fill == "" and mark.kind in ("ellipse", "circle", "path")
        and mark.points.mean(axis=0) == pytest.approx((x, y), abs=3)
    ]  # fmt: skip
    assert len(curves) == 6
    stars = [m for m in marks.filled(LIGHT.text) if m.kind == "polygon" and len(m.points) >= 10]
    assert any(middle(star) == pytest.approx((x, y), abs=2) for star in stars)


def test_the_ground_is_brightest_along_the_valley(qtbot: QtBot) -> None:
    for degrees in (0.0, 45.0, 90.0):
        picture = shown(qtbot, degrees)
        image = picture.grab().toImage()
        area = picture.panels()[-1].map
        turn = math.radians(degrees)
        along = -math.sin(turn), math.cos(turn)
        across = math.cos(turn), math.sin(turn)

        def blue(way: tuple[float, float]) -> float:
            centre, far = area.center(), 0.42 * min(area.width(), area.height())  # noqa: B023
            x, y = centre.x() + way[0] * far, centre.y() - way[1] * far
            return image.pixelColor(round(x) + 3, round(y) + 3).blueF()  # noqa: B023

        low, high = LIGHT.losses[0], LIGHT.losses[-1]
        assert low != high
        assert blue(along) != pytest.approx(blue(across), abs=0.03), degrees


def test_a_rate_for_each_parameter_has_a_path_of_its_own_before_the_paler_one(
    qtbot: QtBot,
) -> None:
    picture = shown(qtbot, 0.0, own=True)
    valley = Turned(20.0, 0.0)
    start = valley.place(-3.0, -1.5)
    own, one = (valley.path(start, rates, 60) for rates in (valley.best_rates, RATE))
    panel = picture.panels()[-1]
    assert [path.tolist() for path in panel.paths] == [own.tolist(), one.tolist()]
    assert len(shown(qtbot, 0.0).panels()[-1].paths) == 1
    marks = drawing(picture)
    frame = maps(marks)[-1]
    found = {}
    for name, path in (("own", own), ("one", one)):
        wanted = on_map(frame, path)
        (found[name],) = [
            mark for mark in marks
            if mark.points.shape == (61, 2) and mark.stroke == LIGHT.text
            and np.abs(mark.points - wanted).max() < 0.5
        ]  # fmt: skip
    assert marks.index(found["own"]) > marks.index(found["one"])


@themes
@SIZES
def test_the_chart_shows_how_far_each_parameter_still_has_to_go(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    picture = shown(qtbot, size=size)
    picture.set_theme(theme)
    marks = drawing(picture)
    valley = Turned(20.0, 30.0)
    path = np.abs(valley.path(valley.place(-3.0, -1.5), RATE, 60))
    chart = picture.panels()[-1].chart
    top = 1.12 * path[:3].max()
    lines = {}
    for k, colour in ((0, theme.curve), (1, theme.text)):
        x = chart.left() + np.arange(61) / 60 * chart.width()
        y = chart.bottom() - path[:, k] / top * chart.height()
        (lines[k],) = [
            mark for mark in marks.stroked(colour)
            if mark.points.shape == (61, 2)
            and np.abs(mark.points - np.stack([x, y], axis=1)).max() < 0.5
        ]  # fmt: skip
    assert lines[0].dashes not in ("", "none")
    assert lines[1].dashes in ("", "none")
    axes = [
        mark for mark in marks.stroked(theme.border)
        if mark.box == pytest.approx(
            (chart.left(), chart.bottom(), chart.right(), chart.bottom()), abs=0.1
        ) or mark.box == pytest.approx(
            (chart.left(), chart.top(), chart.left(), chart.bottom()), abs=0.1
        )
    ]  # fmt: skip
    assert len(axes) == 2
    heads = [m for m in marks if m.text == "still to go, over the epochs"]
    head = max(heads, key=lambda mark: mark.left)
    assert head.left == pytest.approx(chart.left(), abs=1)
    assert chart.top() - 20 < head.top < chart.top()
    assert head.fill == theme.faint_text
    for epoch in (0, 20, 40, 60):
        ticks = [m for m in marks if m.text == str(epoch) and m.left > chart.left() - 20]
        (tick,) = ticks
        at = chart.left() + epoch / 60 * chart.width()
        assert sum(tick.ends) / 2 == pytest.approx(at, abs=1)
        assert 0 < tick.top - chart.bottom() < 20
        assert tick.fill == theme.faint_text
    words = sorted(
        (m for m in marks if "there in epoch" in m.text and m.left > chart.left()),
        key=lambda mark: mark.top,
    )
    assert [word.text[0] for word in words] == ["a", "b"]
    assert [word.fill for word in words] == [theme.faint_text, theme.text]
    for k, (word, colour) in enumerate(zip(words, (theme.curve, theme.text), strict=True)):
        (sample,) = [
            mark for mark in marks.stroked(colour)
            if mark.top == mark.bottom and 0 < word.left - mark.right < 8
            and abs(mark.top - word.top) < 10
        ]  # fmt: skip
        assert (sample.dashes not in ("", "none")) is (k == 0)
        assert sample.right - sample.left == pytest.approx(19)


def test_a_drag_turns_by_the_angle_it_goes_round_the_floor(qtbot: QtBot) -> None:
    picture = shown(qtbot, 10.0)
    asked: list[float] = []
    picture.turned.connect(asked.append)
    centre = picture.panels()[-1].map.center()

    def at(degrees: float) -> QPoint:
        turn = math.radians(degrees)
        way = 90 * math.cos(turn), 90 * math.sin(turn)
        return QPoint(round(centre.x() + way[0]), round(centre.y() - way[1]))

    assert picture.cursor().shape() == Qt.CursorShape.OpenHandCursor
    qtbot.mouseMove(picture, at(20))
    assert asked == []
    qtbot.mousePress(picture, LEFT, pos=at(20))
    assert picture.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(picture, at(50))
    assert asked[-1] == pytest.approx(40, abs=1)
    qtbot.mouseMove(picture, at(-60))
    assert asked[-1] == 0
    qtbot.mouseMove(picture, at(170))
    assert asked[-1] == 90
    qtbot.mouseRelease(picture, LEFT, pos=at(170))
    assert picture.cursor().shape() == Qt.CursorShape.OpenHandCursor
    count = len(asked)
    qtbot.mouseMove(picture, at(80))
    assert len(asked) == count
    # Across the left, where angles jump from 180 to −180.
    picture.show_valley(Turned(20.0, 10.0), RATE, False)
    qtbot.mousePress(picture, LEFT, pos=at(170))
    qtbot.mouseMove(picture, at(190))
    assert asked[-1] == pytest.approx(30, abs=1)
    qtbot.mouseRelease(picture, LEFT, pos=at(190))
    qtbot.mousePress(picture, Qt.MouseButton.RightButton, pos=at(0))
    assert picture.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_it_says_that_it_can_be_dragged(qtbot: QtBot) -> None:
    picture = shown(qtbot)
    assert picture.toolTip() == "Drag in the map to turn the valley."
    assert picture.minimumSizeHint().width() < picture.sizeHint().width()


def test_without_room_nothing_is_painted_over_another(qtbot: QtBot) -> None:
    assert drawing(shown(qtbot, size=(60, 50))).texts == []
