"""Lets a widget with the focus use keys that are also shortcuts of the window."""

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps(event: QEvent, keys: Container[int]) -> bool:
    """Take `event` from the window's shortcuts if it is one of `keys`, pressed without modifiers.

    Returns whether it did. Call it first in a widget's `event`, and return True there if it does.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    alone = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if not alone or event.key() not in keys:
        return False
    event.accept()
    return True
