"""The window's outer frame: rows of widgets in a scroll area, keys, and files dropped on it."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from gui.theme import SPACE
from gui.zoom import sized

LEAST_SIZE = (1024, 700)


class Frame(QMainWindow):
    """Rows of widgets; `dropped` carries the path of the first file dropped on the window."""

    dropped = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        centre = QWidget()
        self._rows = QVBoxLayout(centre)
        self.set_top_margin(0)
        sized(self._rows.setSpacing, SPACE)
        # If the contents are larger than the window, they scroll and nothing is cut off.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(centre)
        self.setCentralWidget(scroll)
        # Keys go to the window until the person chooses a field. A click outside all fields returns
        # them to the window.
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        scroll.setFocusProxy(centre)
        centre.setFocus()

    def add_row(self, widget: QWidget, share: int = 0) -> None:
        """Put `widget` below the others; spare height is divided in proportion to `share`."""
        self._rows.addWidget(widget, share)

    def set_top_margin(self, margin: int) -> None:
        """Leave `margin` pixels at the top; none where the bars are."""
        sized(self._rows.setContentsMargins, SPACE, margin, SPACE, SPACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return that a field has handled gives the focus, and so the keys, back to the window."""
        field = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            field is not None and field.property("wrong")
        ):
            self.centralWidget().setFocus()
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files that are dragged over the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first of the files that were dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(Path(paths[0]))

    def event(self, event: QEvent) -> bool:
        """A focused button keeps Space, which presses it, as in other programs."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        return super().event(event)
