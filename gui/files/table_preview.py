"""A preview of a table's first rows, with the two chosen columns marked."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from engine.table import Table
from gui.theme import LIGHT, SMALL_SPACE, Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
# Measuring the cells of more columns would make the dialog open noticeably later.
MOST_MEASURED = 60
NARROWEST, WIDEST = 64, 200
TINT = 0.16


class PreviewModel(QAbstractTableModel):
    """The cells of `table.preview` as text; `x` and `y` are the names of the marked columns."""

    def __init__(self, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._numeric = [2 * numbers >= table.rows for numbers in table.numbers]
        self._marks: dict[str, str] = {}
        self._tint = QColor()

    def mark(self, x: str, y: str) -> None:
        """Mark the columns named `x` and `y`."""
        self._marks = {x: "x and y"} if x == y else {x: "x", y: "y"}
        self._changed()

    def set_theme(self, theme: Theme) -> None:
        """Tint the marked columns in a colour of `theme`."""
        self._tint = QColor(theme.ink)
        self._tint.setAlphaF(TINT)
        self._changed()

    def _changed(self) -> None:
        last = self.columnCount() - 1
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._table.preview)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns the table has."""
        return 0 if parent.isValid() else len(self._table.names)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """A cell's text, its alignment, and the tint of a marked column."""
        column = index.column()
        match role:
            case Role.DisplayRole | Role.ToolTipRole:
                return self._table.preview[index.row()][column]
            case Role.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self._numeric[column] else None
                return (side or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
            case Role.BackgroundRole if self._table.names[column] in self._marks:
                return self._tint
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """A column's name, after `x:` or `y:` if it is marked."""
        if orientation == Qt.Orientation.Vertical:
            return None
        name = self._table.names[section]
        if role == Role.DisplayRole:
            return f"{self._marks[name]}: {name}" if name in self._marks else name
        if role == Role.ToolTipRole:
            return name
        return None


class Preview(QTableView):
    """Shows the first rows; nothing can be chosen or changed in it."""

    def __init__(self, table: Table, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("tablePreview")
        self.setAccessibleName("The first rows of the table")
        self._names = table.names
        self._model = PreviewModel(table, self)
        self._model.set_theme(theme)
        self.setModel(self._model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(0)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SMALL_SPACE)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(NARROWEST)
        header.setMaximumSectionSize(WIDEST)

    def mark(self, x: str, y: str) -> None:
        """Mark the columns named `x` and `y`, and bring them into view."""
        self._model.mark(x, y)
        if len(self._names) <= MOST_MEASURED:
            self.resizeColumnsToContents()
        for name in (y, x):
            self.scrollTo(self._model.index(0, self._names.index(name)))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._model.set_theme(theme)
