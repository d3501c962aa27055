"""The table of the log. It only reads the rows in view, so it is fast even with ten million.

A row has the epoch's number on the left and what the article's program prints on the right.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.numbers import count
from gui.mishaps import handler
from gui.panels.log.model import LogModel
from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.zoom import SMALL, face, px, scaled

LINES = 3
HINT_ROWS = 3
MOST_COPIED = 2000
MARK = "▸"
SHOWN = "shown"
EMPTY = (
    "The predictions, loss and gradient of every epoch will stand here, as the article prints them."
)

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key


class LogDelegate(QStyledItemDelegate):
    """Paints one epoch: three lines of fixed-width text beside its number."""

    def __init__(self, view: "LogView", theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self.numbers = 1
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`, and texts as large as they are now."""
        self.theme = theme
        self.font = face(SMALL, code=True)
        self.bold = QFont(self.font)
        self.bold.setBold(True)
        self._character = QFontMetricsF(self.font).horizontalAdvance("0")
        self.pitch = round(QFontInfo(self.font).pixelSize() * 1.25)
        self.height = LINES * self.pitch + 2 * px(SMALL_SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        epoch = index.row() + 1
        place, state = QRectF(option.rect), option.state
        theme, shown = self.theme, epoch == self._view.shown
        self._paint_ground(painter, place, shown, bool(state & QStyle.StateFlag.State_Selected))

        left, first = place.left() + px(SPACE), place.top() + px(SMALL_SPACE) + self.pitch * 0.75
        painter.setPen(QColor(theme.text if shown else theme.faint_text))
        painter.setFont(self.bold if shown else self.font)
        painter.drawText(QPointF(left, first), f"{MARK if shown else ' '} epoch {count(epoch)}")
        painter.setFont(self.font)
        if shown:
            painter.drawText(QPointF(left, first + self.pitch), f"  {SHOWN}")

        start = left + self.gutter
        columns = int((place.right() - px(SPACE) - start) / self._character)
        painter.setPen(QColor(theme.text))
        for row, line in enumerate(self._view.log.printed(epoch)):
            painter.drawText(QPointF(start, first + row * self.pitch), fitted(line, columns))

        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.text), scaled(1), Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(1, 1, -2, -2))

    @property
    def gutter(self) -> float:
        """The width in pixels of the left part, which holds the epoch's number."""
        return self._character * (len(f"{MARK} epoch {count(self.numbers)}") + 2)

    def _paint_ground(self, painter: QPainter, place: QRectF, shown: bool, selected: bool) -> None:
        tint = QColor(self.theme.ink)
        tint.setAlphaF(0.28 if selected else 0.12)
        if selected or shown:
            painter.fillRect(place, tint)
        if shown:
            painter.fillRect(
                QRectF(place.left(), place.top(), px(3), place.height()), self.theme.ink
            )
        painter.setPen(QColor(self.theme.border))
        painter.drawLine(place.bottomLeft() - QPointF(0, 1), place.bottomRight() - QPointF(0, 1))


