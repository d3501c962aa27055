"""Keeps the tally of predictions, on this computer only."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from engine.predicting import Sort, Tally

NAME = "predictions"


class Remembers(Protocol):
    """Settings that are there at the next start."""

    def text(self, name: str, default: str) -> str:
        """The text stored as `name`, or `default`."""

    def keep(self, name: str, value: object) -> None:
        """Store `value` as `name`."""


class Tallying(QObject):
    """The `tally`, kept in `memory`; `changed` says that it is another."""

    changed = Signal()

    def __init__(self, memory: Remembers, parent: QObject) -> None:
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
