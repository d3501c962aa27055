"""What a classroom layout has closed: settings that nobody changes until it is unlocked."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal


class Closed(QObject):
    """The closed settings by name, each "fixed" or "hidden"; `changed` says that they are others.

    `locked` says whether a layout is in force, which may close no setting, but keeps its own.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings: Mapping[str, str] = {}
        self.locked = False

    def lock(self, settings: Mapping[str, str]) -> None:
        """Close `settings`, and nothing else."""
        self.settings, self.locked = dict(settings), True
        self.changed.emit()

    def unlock(self) -> None:
        """Close nothing."""
        self.settings, self.locked = {}, False
        self.changed.emit()


@runtime_checkable
class UsesClosed(Protocol):
    """A view in which settings can be changed; it is given what is closed when it is made."""

    def set_closed(self, closed: Closed) -> None:
        """Let nothing be changed that `closed` names; its `changed` says when to look again."""
