"""The small button with a cross, by which something is dismissed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget


def close_button(name: str, tip: str, parent: QWidget | None = None) -> QToolButton:
    """Such a button, called `name`."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText("×")
    button.setAutoRaise(True)
    button.setAccessibleName("Dismiss")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
