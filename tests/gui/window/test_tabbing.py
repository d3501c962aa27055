"""Tab goes in reading order through what can be operated, area by area, and round again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.window.tabbing import reading_order, tab
from tests.gui.windows import at_front

Box = tuple[int, int, int, int]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    at_front(qtbot, window)
    yield window
    window.close()


def area(window: QWidget, left: int = 0) -> QWidget:
    made = QWidget(window)
    made.setGeometry(left, 0, 300, 400)
    made.show()
    return made


def button(around: QWidget, name: str, *box: int) -> QPushButton:
    made = QPushButton(name, around)
    made.setGeometry(*box)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.show()
    return made


def names(*areas: QWidget) -> list[str]:
    return [widget.text() for widget in reading_order(areas)]  # type: ignore[attr-defined]


def test_area_by_area_from_left_to_right_and_row_by_row(window: QWidget) -> None:
    first, second = area(window), area(window, 300)
    button(second, "in the second", 0, 0, 50, 20)
    button(first, "below", 0, 100, 50, 20)
    button(first, "right", 200, 2, 50, 20)
    button(first, "left", 0, 0, 50, 20)
    button(first, "middle", 100, 8, 50, 20)
    assert names(first, second) == ["left", "middle", "right", "below", "in the second"]
    assert names(second, first)[0] == "in the second"


@pytest.mark.parametrize(("top", "order"), [(10, ["b", "a"]), (11, ["a", "b"]), (0, ["b", "a"])])
def test_a_row_reaches_as_far_as_its_lowest_part(
    window: QWidget, top: int, order: list[str]
) -> None:
    """The middle of `b` is not below the bottom of `a`, or is."""
    around = area(window)
    button(around, "a", 100, 0, 50, 20)
    button(around, "b", 0, top, 50, 20)
    assert names(around) == order


def test_the_lowest_of_a_row_counts_whichever_it_is(window: QWidget) -> None:
    around = area(window)
    button(around, "tall", 100, 0, 50, 44)
    button(around, "low", 200, 10, 50, 20)
    # Its middle is below the low one's bottom, though not below the tall one's.
    button(around, "next", 0, 26, 50, 20)
    assert names(around) == ["low", "tall", "next"] or names(around) == ["tall", "low", "next"]
    assert names(around)[-1] == "next"


def test_what_cannot_be_operated_is_passed_over(window: QWidget) -> None:
    around = area(window)
    button(around, "here", 0, 0, 50, 20)
    button(around, "off", 60, 0, 50, 20).setEnabled(False)
    button(around, "hidden", 120, 0, 50, 20).hide()
    button(around, "no tab", 0, 40, 50, 20).setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    button(around, "by tab", 60, 40, 50, 20).setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button(around, "flat", 120, 40, 50, 0)
    inside = button(around, "proxy", 0, 80, 50, 20)
    inside.setFocusProxy(button(around, "own", 60, 80, 50, 20))
    assert names(around) == ["here", "by tab", "own"]
    # An area can be operated itself.
    alone = button(window, "alone", 400, 0, 50, 20)
    assert names(alone) == ["alone"]


def test_tab_goes_on_and_back_and_round(window: QWidget) -> None:
    around = area(window)
    one, two, three = (button(around, str(k), 60 * k, 0, 50, 20) for k in range(3))
    for focus, forward, reached in (
        (None, True, one), (None, False, three), (window, True, one), (window, False, three),
        (one, True, two), (two, True, three), (three, True, one),
        (one, False, three), (three, False, two), (two, False, one),
    ):  # fmt: skip
        assert tab([around], focus, forward)
        assert reached.hasFocus()
    assert not tab([area(window, 300)], one, True)
    assert one.hasFocus()


def test_what_is_reached_is_scrolled_into_sight(window: QWidget) -> None:
    scroll = QScrollArea(window)
    scroll.setGeometry(0, 0, 300, 200)
    inside = QWidget()
    inside.resize(250, 2000)
    top, bottom = (button(inside, str(y), 0, y, 50, 20) for y in (0, 1900))
    scroll.setWidget(inside)
    scroll.show()
    for reached in (bottom, top):
        assert tab([inside], top if reached is bottom else bottom, True)
        assert not reached.visibleRegion().isEmpty()