class LogView(QTableView):
    """The table of the log. The arrows, Home, End and Space are left to the window."""

    epochRequested = Signal(int)
    followingChanged = Signal(bool)

    def __init__(self, log: LogModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.log = log
        self.shown = 0
        self._following = True
        self._scrolling_itself = False
        self.setObjectName("log")
        self.setAccessibleName("Log: what the article prints, epoch by epoch")
        self.setModel(log)
        self._delegate = LogDelegate(self, theme)
        self.setItemDelegate(self._delegate)

        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().hide()
        # With a fixed row height, Qt need not measure ten million rows.
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        self._make_room()

        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(handler(self.copy))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

        self.clicked.connect(self._clicked)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        log.predictionsCame.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(400, HINT_ROWS * self._delegate.height + 2 * self.frameWidth())

    @property
    def following(self) -> bool:
        """Whether the table scrolls along with the epoch shown."""
        return self._following

    @following.setter
    def following(self, following: bool) -> None:
        if following != self._following:
            self._following = following
            self.followingChanged.emit(following)
        self._follow()

    def begin(self, most_epochs: int) -> None:
        """Prepare for a new run of about `most_epochs` epochs."""
        self.clearSelection()
        self._delegate.numbers = most_epochs
        self.shown = 0
        self.following = True

    def show_epoch(self, epoch: int) -> None:
        """Mark `epoch` as the one shown in the whole window; 0 marks none."""
        if epoch != self.shown:
            self.shown = epoch
            self.viewport().update()
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._delegate.set_theme(theme)
        self._make_room()
        self.viewport().update()

    def _make_room(self) -> None:
        """Make rows as high as their texts, and the table high enough for at least one."""
        self.verticalHeader().setDefaultSectionSize(self._delegate.height)
        self.setMinimumHeight(self._delegate.height + 2 * self.frameWidth())

    def copy(self) -> None:
        """Put the text of the selected rows on the clipboard, at most 2,000 of them."""
        selection = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom() + 1) for each in selection.toList())
        spans = (range(top, min(end, top + MOST_COPIED)) for top, end in ranges)
        rows = list(chain.from_iterable(spans))
        lines = [self.log.text(row + 1) for row in rows[:MOST_COPIED]]
        left_out = sum(end - top for top, end in ranges) - len(lines)
        if left_out:
            lines.append(
                f"({count(left_out)} more epochs are selected; 2,000 are copied at a time)"
            )
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    @contextmanager
    def _own_scrolling(self) -> Iterator[None]:
        before, self._scrolling_itself = self._scrolling_itself, True
        try:
            yield
        finally:
            self._scrolling_itself = before

    def _follow(self) -> None:
        if not self._following or self._scrolling_itself or not self.isVisible():
            return
        with self._own_scrolling():
            # Qt delays the layout of new rows, but can only scroll to rows it has laid out.
            self.executeDelayedItemsLayout()
            if self.shown:
                self.scrollTo(self.log.index(self.shown - 1, 0))
            else:
                self.scrollToTop()

    def _scrolled(self) -> None:
        if self._scrolling_itself:
            return
        shown = self.visualRect(self.log.index(self.shown - 1, 0)) if self.shown else None
        seen = shown is None or self.viewport().rect().intersects(shown)
        if seen != self._following:
            self._following = seen
            self.followingChanged.emit(seen)

    def _clicked(self, index: QModelIndex) -> None:
        # With a modifier key held, the click extends the selection instead.
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.epochRequested.emit(index.row() + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            event.key(),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        moving = key in (Key.Key_PageUp, Key.Key_PageDown)
        selecting = not plain and key in (Key.Key_Up, Key.Key_Down)
        if plain and key in (Key.Key_Return, Key.Key_Enter) and self.currentIndex().isValid():
            self.epochRequested.emit(self.currentIndex().row() + 1)
        elif moving or selecting:
            super().keyPressEvent(event)
        else:
            # Qt's keyboard search would go through every row.
            event.ignore()

    def updateGeometries(self) -> None:
        # Only now do the scroll bars' ranges match the rows and the size of the table.
        with self._own_scrolling():
            super().updateGeometries()
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = self.log.rowCount()
        if rows == 0:
            self._paint_empty()
            return
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        self.log.want(first + 1, rows if last < 0 else last + 1)
        super().paintEvent(event)

    def _paint_empty(self) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._delegate.theme.faint_text))
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        painter.drawText(self.viewport().rect(), flags, EMPTY)
        painter.end()


def fitted(line: str, columns: int) -> str:
    """`line` in at most `columns` characters, cut between two numbers if it is too long."""
    if len(line) <= columns:
        return line
    cut = line.rfind(",", 0, max(columns - 1, 0))
    return line[: cut + 1] + " …" if cut >= 0 else line[: max(columns - 1, 0)] + "…"
