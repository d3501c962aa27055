"""Damaged files on the window, as if they were dropped there.

Each is opened, or refused with a sentence that can be seen. An exception that nobody foresaw is a
fault, and so is a file about which the window says nothing for `PATIENCE_SECONDS`. What is opened
may still be loading when the next one comes.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QMessageBox

from engine.experiment import Experiment
from gui.application import application
from gui.files.table_dialog import COUNTING, READING, TableDialog
from gui.window import MainWindow
from tests.endurance.mutated import damaged, kinds

PATIENCE_SECONDS = 30.0


class Visitor:
    """Somebody who opens one file after the other in the same window."""

    def __init__(self) -> None:
        self._app = application()
        self.window = window = MainWindow(Experiment(), remember=False)
        self._came: list[str] = []
        self.faults: list[str] = []
        for refusing in (window.documents, window.intake, window.lesson_files):
            refusing.failed.connect(lambda said: self._came.append(f"refused: {said}"))
        window.documents.changed.connect(lambda: self._came.append("opened"))
        window.intake.arrived.connect(lambda _points: self._came.append("opened"))
        window.lesson_files.opened.connect(lambda _lessons, _name: self._came.append("opened"))
        for broken in (window.player.mishap, window.player.broke):
            broken.connect(lambda mishap: self.faults.append(str(mishap)))
        window.show()

    def open(self, file: Path) -> str:
        """What comes of it: "opened", "refused", or "dismissed" if its table has no numbers."""
        # Nobody is asked whether what was opened before is to be saved.
        self.window.changes.setClean()
        self._app.processEvents()
        self._came.clear()
        self.window.open_file(file)
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._came and time.monotonic() < end:
            QTest.qWait(1)
            self._answer()
        if not self._came:
            self.faults.append(f"{file}: nothing is said of it")
            return "fault"
        outcome, _, said = self._came[0].partition(": ")
        if said and (said not in self.window.banner.text or not self.window.banner.isVisible()):
            self.faults.append(f"{file}: it is not seen that {said}")
        return outcome

    def _answer(self) -> None:
        for widget in self._app.topLevelWidgets():
            if isinstance(widget, QMessageBox) and widget.isVisible():
                self.faults.append(f"It is asked: {widget.text()}")
                widget.reject()
            elif isinstance(widget, TableDialog) and widget.isVisible():
                self._answer_table(widget)

    def _answer_table(self, dialog: TableDialog) -> None:
        said = dialog.findChild(QLabel, "tableSaid")
        box = dialog.findChild(QDialogButtonBox)
        if said.text() in (COUNTING, READING):
            return
        use, cancel = box.buttons()
        if use.isEnabled():
            # The whole table is read now, and then it is there or refused.
            use.click()
            return
        cancel.click()
        self._came.append("dismissed")
        if not said.text():
            self.faults.append("It is not said why a table cannot be used")


def opened(count: int, told: Callable[[str], None] = print, seed: int = 0) -> list[str]:
    """Open `count` damaged files in one window; returns what was wrong."""
    chance = random.Random(seed)
    results: Counter[str] = Counter()
    hook = sys.excepthook
    visitor = Visitor()

    def note(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        visitor.faults.append(f"{kind.__name__}: {error}")
        hook(kind, error, at)

    sys.excepthook = note
    with tempfile.TemporaryDirectory() as folder:
        every = kinds(Path(folder))
        try:
            for number in range(count):
                name = chance.choice(list(every))
                file = Path(folder) / f"{number}{every[name].suffix}"
                file.write_bytes(damaged(chance.choice(every[name].originals), chance))
                results[f"{name} {visitor.open(file)}"] += 1
                file.unlink()
                if (number + 1) % 100 == 0 or number + 1 == count:
                    told(f"{number + 1:,} files: {dict(sorted(results.items()))}")
        finally:
            sys.excepthook = hook
            visitor.window.close_unasked()
            visitor.window.deleteLater()
    return visitor.faults
