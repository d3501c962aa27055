"""Turns mouse and keys over a map into new starting values: a click, a drag of the start, or keys.

Elsewhere dragging pans and the wheel zooms, as in any plot.
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from engine.runs import Doubles
from gui.plots.base.plot import Plot
from gui.run import View

REACH, DRAG_DISTANCE = 11, 3
# How far a key moves the cross, as a share of the view.
NUDGE = 0.02
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ENTER: tuple[int, ...] = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Place = tuple[float, float]


class StartHere(QObject):
    """Chooses a place of `plot`; `params_at` are the parameters there, (p,).

    `trialWanted` carries starting values by name, empty at the end of a trial; `changeWanted` the
    fields of the experiment to change. `moved` says that the cross, or what is held, is elsewhere;
    `refused` why nothing can be done.
    """

    trialWanted = Signal(dict)
    changeWanted = Signal(dict)
    moved = Signal()
    refused = Signal()

    def __init__(self, plot: Plot, params_at: Callable[[float, float], Doubles]) -> None:
        super().__init__(plot)
        self.editable = False
        self.cross: Place | None = None
        self.handle: Place | None = None
        self.held: Place | None = None
        self._plot = plot
        self._params_at = params_at
        self._view: View | None = None
        self._pressed: QPointF | None = None
        self._tried = self._swallow = False
        plot.canvas.viewport().installEventFilter(self)

    def see(self, view: View, handle: Place | None) -> None:
        """Show `view`, in which the start can be taken at `handle`."""
        if self._view is None or view.facts is not self._view.facts:
            self.held = self.cross = None
            self._tried = False
        self._view, self.handle = view, handle

    # --- the mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the events that choose a place."""
        if isinstance(event, QWheelEvent):
            return self.held is not None
        if not isinstance(event, QMouseEvent) or self._view is None:
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._on_press(event)
            case QEvent.Type.MouseMove:
                return self._on_move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._on_release(event)
        return False

    def _on_press(self, event: QMouseEvent) -> bool:
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != LEFT:
            return self.held is not None
        self._pressed = event.position()
        if self.editable and self.near_handle(event.position()):
            self.held = self.handle
            self._plot.canvas.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return True
        return False

    def _on_move(self, event: QMouseEvent) -> bool:
        if self._swallow:
            self._swallow = bool(event.buttons() & LEFT)
            return True
        if self.held is None:
            self._set_cursor(event.position())
            return False
        way = event.position() - (self._pressed or event.position())
        if self._tried or way.manhattanLength() > DRAG_DISTANCE:
            self._tried = True
            self.held = self._place(event.position())
            self.trialWanted.emit(self._start(self.held))
            self.moved.emit()
        self._plot.canvas.pointed.emit(event.position())
        return True

    def _on_release(self, event: QMouseEvent) -> bool:
        if event.button() != LEFT:
            return self.held is not None
        pressed, self._pressed = self._pressed, None
        if self._swallow:
            self._swallow = False
            return True
        if self.held is not None:
            held, tried = self.held, self._tried
            self.held, self._tried = None, False
            self._set_cursor(event.position())
            if tried:
                self._choose(held)
            return True
        area = self._plot.box.sceneBoundingRect()
        still = (
            pressed is not None
            and (event.position() - pressed).manhattanLength() <= DRAG_DISTANCE
            and area.contains(event.position())
        )
        if still:
            self.choose(self._place(event.position()))
        return False

    def near_handle(self, place: QPointF) -> bool:
        """Whether the start can be taken at `place`, in pixels."""
        if self.handle is None:
            return False
        at = self._plot.box.mapViewToScene(QPointF(*self.handle))
        return bool((at - place).manhattanLength() <= REACH)

    def _set_cursor(self, place: QPointF) -> None:
        near = self.editable and self.near_handle(place)
        shape = Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.CrossCursor
        viewport = self._plot.canvas.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)

    def _place(self, pixel: QPointF) -> Place:
        where = self._plot.box.mapSceneToView(pixel)
        return where.x(), where.y()

    # --- the keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether `event` is a key for this: `key_pressed` will take it."""
        if self._view is None:
            return False
        key, alt = event.key(), bool(event.modifiers() & ALT)
        if key == Qt.Key.Key_Escape:
            return self.held is not None or self.cross is not None
        if key in ENTER:
            return self.cross is not None
        return alt and key in ARROWS

    def keeps(self, event: QEvent) -> bool:
        """Take the keys that are for this from the window's shortcuts; whether it did."""
        if isinstance(event, QKeyEvent) and self.wants(event):
            event.accept()
            return True
        return False

    def forget_cross(self) -> None:
        """Take the cross away: the mouse points elsewhere, or the focus has left."""
        if self.cross is not None:
            self.cross = None
            self.moved.emit()

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Do what the key is for; whether it is for something."""
        if not self.wants(event):
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in ENTER:
            assert self.cross is not None
            self.choose(self.cross)
        else:
            self._nudge(*ARROWS[key])
        return True

    def _nudge(self, right: int, up: int) -> None:
        left, end, bottom, top = self._plot.visible()
        x, y = self.cross or self.handle or ((left + end) / 2, (bottom + top) / 2)
        x = min(max(x + right * NUDGE * (end - left), left), end)
        y = min(max(y + up * NUDGE * (top - bottom), bottom), top)
        self.cross = x, y
        self.moved.emit()

    def cancel(self) -> None:
        """Give up what is held, or take the cross away."""
        if self.held is not None:
            tried = self._tried
            self.held, self._tried, self._swallow = None, False, True
            if tried:
                self.trialWanted.emit({})
        else:
            self.cross = None
        self.moved.emit()

    # --- what is chosen

    def choose(self, place: Place) -> None:
        """Start a new run at `place`."""
        if not self.editable:
            self.refused.emit()
            return
        self._choose(place)

    def _choose(self, place: Place) -> None:
        view = self._view
        assert view is not None
        self.cross = None
        drawn = dict(zip(view.facts.names, view.facts.start.tolist(), strict=True))
        start = {
            name: value
            for name, value in self._start(place).items()
            if name in view.experiment.start or np.float32(value) != np.float32(drawn[name])
        }
        if start == view.experiment.start:
            self.trialWanted.emit({})
        else:
            self.changeWanted.emit({"start": start})

    def _start(self, place: Place) -> dict[str, float]:
        """The starting values at `place`, in float32's own digits."""
        assert self._view is not None
        params = self._params_at(*place).astype(np.float32)
        return {
            name: float(str(value))
            for name, value in zip(self._view.facts.names, params, strict=True)
        }
