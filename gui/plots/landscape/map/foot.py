"""Below a map: what it says about what is not on it, and the key of its colours."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.plots.landscape.paint.colours import ColourKey
from gui.theme import SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.elided import ElidedLabel
from gui.zoom import SMALL, sized, typeface


class Foot(QWidget):
    """A sentence in up to two lines, and the `key`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ElidedLabel(most_lines=2)
        self._said.setObjectName(name)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.key = ColourKey()
        row = QHBoxLayout(self)
        sized(row.setContentsMargins, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE, 0)
        sized(row.setSpacing, 2 * SPACE)
        row.addWidget(self._said, 1)
        row.addWidget(self.key, 0, Qt.AlignmentFlag.AlignTop)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self.setPalette(palette(theme))
        typeface(self._said, SMALL)
        self.key.set_theme(theme)

    def set_low(self, low: bool) -> None:
        """Take as little height as possible, or not."""
        self._said.set_most_lines(1 if low else 2)
        self.key.setVisible(not low)

    @property
    def text(self) -> str:
        """What is said."""
        return self._said.text()

    def say(self, text: str) -> None:
        """Say `text`; the whole of it is in the tooltip too."""
        if text != self._said.text():
            self._said.setText(text)
            self._said.setToolTip(text)
