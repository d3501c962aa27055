"""One long piece of work, such as reading a file, in a thread of its own: progress, cancel, done."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


class Job(QThread):
    """Runs `work(progress, cancelled)`, which reports a share from 0 to 1 and asks now and then.

    Exactly one of `done` (with what the work returned) and `failed` (with its exception) is
    emitted, unless the job was cancelled: then neither is.
    """

    progress = Signal(float)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self, work: Callable[[Progress, Cancelled], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        """Do the work; Qt calls this in the thread."""
        try:
            result = self._work(self.progress.emit, self.isInterruptionRequested)
        except Exception as error:  # whatever went wrong is told to whoever asked
            if not self.isInterruptionRequested():
                self.failed.emit(error)
        else:
            if not self.isInterruptionRequested():
                self.done.emit(result)

    def cancel(self) -> None:
        """Ask the work to stop, and wait until it has."""
        self.requestInterruption()
        self.wait()
