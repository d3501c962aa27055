"""Tells when the next frame is due: a timer that keeps the pace and waits for painting to end."""

from PySide6.QtCore import QObject, QTimer, Signal

from gui.run.pace import Pace

# Fallback when no paint arrives: the window is hidden, or there is none.
DRAWN_AT_LAST_MS = 15


class Clock(QObject):
    """Emits `due` once for each call of `start`, when `pace` says so."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pace = Pace()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)

    def begin(self) -> None:
        """Keep time from now on; the first frame is due at once."""
        self.pace.begin()
        self._timer.start(0)

    def start(self) -> None:
        """Wait until the next frame is due; at full speed, until the last one has been painted."""
        wait = self.pace.wait()
        self._timer.start(wait or DRAWN_AT_LAST_MS)

    def drawn(self) -> None:
        """Note that the last frame is painted; at full speed the next one is then due at once."""
        if self._timer.isActive() and self.pace.wait() == 0:
            self._timer.start(0)

    def set_speed(self, speed: float | None) -> None:
        """Keep the pace of `speed` from now on; see `Pace`."""
        self.pace.speed = speed
        self.pace.begin()
        if self._timer.isActive():
            self._timer.start(0)

    def stop(self) -> None:
        """Stop: no more frames are due."""
        self._timer.stop()
