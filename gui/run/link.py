"""The connection to the worker: its thread, the requests to it and the answers from it."""

from PySide6.QtCore import QObject, QThread, Signal

from gui.run.garbage import Garbage
from gui.run.protocol import Load, Request, Train
from gui.run.worker import TrainingWorker


class Link(QObject):
    """Owns the training thread; `answered` carries every answer, in the order of the requests."""

    answered = Signal(object)
    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.thread_ = QThread()
        self.thread_.setObjectName("training")
        self.worker = TrainingWorker()
        self.worker.moveToThread(self.thread_)
        self.worker.answered.connect(self.answered)
        self._asked.connect(self.worker.obey)
        self._garbage = Garbage(self)

    def start(self) -> bool:
        """Start the thread; False if it runs already."""
        if self.thread_.isRunning():
            return False
        self._garbage.begin()
        self.thread_.start()
        return True

    def ask(self, request: Request) -> None:
        """Send `request`; the worker obeys requests in the order they were sent.

        One to load a run dismisses all that is still computed for the runs before.
        """
        if isinstance(request, Load):
            self.worker.wanted = request.run
        if isinstance(request, Train):
            self.worker.hurried = False
        self._asked.emit(request)

    def hurry(self) -> None:
        """End the training that was asked for after the update that is under way."""
        self.worker.hurried = True

    def close(self) -> None:
        """End the thread, which leaves its present request; returns when it has ended."""
        self.thread_.requestInterruption()
        self.thread_.quit()
        self.thread_.wait()
        self._garbage.end()
