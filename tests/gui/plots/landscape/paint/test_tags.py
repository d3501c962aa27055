"""Labels on a map never cover one another, nor what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.landscape.paint.tags import Tag, place, write
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import drawn_by

VIEW = QRectF(0, 0, 400, 300)
AT = QPointF(200, 150)
PLACES = st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=12)


def test_labels_are_apart_and_in_the_view(qapp: object) -> None:
    font = small_face()

    @given(PLACES)
    def check(places: list[tuple[float, float]]) -> None:
        marked = [QRectF(x - 3, y - 3, 6, 6) for x, y in places]
        tags = [Tag(QPointF(x, y), "epoch 12", "loss 3.5") for x, y in places]
        placed = place(tags, font, VIEW, marked)
        for k, one in enumerate(placed):
            assert VIEW.contains(one.area)
            assert not any(one.area.intersects(each) for each in marked)
            assert not any(one.area.intersects(other.area) for other in placed[:k])

    check()


def test_what_must_be_there_is_moved_into_the_view(qtbot: QtBot) -> None:
    far = Tag(QPointF(399, 150), "a label that is long", sides="r", must=True)
    (placed,) = place([far], small_face(), VIEW)
    assert VIEW.contains(placed.area)


@pytest.mark.parametrize(
    ("at", "left", "top"),
    [
        ((200, 10), None, "first"), ((200, 290), None, "last"),
        ((3, 150), "first", None), ((397, 150), "last", None), ((0, -5), "first", "first"),
        ((400, 300), "last", "last"),
    ],
)  # fmt: skip
def test_it_is_moved_no_further_than_it_has_to(
    qapp: object, at: tuple[int, int], left: str | None, top: str | None
) -> None:
    """Two pixels from an edge; along it, where its side has it: in the middle."""
    side = "r" if left is None else "b"
    view = QRectF(0, 0, 400, 300)
    tag = Tag(QPointF(*at), "epoch 12", "loss 3", sides=side, must=True, away=0.0)
    (placed,) = place([tag], small_face(), view)
    area = placed.area
    wanted = {
        "first": (2.0, 2.0),
        "last": (view.width() - 2 - area.width(), view.height() - 2 - area.height()),
    }
    if left is not None:
        assert area.left() == pytest.approx(wanted[left][0])
    if top is not None:
        assert area.top() == pytest.approx(wanted[top][1])
    assert area.height() == pytest.approx(2 * QFontMetricsF(small_face()).height())
    assert area.width() != pytest.approx(area.height())


themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.mark.parametrize("side", "rlabAB")
def test_a_label_stands_on_its_side_a_gap_from_its_place(qapp: object, side: str) -> None:
    (placed,) = place([Tag(AT, "epoch 12", "loss 3", sides=side)], small_face(), VIEW)
    area, middle = placed.area, placed.area.center()
    high = QFontMetricsF(small_face()).height()
    assert area.height() == pytest.approx(2 * high)
    match side:
        case "r":
            assert (area.left(), middle.y()) == pytest.approx((207, 150))
        case "l":
            assert (area.right(), middle.y()) == pytest.approx((193, 150))
        case "a":
            assert (middle.x(), area.bottom()) == pytest.approx((200, 143))
        case "b":
            assert (middle.x(), area.top()) == pytest.approx((200, 157))
        case "A":
            assert (area.left(), area.bottom()) == pytest.approx((200, 143))
        case "B":
            assert (area.left(), area.top()) == pytest.approx((200, 157))


def test_the_first_free_side_is_taken_and_without_one_it_is_left_out(qapp: object) -> None:
    font = small_face()

    def side_of(*taken: QRectF, must: bool = False) -> str:
        tags = [Tag(AT, "epoch 12", sides="rlab", must=must)]
        found = place(tags, font, VIEW, taken)
        if not found:
            return ""
        middle = found[0].area.center() - AT
        if abs(middle.x()) > abs(middle.y()):
            return "r" if middle.x() > 0 else "l"
        return "a" if middle.y() < 0 else "b"

    right, left = QRectF(205, 145, 100, 10), QRectF(95, 145, 100, 10)
    above = QRectF(100, 50, 200, 94)
    below = QRectF(100, 156, 200, 90)
    assert side_of() == "r"
    assert side_of(right) == "l"
    assert side_of(right, left) == "a"
    assert side_of(right, left, above) == "b"
    assert side_of(right, left, above, below) == ""
    assert side_of(right, left, above, below, must=True) == "r"


def test_above_and_below_a_label_is_moved_along_to_stay_in_the_view(qapp: object) -> None:
    for x, edge in ((3.0, VIEW.left() + 2), (397.0, None)):
        (placed,) = place([Tag(QPointF(x, 150), "after epoch 12", sides="a")], small_face(), VIEW)
        assert VIEW.contains(placed.area)
        if edge is None:
            assert placed.area.right() == pytest.approx(VIEW.right() - 2)
        else:
            assert placed.area.left() == pytest.approx(edge)


def test_labels_do_not_cover_one_another_the_first_has_its_place(qapp: object) -> None:
    tags = [Tag(AT, "one"), Tag(AT + QPointF(1, 0), "two"), Tag(AT, "three", sides="r")]
    placed = place(tags, small_face(), VIEW)
    assert [each.tag.first for each in placed] == ["one", "two"]
    assert placed[0].area.left() > AT.x() > placed[1].area.right()


@themes
def test_the_first_text_is_bold_above_the_second_towards_the_place(
    qapp: object, theme: Theme
) -> None:
    for side in "rla":
        tag = Tag(AT, "epoch 12", "loss 3.5 of 7", sides=side, colour=theme.slope)
        placed = place([tag], small_face(), VIEW)
        marks = drawn_by(
            lambda painter: write(painter, placed, small_face(), theme),  # noqa: B023
            QSize(400, 300),
        )
        first, second = marks.text("epoch 12"), marks.text("loss 3.5 of 7")
        assert (first.bold, second.bold) == (True, False)
        assert (first.fill, second.fill) == (theme.slope, theme.slope)
        high = QFontMetricsF(small_face()).height()
        assert second.top - first.top == pytest.approx(high, abs=1)
        area = placed[0].area
        assert area.top() < first.top < area.top() + high
        if side == "r":
            assert first.left == second.left == pytest.approx(area.left())
        elif side == "l":
            assert first.ends[1] == pytest.approx(area.right(), abs=1)
            assert second.ends[1] == pytest.approx(area.right(), abs=1)
        else:
            assert sum(first.ends) / 2 == pytest.approx(200, abs=1)
            assert sum(second.ends) / 2 == pytest.approx(200, abs=1)


def test_a_wide_label_has_both_texts_in_one_line(qapp: object) -> None:
    placed = place([Tag(AT, "after epoch 1", "7,393", wide=True)], small_face(), VIEW)
    marks = drawn_by(lambda painter: write(painter, placed, small_face(), LIGHT), QSize(400, 300))
    first, second = marks.text("after epoch 1"), marks.text("7,393")
    assert first.top == pytest.approx(second.top, abs=1)
    assert 0 < second.left - first.ends[1] < 8
    assert second.ends[1] == pytest.approx(placed[0].area.right(), abs=1.5)
    assert placed[0].area.height() == pytest.approx(QFontMetricsF(small_face()).height())
    assert first.fill == LIGHT.text


@themes
def test_every_text_has_a_pale_edge_behind_it(qapp: object, theme: Theme) -> None:
    placed = place([Tag(AT, "start")], small_face(), VIEW)
    marks = drawn_by(lambda painter: write(painter, placed, small_face(), theme), QSize(400, 300))
    halo, said = marks
    assert halo.kind == "image"
    assert halo.picture is not None
    assert marks.index(halo) < marks.index(said)
    assert halo.left == pytest.approx(said.left - 4, abs=0.5)
    assert halo.right > said.ends[1] + 2
    colours = {
        halo.picture.pixelColor(x, y).name()
        for x in range(halo.picture.width())
        for y in range(halo.picture.height())
        if halo.picture.pixelColor(x, y).alpha() > 190
    }
    assert colours == {theme.panel}
    assert halo.picture.pixelColor(0, 0).alpha() == 0


def test_a_label_without_a_bold_text_is_plain(qapp: object) -> None:
    placed = place([Tag(AT, "along", bold=False)], small_face(), VIEW)
    marks = drawn_by(lambda painter: write(painter, placed, small_face(), LIGHT), QSize(400, 300))
    assert not marks.text("along").bold
