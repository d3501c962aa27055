"""The glossary as a window of its own: all terms, and a field to search in them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from engine.words.glossary import TERMS, Term, explain
from gui.glossary.terms import TermsList
from gui.theme import LIGHT, SPACE, Theme
from gui.zoom import px, sheet, sized

SIZE = (560, 620)
NOTHING = "No term contains this. Try another word, or clear the field."
_SCROLLING = (
    Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp,
)  # fmt: skip


class GlossaryPage(QDialog):
    """The list of all terms, or of those that were searched for. Escape closes it.

    The arrow keys go through the list even while the search field has the focus.
    """

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("glossaryPage")
        self.setWindowTitle("Glossary")
        self.setAccessibleName("Glossary: what the words in this window mean")
        self.setModal(False)
        self._search = QLineEdit()
        self._search.setObjectName("glossarySearch")
        self._search.setPlaceholderText("Search the words")
        self._search.setAccessibleName("Search in the glossary")
        self._search.setToolTip("Show only the terms in which this stands")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._find)
        self._search.installEventFilter(self)
        self._list = TermsList()
        self._list.show_terms(TERMS)
        self._nothing = QLabel(NOTHING)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SPACE, SPACE, SPACE)
        sized(layout.setSpacing, SPACE)
        layout.addWidget(self._search)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._nothing, 1)
        self.set_theme(theme)

    def open_at(self, term: Term | None = None) -> None:
        """Show the page with all terms; begin at `term`."""
        if not self.isVisible():
            parent = self.parentWidget()
            room = parent.size() if parent else self.size()
            self.resize(min(px(SIZE[0]), room.width()), min(px(SIZE[1]), room.height()))
        self._search.clear()
        self.show()
        self.raise_()
        self.activateWindow()
        self._search.setFocus()
        if term is not None:
            index = self._list.terms.index(TERMS.index(term))
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index, TermsList.ScrollHint.PositionAtTop)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(
            sheet(
                f"#glossaryPage {{ background: {theme.window}; }}"
                f"#glossaryPage QLabel {{ color: {theme.text}; }}"
            )
        )
        self._list.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that scroll reach the list while a person types."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _SCROLLING:
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _find(self, wanted: str) -> None:
        wanted = wanted.strip().casefold()
        named = [term for term in TERMS if _is_named(term, wanted)]
        told = [term for term in TERMS if term not in named and wanted in term.words.casefold()]
        exact = explain(wanted)
        if exact is not None:
            named.sort(key=lambda term: term is not exact)
        found = TERMS if not wanted else (*named, *told)
        self._list.show_terms(found)
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)


def _is_named(term: Term, wanted: str) -> bool:
    return any(wanted in form.casefold() for form in (term.name, *term.forms))
