"""The timeline: dragging, clicking, paging, following, and how it says how far things have come."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import History, Stage, Updates
from gui.panels.timeline import EpochSlider, Ticks, Timeline
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
    assert (timeline.slider.minimum(), timeline.slider.maximum()) == (0, 200)
    assert timeline.slider.value() == 37
    assert text(timeline) == "epoch 37 of 200"
    assert text(timeline, "timelineTimeLeft") == "120 trained"
    for cursor in (0, 120, 5):
        timeline.draw(replace(view, cursor=cursor))
        assert timeline.slider.value() == cursor
    assert asked == []


def test_before_the_first_epoch_it_says_so(
    timeline: Timeline, view: View, asked: list[int]
) -> None:
    assert text(timeline) == "no epoch trained yet"
    timeline.draw(make_view(epochs=1, cursor=0))
    assert text(timeline) == "epoch 0 of 200"
    timeline.draw(untrained(view))
    assert text(timeline, "timelineTimeLeft") == "none trained yet"
    assert timeline.slider.value() == 0
    assert asked == []


def test_a_click_anywhere_on_the_groove_goes_there(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    for epoch in (100, 1, 120, 0):
        qtbot.mouseClick(timeline.slider, LEFT, pos=point(timeline.slider, epoch))
    assert asked == [100, 1, 120, 0]


def test_a_click_beyond_the_trained_epochs_goes_to_the_last(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    qtbot.mouseClick(timeline.slider, LEFT, pos=point(timeline.slider, 180))
    assert (asked, timeline.slider.value()) == ([120], 120)
    timeline.slider.setValue(150)
    assert timeline.slider.value() == 120


@pytest.mark.parametrize("stage", list(Stage)[:-1])
def test_of_an_epoch_under_way_the_handle_stands_on_the_way_to_it(
    timeline: Timeline, stage: Stage
) -> None:
    view = make_view(epochs=50, cursor=38, stage=stage)
    timeline.draw(view)
    assert text(timeline) == "epoch 38 of 200"
    assert timeline.slider.value() == 37
    middle = middle_of_handle(timeline)
    slider = timeline.slider
    assert slider.position_of(37) < middle < slider.position_of(38)
    assert middle == pytest.approx(slider.position_of(37 + stage / 5), abs=0.1)


def test_more_epochs_than_are_asked_for_by_now(timeline: Timeline, view: View) -> None:
    timeline.draw(replace(view, experiment=Experiment(epochs=100), cursor=120))
    assert timeline.slider.maximum() == 120
    assert text(timeline, "timelineTimeLeft") == "120 trained, 100 asked for"


def test_the_numbers_below_are_round_and_end_with_the_last(
    timeline: Timeline, view: View, qtbot: QtBot
) -> None:
    ticks = timeline.findChild(Ticks)
    assert isinstance(ticks, Ticks)
    for asked_for, numbers in (
        (200, [0, 50, 100, 150, 200]), (3, [0, 1, 2, 3]), (1_000, [0, 200, 400, 600, 800, 1_000]),
    ):  # fmt: skip
        timeline.draw(
            replace(view, history=History(3), cursor=0, experiment=Experiment(epochs=asked_for))
        )
        assert ticks.epochs() == numbers
    assert ticks.geometry().top() >= timeline.slider.geometry().bottom()
    assert ticks.geometry().left() == timeline.slider.geometry().left()
    timeline.draw(view)
    words = [mark for mark in drawing(ticks) if mark.kind == "text"]
    assert len(words) == 5


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
    assert asked[:3] == [50, 60, 40]
    assert asked[-1] == 120
    assert max(asked) == 120
    timeline.draw(replace(view, cursor=38))
    assert slider.value() == 38


def test_a_new_run_takes_the_handle_out_of_the_hand(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(view)
    qtbot.mousePress(timeline.slider, LEFT, pos=point(timeline.slider, 100))
    timeline.draw(untrained(view))
    assert timeline.slider.trained == timeline.slider.value() == 0
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
    assert text(timeline, "timelineTimeLeft") == "all 10,000,000 trained"
    label = timeline.findChild(QLabel, "timelineEpoch")
    assert isinstance(label, QLabel)
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    slider = timeline.slider
    assert 0 < slider.position_of(1) < slider.position_of(many) < slider.width()
    qtbot.mouseClick(slider, LEFT, pos=point(slider, many // 2))
    assert asked[0] == pytest.approx(many / 2, abs=many / slider.width())


def test_the_time_left_comes_and_goes_with_the_rate(timeline: Timeline, view: View) -> None:
    timeline.draw(view)
    for rate, said in (
        (None, "120 trained"), (8.0, "120 trained · about 10 s left"), (1000.0, "120 trained"),
        (0.5, "120 trained · about 3 min left"), (None, "120 trained"),
    ):  # fmt: skip
        timeline.set_rate(rate)
        assert text(timeline, "timelineTimeLeft") == said


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


def middle_of_handle(timeline: Timeline) -> float:
    circles = [mark for mark in drawing(timeline.slider) if mark.kind == "circle"]
    return (circles[-1].left + circles[-1].right) / 2


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_groove_is_filled_as_far_as_it_is_trained(
    timeline: Timeline, view: View, theme: Theme
) -> None:
    timeline.set_theme(theme)
    timeline.draw(view)
    slider = timeline.slider
    image = slider.grab().toImage()

    def colour(epoch: float) -> str:
        return image.pixelColor(round(slider.position_of(epoch)), slider.height() // 2).name()

    assert [colour(epoch) for epoch in (5, 80, 118)] == [theme.ink] * 3
    assert [colour(epoch) for epoch in (123, 160, 198)] == [theme.previous] * 3
    # The handle is a ring: it stands out from what is trained.
    assert colour(37) == theme.window
    assert middle_of_handle(timeline) == pytest.approx(slider.position_of(37), abs=0.6)


def test_without_epochs_nothing_is_filled(timeline: Timeline, view: View) -> None:
    timeline.draw(untrained(view))
    assert drawing(timeline.slider).filled(LIGHT.ink) == []


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
    timeline.slider.setValue(90)
    qtbot.keyClick(timeline.slider, Key.Key_PageUp)
    assert timeline.slider.value() == 95
    timeline.slider.setValue(0)
    qtbot.keyClick(timeline.slider, Key.Key_PageDown)
    assert timeline.slider.value() == 0


def test_a_held_handle_stays_while_epochs_come(
    timeline: Timeline, view: View, asked: list[int], qtbot: QtBot
) -> None:
    timeline.draw(replace(view, history=long_history(50), cursor=50))
    qtbot.mousePress(timeline.slider, LEFT, pos=point(timeline.slider, 20))
    timeline.draw(replace(view, history=long_history(90), cursor=90))
    assert timeline.slider.value() == 20
    assert text(timeline, "timelineTimeLeft") == "90 trained"
    qtbot.mouseRelease(timeline.slider, LEFT)
    timeline.draw(replace(view, history=long_history(90), cursor=90))
    assert (timeline.slider.value(), timeline.slider.trained) == (90, 90)
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
