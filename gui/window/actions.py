"""Creates the window's actions, for keys, menus and toolbar, each with a name, icon and tooltip."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.mishaps import handler
from gui.theme import Theme
from gui.widgets.icons import icon


class Actions:
    """The actions of a window, each with an objectName and a tooltip that names its key."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._icons: dict[QAction, str] = {}
        self._primary: QAction | None = None
        self.all: list[QAction] = []

    def add(
        self,
        name: str,
        text: str,
        does: Callable[[], object],
        keys: str | tuple[str, ...] = (),
        tip: str = "",
        icon_name: str = "",
    ) -> QAction:
        """Create the action `name`Action; `keys` are written in QKeySequence's notation."""
        action = QAction(text, self._window)
        action.setObjectName(f"{name}Action")
        sequences = [QKeySequence(key) for key in ((keys,) if isinstance(keys, str) else keys)]
        action.setShortcuts(sequences)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        native = QKeySequence.SequenceFormat.NativeText
        shown = " or ".join(sequence.toString(native) for sequence in sequences)
        plain = tip or text.replace("&", "").removesuffix("…") + "."
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
        action.setStatusTip(plain)
        action.triggered.connect(handler(does))
        if icon_name:
            self._icons[action] = icon_name
        self._window.addAction(action)
        self.all.append(action)
        return action

    def set_icon(self, action: QAction, name: str, theme: Theme) -> None:
        """Give `action` the icon `name`."""
        if self._icons.get(action) != name:
            self._icons[action] = name
            action.setIcon(icon(name, theme, self._ink(action, theme)))

    def set_primary(self, action: QAction) -> None:
        """Mark `action` as the main one: its button is filled, and its icon drawn to suit that."""
        self._primary = action

    def _ink(self, action: QAction, theme: Theme) -> str:
        return theme.ink_text if action is self._primary else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for action, name in self._icons.items():
            action.setIcon(icon(name, theme, self._ink(action, theme)))

    def keys(self) -> list[tuple[str, str]]:
        """(keys, what they do) of every action that has keys, for the list of keys."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (
                " or ".join(sequence.toString(native) for sequence in action.shortcuts()),
                action.statusTip(),
            )
            for action in self.all
            if action.shortcuts() and action.isVisible()
        ]
