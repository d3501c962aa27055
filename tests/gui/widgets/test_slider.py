"""The painted sliders: where groove and handle are, and what a click, a drag and the wheel do."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.panels.timeline import EpochSlider, Ticks, Timeline
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.speed import SpeedControl, SpeedSlider
from gui.zoom import face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view
from tests.gui.windows import at_front

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.resize(900, 50)
    at_front(qtbot, widget)
    if focused := QApplication.focusWidget():
        focused.clearFocus()
    return widget


def grooves(drawn: Drawing) -> list[Mark]:
    return [mark for mark in drawn if mark.kind == "path"]


def circles(drawn: Drawing) -> list[Mark]:
    return [mark for mark in drawn if mark.kind in ("circle", "ellipse")]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("trained", "cursor"), [(0, 0), (50, 50), (200, 20)])
def test_the_timeline_is_filled_as_far_as_it_is_trained(
    timeline: Timeline, theme: Theme, trained: int, cursor: int
) -> None:
    timeline.set_theme(theme)
    timeline.draw(make_view(epochs=max(trained, 1), cursor=cursor))
    slider = timeline.slider
    slider.trained = trained
    drawn, middle = drawing(slider), slider.height() / 2
    left, right = 9, slider.width() - 9

    def x(epoch: float) -> float:
        return left + (right - left) * epoch / 200

    track, *done = grooves(drawn)
    assert track.box == pytest.approx((left, middle - 2, right, middle + 2), abs=0.02)
    assert track.fill == theme.previous
    if trained:
        assert done[0].box == pytest.approx((left, middle - 2, x(trained), middle + 2), abs=0.02)
        assert (done[0].fill, done[0].stroke) == (theme.ink, "")
    else:
        assert not done
    handle, hole = circles(drawn)
    assert tuple(handle.points[0]) == pytest.approx((x(cursor), middle), abs=0.02)
    assert (handle.radius, handle.width) == (7, 2)
    assert (handle.fill, handle.stroke) == (theme.ink if trained else theme.curve, theme.window)
    assert tuple(hole.points[0]) == pytest.approx((x(cursor), middle), abs=0.02)
    assert (hole.radius, hole.fill, hole.stroke) == (2.5, theme.window, "")
    slider.setFocus()
    handle, ring, hole = circles(drawing(slider))
    assert handle.stroke == theme.text
    assert (ring.radius, ring.stroke, ring.width, ring.fill) == (9, theme.ink, 1.5, "")
    assert tuple(ring.points[0]) == tuple(handle.points[0])


def test_within_an_epoch_the_handle_stands_between_two(timeline: Timeline) -> None:
    slider = timeline.slider
    for stage, part in ((Stage.PREDICT, 0.2), (Stage.GRADIENT, 0.8), (Stage.UPDATE, 1)):
        timeline.draw(make_view(epochs=10, cursor=4, stage=stage))
        (handle, _hole) = circles(drawing(slider))
        left, right = slider.ends
        assert handle.points[0][0] == pytest.approx(
            left + (right - left) * (3 + part) / 200, abs=0.02
        )


def test_the_numbers_stand_under_their_epochs(timeline: Timeline) -> None:
    timeline.draw(make_view(epochs=1))
    ticks = timeline.findChild(Ticks)
    for width in (300, 500, 900, 1500):
        timeline.resize(width, 50)
        QApplication.processEvents()
        drawn, slider = drawing(ticks), timeline.slider
        assert ticks.width() == slider.width()
        numbers = [mark for mark in drawn if mark.kind == "text"]
        assert numbers[0].text == "0"
        assert numbers[-1].text == "200"
        for mark in numbers:
            place = slider.position_of(int(mark.text)) - mark.advance / 2
            assert mark.left == pytest.approx(
                min(max(place, 0), ticks.width() - mark.advance), abs=0.1
            )
            assert mark.fill == LIGHT.faint_text
            assert 0 < mark.top <= ticks.height()
        gaps = [right.left - left.ends[1] for left, right in pairwise(numbers)]
        assert min(gaps) > 12
        steps = {int(right.text) - int(left.text) for left, right in pairwise(numbers[:-1])}
        assert len(steps) <= 1
        for step in steps:
            assert (slider.ends[1] - slider.ends[0]) * step / 200 >= 100


@pytest.mark.parametrize("index", [0, 5, 15])
def test_the_speed_is_filled_up_to_its_handle(qtbot: QtBot, index: int) -> None:
    control = SpeedControl()
    qtbot.addWidget(control)
    control.show()
    slider = control.slider
    assert isinstance(slider, SpeedSlider)
    slider.clearFocus()
    slider.setValue(index)
    track, done = grooves(drawing(slider))
    left, right = 8, slider.width() - 8
    here = left + (right - left) * index / 15
    assert track.fill == LIGHT.border
    assert (track.left, track.right) == pytest.approx((left, right), abs=0.02)
    assert done.fill == LIGHT.ink
    if index:
        assert (done.left, done.right) == pytest.approx((left, here), abs=0.02)
    (handle,) = circles(drawing(slider))
    assert tuple(handle.points[0]) == pytest.approx((here, 11), abs=0.02)
    assert (handle.radius, handle.fill, handle.stroke, handle.width) == (
        6, LIGHT.ink, LIGHT.window, 2,
    )  # fmt: skip
    assert (slider.sizeHint().width(), slider.minimumSizeHint().width()) == (110, 96)
    assert (slider.height(), slider.sizeHint().height()) == (22, 22)


def test_the_handle_jumps_to_a_click_and_follows_only_the_held_left_button(
    timeline: Timeline, qtbot: QtBot
) -> None:
    timeline.draw(make_view(epochs=200, cursor=0))
    slider, asked = timeline.slider, []
    timeline.epochRequested.connect(asked.append)

    def at(epoch: int) -> QPoint:
        return QPoint(round(slider.position_of(epoch)), 10)

    qtbot.mousePress(slider, LEFT, pos=at(100))
    assert slider.isSliderDown()
    assert slider.value() == pytest.approx(100, abs=1)
    qtbot.mouseMove(slider, at(150))
    assert slider.value() == pytest.approx(150, abs=1)
    qtbot.mouseRelease(slider, Qt.MouseButton.RightButton, pos=at(150))
    assert slider.isSliderDown()
    qtbot.mouseRelease(slider, LEFT, pos=at(150))
    assert not slider.isSliderDown()
    qtbot.mouseMove(slider, at(20))
    assert slider.value() == pytest.approx(150, abs=1)
    qtbot.mouseClick(slider, Qt.MouseButton.RightButton, pos=at(20))
    assert slider.value() == pytest.approx(150, abs=1)
    for x, value in ((-50, 0), (5_000, 200)):
        qtbot.mouseClick(slider, LEFT, pos=QPoint(x, 10))
        assert slider.value() == value
    assert asked[-1] == 200
    assert slider.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_the_wheel_turns_what_the_slider_stands_in(timeline: Timeline) -> None:
    timeline.draw(make_view(epochs=200, cursor=100))
    wheel = QWheelEvent(
        QPointF(50, 10), QPointF(50, 10), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline.slider, wheel)
    assert not wheel.isAccepted()
    assert timeline.slider.value() == 100


def test_a_slider_asks_for_its_width(timeline: Timeline) -> None:
    slider = timeline.slider
    assert isinstance(slider, EpochSlider)
    assert (slider.sizeHint().width(), slider.minimumSizeHint().width()) == (300, 120)
    assert slider.height() == slider.sizeHint().height() == 20
    assert slider.minimumSizeHint().height() == 20
    assert slider.handle == 7


@pytest.mark.parametrize("epochs", [200, 12_345])
def test_the_texts_beside_the_timeline_have_room_for_their_longest(
    timeline: Timeline, epochs: int
) -> None:
    view = make_view(epochs=1)
    timeline.draw(replace(view, experiment=view.experiment.model_copy(update={"epochs": epochs})))
    most = 10 ** len(str(epochs)) - 1
    metrics = QFontMetricsF(face(bold=True))
    longest = max(
        metrics.horizontalAdvance(text)
        for text in (
            f"epoch {most:,} / {most:,}", f"{most:,} trained · about 59 min left",
            f"{most:,} trained: the loss is reached",
        )
    )  # fmt: skip
    for name in ("timelineEpoch", "timelineTimeLeft"):
        label = timeline.findChild(QLabel, name)
        assert label.width() == round(longest) + 8
        assert label.height() == round(metrics.height()) + 2
