"""The mouse, for tests: its events, sent to a widget as Qt sends them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def under_mouse(widget: QWidget) -> QWidget:
    """What gets the events of a mouse that is over `widget`."""
    return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget


def share_of(widget: QWidget, across: float, down: float) -> QPointF:
    """The place at these shares of the width and height of `widget`, on a whole pixel."""
    under = under_mouse(widget)
    return QPointF(round(across * under.width()), round(down * under.height()))


def send_mouse(
    widget: QWidget,
    kind: QEvent.Type,
    place: QPointF,
    button: Qt.MouseButton = NO_BUTTON,
    held: Qt.MouseButton = NO_BUTTON,
) -> None:
    """Send an event of this `kind` to `widget`: `button` made it, `held` is down after it."""
    under = under_mouse(widget)
    event = QMouseEvent(kind, place, under.mapToGlobal(place), button, held, NO_KEY)
    QApplication.sendEvent(under, event)


def turn_wheel(widget: QWidget, place: QPointF, clicks: int) -> None:
    """Turn the wheel at `place` in `widget`; away from the person zooms in."""
    under = under_mouse(widget)
    event = QWheelEvent(
        place, under.mapToGlobal(place), QPoint(), QPoint(0, 120 * clicks), NO_BUTTON, NO_KEY,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(under, event)
