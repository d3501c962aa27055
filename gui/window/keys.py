"""Shows the list of keys in a window of its own, which can stay open during work.

The caller provides the keys and their descriptions, so that the list matches the program.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme
from gui.zoom import sheet, sized

MOST_ROWS = 22


class KeysOverlay(QDialog):
    """A list of pairs (keys, what they do), which are its `keys`. Escape, F1 or ? closes it."""

    def __init__(
        self,
        keys: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        theme: Theme = LIGHT,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysOverlay")
        self.setWindowTitle("Keys")
        self.setAccessibleName("List of keys")
        self.setModal(False)
        self.keys = list(keys)

        grid = QGridLayout()
        sized(grid.setHorizontalSpacing, 2 * SPACE)
        sized(grid.setVerticalSpacing, SMALL_SPACE + 2)
        # A long list is split into columns, to fit even the smallest screen.
        blocks = -(-len(keys) // MOST_ROWS) or 1
        rows = -(-len(keys) // blocks)
        for place, (key, what) in enumerate(keys):
            block, row = divmod(place, rows)
            cap, words = QLabel(key), QLabel(what)
            cap.setObjectName("keyCap")
            for label in (cap, words):
                label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(cap, row, 2 * block, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, row, 2 * block + 1, Qt.AlignmentFlag.AlignLeft)
        for block in range(blocks):
            grid.setColumnStretch(2 * block + 1, 1)

        close = QPushButton("Close")
        close.setToolTip("Close the list (Escape)")
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, 2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        sized(layout.setSpacing, 2 * SPACE)
        layout.addLayout(grid)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(
            sheet(
                f"#keysOverlay {{ background: {theme.window}; }}"
                f"#keysOverlay QLabel {{ color: {theme.text}; }}"
                f"#keysOverlay #keyCap {{ background: {theme.panel}; font-weight: 600;"
                f" border: 1px solid {theme.border}; border-bottom-width: 2px;"
                f" border-radius: {RADIUS - 2}px; padding: 2px {SPACE}px; }}"
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.close()
        else:
            super().keyPressEvent(event)
