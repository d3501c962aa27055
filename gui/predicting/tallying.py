"""Keeps the tally of predictions, on this computer only."""

from PySide6.QtCore import QObject, Signal

from engine.predicting import Sort, Tally
from gui.memory import Memory

NAME = "predictions"


class Tallying(QObject):
    """The `tally`, kept in `memory`; `changed` says that it is another."""

    changed = Signal()

    def __init__(self, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        self.tally = Tally.read(memory.text(NAME, ""))

    def add(self, sort: Sort, right: bool) -> None:
        """Count one more reply."""
        self._use(self.tally.with_reply(sort, right))

    def clear(self) -> None:
        """Forget all replies."""
        self._use(Tally())

    def _use(self, tally: Tally) -> None:
        self.tally = tally
        self._memory.keep(NAME, tally.written())
        self.changed.emit()
