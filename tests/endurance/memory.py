"""Training for long, run after run: the memory of the program stays what it was."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from gui.application import application, keep_what_stays
from gui.window import MainWindow

EPOCHS = 500_000
MOST_GROWTH = 0.02
# After so many runs, what is only made once is there.
WARM = 2
# What the system's allocator keeps in reserve comes and goes; a leak raises even the least of so
# many measures.
RUNS = 5


def memory(minutes: float, told: Callable[[str], None] = print) -> list[str]:
    """Train one run after the other in the real window for `minutes`.

    All have as many epochs. Returns how far the memory after a run has grown, if over 2 %.
    """
    app = application()
    window = MainWindow(Experiment(epochs=EPOCHS, learning_rate=1e-7), remember=False)
    keep_what_stays(window)
    wrong, measured = [], list[int]()
    try:
        window.show()
        window.set_speed(None)
        _go_on(app, lambda: window.player.state == "ready")
        end = time.monotonic() + minutes * 60
        while len(measured) < WARM + 2 * RUNS or time.monotonic() < end:
            window.player.play()
            _go_on(app, lambda: len(window.player.history) == EPOCHS and window.settled)
            measured.append(_resident())
            growth = min(measured[-RUNS:]) / min(measured[WARM : WARM + RUNS] or measured) - 1
            epochs = len(measured) * EPOCHS
            told(f"{epochs:>14,} epochs   {measured[-1] / 2**20:8.1f} MB   {growth:+.2%}")
            window.player.reset()
            _go_on(app, lambda: not len(window.player.history) and window.settled)
        if growth > MOST_GROWTH:
            wrong.append(f"After {len(measured)} runs the memory has grown by {growth:.2%}.")
    finally:
        window.close_unasked()
        window.deleteLater()
    return wrong


def _resident() -> int:
    """The bytes of memory that the program has now; there is no portable way to ask for them."""
    if not sys.platform.startswith("linux"):
        raise SystemExit("Memory is measured on Linux only.")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _go_on(app: QApplication, until: Callable[[], bool]) -> None:
    while not until():
        app.processEvents()
        # The worker's thread needs Python's lock as well.
        time.sleep(0.0005)
