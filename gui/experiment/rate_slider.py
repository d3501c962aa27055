"""The slider of the learning rate: logarithmic, with the zones in which it crawls to diverges.

Each zone shows how the distance across the valley goes there, epoch by epoch.
"""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from engine.words.landscape.rate import ZONES, Zone, across, zone_of
from gui.theme import LIGHT, PEN_WIDTH, Theme
from gui.widgets.own_keys import keeps
from gui.widgets.slider import HeldSlider
from gui.zoom import SMALL, face, px, scaled, small_face

# Steps of the slider for each power of ten.
STEPS = 1000
# A rate set by keys counts once no key was pressed for this long.
REST_MS = 600
# From here to there the slider goes: shares of the limit; without one, of the rate in force.
LOWEST, HIGHEST = 1 / 200, 5.0
AROUND = 100.0
# The limit may come so near to either end before the ends move.
NEAR_LOWEST, NEAR_HIGHEST = 1 / 40, 2.0
SPARK, GROOVE, HANDLE = 18.0, 7.0, 6
HEIGHT = 56
MOVES = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
}  # fmt: skip
PAGES = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: 1}
KEYS = frozenset((*MOVES, *PAGES, *ENDS))
TRIAL_KEYS = frozenset((Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter))


def two_digits(rate: float) -> float:
    """`rate` in two digits, as people choose one."""
    return float(f"{rate:.1e}")


def stepped(rate: float, way: int) -> float:
    """The next rate of two digits above `rate`, or below it."""
    rounded = two_digits(rate)
    if (rounded - rate) * way > 0:
        return rounded
    power = math.floor(math.log10(rounded) + 1e-12)
    step = 10.0 ** (power - 1)
    # Below 1.0 times a power of ten the steps are ten times finer.
    if way < 0 and round(rounded / step) <= 10:
        step /= 10
    return two_digits(rounded + way * step)


def paged(rate: float, way: int) -> float:
    """The next of 1, 2, 5 times a power of ten above `rate`, or below it."""
    power = math.floor(math.log10(rate))
    nice = [float(f"{digit}e{p}") for p in (power - 1, power, power + 1) for digit in (1, 2, 5)]
    if way > 0:
        return min(each for each in nice if each > rate * (1 + 1e-9))
    return max(each for each in nice if each < rate * (1 - 1e-9))


