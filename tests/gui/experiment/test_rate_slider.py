"""The slider of the learning rate: its zones, and what hand and keys do with it."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.experiment.rate_slider import RateSlider, paged, stepped
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

LIMIT = 3.54e-5
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


class Hand:
    """The slider in a window of its own, and what it has said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.slider = RateSlider()
        self.other = QLineEdit()
        column.addWidget(self.slider)
        column.addWidget(self.other)
        self.window.resize(230, 120)
        self.window.show()
        self.slider.set_limit(LIMIT)
        self.slider.set_rate(1e-5)
        self.said: list[tuple[str, float]] = []
        self.slider.tried.connect(lambda rate: self.said.append(("tried", rate)))
        self.slider.settled.connect(lambda rate: self.said.append(("settled", rate)))
        self.slider.dropped.connect(lambda: self.said.append(("dropped", 0.0)))

    def at(self, rate: float) -> QPoint:
        return QPoint(round(self.slider.x_of(rate)), self.slider.height() - 10)

    def press(self) -> None:
        handle = round(self.slider.position_of(self.slider.value()))
        QTest.mousePress(self.slider, LEFT, pos=QPoint(handle, self.slider.height() - 10))

    def drag(self, *rates: float) -> None:
        self.press()
        for rate in rates:
            QTest.mouseMove(self.slider, self.at(rate))

    def release(self) -> None:
        QTest.mouseRelease(self.slider, LEFT, pos=self.at(self.slider.number()))

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.slider, key)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    hand = Hand(qtbot)
    yield hand
    hand.slider.set_rate(1e-5)


@pytest.mark.parametrize(
    ("rate", "up", "down"),
    [
        (1e-5, 1.1e-5, 9.9e-6),
        (9.9e-5, 1e-4, 9.8e-5),
        (1.234e-3, 1.3e-3, 1.2e-3),
        (0.5, 0.51, 0.49),
    ],
)
def test_a_step_is_the_next_rate_of_two_digits(rate: float, up: float, down: float) -> None:
    assert stepped(rate, 1) == up
    assert stepped(rate, -1) == down


@pytest.mark.parametrize(
    ("rate", "up", "down"), [(1e-5, 2e-5, 5e-6), (3e-5, 5e-5, 2e-5), (0.7, 1.0, 0.5)]
)
def test_a_page_is_the_next_of_one_two_five(rate: float, up: float, down: float) -> None:
    assert paged(rate, 1) == up
    assert paged(rate, -1) == down


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_where_it_diverges_the_groove_is_hatched_in_the_colour_of_warnings(
    hand: Hand, theme: Theme
) -> None:
    slider = hand.slider
    slider.set_theme(theme)
    painted = slider.grab().toImage()
    place = hand.at(LIMIT)
    hatched = [
        painted.pixelColor(x, y).name()
        for x in range(place.x() + 4, painted.width() - 8)
        for y in range(place.y() - 2, place.y() + 3)
    ]
    assert theme.warning_text in hatched
    assert not {theme.border, theme.slant, theme.along} & {*hatched}


def test_the_limit_and_the_zones_stand_where_their_rates_are(hand: Hand) -> None:
    slider = hand.slider
    places = [slider.x_of(share * LIMIT) for share in (0.1, 0.5, 1.0)]
    assert places == sorted(places)
    (line,) = [
        mark for mark in drawing(slider).stroked(LIGHT.warning_text)
        if mark.left == pytest.approx(mark.right, abs=0.2)
    ]  # fmt: skip
    assert line.left == pytest.approx(places[-1], abs=1)
    for power in (-6, -5):
        width = slider.x_of(10.0 ** (power + 1)) - slider.x_of(10.0**power)
        assert width == pytest.approx(slider.x_of(1e-5) - slider.x_of(1e-6), abs=0.5)


