"""Small maps of all planes, to choose one from: each with the path and the best fit on it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.runs import Doubles, Frame
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.ground import Ground, transform_between
from gui.plots.landscape.ways.planes import Choice
from gui.theme import LIGHT, Theme
from gui.widgets.own_keys import keeps
from gui.zoom import px, scaled, small_face

WIDTH, HEIGHT = 128, 66
GAP, LEFT = 8, 18
KEYS = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down))


@dataclass(frozen=True, eq=False)
class Small:
    """One small map, of `choice`: its ground, its frame, the path and the best fit on it."""

    choice: Choice
    ground: Ground | None
    frame: Frame
    x: Doubles
    y: Doubles
    best: tuple[float, float, bool] | None


class PairStrip(QWidget):
    """A column of as many small maps as there is room for; `chosen` carries the one clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossMapPairs")
        self.setAccessibleName("All maps of pairs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = LIGHT
        self._maps: tuple[Small, ...] = ()
        self._current: Choice | None = None

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH + LEFT + 2), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def room(self) -> int:
        """How many small maps there is room for."""
        return max(0, int((self.height() - self._head()) // self._stride()))

    def show_maps(self, maps: tuple[Small, ...], current: Choice | None) -> None:
        """Show `maps`, of which `current` is the one that is shown large."""
        self._maps, self._current = maps, current
        if current is not None:
            self.setAccessibleDescription(f"shown: {current.title}")
        self.update()

    def area(self, k: int) -> QRectF:
        """Where the `k`-th small map is."""
        return QRectF(px(LEFT), self._head() + k * self._stride() + 1, px(WIDTH) - 2, px(HEIGHT))

    def _head(self) -> float:
        return QFontMetricsF(small_face()).height() + scaled(6)

    def _stride(self) -> float:
        return px(HEIGHT + GAP) + QFontMetricsF(small_face()).height()

    # --- choosing

    def event(self, event: QEvent) -> bool:
        """Keep up and down from the window; tell what a small map is of."""
        if isinstance(event, QHelpEvent):
            k = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._maps[k].choice.title if k >= 0 else "", self)
            return True
        return keeps(event, KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        k = self._at(event.position())
        if k >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._maps[k].choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way is None or not self._maps:
            super().keyPressEvent(event)
            return
        here = next((k for k, each in enumerate(self._maps) if each.choice == self._current), -1)
        self.chosen.emit(self._maps[min(max(here + way, 0), len(self._maps) - 1)].choice)

    def _at(self, place: QPointF) -> int:
        for k in range(len(self._maps)):
            if self.area(k).contains(place):
                return k
        return -1

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = small_face()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(px(LEFT), QFontMetricsF(bold).ascent()), "All pairs")
        for k, each in enumerate(self._maps):
            self._paint(painter, each, self.area(k))
        painter.end()

    def _paint(self, painter: QPainter, small: Small, area: QRectF) -> None:
        theme, face = self._theme, small_face()
        scale = transform_between(small.frame, area)
        painter.save()
        painter.setClipRect(area)
        if small.ground is not None:
            small.ground.paint(painter, scale, area, theme)
        x, y = (np.clip(np.nan_to_num(each), -1e9, 1e9) for each in (small.x, small.y))
        if len(x):
            places = [scale.map(QPointF(a, b)) for a, b in zip(x, y, strict=True)]
            painter.setPen(QPen(QColor(theme.text), scaled(1.8)))
            painter.drawPolyline(places)
            marks.ring(painter, places[0], theme, 3)
            marks.dot(painter, places[-1], theme, 3.4)
        if small.best is not None:
            at = scale.map(QPointF(*small.best[:2]))
            marks.star(painter, at, theme, full=small.best[2], radius=6)
        painter.restore()
        shown = small.choice == self._current
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(QColor(theme.ink if shown else theme.border), scaled(2 if shown else 1))
        )
        painter.drawRoundedRect(area, 2, 2)
        if shown and self.hasFocus():
            painter.setPen(QPen(QColor(theme.ink), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(area.adjusted(-3, -3, 3, 3), 3, 3)
        face.setBold(shown)
        painter.setFont(face)
        painter.setPen(QColor(theme.text if shown else theme.faint_text))
        metrics = QFontMetricsF(face)
        below = QRectF(area.left(), area.bottom() + 1, area.width(), metrics.height())
        wide = max(0.0, area.width())
        label = metrics.elidedText(small.choice.x_label, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter.value), label)
        label = metrics.elidedText(small.choice.y_label, Qt.TextElideMode.ElideRight, area.height())
        painter.save()
        painter.translate(area.left() - scaled(4), area.center().y())
        painter.rotate(-90)
        painter.drawText(QPointF(-metrics.horizontalAdvance(label) / 2, 0), label)
        painter.restore()
