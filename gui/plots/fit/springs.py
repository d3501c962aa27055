"""Springs between two heights, as thick as they pull."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from engine.runs import Doubles
from gui.plots.base.overlays import NONE, Overlay, to_pixels
from gui.theme import LIGHT, Theme
from gui.zoom import scaled

# In pixels: the width of the line of the weakest and the strongest, and how far a coil reaches out.
WIDTHS = (1.0, 4.0)
COILS = (2.0, 7.0)
PITCH = 7.0
STRAIGHT = 5.0
# Where there is less room than this for each, springs are drawn as straight lines.
CROWDED = 6.0


class Springs(Overlay):
    """Upright springs at `x` from `starts` to `ends`; `pulls` are from −1 to 1, the strongest."""

    def __init__(self) -> None:
        super().__init__()
        self.x: Doubles = NONE
        self.starts: Doubles = NONE
        self.ends: Doubles = NONE
        self.pulls: Doubles = NONE
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def set_springs(self, x: Doubles, starts: Doubles, ends: Doubles, pulls: Doubles) -> None:
        """Show n springs, all finite."""
        self.x, self.starts, self.ends, self.pulls = x, starts, ends, pulls
        self.update()

    def paint_pixels(self, painter: QPainter, scale: QTransform, view: QRectF) -> None:
        """Draw the springs, the strongest last."""
        if not len(self.x):
            return
        x, starts = to_pixels(scale, self.x, self.starts)
        _, ends = to_pixels(scale, self.x, self.ends)
        # What is far outside the view need not be coiled.
        low, high = view.top() - scaled(40), view.bottom() + scaled(40)
        starts, ends = np.clip(starts, low, high), np.clip(ends, low, high)
        order = np.argsort(np.abs(self.pulls), kind="stable")
        room = view.width() / max(1, len(x))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for k in order.tolist():
            if not view.left() - room <= x[k] <= view.right() + room:
                continue
            pull = float(self.pulls[k])
            painter.setPen(self._pen(pull))
            painter.drawPolyline(
                self._coils(float(x[k]), float(starts[k]), float(ends[k]), pull, room)
            )

    def _pen(self, pull: float) -> QPen:
        if not pull:
            return QPen(QColor(self._theme.residual), scaled(1))
        least, most = WIDTHS
        colour = QColor(self._theme.sign(1 if pull > 0 else -1))
        pen = QPen(colour, scaled(least + (most - least) * abs(pull)))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _coils(self, x: float, start: float, end: float, pull: float, room: float) -> QPolygonF:
        """The corners of one spring."""
        long = abs(end - start)
        straight = scaled(STRAIGHT)
        if not pull or room < scaled(CROWDED) or long < 3 * straight:
            return QPolygonF([QPointF(x, start), QPointF(x, end)])
        least, most = COILS
        out = min(scaled(least + (most - least) * abs(pull)), 0.3 * room)
        way = 1.0 if end > start else -1.0
        turns = max(2, round((long - 2 * straight) / scaled(PITCH)))
        pitch = (long - 2 * straight) / turns
        corners = [QPointF(x, start), QPointF(x, start + way * straight)]
        for turn in range(turns):
            side = out if turn % 2 else -out
            corners.append(QPointF(x + side, start + way * (straight + (turn + 0.5) * pitch)))
        return QPolygonF([*corners, QPointF(x, end - way * straight), QPointF(x, end)])
