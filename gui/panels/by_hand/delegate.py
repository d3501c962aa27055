"""Paints the cells of the table by hand: numbers in columns, and each part as a bar."""

import math

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.panels.by_hand.model import ByHandModel, Column
from gui.run import Picks
from gui.theme import SPACE, Theme
from gui.zoom import SMALL, face, px, scaled

# The least length of a bar in pixels, so that a small part is not mistaken for none.
SHORTEST = 1.0
BOLD = (Column.PART,)
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints `model`; the row of the picked point is marked."""

    def __init__(self, model: ByHandModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.picks: Picks | None = None
        # What the bars span: the least part, or 0, and the largest, or 0.
        self.span = (0.0, 0.0)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`, and texts as large as they are now."""
        self._theme = theme
        self.font, self._bold = face(SMALL), face(SMALL, bold=True)
        self._metrics, self._bold_metrics = QFontMetricsF(self.font), QFontMetricsF(self._bold)
        self.height = round(self._metrics.height()) + px(4)

    def measure(self) -> None:
        """Give all bars one scale, on which the largest part is as long as there is room."""
        parts = self._model.values(Column.PART)
        finite = parts[np.isfinite(parts)]
        self.span = (
            (min(float(finite.min()), 0.0), max(float(finite.max()), 0.0))
            if len(finite)
            else (0.0, 0.0)
        )

    def width(self, text: str, column: Column) -> float:
        """How wide `text` is in `column`, with the space around it."""
        metrics = self._bold_metrics if column in BOLD else self._metrics
        return metrics.horizontalAdvance(text) + 2 * px(SPACE)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(60), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column, area = index.row(), Column(index.column()), QRectF(option.rect)
        state = option.state
        self._paint_ground(painter, area, row, bool(state & QStyle.StateFlag.State_Selected))
        if column is Column.BAR:
            self._paint_bar(painter, area, self._model.value(row, column))
            return
        text = self._model.text(row, column)
        painter.setFont(self._bold if column in BOLD else self.font)
        painter.setPen(QColor(self._colour(row, column)))
        inside = area.adjusted(0, 0, -px(SPACE), 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, flags, text)

    def _colour(self, row: int, column: Column) -> str:
        theme = self._theme
        match column:
            case Column.PREDICTION:
                return theme.prediction
            case Column.DOUBLED | Column.LOCAL:
                return theme.slope
            case Column.PART:
                value = self._model.value(row, column)
                return theme.faint_text if value is None else theme.sign_text(_sign(value))
        return theme.text

    def _paint_ground(self, painter: QPainter, area: QRectF, row: int, selected: bool) -> None:
        theme, picks = self._theme, self.picks
        if row % 2:
            painter.fillRect(area, QColor(theme.window))
        if selected:
            tint = QColor(theme.ink)
            tint.setAlphaF(0.14)
            painter.fillRect(area, tint)
        point = self._model.point(row)
        if picks is not None and point == picks.point:
            if picks.pointed is not None:
                painter.fillRect(area, QColor(theme.warning))
            if area.left() <= 0:
                painter.fillRect(QRectF(area.left(), area.top(), px(3), area.height()), theme.ink)

    def _paint_bar(self, painter: QPainter, area: QRectF, value: float | None) -> None:
        theme, (low, high) = self._theme, self.span
        room = area.adjusted(px(SPACE), 0, -px(SPACE), 0)
        if value is None or high - low <= 0 or room.width() <= 0:
            return
        pixels = room.width() / (high - low)
        zero = room.left() - low * pixels
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if math.isfinite(value) and value:
            long = max(abs(value) * pixels, scaled(SHORTEST))
            bar = QRectF(zero, area.top() + px(3), long, area.height() - 2 * px(3))
            if value < 0:
                bar.moveRight(zero)
            painter.fillRect(bar, QColor(theme.sign(_sign(value))))
        painter.setPen(QPen(QColor(theme.faint_text), scaled(1)))
        painter.drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom()))


def _sign(value: float) -> int:
    """−1, 0 or +1, and 0 for NaN."""
    return (value > 0) - (value < 0)
