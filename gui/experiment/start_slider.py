"""A slider for a number that may lie anywhere: zero in the middle, as much room as it needs."""

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.experiment import MAX_NUMBER
from engine.numbers import nice_above
from gui.theme import LIGHT, Theme
from gui.widgets.own_keys import keeps
from gui.widgets.slider import GROOVE, PaintedSlider

STEPS = 1000
ARROW_STEPS, PAGE_STEPS = 5, 100
LEAST_REACH = 3.0
# How long a hand rests on the keys before what they did counts.
REST_MS = 600
ZERO = 7.0
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
    return min(nice_above(wanted), MAX_NUMBER)


class StartSlider(PaintedSlider):
    """Says `tried` at each move and `settled` when the hand rests.

    How far it goes stays as it is while it is moved; `set_value` fits it to the new number.
    """

    tried = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent, theme, handle=6, height=18, size=120, least=60)
        self._number = 0.0
        self._home = 0
        self._reach = LEAST_REACH
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self._moved = False
        self.setRange(-STEPS, STEPS)
        self.setSingleStep(ARROW_STEPS)
        self.setPageStep(PAGE_STEPS)
        self.valueChanged.connect(self._on_moved)
        self.sliderPressed.connect(self._rest.stop)
        self.sliderReleased.connect(self._settle)

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

    def grip(self, x: float) -> float:
        """The handle is taken where it is held; elsewhere it comes to the pointer."""
        away = x - self.position_of(self.value())
        return away if abs(away) <= self.margin else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle, zero = self.theme, self.height() / 2, self.position_of(0)
        here = self.position_of(self.sliderPosition())
        accent = theme.ink if self.isEnabled() else theme.previous
        self.paint_groove(painter, self.ends[1], theme.border)
        painter.setBrush(QColor(accent))
        painter.drawRect(QRectF(zero, middle - GROOVE / 2, here - zero, GROOVE).normalized())
        painter.setBrush(QColor(theme.faint_text))
        painter.drawRect(QRectF(zero - 0.5, middle - ZERO, 1, 2 * ZERO))
        self.paint_handle(painter, accent, theme.text if self.hasFocus() else theme.panel)
        painter.end()
