"""A place chosen to start from: by a click, by dragging the start, or by a cross that keys move."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.training import Problem
from gui.plots.landscape.curve import LossCurve
from gui.run import View
from tests.gui.mouse import LEFT
from tests.gui.plots.helpers import click, drag, move, place_of, press, release, shown, wheel
from tests.gui.views import make_view
from tests.gui.windows import at_front

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key
ONE = Experiment(formula="a*t", learning_rate=1e-4, epochs=20)
VIEW = make_view(ONE, epochs=3)
START = make_view(ONE, epochs=3, cursor=0)


class Hand:
    """A curve with the loss of one parameter, and what it has asked for."""

    def __init__(self, qtbot: QtBot, view: View) -> None:
        self.curve = LossCurve()
        shown(qtbot, self.curve, 700, 420)
        self.curve.set_state("paused")
        self.show(view)
        self.tried: list[dict[str, float]] = []
        self.wanted: list[dict[str, Any]] = []
        self.curve.trialWanted.connect(self.tried.append)
        self.curve.changeWanted.connect(self.wanted.append)

    def show(self, view: View) -> None:
        """Show `view`, with all its questions answered."""
        self.curve.draw(view)
        while (query := self.curve.query(view)) is not None:
            self.curve.show_answer(query, query.answer(Problem(view.experiment)))

    @property
    def handle(self) -> QPoint:
        """Where the start is, in pixels."""
        found = self.curve._start.handle
        assert found is not None
        return place_of(self.curve, *found)

    def value_at(self, place: QPoint) -> float:
        return float(self.curve.box.mapSceneToView(QPointF(place)).x())

    def shape(self) -> Qt.CursorShape:
        return self.curve.canvas.viewport().cursor().shape()

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.curve, key, modifier)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    hand = Hand(qtbot, VIEW)
    yield hand
    hand.curve.hide()


def test_a_click_starts_at_its_place(hand: Hand) -> None:
    place = place_of(hand.curve, 1.0, 900.0)
    click(hand.curve, place)
    assert hand.tried == []
    (wanted,) = hand.wanted
    assert wanted["start"]["a"] == pytest.approx(hand.value_at(place), abs=1e-6)
    # In float32's own digits.
    assert len(str(wanted["start"]["a"]).strip("-0.")) <= 9


def test_a_drag_of_the_ground_and_another_button_start_nothing(hand: Hand) -> None:
    place = place_of(hand.curve, 1.0, 900.0)
    drag(hand.curve, place, place + QPoint(20, 0), place + QPoint(40, 0))
    QTest.mouseClick(hand.curve.canvas.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert hand.wanted == hand.tried == []


def test_while_it_plays_a_click_says_what_to_do(hand: Hand) -> None:
    hand.curve.set_state("playing")
    click(hand.curve, place_of(hand.curve, 1.0, 900.0))
    assert hand.wanted == []
    assert hand.curve.note.text() == "pause to start a new run from here"
    hand.curve.set_state("loading")
    click(hand.curve, place_of(hand.curve, 1.0, 900.0))
    assert hand.wanted == []
    hand.curve.set_state("finished")
    click(hand.curve, place_of(hand.curve, 1.0, 900.0))
    assert len(hand.wanted) == 1


def test_the_start_is_dragged_tried_at_each_place_and_chosen_when_let_go(hand: Hand) -> None:
    begin = hand.handle
    places = [begin + QPoint(30, 0), begin + QPoint(60, 5)]
    press(hand.curve, begin)
    assert hand.shape() == Qt.CursorShape.ClosedHandCursor
    assert hand.tried == []
    for place in places:
        move(hand.curve, place, LEFT)
    assert [each["a"] for each in hand.tried] == pytest.approx(
        [hand.value_at(place) for place in places], abs=1e-5
    )
    release(hand.curve, places[-1])
    assert hand.wanted == [{"start": {"a": hand.tried[-1]["a"]}}]
    assert hand.shape() != Qt.CursorShape.ClosedHandCursor


def test_a_start_that_is_only_touched_stays(hand: Hand) -> None:
    begin = hand.handle
    press(hand.curve, begin)
    move(hand.curve, begin + QPoint(1, 1), LEFT)
    release(hand.curve, begin + QPoint(1, 1))
    assert hand.tried == hand.wanted == []


def test_escape_takes_back_what_is_dragged_until_it_is_let_go(hand: Hand) -> None:
    begin = hand.handle
    press(hand.curve, begin)
    move(hand.curve, begin + QPoint(40, 0), LEFT)
    hand.key(Key.Key_Escape)
    assert hand.tried[-1] == {}
    move(hand.curve, begin + QPoint(60, 0), LEFT)
    assert hand.tried[-1] == {}
    release(hand.curve, begin + QPoint(60, 0))
    assert hand.wanted == []
    # The next click counts again.
    click(hand.curve, place_of(hand.curve, 1.0, 900.0))
    assert len(hand.wanted) == 1


def test_the_start_cannot_be_taken_while_it_plays(hand: Hand) -> None:
    hand.curve.set_state("playing")
    press(hand.curve, hand.handle)
    move(hand.curve, hand.handle + QPoint(40, 0), LEFT)
    release(hand.curve, hand.handle + QPoint(40, 0))
    assert hand.tried == hand.wanted == []


def test_the_mouse_shows_where_the_start_can_be_taken(hand: Hand) -> None:
    handle = hand.handle
    for away, near in ((0, True), (5, True), (11, True), (13, False), (60, False)):
        move(hand.curve, handle + QPoint(away, 0))
        assert (hand.shape() == Qt.CursorShape.OpenHandCursor) is near, away
    assert hand.shape() == Qt.CursorShape.CrossCursor
    hand.curve.set_state("playing")
    move(hand.curve, handle)
    assert hand.shape() == Qt.CursorShape.CrossCursor


def test_the_wheel_zooms_except_while_the_start_is_held(hand: Hand) -> None:
    home = hand.curve.visible()
    press(hand.curve, hand.handle)
    wheel(hand.curve, hand.handle, 6)
    assert hand.curve.visible() == home
    release(hand.curve, hand.handle)
    wheel(hand.curve, hand.handle, 6)
    assert hand.curve.visible() != home


def test_keys_move_a_cross_from_the_start_by_a_part_of_the_view(hand: Hand) -> None:
    start = hand.curve._start
    left, right, bottom, top = hand.curve.visible()
    assert start.handle is not None
    x, y = start.handle
    for key, across, up in (
        (Key.Key_Right, 1, 0), (Key.Key_Right, 2, 0), (Key.Key_Up, 2, 1), (Key.Key_Left, 1, 1),
        (Key.Key_Down, 1, 0),
    ):  # fmt: skip
        hand.key(key, ALT)
        assert start.cross == pytest.approx(
            (x + across * 0.02 * (right - left), min(y + up * 0.02 * (top - bottom), top))
        )
    for _ in range(80):
        hand.key(Key.Key_Left, ALT)
    assert start.cross is not None
    assert start.cross[0] == pytest.approx(left)


def test_the_start_can_be_taken_wherever_the_cross_is(hand: Hand) -> None:
    begin = hand.handle
    for _ in range(5):
        hand.key(Key.Key_Right, ALT)
    assert hand.curve._start.cross is not None
    assert hand.handle == begin
    move(hand.curve, begin)
    assert hand.shape() == Qt.CursorShape.OpenHandCursor


def test_enter_starts_at_the_cross_and_escape_takes_it_away(hand: Hand) -> None:
    start = hand.curve._start
    hand.key(Key.Key_Return)
    assert hand.wanted == []
    hand.key(Key.Key_Right, ALT)
    hand.key(Key.Key_Escape)
    assert start.cross is None
    hand.key(Key.Key_Return)
    assert hand.wanted == []
    hand.key(Key.Key_Right, ALT)
    assert start.cross is not None
    value = start.cross[0]
    hand.key(Key.Key_Enter)
    assert hand.wanted[0]["start"]["a"] == pytest.approx(value, abs=1e-6)
    assert start.cross is None


def test_the_mouse_takes_the_cross_away_and_so_does_the_focus(hand: Hand, qtbot: QtBot) -> None:
    start = hand.curve._start
    hand.key(Key.Key_Right, ALT)
    move(hand.curve, place_of(hand.curve, 1.0, 900.0))
    assert start.cross is None
    at_front(qtbot, hand.curve)
    hand.curve.setFocus()
    hand.key(Key.Key_Right, ALT)
    assert start.cross is not None
    hand.curve.clearFocus()
    assert start.cross is None


def test_where_it_starts_already_nothing_is_changed(qtbot: QtBot) -> None:
    value = float(str(START.facts.start[0]))
    hand = Hand(qtbot, START)
    hand.curve._start._choose((value, 100.0))
    assert hand.wanted == []
    assert hand.tried == [{}]
    started = replace(START, experiment=ONE.model_copy(update={"start": {"a": 0.5}}))
    hand.show(started)
    hand.curve._start._choose((0.5, 100.0))
    assert hand.wanted == []
    hand.curve._start._choose((value, 100.0))
    assert hand.wanted == [{"start": {"a": value}}]
    hand.curve.hide()


def test_another_run_forgets_cross_and_hand(hand: Hand) -> None:
    start = hand.curve._start
    hand.key(Key.Key_Right, ALT)
    hand.show(replace(VIEW, playing=False))
    assert start.cross is not None
    hand.show(replace(VIEW, facts=replace(VIEW.facts)))
    assert start.cross is None
