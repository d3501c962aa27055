"""From start to the window shown, against an empty plot of pyqtgraph's; and from close to the end.

The window is painted before its plots are made, with an empty panel in the place of each; so there
are two figures: when a person sees the window, and when its plots have come, too.

Each is a process of its own, as a person starts it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.rows import Row, in_turn, milliseconds, ratio

# All arms import Qt with garbage collection off, as the program does, and end when something of
# theirs has been painted.
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
# What the program imports, to listen for its paint.
IMPORTED = """
import gc
import os
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gc.disable()
import main
import engine.experiment.document
import gui.application
from gui.window import MainWindow
"""
# The window itself is painted before what is in it, all in one event; this ends with the next one.
WINDOW = f"""
{IMPORTED}
from PySide6.QtCore import QObject, Qt, Signal
class Begun(QObject):
    painting = Signal()
begun = Begun()
begun.painting.connect(lambda: os._exit(0), Qt.ConnectionType.QueuedConnection)
paint = MainWindow.paintEvent
def tell_and_paint(self, event):
    begun.painting.emit()
    paint(self, event)
MainWindow.paintEvent = tell_and_paint
main.main(["--size", "1440x900"])
"""
# All views are made before the first of them is painted.
PLOTS = f"""
{IMPORTED}
from PySide6.QtWidgets import QFrame
made = MainWindow._on_view_made
def listen(self, name, view):
    made(self, name, view)
    from gui.plots.base.plot import Plot
    Plot.paintEvent = paint_and_end
def paint_and_end(self, event):
    QFrame.paintEvent(self, event)
    os._exit(0)
MainWindow._on_view_made = listen
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
    # Those that end without being closed leave something behind, which the next start would read.
    with tempfile.TemporaryDirectory() as folder:
        environment["XDG_DATA_HOME"] = folder
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
    scripts = EMPTY_PLOT, WINDOW, PLOTS
    for script in scripts:
        started(script)
    empty, window, plots = in_turn(
        [lambda script=script: started(script) for script in scripts], 3 if quick else 15
    )
    ends = [closed() for _ in range(2 if quick else 9)]
    return [
        Row(
            "start to window / PySide6, pyqtgraph and an empty plot",
            ratio(window, empty),
            1.15,
            f"{milliseconds(window)}, {milliseconds(empty)}",
        ),
        Row(
            "   until its plots are painted, too / the same",
            ratio(plots, empty),
            1.9,
            milliseconds(plots),
        ),
        Row(
            "closed at full speed to the process's end / a second",
            statistics.median(ends),
            1.0,
            f"{milliseconds(ends)}, at most {max(ends) * 1000:.0f} ms",
        ),
    ]
