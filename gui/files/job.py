"""One long piece of work, such as reading a file, in a thread of its own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


class Job(QThread):
    """Runs `work(progress, cancelled)`, which reports a share from 0 to 1 and asks now and then.

    Exactly one of `done` (with what the work returned) and `failed` (with its exception) is
    emitted, once the thread has ended. After `abandon` or `cancel` nothing is emitted any more,
    not even what was on its way. The job ends with its `parent`, whoever destroys that.
    """

    progress = Signal(float)
    done = Signal(object)
    failed = Signal(object)
    _reported = Signal(float)

    def __init__(
        self, work: Callable[[Progress, Cancelled], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._result: Any = None
        self._error: Exception | None = None
        self._abandoned = False
        # The thread's news wait in the event queue; only here is it known whether they still count.
        self._reported.connect(self._pass_on)
        self.finished.connect(self._tell)
        if parent is not None:
            # Qt ends the whole process where a running thread is destroyed.
            parent.destroyed.connect(self.cancel)

    def run(self) -> None:
        """Do the work; Qt calls this in the thread."""
        try:
            self._result = self._work(self._reported.emit, self.isInterruptionRequested)
        except Exception as error:  # whatever went wrong is told to whoever asked
            self._error = error

    def abandon(self) -> None:
        """Ask the work to stop, and let it: it ends in its own time, unheard."""
        self._abandoned = True
        self.requestInterruption()

    def cancel(self) -> None:
        """Ask the work to stop, and wait until it has."""
        self.abandon()
        self.wait()

    def _pass_on(self, share: float) -> None:
        if not self._abandoned:
            self.progress.emit(share)

    def _tell(self) -> None:
        result, self._result = self._result, None
        if self._abandoned:
            return
        if self._error is not None:
            self.failed.emit(self._error)
        else:
            self.done.emit(result)
