"""A slider for a number that may lie anywhere: zero in the middle, as much room as it needs."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from engine.experiment.experiment import MAX_NUMBER
from gui.theme import LIGHT, PEN_WIDTH, Theme
from gui.widgets.own_keys import keeps

STEPS = 1000
ARROW_STEPS, PAGE_STEPS = 5, 100
LEAST_REACH = 3.0
# How long a hand rests on the keys before what they did counts.
REST_MS = 600
HANDLE = 6
MARGIN = HANDLE + PEN_WIDTH
GROOVE = 4.0
ZERO = 7.0
HEIGHT = 18
KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip


def reach_for(value: float) -> float:
    """How far to both sides of zero a slider at `value` goes: 3, 5, 10, 20, 50, 100, …"""
    wanted = 1.5 * abs(value)
    if wanted <= LEAST_REACH:
        return LEAST_REACH
    power = 10.0 ** math.floor(math.log10(wanted))
    return min(
        next(times * power for times in (1.0, 2.0, 5.0, 10.0, 20.0) if times * power >= wanted),
        MAX_NUMBER,
    )


class StartSlider(QSlider):
    """Says `tried` at each move and `settled` when the hand rests.

    How far it goes stays as it is while it is moved; `set_value` fits it to the new number.
    """

    tried = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._number = 0.0
        self._home = 0
        self._reach = LEAST_REACH
        self._grabbed = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self._moved = False
        self.setRange(-STEPS, STEPS)
        self.setSingleStep(ARROW_STEPS)
        self.setPageStep(PAGE_STEPS)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_moved)
        self.sliderReleased.connect(self._settle)

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    @property
    def reach(self) -> float:
        """The number at its right end; the left end is the negative of it."""
        return self._reach

    @property
    def busy(self) -> bool:
        """Whether it has been moved and the hand does not rest yet."""
        return self._moved or self.isSliderDown()

    def number(self) -> float:
        """The number that it stands at."""
        if self.value() == self._home:
            return self._number
        # With no more digits than the steps are apart.
        return float(f"{self.value() * self._reach / STEPS:.6g}")

    def set_value(self, number: float) -> None:
        """Stand at `number` and reach as far as that needs; emits nothing."""
        self._number = number
        self._reach = reach_for(number)
        self._home = round(number / self._reach * STEPS)
        with QSignalBlocker(self):
            self.setValue(self._home)
        self.update()

    def position_of(self, value: int) -> float:
        """Where the handle stands at `value` (−1000 to 1000), in pixels from the left."""
        return self.width() / 2 + self._half * value / STEPS

    @property
    def _half(self) -> float:
        return max(self.width() / 2 - MARGIN, 1.0)

    def _on_moved(self) -> None:
        self._moved = True
        if not self.isSliderDown():
            self._rest.start()
        self.tried.emit(self.number())

    def _settle(self) -> None:
        self._rest.stop()
        if self._moved:
            self._moved = False
            self.settled.emit(self.number())

    # --- what the person does

    def event(self, event: QEvent) -> bool:
        """The keys that move it are not the window's while the focus is here."""
        return keeps(event, KEYS) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        away = event.position().x() - self.position_of(self.value())
        # The handle is taken where it is held; elsewhere it comes to the pointer.
        self._grabbed = away if abs(away) <= MARGIN else 0.0
        self._rest.stop()
        self.setSliderDown(True)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past it is no wish to move it.
        event.ignore()

    def _follow(self, event: QMouseEvent) -> None:
        away = event.position().x() - self._grabbed - self.width() / 2
        self.setSliderPosition(round(away / self._half * STEPS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle, zero = self.theme, self.height() / 2, self.width() / 2
        here = self.position_of(self.value())
        accent = QColor(theme.accent if self.isEnabled() else theme.previous)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        groove = QRectF(zero - self._half, middle - GROOVE / 2, 2 * self._half, GROOVE)
        painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
        painter.setBrush(accent)
        painter.drawRect(QRectF(zero, middle - GROOVE / 2, here - zero, GROOVE).normalized())
        painter.setBrush(QColor(theme.faint_text))
        painter.drawRect(QRectF(zero - 0.5, middle - ZERO, 1, 2 * ZERO))
        painter.setBrush(accent)
        edge = theme.text if self.hasFocus() else theme.panel
        painter.setPen(QPen(QColor(edge), PEN_WIDTH))
        painter.drawEllipse(QPointF(here, middle), HANDLE, HANDLE)
        painter.end()
