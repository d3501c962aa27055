"""A field in a column that scrolls takes the mouse wheel only while it has the focus.

Otherwise scrolling past it would change the experiment.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _WheelLeftAlone(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            # What the field stands in takes it instead.
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def leave_wheel(field: QWidget) -> None:
    """Let the wheel scroll what `field` stands in, unless the field has the focus."""
    # The wheel would give it the focus first.
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_WheelLeftAlone(field))
