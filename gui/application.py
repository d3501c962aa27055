"""Opens the window and keeps it open; or opens it, takes its picture, and closes it again."""

import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from engine import __version__
from engine.experiment import Experiment
from gui.window import MainWindow

Size = tuple[int, int]


def run(
    experiment: Experiment,
    theme: str | None = None,
    speed: float | None = 10.0,
    play: bool = False,
    size: Size | None = None,
) -> int:
    """Open the window and return its exit code when it has been closed."""
    app = _application()
    window = MainWindow(experiment, theme)
    if size:
        window.resize(*size)
    window.set_speed(speed)
    window.show()
    if play:
        window.player.play()
    interrupt = _Interrupt(window)
    code = app.exec()
    interrupt.close()
    return code


def screenshot(
    experiment: Experiment, file: Path, theme: str | None = None, size: Size | None = None
) -> int:
    """Train all epochs of `experiment`, write a PNG of the window to `file`; 0 if that worked."""
    app = _application()
    window = MainWindow(experiment, theme, remember=False)
    window.resize(*(size or (window.width(), window.height())))
    window.show()
    window.set_speed(None)
    window.player.play()
    saved = []

    def save() -> None:
        saved.append(window.grab().save(str(file), "PNG"))
        window.close()
        app.quit()

    # A moment after the last frame, so that what it asked for has been drawn.
    later = QTimer(window, singleShot=True, interval=100)
    later.timeout.connect(save)

    def settle(state: str) -> None:
        if state in ("finished", "failed"):
            later.start()

    window.player.stateChanged.connect(settle)
    app.exec()
    if saved != [True]:
        print(f"learnscope: {file} could not be written.", file=sys.stderr)
        return 1
    return 0


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["learnscope"])
    app.setApplicationName("Learnscope")
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    return app


class _Interrupt(QObject):
    """Closes the window when the terminal says Ctrl+C, which Qt's loop alone would not notice."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda *_: self._read.recv(64))
        self._old_fd = signal.set_wakeup_fd(self._write.fileno())
        self._old = signal.signal(signal.SIGINT, self._close_window)

    def _close_window(self, _signal: int, _frame: FrameType | None) -> None:
        self._window.close()

    def close(self) -> None:
        """Give the signal back."""
        signal.set_wakeup_fd(self._old_fd)
        signal.signal(signal.SIGINT, self._old)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()
