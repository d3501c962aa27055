"""Keys that a focused widget keeps for itself although the window has a shortcut for them."""

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps(event: QEvent, keys: Container[int]) -> bool:
    """Whether `event` offers the window one of `keys`, pressed alone; if so, it is taken from it.

    To be asked in a widget's `event`, which returns True where this does.
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
