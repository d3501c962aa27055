"""From start to the window shown, against an empty plot of pyqtgraph's; and from close to the end.

Each is a process of its own, as a person starts it.
"""

import os
import statistics
import subprocess
import sys
import time

from tests.benchmarks.rows import Row, in_turn, milliseconds, ratio

# Both arms import Qt with garbage collection off, as the program does, and end with the same event:
# a plot of theirs has been painted.
EMPTY_PLOT = """
import gc
import os
gc.disable()
import pyqtgraph
from PySide6.QtWidgets import QApplication
painted = []
class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted.append(True)
app = QApplication([])
plot = Plot()
plot.resize(1440, 900)
plot.show()
while not painted:
    app.processEvents()
os._exit(0)
"""
# What the program imports while collection is still on, then the rest, to listen for its paint.
WINDOW = """
import gc
import os
import main
import engine.experiment.document
gc.disable()
import gui.application
from gui.plots.base.plot import Plot
from PySide6.QtWidgets import QApplication
painted = []
paint = Plot.paintEvent
def paint_and_tell(self, event):
    paint(self, event)
    painted.append(True)
Plot.paintEvent = paint_and_tell
def until_painted(app):
    while not painted:
        app.processEvents()
    os._exit(0)
QApplication.exec = until_painted
main.main(["--size", "1440x900"])
"""
# Prints when it is told to close, in the midst of playing at full speed.
CLOSED = """
import time
import main
import gui.application
from gui.window import MainWindow
from PySide6.QtWidgets import QApplication
execute = QApplication.exec
def play_and_close(app):
    window = next(each for each in app.topLevelWidgets() if isinstance(each, MainWindow))
    def close(_view):
        if len(window.player.history) > 2000 and window.isVisible():
            print(time.time(), flush=True)
            window.close()
    window.player.viewChanged.connect(close)
    return execute()
QApplication.exec = play_and_close
raise SystemExit(main.main(["--play", "--speed", "max", "--epochs", "1000000"]))
"""


def run(script: str) -> str:
    """What `script` prints, in a process of its own."""
    # A program that is installed has its bytecode beside it; so do all of these, from the second
    # start on.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, text=True
    ).stdout


def started(script: str) -> float:
    begun = time.perf_counter()
    run(script)
    return time.perf_counter() - begun


def closed() -> float:
    # Only the clock on the wall is the same in both processes, on every system.
    told = float(run(CLOSED))
    return time.time() - told


def rows(quick: bool) -> list[Row]:
    started(EMPTY_PLOT), started(WINDOW)
    empty, window = in_turn(
        [lambda: started(EMPTY_PLOT), lambda: started(WINDOW)], 3 if quick else 15
    )
    ends = [closed() for _ in range(2 if quick else 9)]
    return [
        Row(
            "start to window / PySide6, pyqtgraph and an empty plot",
            ratio(window, empty),
            1.3,
            f"{milliseconds(window)}, {milliseconds(empty)}",
        ),
        Row(
            "closed at full speed to the process's end / a second",
            statistics.median(ends),
            1.0,
            f"{milliseconds(ends)}, at most {max(ends) * 1000:.0f} ms",
        ),
    ]
