"""A text as a whole, over the place where it is cut off."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.zoom import sheet, sized


class Unfolded(QFrame):
    """Floats over a widget, as wide as it is. Escape, or a click elsewhere, closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self.setObjectName("unfolded")
        self._over = over
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        # The text can be marked with the keys, too, and read from there by a screen reader.
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE, SPACE, SMALL_SPACE)
        layout.addWidget(self._label)

    @property
    def text(self) -> str:
        """What it shows."""
        return self._label.text()

    def open(self, text: str) -> None:
        """Show `text` until it is closed."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.ensurePolished()
        width = self._over.width()
        around = self.screen().availableGeometry()
        corner = self._over.mapToGlobal(QPoint(0, 0))
        height = min(max(self.heightForWidth(width), self._over.height()), around.height())
        corner.setY(max(around.top(), min(corner.y(), around.bottom() - height)))
        self.setGeometry(corner.x(), corner.y(), width, height)
        self.show()
        self._label.setFocus()

    def set_theme(self, theme: Theme, ground: str, ink: str) -> None:
        """Use `theme`, with `ground` under a text in `ink`."""
        self.setStyleSheet(
            sheet(
                f"#unfolded {{ background: {ground}; border: 1px solid {theme.faint_text}; }}"
                f"#unfolded QLabel {{ color: {ink}; }}"
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
