"""A combo box whose entries are chosen in the open list only, for a choice changes much."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gui.widgets.own_keys import keeps

OPENING_KEYS = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space))


class ListCombo(QComboBox):
    """Narrower than its entries where it has to be; what it shows is then cut off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        """The keys that open the list are not the window's while the focus is here."""
        return keeps(event, OPENING_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the keys that open the list; the letters of an entry would choose at once."""
        if event.key() in OPENING_KEYS:
            self.showPopup()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past it is no wish for another entry."""
        event.ignore()
