"""Follows the stage: turns to the view that answers what the stage does, while stepping by stages.

Whoever turns to a view by hand wants to stay there, so following stops until switched on again.
"""

from PySide6.QtCore import QObject, Signal

from engine.runs import Run, Stage
from gui.run import View
from gui.window.layout import Body
from gui.window.views import VIEWS, Place

SHOWS = {
    Stage.PREDICT: "fit",
    Stage.LOSS: "fit",
    Stage.BACKWARD: "graph",
    Stage.GRADIENT: "graph",
    Stage.UPDATE: "fit",
}
"""The view that each stage is followed to."""


class Following(QObject):
    """Turns the tabs of `body` as the stages of an update are stepped through.

    `changed` carries whether it is on.
    """

    changed = Signal(bool)

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._body = body
        self._on = True
        self._last: tuple[int, Stage | None] | None = None
        body.chosen.connect(self._on_chosen)

    @property
    def on(self) -> bool:
        """Whether the tabs follow the stage."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Follow the stage, or stay where the person is."""
        if on != self._on:
            self._on = on
            self.changed.emit(on)

    def follow(self, view: View) -> None:
        """Turn to the view of the stage shown, if it was reached by stepping through stages."""
        here = view.snapshot.number, view.snapshot.stage
        last, self._last = self._last, here
        stage = here[1]
        if not self._on or view.playing or stage is None or here == last:
            return
        # A whole epoch was stepped, or sought, unless the update was already under way.
        within = last is not None and last[0] == here[0] and last[1] not in (None, Stage.UPDATE)
        if stage is not Stage.UPDATE or within:
            self._body.turn_to(SHOWS[stage])

    def follow_failure(self, run: Run | None) -> None:
        """Turn to the graph, which shows why, where PyTorch refused to walk back."""
        failure = None if run is None else run.failure
        if self._on and failure is not None and failure.stage is Stage.BACKWARD:
            self._body.turn_to(SHOWS[Stage.BACKWARD])

    def _on_chosen(self, name: str) -> None:
        if any(entry.name == name and entry.place is Place.MIDDLE for entry in VIEWS):
            self.set_on(False)
