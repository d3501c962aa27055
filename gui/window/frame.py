"""The window as a thing on the desktop, whatever stands in it: its rows, keys and drops."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from gui.theme import SPACE
from gui.zoom import sized

LEAST_SIZE = (1024, 700)


class Frame(QMainWindow):
    """Rows of widgets; `dropped` carries the path of the first file that is dropped on them."""

    dropped = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        centre = QWidget()
        self._rows = QVBoxLayout(centre)
        self.set_top_margin(0)
        sized(self._rows.setSpacing, SPACE)
        # Where all of it is larger than the window, it scrolls: nothing is cut.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(centre)
        self.setCentralWidget(scroll)
        # The keys belong to the window until somebody chooses a field; a click beside them all
        # gives them back.
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        scroll.setFocusProxy(centre)
        centre.setFocus()

    def add_row(self, widget: QWidget, share: int = 0) -> None:
        """Put `widget` below the others; what height is left over goes by `share`."""
        self._rows.addWidget(widget, share)

    def set_top_margin(self, margin: int) -> None:
        """Leave `margin` above everything: none where the bars stand there."""
        sized(self._rows.setContentsMargins, SPACE, margin, SPACE, SPACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return, once a field has dealt with it, gives the keys back to the window."""
        field = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            field is not None and field.property("wrong")
        ):
            self.centralWidget().setFocus()
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that is dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(Path(paths[0]))

    def event(self, event: QEvent) -> bool:
        """A focused button keeps Space for itself: it presses the button, as everywhere."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        return super().event(event)
