"""The ground of a map: its picture, its contours and their numbers, each where it belongs."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.queries import Contour, LossMap, Plane
from gui.plots.landscape.paint.colours import LossColours
from gui.plots.landscape.paint.ground import (
    Ground,
    Grounds,
    grouped_short,
    transform_between,
    write_numbers,
)
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import drawn_by

COLOURS = LossColours(1.0, 10_000.0)
VIEW = QRectF(0, 0, 400, 300)
# From (−20, 0) to (20, 30): ten pixels for each.
SCALE = transform_between((-20, 20, 0, 30), VIEW)
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def line(y: float) -> Contour:
    places = np.stack([np.linspace(-20, 20, 41), np.full(41, y)], axis=1)
    return Contour(10.0 ** (y / 10), (places,), (0.0, y), (1.0, 0.0))


def found(losses: np.ndarray | None = None) -> LossMap:
    x, y = np.linspace(-19, 19, 20), np.linspace(1, 29, 15)
    if losses is None:
        losses = np.where(x[None, :] < 0, 1.0, 10_000.0) + np.zeros((15, 1))
    plane = Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]), (0, 1))
    return LossMap(plane, x, y, losses, None, (line(10.0), line(20.0)), 1)


def image_of(ground: Ground, theme: Theme = LIGHT) -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    ground.paint(painter, SCALE, VIEW, theme)
    painter.end()
    return image


def test_a_frame_is_taken_to_the_pixels_of_a_view() -> None:
    scale = transform_between((2, 6, 10, 30), QRectF(100, 50, 40, 200))
    assert scale.map(QPointF(2, 10)) == QPointF(100, 250)
    assert scale.map(QPointF(6, 30)) == QPointF(140, 50)
    assert scale.map(QPointF(4, 20)) == QPointF(120, 150)


@themes
def test_the_picture_covers_the_map_with_half_a_cell_around_its_places(
    qapp: object, theme: Theme
) -> None:
    ground = Ground.of(found(), COLOURS, theme)
    assert (ground.area.left(), ground.area.right()) == (-20, 20)
    assert (ground.area.top(), ground.area.bottom()) == (0, 30)
    assert not ground.hatched
    image = image_of(ground, theme)
    low, high = (QColor(theme.losses[k]).name() for k in (0, -1))
    assert image.pixelColor(20, 250).name() == low
    assert image.pixelColor(380, 40).name() == high


def test_up_is_up(qapp: object) -> None:
    losses = np.where(np.linspace(1, 29, 15)[:, None] < 15, 1.0, 10_000.0) + np.zeros((1, 20))
    image = image_of(Ground.of(found(losses), COLOURS, LIGHT))
    assert image.pixelColor(30, 290).name() == QColor(LIGHT.losses[0]).name()
    assert image.pixelColor(30, 10).name() == QColor(LIGHT.losses[-1]).name()


@themes
def test_contours_are_thin_lines_over_the_colours(qapp: object, theme: Theme) -> None:
    ground = Ground.of(found(), COLOURS, theme)
    marks = drawn_by(lambda painter: ground.paint(painter, SCALE, VIEW, theme), QSize(400, 300))
    lines = [mark for mark in marks if mark.kind == "path"]
    assert [mark.top for mark in lines] == pytest.approx([200, 100])
    for mark in lines:
        assert (mark.left, mark.right) == pytest.approx((0, 400))
        assert mark.bottom == pytest.approx(mark.top)
        assert (mark.stroke, mark.width, mark.fill) == (theme.text, 1, "")


def test_what_is_not_finite_is_hatched(qapp: object) -> None:
    losses = found().losses.copy()
    losses[:, 10:] = np.inf
    ground = Ground.of(found(losses), COLOURS, LIGHT)
    assert ground.hatched
    image = image_of(ground)
    left = {image.pixel(x, 250) for x in range(20, 120)}
    right = {image.pixel(x, 250) for x in range(280, 380)}
    assert len(left) == 1
    assert QColor(LIGHT.wrong).rgb() in right
    assert QColor(LIGHT.panel).rgb() in right


def test_each_contour_has_its_number_on_its_line_the_highest_first(qapp: object) -> None:
    ground = Ground.of(found(), COLOURS, LIGHT)
    font = small_face()
    numbers = ground.numbers(SCALE, VIEW, font, [])
    assert [text for _, text in numbers] == ["loss 100", "10"]
    for (area, _), y in zip(numbers, (100, 200), strict=True):
        assert area.center().y() == pytest.approx(y)
        assert area.center().x() == pytest.approx(200, abs=20)
        assert VIEW.contains(area)
    taken = QRectF(0, 80, 300, 40)
    moved, other = ground.numbers(SCALE, VIEW, font, [taken])
    assert moved[0].left() > 300
    assert moved[0].center().y() == pytest.approx(100)
    assert other == numbers[1]
    everywhere = QRectF(0, 80, 400, 40)
    assert [text for _, text in ground.numbers(SCALE, VIEW, font, [everywhere])] == ["loss 10"]
    both = ground.numbers(SCALE, VIEW, font, [everywhere, QRectF(0, 180, 400, 40)])
    assert both == []


def test_a_number_never_stands_at_the_edge(qapp: object) -> None:
    narrow = QRectF(0, 0, 60, 300)
    for area, _ in Ground.of(found(), COLOURS, LIGHT).numbers(SCALE, narrow, small_face(), []):
        assert area.left() >= 6
        assert area.right() <= 54


@themes
def test_numbers_are_written_faintly_with_a_pale_edge(qapp: object, theme: Theme) -> None:
    where = [(QRectF(50, 60, 40, 14), "loss 100")]
    marks = drawn_by(
        lambda painter: write_numbers(painter, where, small_face(), theme), QSize(200, 120)
    )
    said = marks.text("loss 100")
    assert (said.fill, said.bold, said.left) == (theme.faint_text, False, 50)
    assert 60 < said.top < 76
    (halo,) = (mark for mark in marks if mark.kind == "image")
    assert halo.left < 50
    assert halo.right > said.ends[1]
    assert halo.top < 60
    assert marks.index(halo) < marks.index(said)


@pytest.mark.parametrize(
    ("loss", "text"),
    [(0.5, "0.5"), (20_000.0, "20,000"), (1e-4, "0.0001"), (1e7, "1.0e7"), (2.5, "2.5")],
)
def test_a_round_loss_has_no_needless_zeros(loss: float, text: str) -> None:
    assert grouped_short(loss) == text


def test_a_ground_is_made_once_and_anew_for_another_map_or_theme(qtbot: QtBot) -> None:
    grounds = Grounds()
    grounds.begin(COLOURS, LIGHT)
    one, two = found(), found()
    assert grounds.of("map", None) is None
    first = grounds.of("map", one)
    assert grounds.of("map", one) is first
    assert grounds.of("strip", one) is not first
    assert grounds.of("map", two) is not first
    grounds.begin(COLOURS, DARK)
    dark = grounds.of("map", two)
    assert dark is not None
    assert dark.picture.pixelColor(0, 0).name() == QColor(DARK.losses[0]).name()
