"""Collects Python's garbage in the window's thread, as long as another one runs beside it.

Python itself collects in whichever thread happens to make one object too many. In the worker's, it
would destroy objects of Qt's while the window's thread uses them: that crashes, or waits for ever.
"""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

MILLISECONDS = 1_000


class Garbage(QTimer):
    """Takes over from Python's own collector between `begin` and `end`."""

    # Of all windows of this process, since there is but one collector.
    _at_work: ClassVar[set["Garbage"]] = set()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setInterval(MILLISECONDS)
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
        # As Python does: the oldest generation that is full, and all that are younger with it.
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
