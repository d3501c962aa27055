"""The canvas of every plot: a view with two axes, and short texts that float over it.

Built from pyqtgraph's view and axes without its `PlotItem`, whose hidden menus take ten
milliseconds to build.
"""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGraphicsGridLayout, QLabel, QWidget

from gui.plots.base.axes import NumberAxis
from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.zoom import px, sheet, sized

RIGHT_MARGIN = 14
TICK_HEIGHT = 18


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """One view with an axis on its left and one below.

    `pointed(place)` says where the mouse is, in pixels; `left()` that it has left the canvas.
    """

    pointed = Signal(QPointF)
    left = Signal()

    def __init__(self, x_axis: NumberAxis, y_axis: pg.AxisItem, axis_width: int) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = pg.ViewBox(enableMenu=False)
        self.box.disableAutoRange()
        self.axes = (x_axis, y_axis)
        self._axis_width = axis_width
        centre = pg.GraphicsWidget()
        self._grid = grid = QGraphicsGridLayout(centre)
        self.set_right_margin(RIGHT_MARGIN)
        grid.setSpacing(0)
        grid.addItem(y_axis, 0, 0)
        grid.addItem(self.box, 0, 1)
        grid.addItem(x_axis, 1, 1)
        grid.setColumnStretchFactor(1, 1)
        grid.setRowStretchFactor(0, 1)
        for axis in self.axes:
            axis.linkToView(self.box)
        self.setCentralItem(centre)

    def set_right_margin(self, width: float) -> None:
        """Leave `width` pixels (at 100 %) at the right of the view for the text there."""
        sized(self._grid.setContentsMargins, 0, SPACE, width, 0)

    def set_zoom(self) -> None:
        """Give the axes the room that their texts need now."""
        x_axis, y_axis = self.axes
        y_axis.setWidth(px(self._axis_width))
        x_axis.setStyle(tickTextHeight=px(TICK_HEIGHT))
        for axis in self.axes:
            axis.setStyle(tickTextOffset=px(3), tickLength=px(4))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Emit `pointed`; pyqtgraph's own signal leaves out small moves."""
        super().mouseMoveEvent(event)
        self.pointed.emit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Emit `left`."""
        super().leaveEvent(event)
        self.left.emit()


class Floating(QLabel):
    """A short text that floats over a canvas and lets the mouse through."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._room: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def show_text(
        self, text: str, place: Callable[["Floating"], QPoint], room: float | None = None
    ) -> None:
        """Show `text` where `place`, called once the size is known, puts it; hide it if ''.

        It is wrapped where it would be wider than `room` pixels, or than the canvas if None.
        """
        if not text:
            self.hide()
            return
        if (text, room) != (self.text(), self._room):
            self._room = room
            self.setText(text)
            self._fit_text()
        point = place(self)
        if point != self.pos():
            self.move(point)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self.setStyleSheet(
            sheet(
                f"background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};"
                f"border-radius: {SMALL_SPACE}px; padding: 2px 6px;"
            )
        )
        self._fit_text()

    def _fit_text(self) -> None:
        """Fit the size to the text, but never wider than there is room."""
        self.setWordWrap(False)
        wide = self.sizeHint().width()
        most = self._canvas.width() if self._room is None else self._room
        room = round(most) - 2 * px(SMALL_SPACE)
        if wide > room > 0:
            self.setWordWrap(True)
            self.resize(room, self.heightForWidth(room))
        else:
            self.resize(self.sizeHint())
