"""The order in which Tab moves the focus: in reading order, one area of the window after the other.

It is worked out whenever Tab is pressed, since parts of the window appear, vanish and move.
"""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def tab(areas: Iterable[QWidget], focus: QWidget | None, forward: bool) -> bool:
    """Focus the next widget after `focus` in `areas`, or the one before; False if there is none."""
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
    """The widgets that Tab can focus, area by area, in each row by row from left to right."""
    return [widget for area in areas for widget in _by_rows(area)]


def _scroll_to(widget: QWidget) -> None:
    """Scroll the areas around `widget` so that it is visible."""
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
        # It belongs to the same row if its middle is not below the row's shortest widget.
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
