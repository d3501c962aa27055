"""Labels on a map never cover one another, nor what is marked."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from gui.plots.landscape.paint.tags import Tag, place
from gui.zoom import small_face

VIEW = QRectF(0, 0, 400, 300)
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
