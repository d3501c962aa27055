"""Keeps track of the window's theme and applies it to all parts of the window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from gui.memory import Memory
from gui.theme import Theme, named_theme, palette, stylesheet


class Styling(QObject):
    """Styles `window` with the theme called `name`, or else with the remembered one.

    `named` is "light", "dark" or "system"; `theme` is the theme that it stands for now, which
    `changed` carries.
    """

    changed = Signal(object)

    def __init__(self, window: QMainWindow, name: str | None, memory: Memory) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self.named = name or memory.text("theme", "system")
        self._style()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)

    def set_theme(self, name: str) -> None:
        """Use the theme "light", "dark" or "system"."""
        self.named = name
        self._memory.keep("theme", name)
        self.restyle()

    def restyle(self) -> None:
        """Redraw everything at its current size."""
        self._style()
        self.changed.emit(self.theme)

    def _style(self) -> None:
        self.theme: Theme = named_theme(self.named)
        QApplication.setPalette(palette(self.theme))
        self._window.setStyleSheet(stylesheet(self.theme))

    def _on_system_theme(self) -> None:
        if self.named == "system":
            self.restyle()