@pytest.mark.parametrize(
    ("rate", "zone"), [(1e-6, "crawls"), (1e-5, "fine"), (3e-5, "swings"), (4e-5, "diverges")]
)
def test_the_zone_of_the_rate_is_written_bold(hand: Hand, rate: float, zone: str) -> None:
    hand.slider.set_rate(rate)
    marks = [mark for mark in drawing(hand.slider) if mark.kind == "text"]
    assert [mark.text for mark in marks if mark.bold] == [zone]
    assert {mark.text for mark in marks} == {"crawls", "fine", "swings", "diverges"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_zone_is_painted_from_its_lowest_rate_to_its_highest(hand: Hand, theme: Theme) -> None:
    slider = hand.slider
    slider.set_theme(theme)
    marks = drawing(slider)
    places = [slider.x_of(share * LIMIT) for share in (0.0, 0.1, 0.5, 1.0)]
    for colour, left, right in zip(
        (theme.border, theme.slant, theme.along), places, places[1:], strict=False
    ):
        (groove,) = (mark for mark in marks.filled(colour) if mark.bottom - mark.top < 10)
        assert (groove.left, groove.right) == pytest.approx((left, right), abs=0.1)
        assert groove.stroke == ""
        assert groove.bottom - groove.top == pytest.approx(7, abs=0.1)
    names = {mark.text: mark.fill for mark in marks if mark.kind == "text"}
    assert names == {
        "crawls": theme.faint_text, "fine": theme.text, "swings": theme.faint_text,
        "diverges": theme.warning_text,
    }  # fmt: skip
    # What diverges is hatched.
    image = slider.grab().toImage()
    middle = round((groove.top + groove.bottom) / 2)
    last = {image.pixel(x, middle) for x in range(round(places[-1]) + 4, round(slider.ends[1]) - 2)}
    assert len(last) > 1


def test_above_each_zone_is_the_way_its_distance_goes(hand: Hand) -> None:
    hand.slider.set_rate(1e-6)
    marks = drawing(hand.slider)
    curves = {
        name: next(
            mark for mark in marks
            if mark.kind == "polyline" and len(mark.points) > 2
            and abs((mark.left + mark.right) / 2 - sum(marks.text(name).ends) / 2) < 3
        )
        for name in ("crawls", "fine", "swings", "diverges")
    }  # fmt: skip
    # Down is nearer to the valley's floor, where y grows downwards.
    heights = {name: curve.points[:, 1] for name, curve in curves.items()}
    assert (np.diff(heights["crawls"]) > 0).all()
    assert (np.diff(heights["fine"]) >= 0).all()
    assert heights["fine"][-1] > heights["crawls"][-1] + 3
    for name, grows in (("swings", False), ("diverges", True)):
        ways = np.sign(np.diff(heights[name]))
        assert (ways[1:] == -ways[:-1]).all(), "from side to side"
        reach = np.abs(np.diff(heights[name]))
        assert (np.diff(reach) > 0).all() if grows else (np.diff(reach) < 0).all()
    for name, curve in curves.items():
        grounds = [
            mark for mark in marks.stroked(LIGHT.border)
            if mark.top == pytest.approx(mark.bottom, abs=0.01)
            and mark.left == pytest.approx(curve.left, abs=0.1)
        ]  # fmt: skip
        (ground,) = grounds
        assert ground.right == pytest.approx(curve.right, abs=0.1)
        swings = name in ("swings", "diverges")
        # A swing goes to both sides of the floor, a crawl comes down to it.
        assert (ground.top < curve.bottom - 1) is swings
        assert 25.9 < curve.right - curve.left < 44.1
        chosen = name == "crawls"
        assert curve.stroke == (
            LIGHT.text if chosen else LIGHT.warning_text if name == "diverges" else LIGHT.faint_text
        )
    assert curves["crawls"].width > curves["fine"].width


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_handle_stands_at_the_rate_with_a_ring_while_it_has_the_focus(
    hand: Hand, qtbot: QtBot, theme: Theme
) -> None:
    slider = hand.slider
    slider.set_theme(theme)
    hand.other.setFocus()
    handle = drawing(slider).circle(fill=theme.ink)
    assert handle.left == pytest.approx(slider.x_of(1e-5), abs=1)
    assert handle.stroke == theme.panel
    circles = [mark for mark in drawing(slider) if mark.kind in ("circle", "ellipse")]
    assert len(circles) == 1
    at_front(qtbot, hand.window)
    slider.setFocus()
    _, ring = (mark for mark in drawing(slider) if mark.kind in ("circle", "ellipse"))
    assert (ring.stroke, ring.fill) == (theme.ink, "")
    assert ring.radius > handle.radius
    assert ring.points == pytest.approx(handle.points)


def test_without_a_limit_the_whole_groove_is_grey(hand: Hand) -> None:
    hand.slider.set_limit(None)
    marks = drawing(hand.slider)
    (groove,) = marks.filled(LIGHT.border)
    assert (groove.left, groove.right) == pytest.approx(hand.slider.ends, abs=0.1)
    assert not marks.stroked(LIGHT.warning_text)


def test_names_of_zones_never_touch(hand: Hand) -> None:
    slider = hand.slider
    for width in (190, 210, 234):
        slider.setFixedWidth(width)
        QApplication.processEvents()
        marks = sorted(
            (mark for mark in drawing(slider) if mark.kind == "text"), key=lambda each: each.left
        )
        ends = [
            mark.left + slider.fontMetrics().horizontalAdvance(mark.text) * 0.85 for mark in marks
        ]
        assert all(end < mark.left for end, mark in zip(ends, marks[1:], strict=False))
        assert ends[-1] <= width + 1


def test_a_drag_tries_and_letting_go_settles(hand: Hand) -> None:
    hand.drag(1.5e-5, 3e-5)
    assert hand.said[-1][0] == "tried"
    assert hand.said[-1][1] == pytest.approx(3e-5, rel=0.05)
    assert hand.slider.busy
    tried = hand.said[-1][1]
    hand.release()
    assert hand.said[-1] == ("settled", pytest.approx(tried, rel=0.05))
    assert not hand.slider.busy


def test_escape_in_the_middle_of_a_drag_takes_it_back(hand: Hand) -> None:
    hand.drag(1.5e-5, 3e-5)
    hand.key(Key.Key_Escape)
    assert hand.said[-1] == ("dropped", 0.0)
    assert hand.slider.number() == 1e-5
    QTest.mouseMove(hand.slider, hand.at(4e-5))
    hand.release()
    assert hand.said[-1] == ("dropped", 0.0)
    assert hand.slider.number() == 1e-5


def test_a_drag_that_comes_back_changes_nothing(hand: Hand) -> None:
    hand.press()
    home = round(hand.slider.position_of(hand.slider.value()))
    for x in (home + 20, home):
        QTest.mouseMove(hand.slider, QPoint(x, hand.slider.height() - 10))
    QTest.mouseRelease(hand.slider, LEFT, pos=QPoint(home, hand.slider.height() - 10))
    assert hand.said[-1] == ("dropped", 0.0)
    assert not [said for said in hand.said if said[0] == "settled"]


def test_keys_try_and_settle_once_they_rest(hand: Hand, qtbot: QtBot) -> None:
    hand.slider.setFocus()
    hand.key(Key.Key_Right, Key.Key_Right, Key.Key_PageUp)
    assert [rate for _, rate in hand.said] == pytest.approx([1.1e-5, 1.2e-5, 2e-5])
    qtbot.waitUntil(lambda: hand.said[-1][0] == "settled")
    assert hand.said[-1][1] == 2e-5


@pytest.mark.parametrize(
    ("key", "rate"),
    [
        (Key.Key_Left, 9.9e-6), (Key.Key_Down, 9.9e-6), (Key.Key_Right, 1.1e-5),
        (Key.Key_Up, 1.1e-5), (Key.Key_PageDown, 5e-6), (Key.Key_PageUp, 2e-5),
    ],
)  # fmt: skip
@pytest.mark.parametrize("settle", [Key.Key_Return, Key.Key_Enter])
def test_each_key_tries_the_rate_on_its_side(
    hand: Hand, key: Qt.Key, rate: float, settle: Qt.Key
) -> None:
    hand.slider.setFocus()
    hand.key(key)
    assert hand.said == [("tried", pytest.approx(rate))]
    hand.key(settle)
    assert hand.said[1:] == [("settled", pytest.approx(rate))]


def test_what_keys_began_does_not_settle_under_the_hand(hand: Hand, qtbot: QtBot) -> None:
    hand.slider.setFocus()
    hand.key(Key.Key_Right)
    rest = hand.slider.findChild(QTimer)
    assert rest.isActive()
    hand.press()
    assert not rest.isActive()
    hand.key(Key.Key_Escape)
    hand.release()
    assert hand.said[-1] == ("dropped", 0.0)


def test_return_settles_at_once_and_escape_takes_back(hand: Hand) -> None:
    hand.slider.setFocus()
    hand.key(Key.Key_Up, Key.Key_Return)
    assert hand.said[-1] == ("settled", 1.1e-5)
    hand.slider.set_rate(1.1e-5)
    hand.key(Key.Key_Down, Key.Key_Escape)
    assert hand.said[-1] == ("dropped", 0.0)
    assert hand.slider.number() == 1.1e-5


def test_home_and_end_are_the_ends(hand: Hand) -> None:
    hand.slider.setFocus()
    hand.key(Key.Key_Home)
    lowest = hand.slider.number()
    hand.key(Key.Key_End)
    highest = hand.slider.number()
    hand.key(Key.Key_Escape)
    assert lowest < LIMIT / 100
    assert highest > 4 * LIMIT


def test_leaving_it_settles(hand: Hand, qtbot: QtBot) -> None:
    at_front(qtbot, hand.window)
    hand.slider.setFocus()
    qtbot.waitUntil(hand.slider.hasFocus)
    hand.key(Key.Key_Right)
    hand.other.setFocus()
    assert hand.said[-1] == ("settled", 1.1e-5)


def test_the_wheel_scrolls_what_it_stands_in(hand: Hand) -> None:
    hand.slider.setFocus()
    middle = QPointF(hand.slider.rect().center())
    event = QWheelEvent(
        middle, hand.slider.mapToGlobal(middle), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.slider, event)
    assert not event.isAccepted()
    assert hand.said == []


@pytest.mark.parametrize("rate", [1e-12, 1e-9, 0.37, 50.0])
def test_a_rate_far_from_the_limit_still_stands_on_it(hand: Hand, rate: float) -> None:
    hand.slider.set_rate(rate)
    assert hand.slider.number() == rate
    left, right = hand.slider.ends
    assert left < hand.slider.x_of(rate) < right
    assert left <= hand.slider.x_of(LIMIT) <= right


def test_without_a_limit_it_is_a_plain_slider(hand: Hand) -> None:
    hand.slider.set_limit(None)
    assert drawing(hand.slider).texts == []
    hand.slider.setFocus()
    hand.key(Key.Key_PageUp, Key.Key_Return)
    assert hand.said[-1] == ("settled", 2e-5)


def test_under_the_hand_the_scale_stays(hand: Hand) -> None:
    hand.drag(3e-5)
    before = hand.slider.x_of(3e-5)
    hand.slider.set_limit(LIMIT * 300)
    assert hand.slider.x_of(3e-5) == before
    hand.release()
    hand.slider.set_rate(3e-5)
    assert math.isclose(hand.slider.number(), 3e-5)
    assert hand.slider.x_of(3e-5) != before
