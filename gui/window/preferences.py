"""Remembers the window's settings between starts: its geometry, folded parts and theme."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


class Memory:
    """The stored settings; if not `kept`, nothing is read or stored."""

    def __init__(self, kept: bool) -> None:
        self.settings = QSettings("Learnscope", "Learnscope") if kept else None

    def text(self, name: str, default: str) -> str:
        """The text stored as `name`, or `default`."""
        return str(self.settings.value(name, default)) if self.settings else default

    def flag(self, name: str, default: bool) -> bool:
        """Whether the setting `name` is on; `default` if it was never stored."""
        # QSettings returns text if it read the setting from a file, but a bool within one process.
        return self.text(name, str(default)).lower() == "true"

    def number(self, name: str, default: float) -> float:
        """The number stored as `name`, or `default`."""
        try:
            return float(self.text(name, str(default)))
        except ValueError:
            return default

    def keep(self, name: str, value: object) -> None:
        """Store `value` as `name`."""
        if self.settings:
            self.settings.setValue(name, value)

    def keep_geometry(self, window: QMainWindow, splitters: tuple[QSplitter, ...]) -> None:
        """Store the window's position and size and the splitters' sizes."""
        self.keep("geometry", window.saveGeometry())
        for place, splitter in enumerate(splitters):
            self.keep(f"splitter{place}", splitter.saveState())

    def restore_geometry(self, window: QMainWindow, splitters: tuple[QSplitter, ...]) -> None:
        """Restore the window's position and size and the splitters' sizes, if stored."""
        if not self.settings:
            return
        geometry = self.settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        for place, splitter in enumerate(splitters):
            state = self.settings.value(f"splitter{place}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
