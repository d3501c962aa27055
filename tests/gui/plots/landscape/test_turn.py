"""The valley that is turned: what is alike at every angle, and what is not."""

import re

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from gui.plots.landscape.turn import TurnValley
from gui.theme import DARK, LIGHT
from tests.gui.drawn import drawing


@pytest.fixture
def turn(qtbot: QtBot) -> TurnValley:
    page = TurnValley(theme=LIGHT)
    qtbot.addWidget(page)
    page.resize(1000, 620)
    page.show()
    qtbot.waitExposed(page)
    return page


def loss_said(turn: TurnValley) -> str:
    found = re.search(r"the loss is (\S+)", turn.said.text())
    assert found
    return found[1]


def arrivals(turn: TurnValley) -> list[str]:
    """What is said of the parameters' arrivals, those of the turned valley last."""
    return [text for text in drawing(turn.picture).texts if "there in epoch" in text]


def test_the_loss_falls_alike_at_every_angle_and_it_says_so(turn: TurnValley) -> None:
    losses = set()
    for degrees in (0, 20, 45, 90):
        turn.slider.setValue(degrees)
        losses.add(loss_said(turn))
        assert "exactly alike" in turn.said.text()
    # ½·(3·0.94⁶⁰)², across is long gone.
    assert losses == {f"{0.5 * (3 * 0.94**60) ** 2:.5f}"}


def test_along_the_axes_one_arrives_early_and_aslant_both_wait(turn: TurnValley) -> None:
    turn.slider.setValue(0)
    assert arrivals(turn)[2:] == ["a: there in epoch 2", "b: there in epoch 49"]
    turn.slider.setValue(45)
    assert arrivals(turn) == [
        "a: there in epoch 2", "b: there in epoch 49", "a: there in epoch 42",
        "b: there in epoch 42",
    ]  # fmt: skip
    assert "both must wait" in turn.said.text()


def test_a_rate_for_each_parameter_helps_along_the_axes_only(turn: TurnValley) -> None:
    turn.findChild(QCheckBox, "turnValleyOwnRates").click()
    turn.slider.setValue(0)
    assert "in a single epoch" in turn.said.text()
    assert arrivals(turn)[2:] == ["a: there in epoch 1", "b: there in epoch 1"]
    turn.slider.setValue(45)
    assert "cannot help here" in turn.said.text()


def test_the_map_is_turned_by_hand(turn: TurnValley) -> None:
    turn.slider.setValue(0)
    middle = turn.picture.panels()[-1].map.center()
    above, aside = middle - QPointF(0, 80), middle - QPointF(80, 0)
    for kind, place in (
        (QEvent.Type.MouseButtonPress, above), (QEvent.Type.MouseMove, aside),
        (QEvent.Type.MouseButtonRelease, aside),
    ):  # fmt: skip
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, place, turn.picture.mapToGlobal(place), left, left,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(turn.picture, event)
    # From above to the left is a quarter, anticlockwise.
    assert turn.slider.value() == 90


def test_keys_turn_it(turn: TurnValley, qtbot: QtBot) -> None:
    turn.slider.setValue(10)
    qtbot.keyClick(turn.slider, Qt.Key.Key_Right)
    assert turn.slider.value() == 11
    assert "turned by 11°" in turn.describe()


def test_a_small_page_shows_only_the_turned_valley(turn: TurnValley) -> None:
    assert len(turn.picture.panels()) == 2
    turn.resize(480, 260)
    assert len(turn.picture.panels()) == 1
    turn.set_theme(DARK)
    assert any("still to go" in text for text in drawing(turn.picture).texts)
