"""The map once more at its true scale: a strip as wide as the map, in which a valley is a line."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.runs import Doubles, Frame
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.ground import Ground, transform_between
from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled, small_face

HEIGHT = 36


class TrueScaleStrip(QWidget):
    """Draws a `ground` at one scale for both directions, with the path and the floor on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trueScaleStrip")
        self._theme = LIGHT
        self._ground: Ground | None = None
        self._edges = 0.0, 0.0
        self._frame: Frame = (0.0, 1.0, 0.0, 1.0)
        self._path: tuple[Doubles, Doubles] = (np.empty(0), np.empty(0))
        self._words = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, px(HEIGHT) + round(QFontMetricsF(small_face()).height()) + px(3))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_edges(self, left: float, right: float) -> None:
        """Where the map above begins and ends, in pixels."""
        if (left, right) != self._edges:
            self._edges = left, right
            self.update()

    def frame_of(self, left: float, right: float, middle: float) -> Frame:
        """What the strip shows if it reaches from `left` to `right`: left, right, bottom, top."""
        begin, end = self._edges
        half = (right - left) / max(end - begin, 1.0) * px(HEIGHT) / 2
        return left, right, middle - half, middle + half

    def show_strip(
        self,
        ground: Ground | None,
        frame: Frame,
        path: tuple[Doubles, Doubles],
        words: tuple[str, str],
    ) -> None:
        """Draw this; the first of the `words` is a heading."""
        self._ground, self._frame, self._path = ground, frame, path
        self._words = words
        self.setAccessibleName(" ".join(words))
        self.setToolTip(" ".join(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = small_face()
        bold = small_face()
        bold.setBold(True)
        left, right = self._edges
        row = QFontMetricsF(face).height()
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        head = QFontMetricsF(bold).horizontalAdvance(self._words[0] + "  ")
        painter.drawText(QRectF(left, 0, head, row), 0, self._words[0])
        painter.setFont(face)
        painter.setPen(QColor(theme.faint_text))
        rest = QFontMetricsF(face).elidedText(
            self._words[1], Qt.TextElideMode.ElideRight, max(0.0, right - left - head)
        )
        painter.drawText(QRectF(left + head, 0, right - left - head, row), 0, rest)
        area = QRectF(left, row + scaled(2), right - left, px(HEIGHT))
        if area.width() > 10:
            scale = transform_between(self._frame, area)
            if self._ground is not None:
                self._ground.paint(painter, scale, area, theme)
            painter.setClipRect(area)
            marks.star(painter, scale.map(QPointF(0.0, 0.0)), theme, full=True, radius=6)
            x, y = (np.clip(np.nan_to_num(each), -1e9, 1e9) for each in self._path)
            places = [scale.map(QPointF(a, b)) for a, b in zip(x[-400:], y[-400:], strict=True)]
            if places:
                painter.setPen(QPen(QColor(theme.text), scaled(1.2)))
                painter.drawPolyline(places)
                marks.ring(painter, scale.map(QPointF(x[0], y[0])), theme, 2.4)
                marks.dot(painter, places[-1], theme, 3.0)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.end()
