"""One long piece of work, such as reading a file, in a thread of its own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


class Job(QThread):
    """Runs `work(progress, cancelled)` in a thread.

    The work reports its progress from 0 to 1 and asks now and then whether it is cancelled. Once
    the thread has ended, either `done` (with what the work returned) or `failed` (with its
    exception) is emitted. After `abandon` or `cancel` nothing is emitted any more, not even what
    was already queued. When `parent` is destroyed, the job is cancelled.
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
        # Reports wait in the event queue; whether they still count is known only on arrival.
        self._reported.connect(self._pass_on)
        self.finished.connect(self._tell)
        if parent is not None:
            # Qt aborts the process if a QThread is destroyed while it runs.
            parent.destroyed.connect(self.cancel)

    def run(self) -> None:
        """Do the work; Qt calls this in the thread."""
        try:
            self._result = self._work(self._reported.emit, self.isInterruptionRequested)
        except Exception as error:  # whatever went wrong is passed on by `failed`
            self._error = error

    def abandon(self) -> None:
        """Ask the work to stop, without waiting; nothing is emitted any more."""
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
