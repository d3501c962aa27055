"""Remembers from one start to the next: the window's geometry, its theme, how far one has come."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


class Memory:
    """The stored settings; if not `kept`, nothing is read or stored."""

    def __init__(self, kept: bool) -> None:
        # Why nothing is remembered although it should be; empty where it is.
        self.refused = _refused() if kept else ""
        remembers = kept and not self.refused
        self.settings = QSettings("Learnscope", "Learnscope") if remembers else None

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
        self.keep_splitters(splitters)

    def keep_splitters(self, splitters: tuple[QSplitter, ...]) -> None:
        """Store the splitters' sizes."""
        for place, splitter in enumerate(splitters):
            self.keep(f"splitter{place}", splitter.saveState())

    def restore_geometry(self, window: QMainWindow, splitters: tuple[QSplitter, ...]) -> None:
        """Restore the window's position and size and the splitters' sizes, if stored."""
        if not self.settings:
            return
        geometry = self.settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        self.restore_splitters(splitters)

    def restore_splitters(self, splitters: tuple[QSplitter, ...]) -> None:
        """Restore the splitters' sizes, if stored."""
        if not self.settings:
            return
        for place, splitter in enumerate(splitters):
            state = self.settings.value(f"splitter{place}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)


def _refused() -> str:
    """A sentence if the settings are no files that can be read; empty if they are, or not there.

    Qt would wait for ever for what comes out of a named pipe.
    """
    # Qt says where settings are, and reads them at once: asked about a program that there is not.
    nowhere = Path(QSettings("Learnscope nowhere", "Learnscope").fileName())
    folder, ending = nowhere.parents[1], nowhere.suffix
    for path in (folder / "Learnscope" / nowhere.name, folder / f"Learnscope{ending}"):
        if path.exists() and not path.is_file():
            return (
                f"The settings in {path} are a folder, a device or a pipe: nothing is remembered "
                "until it is removed."
            )
    return ""
