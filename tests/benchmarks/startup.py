"""From start to the window shown, against importing PySide6 and pyqtgraph for an empty plot."""

import os
import statistics
import subprocess
import sys
import time

from tests.benchmarks.rows import Row, in_turn, ratio

# Each ends when its window has been painted for the first time.
EMPTY_PLOT = """
import os
import pyqtgraph
from PySide6.QtWidgets import QApplication
app = QApplication([])
plot = pyqtgraph.PlotWidget()
plot.resize(1440, 900)
plot.show()
app.processEvents()
os._exit(0)
"""
WINDOW = """
import gc
import os
import main
gc.disable()  # as main does before it imports anything of Qt
from PySide6.QtWidgets import QApplication
def painted(_app):
    QApplication.processEvents()
    os._exit(0)
QApplication.exec = painted
main.main([])
"""


def started(script: str) -> float:
    # A program that is installed has its bytecode beside it; so do both of these, from the second
    # start on.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env=environment)
    return time.perf_counter() - begun


def rows(quick: bool) -> list[Row]:
    started(EMPTY_PLOT), started(WINDOW)
    empty, window = in_turn(
        [lambda: started(EMPTY_PLOT), lambda: started(WINDOW)], 3 if quick else 11
    )
    return [
        Row(
            "start to window / PySide6 and an empty plot",
            ratio(window, empty),
            1.3,
            False,
            "×",
            f"{statistics.median(window) * 1000:.0f} ms, {statistics.median(empty) * 1000:.0f} ms",
        )
    ]
