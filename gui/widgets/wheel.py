"""Makes a field take the mouse wheel only while it has the focus.

Otherwise scrolling the column past the field would change the experiment.
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
            # The scroll area takes it instead.
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def leave_wheel(field: QWidget) -> None:
    """Let the wheel scroll what `field` stands in, unless the field has the focus."""
    # Otherwise the wheel would first give it the focus.
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_WheelLeftAlone(field))
