"""The order in which Tab goes through the window: as the eye reads, one area after the other.

Found when Tab is pressed, for parts of the window come, go and move while it is open.
"""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def tab(areas: Iterable[QWidget], focus: QWidget | None, forward: bool) -> bool:
    """Give the focus to what comes after `focus` in `areas`, or before it; False: nothing does."""
    order = reading_order(areas)
    if not order:
        return False
    step = 1 if forward else -1
    place = order.index(focus) + step if focus in order else (0 if forward else -1)
    reached = order[place % len(order)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    reached.setFocus(reason)
    _scroll_to(reached)
    return True


def reading_order(areas: Iterable[QWidget]) -> list[QWidget]:
    """What takes the focus by Tab, area by area, in each by rows from the left to the right."""
    return [widget for area in areas for widget in _by_rows(area)]


def _scroll_to(widget: QWidget) -> None:
    """Scroll whatever `widget` stands in so that it is seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _by_rows(area: QWidget) -> list[QWidget]:
    placed = [(_place(widget, area), widget) for widget in _taking_focus(area)]
    placed.sort(key=lambda each: each[0].center().y())
    rows: list[list[tuple[QRect, QWidget]]] = []
    for place, widget in placed:
        # Beside the one before it, where its middle is no lower than that one reaches.
        if rows and place.center().y() <= min(each.bottom() for each, _ in rows[-1]):
            rows[-1].append((place, widget))
        else:
            rows.append([(place, widget)])
    return [widget for row in rows for _, widget in sorted(row, key=lambda each: each[0].left())]


def _taking_focus(area: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in (area, *area.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.size().isEmpty()
    ]


def _place(widget: QWidget, area: QWidget) -> QRect:
    return QRect(widget.mapTo(area, QPoint(0, 0)), widget.size())