class RateSlider(HeldSlider):
    """Emits `tried` at each move, `settled` when it is over, and `dropped` if it was taken back.

    `hovered` carries the rate under the mouse while nothing is moved, and None when it leaves.
    """

    tried = Signal(float)
    settled = Signal(float)
    dropped = Signal()
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent, theme, handle=HANDLE, height=HEIGHT, size=190, least=120)
        self._number = 1e-5
        self._limit: float | None = None
        self._low, self._high = -7.0, -3.0
        self._home = 0
        self._moved = False
        self._rest = QTimer(self)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self.valueChanged.connect(self._on_moved)
        self.sliderPressed.connect(self._rest.stop)
        self.sliderReleased.connect(self._settle)
        self._set_ends(-7.0, -3.0)
        self.setMouseTracking(True)

    # --- the rate

    @property
    def busy(self) -> bool:
        """Whether it is being moved and has not settled yet."""
        return self._moved or self.isSliderDown()

    @property
    def limit(self) -> float | None:
        """The largest stable rate; None where it is not known."""
        return self._limit

    def number(self) -> float:
        """The rate that it stands at."""
        if self.value() == self._home:
            return self._number
        return two_digits(10.0 ** (self._low + self.value() / STEPS))

    def set_rate(self, rate: float) -> None:
        """Stand at `rate`, which is in force; emits nothing, and ends a trial."""
        self._moved = False
        self._rest.stop()
        self._number = rate
        self._fit_ends()

    def set_limit(self, limit: float | None) -> None:
        """Mark `limit` as the largest stable rate from now on."""
        if limit != self._limit:
            self._limit = limit
            # Under the hand the scale stays.
            if not self.busy:
                self._fit_ends()
            self.update()

    def _fit_ends(self) -> None:
        """Move the ends if the limit or the rate would else be too near to them."""
        rate, limit = math.log10(self._number), self._limit
        low, high = self._low, self._high
        if limit is not None:
            here = math.log10(limit)
            if not (
                low + math.log10(1 / NEAR_LOWEST) <= here <= high - math.log10(NEAR_HIGHEST)
                and high - low < 6
            ):
                low, high = here + math.log10(LOWEST), here + math.log10(HIGHEST)
        elif not low <= rate <= high:
            low, high = rate - math.log10(AROUND), rate + math.log10(AROUND)
        self._set_ends(min(low, rate - 0.2), max(high, rate + 0.2))

    def _set_ends(self, low: float, high: float) -> None:
        self._low, self._high = low, high
        with QSignalBlocker(self):
            self.setRange(0, round((high - low) * STEPS))
            self._home = round((math.log10(self._number) - low) * STEPS)
            self.setValue(self._home)
        self.update()

    def x_of(self, rate: float) -> float:
        """Where `rate` lies, in pixels from the left, within the groove."""
        if rate <= 0:
            return self.ends[0]
        if math.isinf(rate):
            return self.ends[1]
        left, right = self.ends
        at = self.position_of((math.log10(rate) - self._low) * STEPS)
        return min(max(at, left), right)

    # --- what the person does

    def _on_moved(self) -> None:
        self._moved = True
        if not self.isSliderDown():
            self._rest.start()
        self.tried.emit(self.number())

    def _settle(self) -> None:
        self._rest.stop()
        if self._moved:
            self._moved = False
            number = self.number()
            if number == self._number:
                self.dropped.emit()
            else:
                self.settled.emit(number)

    def _take_back(self) -> None:
        """Return to the rate in force."""
        self._moved = False
        self._rest.stop()
        with QSignalBlocker(self):
            self.setSliderDown(False)
            self.setValue(self._home)
        self.update()
        self.dropped.emit()

    def _go_to(self, rate: float) -> None:
        value = (math.log10(rate) - self._low) * STEPS
        self.setValue(round(min(max(value, self.minimum()), self.maximum())))

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move it from the window while the focus is here."""
        keys = KEYS | TRIAL_KEYS if self.busy else KEYS
        return keeps(event, keys) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.busy and key == Qt.Key.Key_Escape:
            self._take_back()
        elif self.busy and key in TRIAL_KEYS:
            self._settle()
        elif key in MOVES:
            self._go_to(stepped(self.number(), MOVES[key]))
        elif key in PAGES:
            self._go_to(paged(self.number(), PAGES[key]))
        elif key in ENDS:
            self.setValue(self.maximum() if ENDS[key] else self.minimum())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not self.isSliderDown():
            value = self.value_at(event.position().x())
            own = abs(self.position_of(self._home) - event.position().x()) <= self.margin
            rate = self._number if own else two_digits(10.0 ** (self._low + value / STEPS))
            self.hovered.emit(rate)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu or another window is no reason to decide.
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self._settle()

    # --- the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() - self.margin - scaled(2)
        limit = self._limit
        here = None if limit is None else zone_of(self.number() / limit)
        if limit is None:
            self._paint_zone(painter, None, self.ends, middle)
        else:
            names = self._places_of_names(limit)
            for zone, centre in zip(ZONES, names, strict=True):
                edges = self.x_of(zone.low * limit), self.x_of(zone.high * limit)
                self._paint_zone(painter, zone, edges, middle)
                self._paint_name(painter, zone, centre, chosen=zone is here)
            x = self.x_of(limit)
            painter.setPen(QPen(QColor(self.theme.warning_text), scaled(PEN_WIDTH)))
            top = middle - scaled(GROOVE) - scaled(4)
            painter.drawLine(QPointF(x, top), QPointF(x, middle + scaled(GROOVE)))
        self._paint_handle(painter, middle)
        painter.end()

    def _paint_zone(
        self, painter: QPainter, zone: Zone | None, edges: tuple[float, float], middle: float
    ) -> None:
        theme, thick = self.theme, scaled(GROOVE)
        room = QRectF(edges[0], middle - thick / 2, edges[1] - edges[0], thick)
        painter.setPen(Qt.PenStyle.NoPen)
        if zone is ZONES[3]:
            painter.setBrush(QBrush(QColor(theme.warning_text), Qt.BrushStyle.BDiagPattern))
        else:
            shades = (theme.border, theme.slant, theme.along)
            painter.setBrush(QColor(theme.border if zone is None else shades[ZONES.index(zone)]))
        painter.drawRect(room)

    def _places_of_names(self, limit: float) -> list[float]:
        """The middles of the zones' names: above their zones, pushed apart where they touch."""
        left, right = 0.0, float(self.width())
        metrics, gap = QFontMetricsF(face(SMALL, bold=True)), px(5)
        wide = [metrics.horizontalAdvance(zone.name) for zone in ZONES]
        places = [
            (self.x_of(zone.low * limit) + self.x_of(zone.high * limit)) / 2 for zone in ZONES
        ]
        begin = left
        for k, half in enumerate(each / 2 for each in wide):
            places[k] = max(places[k], begin + half)
            begin = places[k] + half + gap
        end = right
        for k in reversed(range(len(ZONES))):
            places[k] = min(places[k], end - wide[k] / 2)
            end = places[k] - wide[k] / 2 - gap
        return places

    def _paint_name(self, painter: QPainter, zone: Zone, centre: float, chosen: bool) -> None:
        theme = self.theme
        wild = zone is ZONES[3]
        colour = theme.warning_text if wild else theme.text if chosen else theme.faint_text
        font = face(SMALL, bold=True) if chosen else small_face()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        wide = metrics.horizontalAdvance(zone.name)
        top = scaled(SPARK) + px(1)
        painter.drawText(
            QRectF(centre - wide / 2, top, wide + 1, metrics.height()),
            Qt.AlignmentFlag.AlignCenter,
            zone.name,
        )
        # The zone's own curve: the distance across the valley, from one epoch to the next.
        distance = across(zone.typical)
        tall = np.abs(distance).max()
        swings = bool((distance < 0).any())
        length = max(min(wide, scaled(44)), scaled(26))
        x = centre - length / 2 + length * np.linspace(0, 1, len(distance))
        high = scaled(SPARK) - px(3)
        y = px(1) + high * ((1 - distance / tall) / 2 if swings else 1 - distance / tall)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.border), scaled(1)))
        floor = px(1) + (high / 2 if swings else high)
        painter.drawLine(QPointF(x[0], floor), QPointF(x[-1], floor))
        painter.setPen(QPen(QColor(colour), scaled(1.6 if chosen else 1.2)))
        painter.drawPolyline(
            QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist(), strict=True)])
        )

    def _paint_handle(self, painter: QPainter, middle: float) -> None:
        theme, at = self.theme, self.position_of(self.sliderPosition())
        painter.setPen(QPen(QColor(theme.panel), scaled(PEN_WIDTH)))
        painter.setBrush(QColor(theme.ink))
        painter.drawEllipse(QPointF(at, middle), self.handle, self.handle)
        if self.hasFocus():
            ring = self.handle + scaled(PEN_WIDTH)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ink), scaled(1.5)))
            painter.drawEllipse(QPointF(at, middle), ring, ring)
