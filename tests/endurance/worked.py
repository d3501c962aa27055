"""A window that changes and saves its experiment until it is killed: see `kills`.

Lines go to the output, of a word and JSON: `ready` with the name of what is offered and the seed
of what was brought back of it; then `had` with the seed of every experiment, before it is there.
It begins to work when a line comes in.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QPushButton

from engine.experiment import Experiment, Points
from engine.words.unsaved import BRING_BACK
from gui import application
from gui.window import MainWindow

POINTS = 20_000


def say(word: str, what: object) -> None:
    print(word, json.dumps(what), flush=True)


def work(file: Path, first: int) -> None:
    """Work on `file`, with the seeds from `first` on."""
    QStandardPaths.setTestModeEnabled(True)
    app = application.application()
    window = MainWindow(Experiment(), "light")
    window.show()

    def until(done: Callable[[], object]) -> None:
        end = time.monotonic() + 60
        while not done():
            assert time.monotonic() < end
            app.processEvents()
            time.sleep(0.002)

    until(lambda: window.player.state == "ready" and window.offering.looked)
    until(lambda: window.settled)
    offered = window.banner.text
    back = [b for b in window.banner.findChildren(QPushButton) if b.text() == BRING_BACK]
    seed = None
    if back:
        back[0].click()
        until(lambda: isinstance(window.player.experiment.data, Points))
        until(lambda: window.player.state == "ready" and window.settled)
        seed = window.player.experiment.seed
    else:
        inputs = tuple(float(number) for number in range(POINTS))
        window.change({"data": Points(inputs=inputs, targets=inputs), "seed": first})
        say("had", first)
    say("ready", [offered, seed])
    if not sys.stdin.readline():
        # Whoever was to kill it has gone.
        return
    window.documents.path = file
    for number in range(first + 1, first + 100_000):
        say("had", number)
        fields: dict[str, object] = {"seed": number}
        if number % 5 == 0:
            targets = tuple(float(number + place) for place in range(POINTS))
            data = window.player.experiment.data
            assert isinstance(data, Points)
            fields["data"] = Points(inputs=data.inputs, targets=targets)
        window.change(fields)
        for _ in range(number % 40):
            app.processEvents()
            time.sleep(0.005)
        if number % 4 == 0:
            window.documents.save()


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
