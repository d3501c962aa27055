"""The small maps: what each shows, which is marked, and how one is chosen."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui.plots.landscape.map.pairs import PairStrip, Small
from gui.plots.landscape.ways.planes import Choice
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

LEFT = Qt.MouseButton.LeftButton
CHOICES = tuple(
    Choice(pair, f"{x} × {y}", x, y)
    for pair, x, y in (((0, 1), "a", "b"), ((0, 2), "a", "c"), ((1, 2), "b", "c"))
)
PATH = np.array([-6.0, 0.0, 4.0]), np.array([2.0, 8.0, 5.0])
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def strip(qtbot: QtBot) -> PairStrip:
    strip = PairStrip()
    qtbot.addWidget(strip)
    strip.resize(strip.sizeHint().width(), 320)
    strip.show_maps(
        tuple(
            Small(each, None, (-10, 10, 0, 10), *PATH, (5.0, 2.0, k == 0))
            for k, each in enumerate(CHOICES)
        ),
        CHOICES[1],
    )
    at_front(qtbot, strip)
    return strip


@themes
def test_each_shows_its_path_from_a_ring_to_a_dot_and_the_best_fit(
    strip: PairStrip, theme: Theme
) -> None:
    strip.set_theme(theme)
    marks = drawing(strip)
    title = marks.text("All pairs")
    assert (title.bold, title.fill) == (True, theme.text)
    for k in range(3):
        area = strip.area(k)
        inside = [
            mark for mark in marks
            if area.contains(*mark.points.mean(axis=0)) and mark.kind != "text"
        ]  # fmt: skip
        path = next(mark for mark in inside if mark.kind == "polyline")
        wanted = [
            (area.left() + (x + 10) / 20 * area.width(), area.bottom() - y / 10 * area.height())
            for x, y in zip(*PATH, strict=True)
        ]
        assert path.points == pytest.approx(np.array(wanted), abs=0.1)
        assert path.stroke == theme.text
        ring, dot = (mark for mark in inside if mark.kind in ("circle", "ellipse"))
        assert (ring.fill, dot.fill) == (theme.panel, theme.text)
        assert ring.points[0] == pytest.approx(wanted[0], abs=0.1)
        assert dot.points[0] == pytest.approx(wanted[-1], abs=0.1)
        star = [mark for mark in inside if mark.kind == "polygon"][-1]
        assert star.fill == (theme.text if k == 0 else theme.panel), "full where it is on the map"
        at = area.left() + 0.75 * area.width(), area.bottom() - 0.2 * area.height()
        middle = (star.left + star.right) / 2, (star.top + star.bottom) / 2
        assert middle == pytest.approx(at, abs=1.5)


@themes
def test_each_is_named_below_and_at_its_left_the_shown_one_boldly(
    strip: PairStrip, theme: Theme
) -> None:
    strip.set_theme(theme)
    marks = drawing(strip)
    for k, choice in enumerate(CHOICES):
        area, shown = strip.area(k), k == 1
        below = next(
            mark for mark in marks
            if mark.text == choice.x_label and area.bottom() < mark.top < area.bottom() + 20
        )  # fmt: skip
        assert sum(below.ends) / 2 == pytest.approx(area.center().x(), abs=1)
        beside = next(
            mark for mark in marks
            if mark.text == choice.y_label and mark.left < area.left()
            and area.top() < mark.top < area.bottom()
        )  # fmt: skip
        assert beside.top == pytest.approx(area.center().y(), abs=5)
        for label in (below, beside):
            assert label.bold is shown
            assert label.fill == (theme.text if shown else theme.faint_text)
        frame = next(
            mark for mark in marks
            if mark.stroke in (theme.ink, theme.border) and mark.fill == ""
            and mark.box == pytest.approx(
                (area.left(), area.top(), area.right(), area.bottom()), abs=0.1
            )
        )  # fmt: skip
        assert (frame.stroke, frame.width) == ((theme.ink, 2) if shown else (theme.border, 1))


def test_the_one_shown_has_a_dotted_frame_with_the_focus(strip: PairStrip) -> None:
    def dotted() -> list[float]:
        return [
            mark.top
            for mark in drawing(strip).stroked(LIGHT.ink)
            if mark.dashes not in ("", "none")
        ]

    strip.clearFocus()
    assert dotted() == []
    strip.setFocus()
    assert dotted() == pytest.approx([strip.area(1).top() - 3], abs=0.1)


def test_they_stand_below_one_another_as_many_as_there_is_room_for(strip: PairStrip) -> None:
    for k in range(2):
        above, below = strip.area(k), strip.area(k + 1)
        assert above.left() == below.left()
        assert above.bottom() + 10 < below.top()
    stride = strip.area(1).top() - strip.area(0).top()
    assert strip.room() == int((320 - strip.area(0).top() + 1) // stride)
    strip.resize(strip.width(), 20)
    assert strip.room() == 0
    assert strip.minimumSizeHint().height() == 0
    assert strip.minimumSizeHint().width() == strip.sizeHint().width()
    assert strip.area(0).right() < strip.sizeHint().width()


def test_one_is_chosen_by_a_click_or_the_arrows(strip: PairStrip, qtbot: QtBot) -> None:
    chosen: list[Choice] = []
    strip.chosen.connect(chosen.append)
    qtbot.mouseClick(strip, LEFT, pos=strip.area(2).center().toPoint())
    qtbot.mouseClick(strip, Qt.MouseButton.RightButton, pos=strip.area(0).center().toPoint())
    qtbot.mouseClick(strip, LEFT, pos=QPoint(3, 3))
    assert chosen == [CHOICES[2]]
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert chosen[1:] == [CHOICES[0], CHOICES[2]]
    maps = strip._maps
    for current, key in ((CHOICES[0], Qt.Key.Key_Up), (CHOICES[2], Qt.Key.Key_Down)):
        strip.show_maps(maps, current)
        qtbot.keyClick(strip, key)
        assert chosen[-1] == current, "the ends are ends"
    strip.show_maps(maps, None)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert chosen[-1] == CHOICES[0]
    strip.show_maps((), None)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert len(chosen) == 6


def test_the_mouse_is_told_which_map_it_is_on(strip: PairStrip, qtbot: QtBot) -> None:
    for place, said in ((strip.area(1).center().toPoint(), "a × c"), (QPoint(3, 3), "")):
        event = QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place))
        QApplication.sendEvent(strip, event)
        qtbot.waitUntil(lambda: QToolTip.text() == said)  # noqa: B023
    assert strip.accessibleName() == "All maps of pairs"
    assert strip.accessibleDescription() == "shown: a × c"


def test_a_path_that_is_not_finite_is_painted_too(strip: PairStrip) -> None:
    lost = np.array([0.0, np.nan, np.inf])
    strip.show_maps((Small(CHOICES[0], None, (-10, 10, 0, 10), lost, lost, None),), CHOICES[0])
    marks = drawing(strip)
    assert not [mark for mark in marks if mark.kind == "polygon"]
    strip.show_maps(
        (Small(CHOICES[0], None, (-10, 10, 0, 10), lost[:0], lost[:0], None),), CHOICES[0]
    )
    assert not [mark for mark in drawing(strip) if mark.kind in ("circle", "ellipse", "polyline")]
