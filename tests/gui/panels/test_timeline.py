"""The timeline: dragging, clicking, paging, following, and how it says how far things have come."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import History, Updates
from gui.panels.timeline import EpochSlider, Timeline, progress_text, time_left
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.views import make_view

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[Timeline]:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1000, 44)
    timeline.show()
    yield timeline
    timeline.hide()


@pytest.fixture
def asked(timeline: Timeline) -> list[int]:
    epochs: list[int] = []
    timeline.epochRequested.connect(epochs.append)
    return epochs


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=120, cursor=37)


def text(timeline: Timeline, name: str = "timelineEpoch") -> str:
    label = timeline.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def point(slider: EpochSlider, value: int) -> QPoint:
    return QPoint(round(slider.position_of(value)), slider.height() // 2)


def untrained(view: View) -> View:
    return replace(view, history=History(3), cursor=0)


def long_history(epochs: int) -> History:
    history = History(1)
    zeros = np.zeros((epochs, 1), np.float32)
    nothing = zeros[:, 0]
    params = np.zeros((epochs + 1, 1), np.float32)
    settings = Settings(0.1, True, True)
    history.append(Updates(1, settings, zeros[0], params, zeros, nothing, nothing, zeros))
    return history


def test_drawing_shows_the_epoch_and_asks_for_nothing(
    timeline: Timeline, view: View, asked: list[int]
) -> None:
    timeline.draw(view)
    assert (timeline.slider.minimum(), timeline.slider.maximum()) == (0, 120)
    assert timeline.slider.value() == 37
    assert text(timeline) == "epoch 37 of 120 trained"
    for cursor in (0, 120, 5):
        timeline.draw(replace(view, cursor=cursor))
        assert timeline.slider.value() == cursor
    assert asked == []


def test_before_the_first_epoch_it_says_so(
    timeline: Timeline, view: View, asked: list[int]
) -> None:
    assert text(timeline) == "no epoch trained yet"
    timeline.draw(untrained(view))
    assert text(timeline) == "no epoch trained yet"
    assert text(timeline, "timelineTimeLeft") == "0 % of 200 asked for"
    assert timeline.slider.maximum() == 0
    assert asked == []


def test_a_click_anywhere_on_the_groove_goes_there(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    for epoch in (100, 1, 120, 0):
        qtbot.mouseClick(timeline.slider, LEFT, pos=point(timeline.slider, epoch))
    assert asked == [100, 1, 120, 0]


def test_dragging_asks_at_each_move_and_is_not_pulled_back_by_what_is_drawn(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    slider = timeline.slider
    qtbot.mousePress(slider, LEFT, pos=point(slider, 37))
    for epoch in (50, 60, 40):
        qtbot.mouseMove(slider, point(slider, epoch))
        timeline.draw(replace(view, cursor=38))
        assert slider.value() == epoch
    qtbot.mouseMove(slider, QPoint(5000, 5))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(5000, 5))
    assert asked == [50, 60, 40, 120]
    timeline.draw(replace(view, cursor=38))
    assert slider.value() == 38


def test_a_new_run_takes_the_handle_out_of_the_hand(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    qtbot.mousePress(timeline.slider, LEFT, pos=point(timeline.slider, 100))
    timeline.draw(untrained(view))
    assert timeline.slider.maximum() == timeline.slider.value() == 0
    qtbot.mouseRelease(timeline.slider, LEFT)
    assert asked == [100]


def test_only_the_left_button_moves_it(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    qtbot.mouseClick(timeline.slider, Qt.MouseButton.RightButton, pos=point(timeline.slider, 5))
    assert asked == []
    assert timeline.slider.value() == 37


def test_setting_the_slider_asks_too_as_assistive_technology_does(
    timeline: Timeline, view: View, asked: list[int]
) -> None:
    timeline.draw(view)
    timeline.slider.setValue(80)
    assert asked == [80]


def test_page_keys_go_a_tenth_on_and_back(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    qtbot.keyClick(timeline.slider, Key.Key_PageUp)
    qtbot.keyClick(timeline.slider, Key.Key_PageDown)
    qtbot.keyClick(timeline.slider, Key.Key_PageDown)
    assert asked == [49, 37, 25]


class Window(QWidget):
    """What is around the timeline: keeps the keys that come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


