"""Whether the system asks for less movement."""

import sys
from typing import Any

import pytest
from PySide6 import QtDBus
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from gui.widgets.stillness import wants_stillness

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks the desktop portal")


class Reply:
    def __init__(self, answer: object) -> None:
        self._answer = answer

    def type(self) -> QtDBus.QDBusMessage.MessageType:
        kinds = QtDBus.QDBusMessage.MessageType
        return kinds.ErrorMessage if self._answer is None else kinds.ReplyMessage

    def arguments(self) -> list[object]:
        return [self._answer]


class Bus:
    """A desktop that answers with `settings`, or an error for what it does not know."""

    def __init__(self, settings: dict[str, object], connected: bool = True) -> None:
        self._settings, self._connected = settings, connected

    def isConnected(self) -> bool:
        return self._connected

    def call(self, question: QtDBus.QDBusMessage, *_: Any, **__: Any) -> Reply:
        return Reply(self._settings.get(question.arguments()[1]))


@pytest.mark.parametrize(
    ("bus", "still"),
    [
        (Bus({}), False),
        (Bus({"reduced-motion": 1}), True),
        (Bus({"reduced-motion": 0, "enable-animations": True}), False),
        (Bus({"enable-animations": False}), True),
        (Bus({"reduced-motion": 1}, connected=False), False),
    ],
)
def test_the_portal_is_asked(
    bus: Bus, still: bool, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    class Connection:
        @staticmethod
        def sessionBus() -> Bus:
            return bus

    monkeypatch.setattr(QtDBus, "QDBusConnection", Connection)
    assert wants_stillness() is still


def test_a_style_that_does_not_move_is_a_wish(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    class Still(QProxyStyle):
        def styleHint(self, hint: QStyle.StyleHint, *rest: Any) -> int:
            if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
                return 0
            return super().styleHint(hint, *rest)

    style = Still("Fusion")
    monkeypatch.setattr(QApplication, "style", lambda: style)
    assert wants_stillness()
