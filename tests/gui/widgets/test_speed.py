"""The speed slider says what it means, and means what it says."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.speed import SPEEDS, SpeedControl, in_words


@pytest.fixture
def control(qtbot: QtBot) -> SpeedControl:
    control = SpeedControl()
    qtbot.addWidget(control)
    return control


@pytest.mark.parametrize(
    ("speed", "words"),
    [
        (0.25, "an epoch in 4 seconds"),
        (0.3, "an epoch in 3.33 seconds"),
        (0.5, "an epoch in 2 seconds"),
        (1, "1 epoch a second"),
        (1.5, "1.5 epochs a second"),
        (10.0, "10 epochs a second"),
        (1_000, "1,000 epochs a second"),
        (None, "as fast as it goes"),
    ],
)
def test_in_words(speed: float | None, words: str) -> None:
    assert in_words(speed) == words


def test_from_one_epoch_in_two_seconds_to_as_fast_as_it_goes() -> None:
    *numbers, last = SPEEDS
    assert numbers[0] == 0.5
    assert last is None
    assert all(slower < faster for slower, faster in pairwise(numbers))


def test_every_place_of_the_slider_says_and_emits_its_speed(control: SpeedControl) -> None:
    emitted = []
    control.speedChanged.connect(emitted.append)
    control.slider.setValue(0)
    emitted.clear()
    for place, speed in enumerate(SPEEDS):
        control.slider.setValue(place)
        assert control.label.text() == in_words(speed)
    assert emitted == [*SPEEDS[1:]]


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_speed_that_is_set_is_shown_and_not_emitted(
    control: SpeedControl, qtbot: QtBot, speed: float | None
) -> None:
    with qtbot.assertNotEmitted(control.speedChanged):
        control.set_speed(speed)
    assert SPEEDS[control.slider.value()] == speed
    assert control.label.text() == in_words(speed)


@pytest.mark.parametrize(("speed", "place"), [(0.1, 0.5), (25, 20), (7_000, 5_000)])
def test_a_speed_between_two_places_keeps_its_meaning(
    control: SpeedControl, speed: float, place: float
) -> None:
    control.set_speed(speed)
    assert SPEEDS[control.slider.value()] == place
    assert control.label.text() == in_words(speed)


def test_faster_and_slower(control: SpeedControl, qtbot: QtBot) -> None:
    with qtbot.waitSignal(control.speedChanged, check_params_cb=lambda speed: speed == 20):
        control.step(1)
    with qtbot.waitSignal(control.speedChanged, check_params_cb=lambda speed: speed == 10):
        control.step(-1)
    control.step(len(SPEEDS))
    assert control.label.text() == "as fast as it goes"
    control.step(-len(SPEEDS))
    assert control.label.text() == "an epoch in 2 seconds"


def test_by_the_keyboard(control: SpeedControl, qtbot: QtBot) -> None:
    qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert control.label.text() == "20 epochs a second"
    qtbot.keyClick(control.slider, Qt.Key.Key_PageDown)
    assert control.label.text() == "3 epochs a second"


def test_nothing_jumps_when_the_words_change(control: SpeedControl) -> None:
    widths = set()
    for speed in SPEEDS:
        control.set_speed(speed)
        widths.add(control.sizeHint().width())
    assert len(widths) == 1


def test_it_can_be_found_and_told(control: SpeedControl) -> None:
    assert control.slider.objectName() == "speedSlider"
    assert control.slider.accessibleName() == "Speed"
    assert "Ctrl+Up" in control.slider.toolTip()
    assert control.slider.focusPolicy() & Qt.FocusPolicy.TabFocus
