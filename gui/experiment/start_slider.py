"""A slider for a starting value: from zero to the best fit and a little further on both sides."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from engine.experiment import MAX_NUMBER
from gui.theme import LIGHT, PEN_WIDTH, Theme
from gui.widgets.own_keys import keeps
from gui.widgets.slider import HeldSlider
from gui.zoom import scaled

STEPS = 1000
ARROW_STEPS, PAGE_STEPS = 5, 100
MARGIN = 0.15
# A value set by keys counts once no key was pressed for this long.
REST_MS = 600
ZERO = 5.0
DIAMOND = 4.5
KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip


def ends_for(values: Sequence[float]) -> tuple[float, float]:
    """The ends of a slider for `values`: a little beyond all of them and zero."""
    low, high = min(0.0, *values), max(0.0, *values)
    margin = MARGIN * (high - low) or 1.0
    return max(low - margin, -MAX_NUMBER), min(high + margin, MAX_NUMBER)


class StartSlider(HeldSlider):
    """Emits `tried` at each move and `settled` when the person has finished moving it.

    Its `ends` stay until others are set. `best` is the best fit's value, marked by a diamond.
    """

    tried = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent, theme, handle=5, height=20, size=80, least=44)
        self._number = 0.0
        self._home = 0
        self._low, self._high = ends_for([0.0])
        self._best: float | None = None
        self._rest = QTimer(self)
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
        """Whether it is being moved and has not settled yet."""
        return self._moved or self.isSliderDown()

    def number(self) -> float:
        """The number that it stands at."""
        if self.value() == self._home:
            return self._number
        # Rounded to the digits that differ between two steps.
        share = (self.value() + STEPS) / (2 * STEPS)
        # The difference of the ends could overflow, so it is not used.
        return float(f"{self._low * (1 - share) + self._high * share:.6g}")

    def set_value(self, number: float) -> None:
        """Stand at `number`, or at the end that is nearest to it; emits nothing."""
        self._number = number
        share = (number / 2 - self._low / 2) / (self._high / 2 - self._low / 2)
        self._home = round((2 * min(max(share, 0.0), 1.0) - 1) * STEPS)
        with QSignalBlocker(self):
            self.setValue(self._home)
        self.update()

    def set_ends(self, low: float, high: float, best: float | None) -> None:
        """Go from `low` to `high` from now on, with a mark at `best`; emits nothing."""
        self._low, self._high, self._best = low, high, best
        self.set_value(self._number)

    def x_of(self, number: float) -> float | None:
        """Where `number` lies, in pixels from the left; None if it is beyond the ends."""
        if not self._low <= number <= self._high:
            return None
        left, right = self.ends
        share = (number / 2 - self._low / 2) / (self._high / 2 - self._low / 2)
        return left + (right - left) * share

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
        """Keep the keys that move it from the window while the focus is here."""
        return keeps(event, KEYS) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle = self.theme, self.height() / 2
        self.paint_groove(painter, self.ends[1], theme.previous)
        zero, best = self.x_of(0.0), None if self._best is None else self.x_of(self._best)
        painter.setBrush(QColor(theme.faint_text))
        if zero is not None:
            painter.drawRect(QRectF(zero - 0.5, middle - scaled(ZERO), scaled(1), 2 * scaled(ZERO)))
        if best is not None:
            painter.drawPolygon(diamond(best, middle))
        # Hollow, as a starting value is in every picture.
        ink = theme.ink if self.isEnabled() else theme.zero
        wide = PEN_WIDTH + 1 if self.hasFocus() else PEN_WIDTH
        painter.setPen(QPen(QColor(ink), scaled(wide)))
        painter.setBrush(QColor(theme.panel))
        here = self.position_of(self.sliderPosition())
        painter.drawEllipse(QPointF(here, middle), self.handle, self.handle)
        painter.end()


def diamond(x: float, y: float) -> QPolygonF:
    """The diamond that marks the best value, around (`x`, `y`)."""
    half = scaled(DIAMOND)
    return QPolygonF(
        [
            QPointF(x - half, y),
            QPointF(x, y - half),
            QPointF(x + half, y),
            QPointF(x, y + half),
        ]
    )
