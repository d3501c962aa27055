"""What the window remembers from one time to the next: its geometry, folds and theme."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


class Memory:
    """The person's settings; one that is not `kept` forgets everything and has nothing."""

    def __init__(self, kept: bool) -> None:
        self.settings = QSettings("Learnscope", "Learnscope") if kept else None

    def text(self, name: str, default: str) -> str:
        """What was remembered as `name`."""
        return str(self.settings.value(name, default)) if self.settings else default

    def flag(self, name: str, default: bool) -> bool:
        """Whether `name` was on."""
        # Read back from a file, a setting is a text; in the same process it still is a bool.
        return self.text(name, str(default)).lower() == "true"

    def number(self, name: str, default: float) -> float:
        """The number that was remembered as `name`."""
        try:
            return float(self.text(name, str(default)))
        except ValueError:
            return default

    def keep(self, name: str, value: object) -> None:
        """Remember `value` as `name`."""
        if self.settings:
            self.settings.setValue(name, value)

    def keep_geometry(self, window: QMainWindow, splitters: tuple[QSplitter, ...]) -> None:
        """Remember where the window is and how its parts share it."""
        self.keep("geometry", window.saveGeometry())
        for place, splitter in enumerate(splitters):
            self.keep(f"splitter{place}", splitter.saveState())

    def restore_geometry(self, window: QMainWindow, splitters: tuple[QSplitter, ...]) -> None:
        """Put the window where it was, as far as that is remembered."""
        if not self.settings:
            return
        geometry = self.settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        for place, splitter in enumerate(splitters):
            state = self.settings.value(f"splitter{place}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
