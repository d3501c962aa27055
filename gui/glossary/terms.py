"""A list of terms, each with what it means and its small picture; the arrow keys go through it."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from engine.words.glossary import Term
from gui.glossary.sketches import paint_sketch
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.zoom import face, px, scaled, sheet

SKETCH = QSize(72, 52)
MOST_FORMS = 4
Index = QModelIndex | QPersistentModelIndex
_WRAPPED = int((Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop).value)


class Terms(QAbstractListModel):
    """The terms that are listed; for screen readers each is its name and its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: tuple[Term, ...] = ()

    def show_terms(self, terms: Iterable[Term]) -> None:
        """List `terms`."""
        self.beginResetModel()
        self.shown = tuple(terms)
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many terms are listed."""
        return len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Term | None:
        """The term of a row, or its text."""
        term = self.shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return term
        if role == Qt.ItemDataRole.DisplayRole:
            return term.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{term.name}: {term.words}"
        return None


class TermsList(QListView):
    """Shows `Terms` below one another, wrapped to its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("termsList")
        self.setAccessibleName("Terms")
        self.terms = Terms(self)
        self.setModel(self.terms)
        self._painter = _TermPainter(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.set_theme(LIGHT)

    def show_terms(self, terms: Iterable[Term]) -> None:
        """List `terms`, beginning with the first."""
        self.terms.show_terms(terms)
        self.setCurrentIndex(self.terms.index(0))
        self.scrollToTop()

    @property
    def chosen(self) -> Term:
        """The term that was chosen with the keys or a click; at first the first one."""
        return self.terms.shown[max(self.currentIndex().row(), 0)]

    def height_for(self, width: int) -> int:
        """The height that the list needs in `width` to show all its terms."""
        room = width - px(2)
        return sum(self._painter.height(term, room) for term in self.terms.shown) + px(4)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._painter.theme = theme
        self.setStyleSheet(
            sheet(
                f"QListView {{ background: {theme.panel}; border: 2px solid transparent; }}"
                f"QListView:focus {{ border-color: {theme.border}; }}"
            )
        )
        self.scheduleDelayedItemsLayout()


class _TermPainter(QStyledItemDelegate):
    """Paints a term: its name and other forms, its words, and its picture at the right."""

    def __init__(self, of: TermsList) -> None:
        super().__init__(of)
        self._list = of
        self.theme = LIGHT

    def _words_width(self, width: int) -> int:
        # As wide for a term without a picture, so that all texts end at the same edge.
        return max(width - px(SKETCH.width()) - px(4 * SPACE), px(80))

    def height(self, term: Term, width: int) -> int:
        """The height of `term` in `width`."""
        room = QRect(0, 0, self._words_width(width), 10_000)
        words = QFontMetrics(face()).boundingRect(room, _WRAPPED, term.words).height()
        head = QFontMetrics(face(bold=True)).height()
        return max(head + px(SMALL_SPACE) + words, px(SKETCH.height())) + px(2 * SPACE)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._list.viewport().width()
        return QSize(width, self.height(index.data(Qt.ItemDataRole.UserRole), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        term: Term = index.data(Qt.ItemDataRole.UserRole)
        theme, room = self.theme, option.rect.adjusted(px(SPACE), px(SPACE), -px(SPACE), -px(SPACE))
        painter.save()
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen and self._list.hasFocus():
            painter.fillRect(option.rect, QColor(theme.window))
            painter.fillRect(
                QRect(option.rect.topLeft(), QSize(px(3), option.rect.height())), QColor(theme.ink)
            )
        painter.setPen(QPen(QColor(theme.border), scaled(1)))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

        bold = face(bold=True)
        head = QFontMetrics(bold).height()
        wide = self._words_width(option.rect.width())
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRect(room.left(), room.top(), wide, head), 0, term.name)
        self._paint_forms(painter, term, QRect(room.left(), room.top(), wide, head))
        painter.setFont(face())
        painter.setPen(QColor(theme.text))
        top = room.top() + head + px(SMALL_SPACE)
        words = QRect(room.left(), top, wide, room.bottom() - top + px(2))
        painter.drawText(words, _WRAPPED, term.words)
        picture = QRectF(
            room.right() - px(SKETCH.width()), room.top(), px(SKETCH.width()), px(SKETCH.height())
        )
        paint_sketch(painter, picture, term.sketch, theme)
        painter.restore()

    def _paint_forms(self, painter: QPainter, term: Term, room: QRect) -> None:
        """Write the forms that do not look like the name, as far as there is room."""
        bold, plain = QFontMetrics(face(bold=True)), QFontMetrics(face())
        room.setLeft(room.left() + bold.horizontalAdvance(f"{term.name}  "))
        start = term.name[:4].casefold()
        others = [form for form in term.forms if not form.casefold().startswith(start)]
        also = ", ".join(others[:MOST_FORMS])
        if also:
            painter.setFont(face())
            painter.setPen(QColor(self.theme.faint_text))
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(room, 0, plain.elidedText(f"also: {also}", elide, room.width()))