def test_the_windows_keys_pass_through_to_the_window(view: View, qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    timeline = Timeline(window)
    timeline.draw(view)
    keys = [
        Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down,
        Key.Key_Home, Key.Key_End, Key.Key_Space,
    ]  # fmt: skip
    for key in keys:
        qtbot.keyClick(timeline.slider, key)
    assert window.keys == keys
    assert timeline.slider.value() == 37


def test_the_wheel_does_not_travel_in_time(
    timeline: Timeline, view: View, asked: list[int]
) -> None:
    timeline.draw(view)
    event = QWheelEvent(
        QPointF(50, 5), QPointF(50, 5), QPoint(0, 120), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline.slider, event)
    assert asked == []


def test_ten_million_epochs_are_a_timeline_like_any_other(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    many = 10_000_000
    long = replace(
        view, history=long_history(many), cursor=many, experiment=Experiment(epochs=many)
    )
    timeline.draw(long)
    assert text(timeline) == "epoch 10,000,000 of 10,000,000 trained"
    label = timeline.findChild(QLabel, "timelineEpoch")
    assert isinstance(label, QLabel)
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    slider = timeline.slider
    assert 0 < slider.position_of(1) < slider.position_of(many) < slider.width()
    qtbot.mouseClick(slider, LEFT, pos=point(slider, many // 2))
    assert asked[0] == pytest.approx(many / 2, abs=many / slider.width())


def test_progress_is_of_the_epochs_asked_for(timeline: Timeline, view: View) -> None:
    timeline.draw(view)
    bar = timeline.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.value(), bar.maximum()) == (120, 200)
    timeline.draw(replace(view, experiment=Experiment(epochs=100)))
    assert (bar.value(), bar.maximum()) == (100, 100)
    assert text(timeline, "timelineTimeLeft") == "all 100 asked for"


def test_the_time_left_comes_and_goes_with_the_rate(timeline: Timeline, view: View) -> None:
    timeline.draw(view)
    assert text(timeline, "timelineTimeLeft") == "60 % of 200 asked for"
    timeline.set_rate(8.0)
    assert text(timeline, "timelineTimeLeft") == "60 % of 200 asked for · about 10 s left"
    timeline.set_rate(1000.0)
    assert text(timeline, "timelineTimeLeft") == "60 % of 200 asked for"
    timeline.set_rate(None)
    assert text(timeline, "timelineTimeLeft") == "60 % of 200 asked for"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, ""),
        (5.0, ""),
        (12.3, "about 12 s left"),
        (33.0, "about 35 s left"),
        (57.4, "about 55 s left"),
        (58.0, "about 1 min left"),
        (125.0, "about 2 min left"),
        (3569.0, "about 59 min left"),
        (3571.0, "about 1 h left"),
        (7300.0, "about 2 h left"),
        (1e6, "over two days left"),
    ],
)
def test_time_is_told_as_exactly_as_it_is_known(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.floats(0, 1e6) | st.none())
def test_all_is_only_said_when_all_are_trained(
    trained: int, asked_for: int, rate: float | None
) -> None:
    said = progress_text(trained, asked_for, rate)
    assert said.startswith("all") == (trained >= asked_for)
    assert not said.startswith("100 %")


def test_the_texts_never_push_the_slider_about(timeline: Timeline, view: View) -> None:
    timeline.draw(view)
    QApplication.processEvents()
    before = timeline.slider.geometry()
    for cursor in (0, 9, 120):
        timeline.draw(replace(view, cursor=cursor))
        timeline.set_rate(cursor / 60 or None)
        QApplication.processEvents()
        assert timeline.slider.geometry() == before


def test_the_slider_says_what_it_is(timeline: Timeline) -> None:
    assert timeline.slider.accessibleName() == "Epoch shown"
    assert "Page Up and Page Down" in timeline.slider.toolTip()


# what is painted


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_groove_is_filled_up_to_the_handle(
    timeline: Timeline, view: View, theme: Theme
) -> None:
    timeline.set_theme(theme)
    timeline.draw(view)
    slider = timeline.slider
    here, middle = slider.position_of(37), slider.height() / 2
    drawn = drawing(slider)
    (rest,) = drawn.filled(theme.previous)
    (done, handle) = drawn.filled(theme.ink)
    for groove, end in ((rest, slider.width() - 9), (done, here)):
        assert (groove.left, groove.right) == pytest.approx((9, end), abs=0.1)
        assert (groove.top, groove.bottom) == pytest.approx((middle - 2, middle + 2), abs=0.1)
    assert handle.points[0] == pytest.approx((here, middle), abs=0.1)
    edge = theme.text if slider.hasFocus() else theme.window
    assert (handle.radius, handle.stroke, handle.width) == (7, edge, 2)
    # From the ninth pixel to the ninth from the right, as the epochs are from the first on.
    assert (slider.position_of(0), slider.position_of(120)) == (9, slider.width() - 9)
    assert here == pytest.approx(9 + (slider.width() - 18) * 37 / 120)
    # The handle has an edge in the ink of a text while the focus is there.
    for focused in (True, False):
        (slider.setFocus if focused else slider.clearFocus)()
        assert slider.hasFocus() is focused
        handle = drawing(slider).circle(fill=theme.ink)
        assert handle.stroke == (theme.text if focused else theme.window)


