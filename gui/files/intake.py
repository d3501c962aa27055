"""Brings in data: tables that are opened or pasted, and points that are edited by hand."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.experiment import Data, Points, sentence
from engine.runs import Facts
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.files.table_import import TableImport

TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"


class Intake(QObject):
    """Emits `arrived` with the Points that have come, or `failed` with a sentence.

    `doubts` comes before `arrived`, with what to check about the table's rows ('' if nothing).
    """

    arrived = Signal(object)
    doubts = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tables: TableImport | None = None

    @property
    def tables(self) -> "TableImport":
        """The table import, made when it is first needed."""
        if self._tables is None:
            from gui.files.table_import import TableImport

            self._tables = TableImport(self._window, self._theme)
            self._tables.doubts.connect(self.doubts)
            self._tables.imported.connect(self.arrived)
            self._tables.failed.connect(self.failed)
        return self._tables

    def ask(self) -> None:
        """Ask for a table's file and use it."""
        dialog = QFileDialog(self._window, "Open a table", "", TABLES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Read the table in `path`."""
        self.tables.open_file(path)

    def paste(self) -> None:
        """Read the table on the clipboard."""
        self.tables.paste(QGuiApplication.clipboard().text())

    def edit(
        self,
        inputs: NDArray[np.float64],
        targets: NDArray[np.float64],
        before: Data,
        facts: Facts,
    ) -> bool:
        """Use all points (n,) as they are after an edit of `before`; False if they are refused."""
        try:
            points = Points(
                inputs=tuple(inputs.tolist()),
                targets=tuple(targets.tolist()),
                input_name=facts.input_label,
                target_name=facts.target_label,
                source=(before.source if isinstance(before, Points) else "") or "by hand",
            )
        except ValidationError as error:
            self.failed.emit(sentence(error))
            return False
        self.arrived.emit(points)
        return True

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        if self._tables is not None:
            self._tables.set_theme(theme)

    def close(self) -> None:
        """Stop reading."""
        if self._tables is not None:
            self._tables.close()
