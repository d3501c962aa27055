"""Training for long: beside the history itself, the memory of the program stays what it was."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from engine.experiment.described import MAX_EPOCHS
from gui.application import application
from gui.window import MainWindow

# What an epoch of three parameters may keep: see the bound of the benchmarks.
BYTES_AN_EPOCH = 48
MOST_GROWTH = 0.02
WARM, TIMES = 0.1, 9


def memory(minutes: float, told: Callable[[str], None] = print) -> list[str]:
    """Train in the real window for `minutes`; returns how far its memory grew, if over 2 %."""
    app = application()
    window = MainWindow(Experiment(epochs=MAX_EPOCHS, learning_rate=1e-7), remember=False)
    wrong = []
    try:
        window.show()
        window.set_speed(None)
        _go_on(app, lambda: window.player.state == "ready")
        window.player.play()
        # What is only made once, such as caches, is there after a part of the time.
        _wait(app, minutes * 60 * WARM)
        before = _beside(window)
        for _ in range(TIMES):
            _wait(app, minutes * 60 * (1 - WARM) / TIMES)
            now, epochs = _beside(window), len(window.player.history)
            growth = now / before - 1
            told(f"{epochs:>14,} epochs   {now / 2**20:8.1f} MB   {growth:+.2%}")
            if growth > MOST_GROWTH:
                wrong.append(f"After {epochs:,} epochs the memory has grown by {growth:.2%}.")
        if not window.player.playing:
            wrong.append("It stopped training.")
    finally:
        window.close_unasked()
        window.deleteLater()
    return wrong


def _beside(window: MainWindow) -> float:
    """The bytes of the program that are not its history's."""
    return _resident() - len(window.player.history) * BYTES_AN_EPOCH


def _resident() -> int:
    """The bytes of memory that the program has now; there is no portable way to ask for them."""
    if not sys.platform.startswith("linux"):
        raise SystemExit("Memory is measured on Linux only.")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _wait(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    _go_on(app, lambda: time.monotonic() > end)


def _go_on(app: QApplication, until: Callable[[], bool]) -> None:
    while not until():
        app.processEvents()
        # The worker's thread needs Python's lock as well.
        time.sleep(0.0005)
