"""The slider of a starting value: its ends, its numbers, and what it draws."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.experiment.start_row import StartRow
from gui.experiment.start_slider import StartSlider, ends_for
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

LEFT, RIGHT = 7, 193


@pytest.fixture
def slider(qtbot: QtBot) -> StartSlider:
    slider = StartSlider()
    qtbot.addWidget(slider)
    slider.resize(200, 20)
    at_front(qtbot, slider)
    slider.clearFocus()
    return slider


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([0.0], (-1.0, 1.0)),
        ([2.0], (-0.3, 2.3)),
        ([-2.0], (-2.3, 0.3)),
        ([-1.0, 3.0], (-1.6, 3.6)),
    ],
)
def test_the_ends_are_a_little_beyond_all_values_and_zero(
    values: list[float], ends: tuple[float, float]
) -> None:
    assert ends_for(values) == pytest.approx(ends)


def test_it_stands_at_its_number_to_the_last_bit_until_it_is_moved(slider: StartSlider) -> None:
    slider.set_ends(-1.0, 3.0, None)
    slider.set_value(1 / 3)
    assert slider.number() == 1 / 3
    assert slider.value() == round((2 * (1 / 3 + 1) / 4 - 1) * 1000)
    moved: list[float] = []
    slider.tried.connect(moved.append)
    for value, number in ((-1000, -1.0), (1000, 3.0), (0, 1.0), (1, 1.002), (500, 2.0)):
        slider.setValue(value)
        assert slider.number() == number
    assert moved == [-1.0, 3.0, 1.0, 1.002, 2.0]
    # A number beyond the ends stands at the nearest.
    for number, value in ((9.0, 1000), (-9.0, -1000)):
        slider.set_value(number)
        assert (slider.value(), slider.number()) == (value, number)
    assert len(moved) == 5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_zero_best_and_handle_are_drawn_where_they_are(slider: StartSlider, theme: Theme) -> None:
    slider.set_theme(theme)
    slider.set_ends(-1.0, 3.0, 2.0)
    slider.set_value(0.5)
    drawn = drawing(slider)

    def x(number: float) -> float:
        return LEFT + (number + 1) / 4 * (RIGHT - LEFT)

    for number in (-1.0, 0.0, 0.7, 3.0):
        assert slider.x_of(number) == pytest.approx(x(number))
    assert slider.x_of(-1.01) is None
    assert slider.x_of(3.01) is None
    (groove,) = (mark for mark in drawn if mark.kind == "path")
    assert (groove.left, groove.right, groove.fill) == (LEFT, RIGHT, theme.previous)
    zero = next(m for m in drawn if m.kind == "rect" and m.right - m.left < 2)
    assert zero.box == pytest.approx((x(0) - 0.5, 5, x(0) + 0.5, 15), abs=0.02)
    assert zero.fill == theme.faint_text
    (best,) = (mark for mark in drawn if mark.kind == "polygon")
    corners = [(x(2) - 4.5, 10), (x(2), 5.5), (x(2) + 4.5, 10), (x(2), 14.5)]
    assert best.points[:4] == pytest.approx(np.array(corners), abs=0.02)
    assert best.fill == theme.faint_text
    (handle,) = (mark for mark in drawn if mark.kind == "circle")
    assert handle.points[0] == pytest.approx((x(0.5), 10), abs=0.2)
    assert (handle.radius, handle.fill) == (5, theme.panel)
    assert (handle.stroke, handle.width) == (theme.ink, 2)
    assert drawn.index(handle) == len(drawn) - 1
    slider.setFocus()
    (handle,) = (mark for mark in drawing(slider) if mark.kind == "circle")
    assert handle.width == 3
    slider.setEnabled(False)
    (handle,) = (mark for mark in drawing(slider) if mark.kind == "circle")
    assert handle.stroke == theme.zero
    slider.set_ends(1.0, 3.0, 5.0)
    kinds = [m.kind for m in drawing(slider)]
    assert "polygon" not in kinds
    assert kinds.count("rect") == 1


def test_the_handle_is_held_where_it_is_taken(slider: StartSlider, qtbot: QtBot) -> None:
    slider.set_ends(-1.0, 1.0, None)
    slider.set_value(0.0)
    tried: list[float] = []
    settled: list[float] = []
    slider.tried.connect(tried.append)
    slider.settled.connect(settled.append)
    button = Qt.MouseButton.LeftButton
    # Seven pixels to either side belong to the handle.
    qtbot.mousePress(slider, button, pos=QPoint(107, 10))
    assert slider.busy
    assert tried == []
    qtbot.mouseMove(slider, QPoint(117, 10))
    assert tried[-1] == pytest.approx(10 / 93, abs=0.001)
    assert settled == []
    qtbot.mouseRelease(slider, button, pos=QPoint(117, 10))
    assert settled == tried[-1:]
    assert not slider.busy
    qtbot.mouseClick(slider, button, pos=QPoint(150, 10))
    assert settled[-1] == pytest.approx(50 / 93, abs=0.006)


def test_keys_settle_after_a_rest_and_once(slider: StartSlider, qtbot: QtBot) -> None:
    slider.set_ends(-1.0, 1.0, None)
    slider.set_value(0.0)
    slider.setFocus()
    settled: list[float] = []
    slider.settled.connect(settled.append)
    for key, number in (
        (Qt.Key.Key_Right, 0.005), (Qt.Key.Key_PageUp, 0.105), (Qt.Key.Key_Left, 0.1),
        (Qt.Key.Key_Up, 0.105), (Qt.Key.Key_PageDown, 0.005), (Qt.Key.Key_Down, 0.0),
        (Qt.Key.Key_End, 1.0), (Qt.Key.Key_Home, -1.0),
    ):  # fmt: skip
        qtbot.keyClick(slider, key)
        assert slider.number() == pytest.approx(number)
    assert settled == []
    assert slider.busy
    slider.clearFocus()
    assert settled == [-1.0]
    assert not slider.busy
    slider.setFocus()
    slider.clearFocus()
    assert settled == [-1.0]
    QApplication.processEvents()


def test_what_keys_began_does_not_settle_under_the_hand(slider: StartSlider, qtbot: QtBot) -> None:
    slider.set_ends(-1.0, 1.0, None)
    slider.set_value(0.0)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    rest = slider.findChild(QTimer)
    assert rest.isActive()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    assert not rest.isActive()
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    slider.clearFocus()


def test_its_tip_says_what_to_do_and_while_it_plays_why_it_cannot_be_moved(qtbot: QtBot) -> None:
    row = StartRow("b")
    qtbot.addWidget(row)
    row.show_value(0.5, typed=False)
    for playing, tip in (
        (True, "Pause to try values by hand: while it plays, training moves the parameters."),
        (
            False,
            "Be the optimizer yourself: drag, or use the arrow keys,\n"
            "and see what another start of b does to fit and loss",
        ),
    ):
        row.set_playing(playing)
        assert row.slider.toolTip() == tip
        assert row.slider.isEnabled() != playing
