"""Collects Python's garbage in the window's thread, as long as another one runs beside it.

Python itself collects in whichever thread happens to make one object too many. In the worker's, it
would destroy objects of Qt's while the window's thread uses them: that crashes, or waits for ever.
"""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

MILLISECONDS = 1_000
# Of so many times one goes through what is old, too.
OLD_TOO = 10


class Garbage(QTimer):
    """Takes over from Python's own collector between `begin` and `end`."""

    # Of all windows of this process, since there is but one collector.
    _at_work: ClassVar[set["Garbage"]] = set()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setInterval(MILLISECONDS)
        self._times = 0
        self.timeout.connect(self._collect)

    def begin(self) -> None:
        """Collect from now on, and in this thread only."""
        self._at_work.add(self)
        gc.disable()
        self.start()

    def end(self) -> None:
        """Leave it to Python again, unless another window has not ended yet."""
        self.stop()
        self._at_work.discard(self)
        if not self._at_work:
            gc.enable()

    def _collect(self) -> None:
        self._times += 1
        gc.collect(1 if self._times % OLD_TOO else 2)
