"""Labels and arrows in a plot: where they stand, that none touches another, and their colours."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem, QWidget
from pytestqt.qtbot import QtBot

from gui.plots.base.labels import Arrows, EndLabel, EndLabels, PointLabel, PointLabels
from tests.gui.drawn import Drawing, drawing

AREA = QRectF(100, 20, 80, 200)
VIEW = QRectF(0, 0, 300, 200)

pytestmark = pytest.mark.usefixtures("qapp")


class Sheet(QWidget):
    """Something to paint on."""

    def __init__(self, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self.resize(320, 240)
        self._paint = paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        painter.end()


def painted(qtbot: QtBot, paint: Callable[[QPainter], None]) -> Drawing:
    sheet = Sheet(paint)
    qtbot.addWidget(sheet)
    return drawing(sheet)


def font() -> QFont:
    return QFont(QApplication.font())


def row() -> float:
    return QFontMetricsF(font()).height()


def advance(text: str) -> float:
    return QFontMetricsF(font()).horizontalAdvance(text)


# at the ends of curves


def end_labels(*heights: float, area: QRectF = AREA) -> EndLabels:
    labels = EndLabels()
    labels.set_style(font(), "#112233")
    labels.set_labels([EndLabel(y, f"t{k}", f"v{k}", "#aa0000") for k, y in enumerate(heights)],
                      area)  # fmt: skip
    return labels


def test_a_label_is_centred_at_its_curve_s_end() -> None:
    ((top, label),) = end_labels(100).places()
    assert top == pytest.approx(100 - row())
    assert (label.title, label.value) == ("t0", "v0")
    assert end_labels(100).boundingRect() == AREA


def test_labels_stand_apart_from_the_top_down_within_the_area() -> None:
    tall = 2 * row()
    for heights, titles in (
        ((100, 104), ["t0", "t1"]),
        ((104, 100), ["t1", "t0"]),
        ((20, 21), ["t0", "t1"]),
        ((219, 220), ["t0", "t1"]),
        ((60, 160), ["t0", "t1"]),
    ):
        places = end_labels(*heights).places()
        assert [label.title for _, label in places] == titles
        tops = [top for top, _ in places]
        for above, below in pairwise(tops):
            assert below - above >= tall + 2 - 1e-9
        assert tops[0] >= AREA.top()
        assert tops[-1] + tall <= AREA.bottom() + 1e-9
    # Where they do not touch, both stand where they belong.
    assert [top for top, _ in end_labels(60, 160).places()] == [60 - row(), 160 - row()]
    # Where they do, the lower one makes room, unless it is at the end of the area.
    assert [top for top, _ in end_labels(100, 104).places()] == pytest.approx(
        [100 - row(), 100 + row() + 2]
    )
    assert [top for top, _ in end_labels(219, 220).places()] == pytest.approx(
        [220 - 2 * tall - 2, 220 - tall]
    )


def test_without_room_for_all_the_last_stays() -> None:
    tall = 2 * row()
    for height, titles in (
        (2 * tall + 2, ["t0", "t1"]), (2 * tall + 1, ["t1"]), (tall / 2, ["t1"]),
    ):  # fmt: skip
        labels = end_labels(30, 40, area=QRectF(100, 20, 80, height))
        assert [label.title.removeprefix("▼ ") for _, label in labels.places()] == titles


def test_what_ends_beyond_the_view_says_so() -> None:
    for y, title in ((19, "▲ t0"), (20, "t0"), (220, "t0"), (221, "▼ t0")):
        labels = end_labels(y)
        assert labels.texts == [(title, "v0")]
        ((_, label),) = labels.places()
        assert (label.y, label.colour, label.bold) == (y, "#aa0000", False)


def test_title_and_value_are_written_below_each_other(qtbot: QtBot) -> None:
    labels = EndLabels()
    labels.set_style(font(), "#112233")
    labels.set_labels(
        [EndLabel(60, "before", "36,415", "#aa0000"),
         EndLabel(160, "after", "7,393", "#00aa00", bold=True)], AREA,
    )  # fmt: skip
    drawn = painted(qtbot, lambda painter: labels.paint(painter, QStyleOptionGraphicsItem()))
    metrics = QFontMetricsF(font())
    for y, title, value, colour, bold in (
        (60, "before", "36,415", "#aa0000", False), (160, "after", "7,393", "#00aa00", True),
    ):  # fmt: skip
        for text, ink, line in ((title, colour, -0.5), (value, "#112233", 0.5)):
            mark = drawn.text(text)
            assert (mark.fill, mark.bold, mark.left) == (ink, bold, 100)
            centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
            assert centre == pytest.approx(y + line * row(), abs=1)


# beside points


def point_labels(*points: tuple[float, float], long: str = "36,415 epoch 1") -> PointLabels:
    labels = PointLabels()
    labels.set_style(font(), "#112233", "#ffffff")
    labels.set_labels([PointLabel(x, y, long, "36,415") for x, y in points])
    return labels


def areas(*points: tuple[float, float], view: QRectF = VIEW) -> list[QRectF]:
    found = point_labels(*points).areas(QTransform(), view)
    assert {text for _, text in found} == {"36,415 epoch 1"}
    return [area for area, _ in found]


def test_where_there_is_room_a_text_stands_right_of_its_point() -> None:
    assert PointLabels().areas(QTransform(), VIEW) == []
    wide = advance("36,415 epoch 1") + 6
    one, other = areas((20, 40), (60, 140))
    for area, (x, y) in ((one, (20, 40)), (other, (60, 140))):
        assert area == QRectF(x + 6, y - row() / 2, wide, row())
    # On a scale, the points are where the scale puts them.
    scaled = QTransform.fromScale(2, 1)
    ((area, _),) = point_labels((20, 40)).areas(scaled, VIEW)
    assert area.left() == 46
    assert point_labels((20, 40), (60, 140)).texts == ["36,415 epoch 1"] * 2


def test_points_at_one_height_have_their_texts_below_each_other_at_the_last() -> None:
    one, other = areas((20, 100), (60, 104))
    assert one.left() == other.left() == 66
    assert one.top() == pytest.approx(104 - row())
    assert other.top() == pytest.approx(104)
    # Just far enough apart they stay each at its own.
    one, other = areas((20, 100), (60, 100 + row() + 0.1))
    assert (one.left(), other.left()) == (26, 66)


def test_at_the_right_edge_texts_stand_where_the_curve_is_not() -> None:
    wide = advance("36,415 epoch 1") + 6
    # A curve that falls has room below it, at the left of its last point.
    one, other = areas((240, 60), (260, 100))
    assert one.top() == pytest.approx(100 + 6)
    assert other.top() == pytest.approx(100 + 6 + row())
    assert one.right() == other.right() == pytest.approx(266)
    assert one.left() == pytest.approx(266 - wide)
    # One that rises, above it.
    one, other = areas((240, 160), (260, 120))
    assert one.top() == pytest.approx(120 - 6 - 2 * row())
    assert other.top() == pytest.approx(120 - 6 - row())
    # One that falls to the very bottom has it above, too.
    one, other = areas((240, 150), (260, 195))
    assert one.top() == pytest.approx(150 - 6 - 2 * row())
    # Beyond the view's right end a text ends there.
    one, other = areas((240, 60), (298, 100))
    assert one.right() == other.right() == pytest.approx(300)


def test_without_room_above_or_below_a_rising_curve_short_texts_stand_at_its_right() -> None:
    found = point_labels((240, 60), (260, 20)).areas(QTransform(), VIEW)
    assert [text for _, text in found] == ["36,415"] * 2
    (one, _), (other, _) = found
    assert one.width() == other.width() == pytest.approx(advance("36,415") + 6)
    assert one.right() == other.right() == 300
    assert one.top() == pytest.approx(66)
    assert other.top() == pytest.approx(66 + row())


def test_where_a_text_is_wider_than_the_view_all_are_short() -> None:
    wide = advance("36,415 epoch 1") + 6
    for width, text in ((wide, "36,415 epoch 1"), (wide - 1, "36,415")):
        found = point_labels((2, 60)).areas(QTransform(), QRectF(0, 0, width, 200))
        assert [each for _, each in found] == [text]
        assert found[0][0].left() >= 0


def test_where_texts_would_fill_most_of_a_low_plot_there_are_none() -> None:
    labels = point_labels((20, 5), (60, 10))
    assert len(labels.areas(QTransform(), QRectF(0, 0, 300, 4 * row()))) == 2
    assert labels.areas(QTransform(), QRectF(0, 0, 300, 4 * row() - 1)) == []
    # One alone needs half of that.
    assert len(point_labels((20, 5)).areas(QTransform(), QRectF(0, 0, 300, 2 * row()))) == 1


def test_texts_near_the_top_or_the_bottom_are_moved_into_the_view() -> None:
    (one,) = areas((20, 2))
    assert one.top() == 0
    (one,) = areas((20, 199))
    assert one.bottom() == pytest.approx(200)
    one, other = areas((20, 0), (60, 4))
    assert one.top() == 0
    assert other.top() == pytest.approx(row())


def test_point_labels_are_written_on_their_ground(qtbot: QtBot) -> None:
    labels = point_labels((20, 40))
    drawn = painted(qtbot, lambda painter: labels.paint_pixels(painter, QTransform(), VIEW))
    ((area, text),) = labels.areas(QTransform(), VIEW)
    mark = drawn.text(text)
    assert mark.fill == "#112233"
    assert sum(mark.ends) / 2 == pytest.approx(area.center().x(), abs=0.6)
    (ground,) = (each for each in drawn if each.kind == "path")
    assert ground.box == pytest.approx(
        (area.left(), area.top(), area.right(), area.bottom()), abs=0.02
    )
    assert (ground.fill, ground.stroke) == ("#ffffff", "")
    assert ground.opacity == pytest.approx(0.8, abs=0.01)


# arrows


def arrows(qtbot: QtBot, *each: tuple[float, float, float]) -> Drawing:
    found = Arrows()
    found.set_colour("#aa0000")
    x, starts, ends = (np.array(column, np.float64) for column in zip(*each, strict=True))
    found.set_arrows(x, starts, ends)
    return painted(qtbot, lambda painter: found.paint_pixels(painter, QTransform(), VIEW))


@pytest.mark.parametrize(("start", "end", "back"), [(100, 40, 1), (40, 100, -1), (100, 88, 1)])
def test_an_arrow_ends_just_before_the_dot_it_points_to(
    qtbot: QtBot, start: float, end: float, back: int
) -> None:
    drawn = arrows(qtbot, (50, start, end))
    (shaft,) = drawn.stroked("#aa0000")
    (head,) = drawn.filled("#aa0000")
    tip = end + 4 * back
    assert shaft.points.tolist() == [[50, start], [50, tip + 7 * back]]
    assert shaft.width == pytest.approx(1.3)
    assert head.points[:3].tolist() == [[50, tip], [46.5, tip + 7 * back], [53.5, tip + 7 * back]]
    assert head.stroke == ""


def test_arrows_that_are_too_short_or_out_of_sight_are_left_out(qtbot: QtBot) -> None:
    for start, end, seen in (
        (100, 88.1, False), (100, 88, True), (88, 100, True), (250, 300, False),
        (-80, -20, False), (-80, 20, True), (20, -80, True), (100, 300, True), (0, -50, True),
        (200, 250, True), (-80, 300, False),
    ):  # fmt: skip
        assert bool(arrows(qtbot, (50, start, end)).stroked("#aa0000")) == seen, (start, end)
    drawn = arrows(qtbot, (50, 100, 40), (90, 100, 95), (130, 20, 90))
    assert [mark.left for mark in drawn.stroked("#aa0000")] == [50, 130]


def test_a_label_is_where_its_point_is(qtbot: QtBot) -> None:
    place = QTransform.fromTranslate(10, 5).map(QPointF(20, 40))
    ((area, _),) = point_labels((20, 40)).areas(QTransform.fromTranslate(10, 5), VIEW)
    assert area.left() == place.x() + 6
    assert area.center().y() == pytest.approx(place.y())
