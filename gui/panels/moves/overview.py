"""The overview of a move card: the loss along one parameter, at one scale for the whole run.

It marks the parameter's past and present values, the lowest loss it could reach while the others
stay the same, and where all parameters together fit best. The dot can be dragged to try a value.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.panels.moves.overview_picture import Overview, OverviewPicture, explained, loss_text
from gui.panels.moves.run_scale import RunScale
from gui.panels.moves.slice_plot import NOT_FINITE
from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled, small_face

# How far an arrow key moves the dot, as a share of the width; Shift makes it ten times as far.
KEY_STEP = 0.005
GRIP = 12.0


class OverviewPlot(QWidget):
    """Draws an `Overview`, and emits what the person does with its dot.

    `tried` carries the value that the dot was moved to. `chosen` means that the run is to start
    there, `dropped` that the value is given up.
    """

    tried = Signal(float)
    chosen = Signal()
    dropped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"overview_{name}")
        self.setAccessibleName(f"The loss along {name}, at one scale for the whole run")
        self._name = name
        self._theme = LIGHT
        self._shown: Overview | None = None
        self._movable = False
        self._dragging = False
        self._hovered = False
        self._tight = False
        self._progress = 1.0
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(px(150), px(90))

    @property
    def scale(self) -> RunScale | None:
        """Maps values and losses to places on this widget; None where nothing finite is shown."""
        if self._shown is None:
            return None
        metrics, margin = QFontMetricsF(small_face()), 0.0
        if self._shown.common:
            tops = (self._shown.top, self._shown.top / 2)
            margin = max(metrics.horizontalAdvance(loss_text(top)) for top in tops) + scaled(6)
        above, below = 0.0 if self._tight else metrics.height(), metrics.height()
        return RunScale.of(
            self._shown.cut, self._shown.top, QRectF(self.rect()), above, below, margin
        )

    def draw(self, shown: Overview) -> None:
        """Show `shown`."""
        self._shown = shown
        self.setToolTip(explained(self._name, shown, self._movable))
        self.update()

    def set_progress(self, progress: float) -> None:
        """Draw the step as far as `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
            self.update()

    def set_tight(self, tight: bool) -> None:
        """Set whether room is short; if so, texts stand inside the picture, not above it."""
        self._tight = tight
        self.update()

    def set_movable(self, movable: bool) -> None:
        """Set whether the person may move the dot."""
        if movable == self._movable:
            return
        self._movable = movable
        self._dragging = self._dragging and movable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if movable else Qt.FocusPolicy.NoFocus)
        if not movable:
            self.unsetCursor()
        self.setAccessibleDescription(
            "Left and Right move the dot, Return starts there, Escape takes it back."
            if movable else ""
        )  # fmt: skip

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    # --- moving the dot

    def _grips(self, place: QPointF) -> bool:
        scale = self.scale
        if not self._movable or scale is None or self._shown is None:
            return False
        away = place - scale.point(*self._shown.cut.before)
        return away.manhattanLength() <= scaled(1.5 * GRIP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._grips(event.position()):
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scale = self.scale
        if self._dragging and scale is not None:
            self.tried.emit(self._rounded(scale.value(event.position().x()), scale))
            return
        hovered = self._grips(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.OpenHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            # It was let go where the mouse is.
            self._dragging, self._hovered = False, True
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        scale = self.scale
        if not self._movable or scale is None or self._shown is None:
            super().keyPressEvent(event)
            return
        key = event.key()
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in ways:
            much = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step = ways[Qt.Key(key)] * much * KEY_STEP * (scale.high - scale.low)
            value = min(max(self._shown.cut.before[0] + step, scale.low), scale.high)
            self.tried.emit(self._rounded(value, scale))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: object) -> bool:
        """While the dot has the focus, arrow keys move it and do not change the epoch."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QKeyEvent.Type.ShortcutOverride
            and self._movable
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        ):
            event.accept()
            return True
        return super().event(event)  # type: ignore[arg-type]

    @staticmethod
    def _rounded(value: float, scale: RunScale) -> float:
        """`value` rounded to the precision of a third of a pixel."""
        step = (scale.high - scale.low) / (3 * scale.area.width())
        return round(value, max(0, -math.floor(math.log10(step))))

    # --- the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_face())
        scale = self.scale
        if scale is None:
            painter.setPen(QColor(self._theme.faint_text))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, NOT_FINITE)
        else:
            gripped = self._dragging or self._hovered
            OverviewPicture(self._shown, scale, self._theme, gripped, self._progress).paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.ink), scaled(1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(3)
            painter.drawRoundedRect(edge, radius, radius)
        painter.end()
