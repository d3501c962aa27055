"""Training for long: beside the history itself, the memory of the program stays what it was."""

import argparse
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


def trial(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], bool]:
    """The trial for the command line."""
    parser.add_argument("--minutes", type=float, default=60, help="how long it trains")
    parser.add_argument("--warm", type=float, default=2, help="minutes before it is measured")
    return lambda options: run(options.minutes * 60, options.warm * 60)


def run(seconds: float, warm: float, told: Callable[[str], None] = print) -> bool:
    """Train in the real window; whether its memory, the history aside, stayed within 2 %."""
    app = application()
    window = MainWindow(Experiment(epochs=MAX_EPOCHS, learning_rate=1e-7), remember=False)
    try:
        window.show()
        window.set_speed(None)
        _go_on(app, lambda: window.player.state == "ready")
        window.player.play()
        _wait(app, warm)
        before, begun = _beside(window), len(window.player.history)
        growth = 0.0
        for _ in range(10):
            _wait(app, seconds / 10)
            growth = _beside(window) / before - 1
            epochs = len(window.player.history)
            told(f"{epochs:>14,} epochs   {_beside(window) / 2**20:8.1f} MB   {growth:+.2%}")
        trained = len(window.player.history) > begun
        return trained and window.player.playing and growth <= MOST_GROWTH
    finally:
        window.close_unasked()
        window.deleteLater()


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
