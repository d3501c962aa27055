"""The table's data: a row for each point trained on, and how a person may sort and copy them."""

from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.numbers import MINUS
from engine.queries import ByHand
from engine.runs import Stage
from engine.words.by_hand import plain

Index = QModelIndex | QPersistentModelIndex
Order = Qt.SortOrder
Role = Qt.ItemDataRole
NOTHING = "–"
# Beside the title of the column that the rows are sorted by: upwards, downwards.
MARKS = (" ▲", " ▼")


class Column(IntEnum):
    """The columns, from left to right: how a part of the gradient comes about."""

    INPUT = 0
    TARGET = 1
    PREDICTION = 2
    RESIDUAL = 3
    DOUBLED = 4
    LOCAL = 5
    PART = 6
    BAR = 7


# The stage that makes the numbers of a column; the data are there before the first.
MADE_BY = {
    Column.PREDICTION: Stage.PREDICT,
    Column.RESIDUAL: Stage.LOSS,
    Column.DOUBLED: Stage.BACKWARD,
    Column.LOCAL: Stage.BACKWARD,
    Column.PART: Stage.BACKWARD,
    Column.BAR: Stage.BACKWARD,
}
_VALUES: dict[Column, Callable[[ByHand], NDArray[np.floating]]] = {
    Column.INPUT: lambda by_hand: by_hand.inputs,
    Column.TARGET: lambda by_hand: by_hand.targets,
    Column.PREDICTION: lambda by_hand: by_hand.predictions,
    Column.RESIDUAL: lambda by_hand: by_hand.residuals,
    Column.DOUBLED: lambda by_hand: -2 * by_hand.residuals,
    Column.LOCAL: lambda by_hand: by_hand.local,
    Column.PART: lambda by_hand: by_hand.parts,
    Column.BAR: lambda by_hand: by_hand.parts,
}


class ByHandModel(QAbstractTableModel):
    """Shows a `ByHand` as far as its stages have run, in the order of the data or sorted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by_hand: ByHand | None = None
        self._reached: Stage | None = None
        self._titles: Sequence[str] = [""] * len(Column)
        self._tips: Sequence[str] = [""] * len(Column)
        self._columns: dict[Column, NDArray[np.floating]] = {}
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._sorted: tuple[Column, Order] | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = Column(index.column())
        if role == Role.DisplayRole:
            return "" if column is Column.BAR else self.text(index.row(), column)
        if role == Role.ToolTipRole:
            values = self.values(column)
            title = self._titles[column].replace("\n", " ")
            told = _digits(values[self._order[index.row()]]) if len(values) else NOTHING
            return f"{title}: {told.replace('-', MINUS)}".removeprefix(": ")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Role.DisplayRole:
            column, order = self._sorted or (None, Order.AscendingOrder)
            mark = MARKS[order == Order.DescendingOrder] if section == column else ""
            return f"{self._titles[section]}{mark}"
        if role == Role.ToolTipRole:
            return self._tips[section]
        return None

    def set_titles(self, titles: Sequence[str], tips: Sequence[str]) -> None:
        """What stands above the columns, and what the titles say in full."""
        if (titles, tips) != (self._titles, self._tips):
            self._titles, self._tips = titles, tips
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def show(self, by_hand: ByHand | None, reached: Stage | None) -> None:
        """Show `by_hand` as it was when the stage `reached` had just run; None has run none."""
        if by_hand is self.by_hand and reached == self._reached:
            return
        rows = 0 if by_hand is None else len(by_hand.parts)
        if rows != len(self._order):
            self.beginResetModel()
            self._take(by_hand, reached)
            self.endResetModel()
        else:
            self._take(by_hand, reached)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(Column) - 1))

    def made(self, column: Column) -> bool:
        """Whether a stage that has run has made the numbers of `column`."""
        stage = MADE_BY.get(column)
        return stage is None or (self._reached is not None and self._reached >= stage)

    def values(self, column: Column) -> NDArray[np.floating]:
        """The numbers of `column`, in the order of the data; none where it is not made yet."""
        known = self._columns.get(column)
        return known if known is not None and self.made(column) else np.empty(0)

    def value(self, row: int, column: Column) -> float | None:
        """The number in `row` of `column`; None where no stage has made it yet."""
        values = self.values(column)
        return float(values[self._order[row]]) if len(values) else None

    def text(self, row: int, column: Column) -> str:
        """What stands in `row` of `column`."""
        value = self.value(row, column)
        return NOTHING if value is None else plain(value)

    def point(self, row: int) -> int:
        """The point of `row`, counted among those trained on."""
        return int(self._order[row])

    def row_of(self, point: int) -> int | None:
        """Where `point` stands now."""
        if not 0 <= point < len(self._order):
            return None
        if self._sorted is None:
            return point
        return int(np.flatnonzero(self._order == point)[0])

    def sort(self, column: int, order: Order = Order.AscendingOrder) -> None:
        """Sort by a column; −1 brings back the order of the data."""
        self._sorted = (Column(column), order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def copied(self, rows: Sequence[int]) -> str:
        """`rows` as text for a spreadsheet: tabs between the columns, every digit."""
        columns = [each for each in Column if each is not Column.BAR]
        lines = ["\t".join(self._titles[each].replace("\n", " ") for each in columns)]
        lists = [
            [_digits(value) for value in self.values(each)[self._order[rows]]]
            if self.made(each)
            else [""] * len(rows)
            for each in columns
        ]
        return "\n".join([*lines, *("\t".join(each) for each in zip(*lists, strict=True))])

    def _take(self, by_hand: ByHand | None, reached: Stage | None) -> None:
        self.by_hand, self._reached = by_hand, reached
        with np.errstate(all="ignore"):
            self._columns = (
                {} if by_hand is None else {each: _VALUES[each](by_hand) for each in Column}
            )
        self._arrange()

    def _arrange(self) -> None:
        rows = 0 if self.by_hand is None else len(self.by_hand.parts)
        self._order = np.arange(rows)
        if self._sorted is not None:
            column, order = self._sorted
            values = self.values(column)
            if len(values):
                # Descending must be stable, too; what is no number comes last either way.
                keys = values if order == Order.AscendingOrder else -values
                self._order = np.argsort(keys, kind="stable")


def _digits(value: np.floating) -> str:
    """Every digit of `value`, which NumPy knows for float32, too."""
    size = abs(float(value))
    plainly = size == 0 or 1e-5 < size < 1e16
    return np.format_float_positional(value, trim="0") if plainly else str(value)