def test_without_epochs_the_handle_is_grey(timeline: Timeline, view: View) -> None:
    timeline.draw(untrained(view))
    drawn = drawing(timeline.slider)
    assert drawn.circle(fill=LIGHT.previous).left == 9
    assert not [mark for mark in drawn.filled(LIGHT.ink) if mark.kind == "circle"]


def test_the_progress_lies_under_the_groove_and_the_words_beside(
    timeline: Timeline, view: View
) -> None:
    timeline.draw(view)
    QApplication.processEvents()
    bar = timeline.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    slider = timeline.slider.geometry()
    assert (bar.geometry().left(), bar.geometry().right()) == (
        slider.left() + 9,
        slider.right() - 9,
    )
    assert bar.geometry().top() >= slider.bottom()
    assert bar.height() == 3
    assert not bar.isTextVisible()
    words = [timeline.findChild(QLabel, name) for name in ("timelineEpoch", "timelineTimeLeft")]
    for above, label in zip((slider, bar.geometry()), words, strict=True):
        assert label.geometry().left() > slider.right()
        assert abs(label.geometry().center().y() - above.center().y()) < 12
    assert words[0].geometry().bottom() < words[1].geometry().bottom()
    # The slider takes the room there is.
    assert slider.width() > 0.4 * timeline.width()
    image = bar.grab().toImage()
    # 120 of 200 are trained.
    assert image.pixelColor(round(0.5 * bar.width()), 1).name() == LIGHT.curve
    assert image.pixelColor(round(0.7 * bar.width()), 1).name() == LIGHT.border


def test_the_words_are_coloured_by_their_weight(timeline: Timeline, view: View) -> None:
    for theme in (LIGHT, DARK):
        timeline.set_theme(theme)
        timeline.draw(view)
        for name, colour in (("timelineEpoch", theme.text), ("timelineTimeLeft", theme.faint_text)):
            label = timeline.findChild(QLabel, name)
            words = [mark for mark in drawing(label) if mark.kind == "text"]
            assert {mark.fill for mark in words} == {colour}


def test_a_page_is_a_tenth_of_the_epochs_and_never_nothing(
    timeline: Timeline, view: View, qtbot: QtBot
) -> None:
    timeline.draw(replace(view, history=long_history(4), cursor=0))
    assert timeline.slider.pageStep() == 1
    timeline.draw(replace(view, history=long_history(95), cursor=0))
    assert timeline.slider.pageStep() == 10
    qtbot.keyClick(timeline.slider, Key.Key_PageDown)
    assert timeline.slider.value() == 0


def test_a_held_handle_stays_while_epochs_come(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(replace(view, history=long_history(50), cursor=50))
    qtbot.mousePress(timeline.slider, LEFT, pos=point(timeline.slider, 20))
    timeline.draw(replace(view, history=long_history(90), cursor=90))
    assert timeline.slider.value() == 20
    assert text(timeline) == "epoch 90 of 90 trained"
    qtbot.mouseRelease(timeline.slider, LEFT)
    timeline.draw(replace(view, history=long_history(90), cursor=90))
    assert (timeline.slider.value(), timeline.slider.maximum()) == (90, 90)
    assert asked == [20]
    # Without a button pressed, the mouse only passes by.
    qtbot.mouseMove(timeline.slider, point(timeline.slider, 10))
    assert timeline.slider.value() == 90


def test_the_places_for_the_words_fit_the_longest_of_the_run(
    timeline: Timeline, view: View
) -> None:
    for asked_for in (9, 200, 10**7):
        timeline.draw(replace(view, experiment=Experiment(epochs=asked_for)))
        timeline.set_rate(0.001)
        for name in ("timelineEpoch", "timelineTimeLeft"):
            label = timeline.findChild(QLabel, name)
            needed = label.fontMetrics().horizontalAdvance(label.text())
            assert needed <= label.width()
        timeline.set_rate(None)
    assert timeline.minimumSizeHint().height() < 60
