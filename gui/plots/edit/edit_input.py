"""Turns mouse and keys over a plot into edits of its data.

Only events about a point are taken; elsewhere dragging pans and the wheel zooms, as in any plot.
"""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from gui.plots.base.plot import Plot
from gui.plots.edit.edit import Edits
from gui.plots.edit.handles import Place, readable

# In pixels: how far from its middle a dot can be grabbed, and how far a drag must go to move it.
REACH = 10
DRAG_DISTANCE = 3
# How far an arrow key moves a point, as a share of the view.
NUDGE = 0.01
LEFT = Qt.MouseButton.LeftButton
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
STEPS: dict[int, int] = {
    Qt.Key.Key_BracketLeft: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_BracketRight: 1,
    Qt.Key.Key_PageDown: 1,
}
REMOVE: tuple[int, ...] = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class EditInput(QObject):
    """Turns events over `plot` into `edits`. `hovered` is the row under the mouse.

    `keyed` says that the current point was chosen by the keys and not by the mouse.
    """

    def __init__(self, plot: Plot, edits: Edits) -> None:
        super().__init__(plot)
        self.hovered: int | None = None
        self.keyed = False
        self._plot = plot
        self._edits = edits
        self._grip: QPointF | None = None
        self._pressed: QPointF | None = None
        self._swallow = False
        plot.canvas.viewport().installEventFilter(self)
        edits.changed.connect(self._set_cursor)

    def hover(self, place: QPointF | None) -> bool:
        """Note the mouse at `place` in pixels, or None; whether another point is under it now."""
        if self._edits.hand is not None:
            row: int | None = self._edits.hand.row
        else:
            row = None if place is None else self._row_at(place)
        if row == self.hovered:
            return False
        self.hovered = row
        self._set_cursor()
        return True

    # --- the mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the events that are about a point."""
        if isinstance(event, QWheelEvent):
            return self._dragging
        if not isinstance(event, QMouseEvent) or not self._edits.begun:
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._on_press(event)
            case QEvent.Type.MouseMove:
                return self._on_move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._on_release(event)
            case QEvent.Type.MouseButtonDblClick:
                return self._on_double_click(event)
        return False

    def _on_press(self, event: QMouseEvent) -> bool:
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        self.keyed = False
        self._edits.refused.emit("")
        if self._dragging:
            return True
        self._edits.finish()
        if event.button() != LEFT:
            return False
        self._pressed = event.position()
        row = self._row_at(event.position()) if self._edits.editable else None
        if row is None:
            return False
        self._grip = event.position()
        self._edits.take(row)
        return True

    def _on_move(self, event: QMouseEvent) -> bool:
        held = bool(event.buttons() & LEFT)
        if not self._dragging:
            self.keyed &= self._edits.hand is not None
            self._swallow &= held
            return self._swallow
        if not held:
            # The button was released outside, without an event.
            self._edits.cancel()
            return False
        self._drag_to(event.position())
        self._plot.canvas.pointed.emit(event.position())
        return True

    def _drag_to(self, place: QPointF) -> None:
        hand = self._edits.hand
        assert hand is not None
        assert self._grip is not None
        way = place - self._grip
        if hand.place != hand.origin or way.manhattanLength() > DRAG_DISTANCE:
            x, y = self._pixel()
            self._put((hand.origin[0] + way.x() * x, hand.origin[1] - way.y() * y))

    def _on_release(self, event: QMouseEvent) -> bool:
        if event.button() != LEFT:
            return self._dragging
        if self._dragging:
            hand = self._edits.hand
            moved = hand is not None and hand.place != hand.origin
            self._edits.finish()
            if moved:
                self._hide_tip()
            return True
        pressed, self._pressed = self._pressed, None
        swallow, self._swallow = self._swallow, False
        if not swallow and pressed is not None:
            way = event.position() - pressed
            if way.manhattanLength() <= DRAG_DISTANCE:
                self._edits.select(self._row_at(pressed))
            else:
                self._hide_tip()
        return swallow

    def _hide_tip(self) -> None:
        """Hide the tip after a drag, as it would cover the point, until the mouse moves again."""
        self._plot.canvas.left.emit()

    def _on_double_click(self, event: QMouseEvent) -> bool:
        place = event.position()
        if event.button() != LEFT or not self._inside(place):
            return False
        if self._edits.editable and self._row_at(place) is not None:
            return self._on_press(event)
        self.keyed, self._swallow = False, True
        where = self._plot.box.mapSceneToView(place)
        self._add((where.x(), where.y()))
        return True

    # --- the keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether `event` is a key that edits: `key_pressed` will take it."""
        key, modifiers = event.key(), event.modifiers()
        if not self._edits.begun or modifiers & COMMAND:
            return False
        if key == Qt.Key.Key_Escape:
            return self._edits.hand is not None or self._edits.selected is not None
        if key in ARROWS:
            return bool(modifiers & ALT) and not modifiers & SHIFT
        return key in STEPS or key in REMOVE or key == Qt.Key.Key_Insert

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Carry out the key's edit; returns whether the key has one."""
        if not self.wants(event):
            return False
        key = event.key()
        self._edits.refused.emit("")
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif self._dragging:
            return True
        elif key in ARROWS:
            self._nudge(*ARROWS[key])
        else:
            self._edits.finish()
            self.keyed = True
            left, right, bottom, top = self._plot.visible()
            if key in STEPS:
                self._edits.select_next(STEPS[key], left, right)
                self._reveal()
            elif key in REMOVE:
                self._edits.remove()
            else:
                self._add(((left + right) / 2, (bottom + top) / 2))
        return True

    def key_released(self, event: QKeyEvent) -> None:
        """End a move by the arrow keys; the whole move is one edit."""
        if not event.isAutoRepeat() and (event.key() in ARROWS or event.key() == Qt.Key.Key_Alt):
            self._finish_nudge()

    def focus_lost(self) -> None:
        """End a move by keys when the focus leaves; the point stays where it is."""
        self._finish_nudge()
        if self.keyed:
            self.keyed = False
            self._plot.canvas.left.emit()

    def _finish_nudge(self) -> None:
        if not self._dragging:
            self._edits.finish()

    def _escape(self) -> None:
        if self._edits.hand is None:
            self._edits.select(None)
            return
        # The rest of a cancelled drag must not pan the plot.
        self._swallow = self._dragging
        self._edits.cancel()

    def _nudge(self, right: int, up: int) -> None:
        row = self._edits.selected
        if not self._edits.may_edit() or row is None:
            return
        self._grip, self.keyed = None, True
        hand = self._edits.hand or self._edits.take(row)
        width, height = self._spans()
        x, y = hand.place
        self._put((x + right * NUDGE * width, y + up * NUDGE * height))

    # --- places

    @property
    def _dragging(self) -> bool:
        """Whether a point is being moved with the mouse."""
        return self._edits.hand is not None and self._grip is not None

    def _inside(self, place: QPointF) -> bool:
        return bool(self._plot.box.sceneBoundingRect().contains(place))

    def _row_at(self, place: QPointF) -> int | None:
        """The row of the nearest point that can be grabbed at `place` (in pixels), or None."""
        handles = self._edits.handles
        if not self._inside(place) or not len(handles.rows):
            return None
        x, y = self._plot.to_scene(handles.inputs, handles.targets)
        distances = np.nan_to_num(np.hypot(x - place.x(), y - place.y()), nan=np.inf)
        k = int(distances.argmin())
        return int(handles.rows[k]) if distances[k] <= REACH else None

    def _spans(self) -> tuple[float, float]:
        left, right, bottom, top = self._plot.visible()
        return right - left, top - bottom

    def _pixel(self) -> tuple[float, float]:
        """How wide and high one pixel is in the data."""
        width, height = self._spans()
        area = self._plot.box.sceneBoundingRect()
        return width / max(area.width(), 1), height / max(area.height(), 1)

    def _put(self, place: Place) -> None:
        """Move the point being moved to `place`, or as near as the view allows."""
        hand = self._edits.hand
        assert hand is not None
        left, right, bottom, top = self._plot.visible()
        pixel = self._pixel()
        self._edits.put(
            (
                _put(place[0], (hand.place[0], hand.origin[0]), (left, right), pixel[0]),
                _put(place[1], (hand.place[1], hand.origin[1]), (bottom, top), pixel[1]),
            )
        )

    def _add(self, place: Place) -> None:
        x, y = self._pixel()
        self._edits.add((readable(place[0], x), readable(place[1], y)))

    def _reveal(self) -> None:
        """Centre the view on the selected point if it is outside."""
        row = self._edits.selected
        place = None if row is None else self._edits.handles.place(row)
        if place is None:
            return
        left, right, bottom, top = self._plot.visible()
        across = 0.0 if left <= place[0] <= right else place[0] - (left + right) / 2
        up = 0.0 if bottom <= place[1] <= top else place[1] - (bottom + top) / 2
        self._plot.set_visible(left + across, right + across, bottom + up, top + up)

    def _set_cursor(self) -> None:
        viewport = self._plot.canvas.viewport()
        if self._dragging:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._edits.editable and self.hovered is not None:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)


def _put(value: float, known: Place, edges: Place, pixel: float) -> float:
    """`value` itself if it is `known`; else within `edges`, in digits that a `pixel` shows."""
    if value in known:
        return value
    low, high = min(edges[0], known[1]), max(edges[1], known[1])
    return readable(min(max(value, low), high), pixel)
