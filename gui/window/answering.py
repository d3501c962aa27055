"""Gives the keys of an answer to what is asked, wherever in the window the focus is."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from gui.run import CHOOSE, Asking

# They need the arrow keys themselves.
FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractSlider)


class Answering(QObject):
    """Watches the keys of `window` for as long as `asking` waits for an answer.

    Otherwise the areas that scroll, or the window's shortcuts, would take the arrow keys.
    """

    def __init__(self, window: QWidget, asking: Asking) -> None:
        super().__init__(window)
        self._window = window
        self._asking = asking
        self._watching = False
        asking.changed.connect(self._watch)

    def stop(self) -> None:
        """Watch no keys any more: the window closes."""
        self._asking.end()

    def _watch(self) -> None:
        app = QApplication.instance()
        if app is None or self._asking.open == self._watching:
            return
        self._watching = self._asking.open
        if self._watching:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that belong to what is asked."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or not self._mine(watched, event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return self._asking.key(event)

    def _mine(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether the key of `event` is an answer's, and not one of the widget with the focus."""
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        # What a field leaves alone comes to what it stands in, and is no answer there either.
        focus = QApplication.focusWidget() or watched
        if isinstance(focus, FIELDS):
            return False
        pressed = isinstance(focus, QAbstractButton) and event.key() in CHOOSE
        return not pressed and self._asking.takes(event)
