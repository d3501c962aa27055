"""Brings a table from a file or the clipboard into the experiment without blocking the window.

Reading, picking two columns and making points of them each run in a thread of their own; in
between, the person is asked for the columns.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from engine.experiment import Points
from engine.table import Picked, Table, TableError, read_table, read_text
from gui.files.job import Cancelled, Job, Progress
from gui.files.table_dialog import TableDialog
from gui.theme import LIGHT, Theme
from gui.zoom import sized

PASTED = "pasted table"
# A progress bar is shown only for what takes longer than this.
QUICK_MS = 300
BAR_WIDTH = 300
STEPS = 1000
# With no steps, the bar only shows that something is going on.
UNKNOWN = 0


class TableImport(QObject):
    """Imports one table at a time; a new one cancels the one before.

    `imported` carries Points; before it comes `doubts`, with what to check about them ('' if
    nothing). `failed` carries a sentence for the person. `close` ends whatever is under way.
    """

    imported = Signal(object)
    doubts = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, theme: Theme = LIGHT) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._title = ""
        # Reads the present table; its argument says whether the first row has the names.
        self._again: Callable[[bool | None], None] = lambda _header: None
        self._job: Job | None = None
        self._progress: QProgressDialog | None = None
        self._dialog: TableDialog | None = None

    def open_file(self, path: str | os.PathLike[str]) -> None:
        """Read the table in the file `path`, then ask for its columns."""
        self._give_up()
        self._title = Path(path).name
        self._again = lambda header: self._read(partial(read_table, path, header=header), STEPS)
        self._again(None)

    def paste(self, text: str) -> None:
        """Read the table in `text`, then ask for its columns."""
        self._give_up()
        self._title = PASTED
        self._again = lambda header: self._read(
            lambda _progress, cancelled: read_text(text, cancelled, header), UNKNOWN
        )
        self._again(None)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        if self._dialog is not None:
            self._dialog.set_theme(theme)

    def close(self) -> None:
        """End what is under way, and wait until it has ended; nothing is emitted any more."""
        self._give_up()
        for job in self.findChildren(Job):
            job.cancel()

    # --- the steps of an import

    def _read(self, work: Callable[[Progress, Cancelled], Any], steps: int) -> None:
        self._start(work, self._ask)
        self._show_progress(f"Reading {self._title}…", steps)

    def _ask(self, table: Table) -> None:
        self._end_job()
        self._close_dialog()
        dialog = TableDialog(table, self._window, self._theme)
        dialog.headerWanted.connect(self._again)
        dialog.columnsWanted.connect(lambda x, y: self._count(table, x, y))
        dialog.accepted.connect(lambda: self._make(table))
        dialog.rejected.connect(self._cancel)
        self._dialog = dialog
        dialog.open()
        self._count(table, *dialog.columns)

    def _count(self, table: Table, x: str, y: str) -> None:
        self._start(lambda _progress, _cancelled: table.pick(x, y), self._show_picked)

    def _show_picked(self, picked: Picked) -> None:
        self._end_job()
        if self._dialog is not None:
            self._dialog.show_picked(picked)

    def _make(self, table: Table) -> None:
        picked = self._dialog.picked if self._dialog is not None else None
        if picked is None:
            return
        self._close_dialog()
        title, doubts = self._title, table.doubts(picked)
        self._start(
            lambda _progress, _cancelled: picked.points(title),
            lambda points: self._finish(points, doubts),
        )
        self._show_progress(f"Taking over {title}…", UNKNOWN)

    def _finish(self, points: Points, doubts: str) -> None:
        self._end_job()
        self.doubts.emit(doubts)
        self.imported.emit(points)

    def _fail(self, error: Exception) -> None:
        self._end_job()
        said = str(error)
        if not isinstance(error, TableError):
            reason = f"{type(error).__name__}: {error}".removesuffix(": ")
            said = f"{self._title} cannot be read ({reason}): save it, or a part of it, as CSV."
        if self._dialog is not None:
            self._dialog.show_error(said)
        else:
            self.failed.emit(said)
        if not isinstance(error, TableError | OSError | MemoryError):
            # Nobody foresaw it, so there is a report of it.
            raise error

    def _cancel(self) -> None:
        self._give_up()

    # --- jobs and dialogs

    def _start(
        self, work: Callable[[Progress, Cancelled], Any], then: Callable[[Any], None]
    ) -> None:
        self._end_job()
        job = Job(work, self)
        job.done.connect(then)
        job.failed.connect(self._fail)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def _show_progress(self, text: str, steps: int) -> None:
        bar = QProgressDialog(text, "Cancel", 0, steps, self._window)
        bar.setObjectName("tableProgress")
        bar.setWindowTitle("Learnscope")
        # The focus stays where the person is typing.
        bar.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        sized(bar.setMinimumWidth, BAR_WIDTH)
        bar.setMinimumDuration(QUICK_MS)
        bar.setValue(0)
        bar.canceled.connect(self._cancel)
        self._progress = bar
        if self._job is not None:
            self._job.progress.connect(self._on_progress)

    def _on_progress(self, share: float) -> None:
        if self._progress is not None:
            # At 100 % the bar would close, although more is still to be done.
            self._progress.setValue(min(round(share * STEPS), STEPS - 1))

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None
        if self._progress is not None:
            # Closing the bar would otherwise count as cancelling.
            self._progress.canceled.disconnect(self._cancel)
            self._progress.reset()
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.rejected.disconnect(self._cancel)
            dialog.close()
            dialog.deleteLater()

    def _give_up(self) -> None:
        self._end_job()
        self._close_dialog()
