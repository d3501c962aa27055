"""The base of the plots in which a place can be chosen to start from: by mouse, or by a cross."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent

from engine.runs import Doubles, Frame
from engine.words.landscape import on_map
from gui.plots.base.plot import Plot
from gui.plots.landscape.ways.start_here import StartHere
from gui.run import Closed, View


class StartingPlot(Plot):
    """Begins with a first view, `_home`, and tells the loss at the place that is pointed at."""

    queryChanged = Signal()
    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.legend.hide()
        self._home: Frame | None = None
        self._progress = 1.0
        self._start = StartHere(self, self.params_at)
        self._start.trialWanted.connect(self.trialWanted)
        self._start.changeWanted.connect(self.changeWanted)
        self._start.moved.connect(self._on_moved)
        self._start.refused.connect(self._refuse)
        self._state = "loading"
        self._closed = Closed(self)

    def params_at(self, x: float, y: float) -> Doubles:
        """(p,): the parameters at a place."""
        raise NotImplementedError

    def _loss_at(self, view: View, place: tuple[float, float]) -> str:
        """The loss at a place, in words."""
        raise NotImplementedError

    def fit_view(self) -> None:
        """Return to what is shown at first."""
        self._home = None
        if self._view is not None:
            self.draw(self._view)
            self.queryChanged.emit()

    def set_state(self, state: str) -> None:
        """Allow new starting values while nothing plays or loads."""
        self._state = state
        self._let_start()

    def set_closed(self, closed: Closed) -> None:
        """Allow new starting values only while `closed` does not name them."""
        self._closed = closed
        closed.changed.connect(self._let_start)
        self._let_start()

    @property
    def _fixed(self) -> bool:
        return "start" in self._closed.settings

    def _let_start(self) -> None:
        self._start.editable = self._state not in ("playing", "loading") and not self._fixed
        if self._fixed and self._start.held is not None:
            self._start.cancel()
        self._refresh_tip()

    def _refuse(self) -> None:
        fixed = "the starting values are fixed for this task"
        self.say(fixed if self._fixed else "pause to start a new run from here")

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
            self._range_changed()

    def _pointed(self) -> tuple[float, float] | None:
        """The place that is pointed at, by the cross or by the mouse."""
        if self._start.cross is not None:
            return self._start.cross
        place = self.mouse()
        return None if place is None else (place[0].x(), place[0].y())

    def _tip_text(self, view: View) -> str:
        place = self._pointed()
        if place is None:
            return ""
        params = self.params_at(*place)
        lines = on_map.place(self._loss_at(view, place), view.facts.names, params.tolist())
        if self._start.editable:
            key = "Enter" if self._start.cross is not None else "click"
            lines.append(f"{key}: start a new run from here")
        return "\n".join(lines)

    def _tell_loss(self) -> None:
        """The loss at the place pointed at is known now: show it, and say it where it was keyed."""
        self._refresh_tip()
        if self._start.cross is not None:
            told = self.tip.text().replace("\n", ", ")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def _on_moved(self) -> None:
        cross = self._start.cross
        if cross is not None:
            self._mouse = self.box.mapViewToScene(QPointF(*cross))
        self._range_changed()
        self._refresh_tip()

    def _range_changed(self) -> None:
        super()._range_changed()
        if not self._drawing:
            self.queryChanged.emit()

    def _remember_mouse(self, place: QPointF) -> None:
        self._start.forget_cross()
        super()._remember_mouse(place)
        self.queryChanged.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys from the window that choose a place here."""
        shortcut = event.type() == QEvent.Type.ShortcutOverride
        return (shortcut and self._start.keeps(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross, start there, or give up."""
        if not self._start.key_pressed(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cross away when the focus leaves."""
        super().focusOutEvent(event)
        self._start.forget_cross()
