"""A real window with its worker, without a person."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from gui.application import application, keep_what_stays
from gui.run import View
from gui.window import MainWindow

SIZE = (1440, 900)


class Played:
    """A window that is shown and loaded, at full speed once it plays. `seen` is what it shows."""

    def __init__(self, experiment: Experiment) -> None:
        self.app: QApplication = application()
        self.window = MainWindow(experiment, "light", remember=False)
        keep_what_stays(self.window)
        self.window.resize(*SIZE)
        self.window.show()
        self.player = self.window.player
        self.frames = 0
        self.seen: View | None = None
        self.player.viewChanged.connect(self._see)
        self.until(lambda: self.player.state == "ready" and self.seen is not None)
        self.player.set_speed(None)

    def _see(self, view: View) -> None:
        self.frames += 1
        self.seen = view

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for events, so that the worker has the interpreter to itself meanwhile."""
        while not condition():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def shows(self, epoch: int) -> View:
        """Wait for the view of `epoch`, and return it."""
        self.until(lambda: self.seen is not None and self.seen.cursor == epoch)
        assert self.seen is not None
        return self.seen

    def step_through(self, epochs: int) -> list[View]:
        """Train `epochs` epochs one by one; the view of each."""
        views = []
        for number in range(self.player.cursor + 1, self.player.cursor + epochs + 1):
            self.player.step_epoch()
            views.append(self.shows(number))
        return views

    def draw(self, view: View) -> None:
        """Show `view` in the whole window, and paint it."""
        self.player.viewChanged.emit(view)
        self.app.processEvents()

    def close(self) -> None:
        """Close it and end its thread."""
        self.window.close()
        gc.unfreeze()
