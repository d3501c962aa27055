"""A small card that floats over the window and says what the terms in a place of it mean."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.words.glossary import Term
from gui.glossary.terms import TermsList
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.zoom import px, sheet, sized, typeface

WIDTH = 440
TALLEST = 380


class TermsCard(QFrame):
    """The terms of one place. Escape, or a click elsewhere, closes it.

    `allWanted` carries the chosen term when the person wants to see the whole glossary.
    """

    allWanted = Signal(Term)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("termsCard")
        self.setAccessibleName("What is this?")
        self._title = QLabel()
        typeface(self._title, bold=True)
        self._list = TermsList()
        self._all = QPushButton("Glossary…")
        self._all.setToolTip("Show all terms")
        self._all.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SPACE, SPACE, SPACE)
        sized(layout.setSpacing, SMALL_SPACE)
        layout.addWidget(self._title)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._all, 0, Qt.AlignmentFlag.AlignRight)
        self.set_theme(LIGHT)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are shown."""
        return self._list.terms.shown

    def open_at(self, title: str, terms: Sequence[Term], place: QRect) -> None:
        """Show `terms` beside `place`, which is in the screen's coordinates."""
        self._title.setText(title)
        self._list.show_terms(terms)
        around = self.screen().availableGeometry()
        width = min(px(WIDTH), around.width())
        others = self._title.sizeHint().height() + self._all.sizeHint().height()
        inside = self._list.height_for(width - px(2 * SPACE)) + px(2)
        height = min(inside, px(TALLEST)) + others + px(2 * SPACE + 2 * SMALL_SPACE)
        height = min(height, around.height())
        self.resize(width, height)
        corner = QPoint(place.left(), place.bottom() + px(SMALL_SPACE))
        if corner.y() + height > around.bottom():
            corner.setY(place.top() - height - px(SMALL_SPACE))
        corner.setX(min(max(corner.x(), around.left()), around.right() - width))
        corner.setY(min(max(corner.y(), around.top()), around.bottom() - height))
        self.move(corner)
        self.show()
        self._list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(
            sheet(
                f"#termsCard {{ background: {theme.panel}; border: 1px solid {theme.faint_text}; }}"
                f"#termsCard QLabel {{ color: {theme.text}; }}"
            )
        )
        self._list.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, or the keys that opened the card, close it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        else:
            super().keyPressEvent(event)

    def _show_all(self) -> None:
        self.close()
        self.allWanted.emit(self._list.chosen)
