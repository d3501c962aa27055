"""Folds and unfolds parts of the window: the experiment's column, its sections and the log."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from gui.experiment import FOLDED, ExperimentColumn
from gui.memory import Memory
from gui.panels.log import LogPanel
from gui.window.layout import Body
from gui.window.looking import Looking


class Folds(Protocol):
    """The parts that can be folded, and those beside them."""

    column: ExperimentColumn
    log: LogPanel
    body: Body
    looking: Looking


class Folding(QObject):
    """Folds and unfolds parts of `window`, and remembers that for the next start.

    `experimentUnfolded` carries whether the experiment's column is visible now.
    """

    experimentUnfolded = Signal(bool)

    def __init__(self, window: Folds, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._memory = memory

    def restore(self) -> None:
        """Fold what was folded last time, and remember changes from now on."""
        memory, column, log = self._memory, self._window.column, self._window.log
        log.folded = memory.flag("logFolded", True)
        for name, folded in FOLDED.items():
            column.fold(name, memory.flag(f"folded/{name}", folded))
        if memory.flag("experimentFolded", False):
            self._unfold_experiment(False)
        column.foldedChanged.connect(lambda name, folded: memory.keep(f"folded/{name}", folded))
        log.foldedChanged.connect(lambda folded: memory.keep("logFolded", folded))

    def edit_learning_rate(self) -> None:
        """Put the cursor into the field of the learning rate."""
        self._make_room()
        self._unfold_experiment(True)
        self._window.column.edit_learning_rate()

    def toggle_experiment(self) -> None:
        """Fold or unfold the experiment's column."""
        self._make_room()
        unfolded = self._window.column.isHidden()
        self._unfold_experiment(unfolded)
        self._memory.keep("experimentFolded", not unfolded)

    def toggle_log(self) -> None:
        """Fold or unfold the log."""
        self._window.looking.end_presenting()
        self._window.log.folded = not self._window.log.folded

    def _unfold_experiment(self, unfolded: bool) -> None:
        self._window.column.setVisible(unfolded)
        self.experimentUnfolded.emit(unfolded)

    def _make_room(self) -> None:
        """Put enlarged views back, so that the unfolded part is visible beside them."""
        self._window.looking.end_presenting()
        self._window.body.put_back()
