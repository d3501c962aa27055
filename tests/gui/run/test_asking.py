"""A question in the picture: what stands, what is replied, and which keys belong to it."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gui.run import Asking

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Told:
    """Somebody who listens to an Asking, and keeps what was said, in order."""

    def __init__(self) -> None:
        self.asking = Asking()
        self.heard: list[Any] = []
        self.asking.changed.connect(lambda: self.heard.append("changed"))
        self.asking.moved.connect(lambda right, up: self.heard.append((right, up)))
        self.asking.chosen.connect(lambda: self.heard.append("chosen"))
        self.asking.replied.connect(lambda reply: self.heard.append(("replied", reply)))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> bool:
        return self.asking.key(QKeyEvent(QEvent.Type.KeyPress, key, modifier))


@pytest.fixture
def told(qapp: object) -> Told:
    return Told()


def test_at_first_nothing_is_asked_or_told(told: Told) -> None:
    asking = told.asking
    assert (asking.kind, asking.about, asking.open) == ("", None, False)
    assert (asking.reply, asking.truth) == (None, None)
    assert not asking.tells("")
    told.asking.answer(3)
    told.asking.end()
    assert told.heard == []


def test_what_is_asked_is_asked_about_one_thing(told: Told) -> None:
    asking = told.asking
    asking.begin("direction", "a")
    assert told.heard == ["changed"]
    assert asking.asks("direction")
    assert asking.asks("direction", "a")
    assert not asking.asks("direction", "b")
    assert not asking.asks("card")
    assert not asking.asks("card", "a")
    assert not asking.tells("direction")


def test_a_reply_is_carried_once_and_then_nothing_is_asked(told: Told) -> None:
    asking = told.asking
    asking.begin("point")
    told.heard.clear()
    asking.answer(0)
    assert told.heard == ["changed", ("replied", 0)]
    assert not asking.asks("point")
    asking.answer(1)
    assert len(told.heard) == 2


def test_the_reply_is_told_beside_the_truth_until_the_next_question(told: Told) -> None:
    asking = told.asking
    asking.begin("epoch", "a")
    told.heard.clear()
    # 0 is a reply as any other.
    asking.tell(0, 14)
    assert told.heard == ["changed"]
    assert (asking.reply, asking.truth, asking.open) == (0, 14, False)
    assert (asking.said, asking.happened) == ("you said", "it moved")
    assert asking.said_right == "you said, and it moved"
    assert asking.tells("epoch")
    assert asking.tells("epoch", "a")
    assert not asking.tells("epoch", "b")
    assert not asking.tells("loss")
    asking.tell(3, 14, "you drew", "it went here")
    assert asking.said_right == "you drew, and it went here"
    told.heard.clear()
    asking.begin("epoch", "b")
    assert told.heard == ["changed"]
    assert (asking.reply, asking.truth, asking.open) == (None, None, True)
    assert not asking.tells("epoch")
    asking.end()
    assert (asking.kind, asking.about, asking.open) == ("", None, False)
    assert told.heard == ["changed", "changed"]


@pytest.mark.parametrize(
    ("key", "modifier", "heard"),
    [
        (KEY.Key_Left, PLAIN, (-1, 0)),
        (KEY.Key_Right, PLAIN, (1, 0)),
        (KEY.Key_Up, PLAIN, (0, 1)),
        (KEY.Key_Down, PLAIN, (0, -1)),
        (KEY.Key_Left, SHIFT, (-10, 0)),
        (KEY.Key_Right, SHIFT, (10, 0)),
        (KEY.Key_Up, SHIFT, (0, 10)),
        (KEY.Key_Down, SHIFT, (0, -10)),
        (KEY.Key_Return, PLAIN, "chosen"),
        (KEY.Key_Enter, PLAIN, "chosen"),
        (KEY.Key_Space, PLAIN, None),
        (KEY.Key_Escape, PLAIN, None),
        (KEY.Key_A, PLAIN, None),
    ],
)
def test_keys_move_and_choose_while_something_is_asked(
    told: Told, key: Qt.Key, modifier: Qt.KeyboardModifier, heard: object
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
    assert not told.press(key, modifier)
    assert not told.asking.takes(event)
    told.asking.begin("loss", 2)
    told.heard.clear()
    assert told.press(key, modifier) is (heard is not None)
    assert told.asking.takes(event) is (heard is not None)
    assert told.heard == ([] if heard is None else [heard])
    told.asking.answer(1.0)
    told.heard.clear()
    assert not told.press(key, modifier)
    assert told.heard == []
