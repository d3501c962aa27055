"""The table by hand: reads only the rows in view, so that it is quick with 100,000 points.

A click above a column sorts by it, and so does Alt with the column's number; the third time brings
back the order of the data. The arrows are left to the window.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.mishaps import handler
from gui.panels.by_hand.delegate import CellDelegate
from gui.panels.by_hand.model import MARKS, ByHandModel, Column
from gui.run import NOTHING_LIT, Lit, Part, Picks
from gui.theme import SPACE, Theme
from gui.widgets.own_keys import keeps
from gui.zoom import SMALL, face, px, sheet, typeface

LEAST_BAR = 70
# So many rows are measured, and those with the longest numbers.
MEASURED = 200
# What is left out first where there is not room for all; the rest always stays.
OMITTED = (Column.DOUBLED, Column.TARGET, Column.PREDICTION, Column.LOCAL, Column.RESIDUAL)
LIGHTS: dict[Column, Part] = {
    Column.INPUT: "inputs",
    Column.TARGET: "targets",
    Column.PREDICTION: "predictions",
    Column.RESIDUAL: "residuals",
}
Key = Qt.Key
PAGES = {Key.Key_PageUp, Key.Key_PageDown}
STEPS = {Key.Key_BracketLeft: -1, Key.Key_BracketRight: 1}


class ByHandTable(QTableView):
    """Shows a `ByHandModel`; points at what is under the mouse, and picks what is chosen.

    `omittedChanged` says that other columns are left out for want of room: see `omitted`.
    """

    omittedChanged = Signal()

    def __init__(self, model: ByHandModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._picks: Picks | None = None
        self._widths = [0.0] * len(Column)
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self.omitted: tuple[Column, ...] = ()
        self.setObjectName("byHandTable")
        self.setAccessibleName("By hand: each point’s part of the gradient")
        self.setModel(model)
        self._delegate = CellDelegate(model, theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setMinimumSectionSize(1)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(False)
        columns.sectionClicked.connect(self.sort_by)
        typeface(columns, SMALL)
        self._add_actions()
        self.entered.connect(self._point_at)
        self.viewportEntered.connect(self._point_at_nothing)
        # Not by the current row: Qt makes the first row current when the table gets the focus.
        self.selectionModel().selectionChanged.connect(self._pick)
        model.dataChanged.connect(self.fit)
        model.modelReset.connect(self.fit)
        model.headerDataChanged.connect(self._on_titles)
        self.set_theme(theme)

    def set_picks(self, picks: Picks) -> None:
        """Mark what is picked, and pick."""
        self._picks = self._delegate.picks = picks
        picks.changed.connect(self._show_picked)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._delegate.set_theme(theme)
        self.verticalHeader().setDefaultSectionSize(self._delegate.height)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(theme.panel))
        self.setPalette(colours)
        self.setStyleSheet(
            sheet(
                f"QTableView {{ background: {theme.panel}; border: 2px solid transparent; }}"
                f"QTableView:focus {{ border-color: {theme.ink}; }}"
                f"QHeaderView {{ background: {theme.panel}; border: none; }}"
                f"QHeaderView::section {{ background: {theme.panel}; color: {theme.faint_text};"
                f" border: none; border-bottom: 1px solid {theme.border};"
                f" padding: 0px {SPACE}px 2px 0px; }}"
                f"QHeaderView::section:hover {{ color: {theme.text}; }}"
            )
        )
        self.forget_widths()
        self.fit()

    def forget_widths(self) -> None:
        """Measure anew: other data are shown, or another parameter."""
        self._widths = [0.0] * len(Column)
        self._measure_titles()

    def fit(self) -> None:
        """Give each column the room its numbers need; leave some out where there is too little.

        While a run is played a column only grows, so that it does not jump about.
        """
        self._delegate.measure()
        for column in Column:
            self._widths[column] = max(self._widths[column], self._width(column))
        room = self.viewport().width()
        omitted: list[Column] = []
        for column in OMITTED:
            if sum(self._widths) - sum(self._widths[each] for each in omitted) <= room:
                break
            omitted.append(column)
        for column in Column:
            self.setColumnHidden(column, column in omitted)
            self.setColumnWidth(column, round(self._widths[column]))
        taken = sum(self.columnWidth(each) for each in Column if each not in omitted)
        spare = max(0, room - taken)
        self.setColumnWidth(Column.BAR, self.columnWidth(Column.BAR) + spare)
        if tuple(omitted) != self.omitted:
            self.omitted = tuple(omitted)
            self.omittedChanged.emit()
        self.viewport().update()

    def sort_by(self, column: int) -> None:
        """Sort by `column`: upwards, downwards, then in the order of the data again."""
        before, order = self._sorted
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if column != before:
            self._sorted = column, up
        elif order == up:
            self._sorted = column, down
        else:
            self._sorted = -1, up
        self.clearSelection()
        self._model.sort(*self._sorted)
        self._show_picked()

    def copy(self) -> None:
        """Put the selected rows on the clipboard, all of them if none is selected."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if self._model.rowCount():
            text = self._model.copied(chosen or range(self._model.rowCount()))
            QGuiApplication.clipboard().setText(text)

    def _width(self, column: Column) -> float:
        """How wide `column` has to be for its numbers."""
        if column is Column.BAR:
            return px(LEAST_BAR)
        texts = [self._model.text(row, column) for row in self._longest(column)]
        # All digits are equally wide, so the longest text is the widest.
        return self._delegate.width(max(texts, key=len), column) if texts else 0.0

    def _on_titles(self) -> None:
        self._measure_titles()
        self.fit()

    def _title_width(self, column: Column) -> float:
        title = str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")
        metrics = QFontMetrics(face(SMALL))
        # The mark of a sorted column needs room, too, or it would push the columns apart.
        lines = [line if line.endswith(MARKS) else line + MARKS[0] for line in title.split("\n")]
        return max(map(metrics.horizontalAdvance, lines)) + px(SPACE)

    def _measure_titles(self) -> None:
        for column in Column:
            if column is not Column.BAR:
                self._widths[column] = max(self._widths[column], self._title_width(column))

    def _longest(self, column: Column) -> list[int]:
        """The rows of which one has the longest number."""
        rows = self._model.rowCount()
        values = self._model.values(column)
        if rows <= MEASURED or not len(values):
            return [*range(min(rows, 1 if not len(values) else rows))]
        sizes = np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
        extremes = [int(pick(each)) for pick in (np.argmin, np.argmax) for each in (sizes, values)]
        found = [self._model.row_of(point) for point in extremes]
        spread = np.linspace(0, rows - 1, MEASURED).astype(int).tolist()
        return [*spread, *(row for row in found if row is not None)]

    def _add_actions(self) -> None:
        def add(text: str, does: Callable[[], object], key: QKeySequence | str) -> None:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(handler(does))
            self.addAction(action)

        add("Copy", self.copy, QKeySequence(QKeySequence.StandardKey.Copy))
        names = ("input", "target", "prediction", "residual", "× 2 × (−1)", "× ∂f/∂p", "part")
        for column, name in enumerate(names):
            add(f"Sort by {name}", partial(self.sort_by, column), f"Alt+{column + 1}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # --- what is picked

    def _point_at(self, index: QModelIndex) -> None:
        if self._picks is not None:
            self._picks.point_at(self._model.point(index.row()))
            part = LIGHTS.get(Column(index.column()))
            lit = Lit(parts=frozenset([part])) if part else NOTHING_LIT
            self._picks.light(lit)

    def _point_at_nothing(self) -> None:
        if self._picks is not None:
            self._picks.point_at(None)
            self._picks.light(NOTHING_LIT)

    def _pick(self) -> None:
        index = self.currentIndex()
        if self._picks is not None and self.selectionModel().isSelected(index):
            self._picks.pick(self._model.point(index.row()))

    def _show_picked(self) -> None:
        """Repaint, and bring into view the row of a point that is pointed at elsewhere."""
        picks = self._picks
        self.viewport().update()
        if picks is None or self.underMouse() or not self.isVisible():
            return
        row = self._model.row_of(picks.point)
        if row is not None and picks.pointed is not None:
            self.scrollTo(self._model.index(row, Column.INPUT))

    # --- events

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move through the rows from the window while the focus is here."""
        return keeps(event, (*PAGES, *STEPS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys, and [ and ] as in the fit, go through the rows; the rest is the window's."""
        key, rows = event.key(), self._model.rowCount()
        extending = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key in STEPS and rows:
            picked = None if self._picks is None else self._model.row_of(self._picks.point)
            row = min(max((picked or 0) + STEPS[Key(key)], 0), rows - 1)
            self.setCurrentIndex(self._model.index(row, Column.INPUT))
        elif key in PAGES or (extending and key in (Key.Key_Up, Key.Key_Down)):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        else:
            # Qt's keyboard search would go through every row.
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more."""
        super().leaveEvent(event)
        self._point_at_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other columns."""
        super().resizeEvent(event)
        self.fit()
