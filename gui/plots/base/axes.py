"""Axes that people can read: few ticks, whole epochs, powers of ten, never a prefix.

pyqtgraph's own axes use SI prefixes and many ticks; fewer ticks also make an axis cheap to paint.
"""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from engine.numbers import MINUS, count, nice_above
from gui.zoom import scaled

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# How pyqtgraph's log axis names two levels of ticks: powers of ten, and 1, 2, 5 times each.
DECADES, PARTS = -1.0, 0.0
# The pixels that each power of ten needs; their texts are short.
LOG_ROOM = 26
# The pixels in which two ticks find room at a side.
LEAST_HEIGHT = 30
Ticks = list[tuple[float, list[float]]]


def nice_ticks(
    low: float, high: float, at_most: float, at_least: int = 0
) -> tuple[float, list[float]]:
    """A 1-2-5 spacing and its multiples from `low` to `high`.

    They are about `at_most`, or more where that would be fewer than `at_least`, at most two.
    """
    spacing = nice_above((high - low) / max(at_most, 1.5))
    while True:
        first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
        if last - first + 1 >= at_least or not high > low:
            return spacing, [k * spacing for k in range(first, last + 1)]
        # The next smaller one.
        spacing = nice_above(spacing / 2.5)


def power_of_ten(power: int) -> str:
    """Ten to the `power`: `10⁵`, but `1` and `10` as such."""
    return str(10**power) if power in (0, 1) else "10" + str(power).translate(_SUPERSCRIPTS)


def powers_of_ten(powers: Sequence[int]) -> list[str]:
    """Powers of ten that stand on one axis: written out where all of them are short."""
    if powers and min(powers) >= -4 and max(powers) <= 5:
        return [f"{10.0**power:,.{max(0, -power)}f}" for power in powers]
    return [power_of_ten(power) for power in powers]


def tick_text(value: float, spacing: float) -> str:
    """`value` with as many digits as ticks `spacing` apart need; `2×10⁵` where it is long."""
    if value == 0:
        return "0"
    last = math.floor(math.log10(spacing) + 1e-9)
    power = math.floor(math.log10(abs(value)) + 1e-9)
    if -3 <= power < 5:
        text = f"{value:,.{max(0, -last)}f}"
    else:
        mantissa = f"{value / 10.0**power:.{max(0, power - last)}f}"
        head = "" if mantissa == "1" else f"{mantissa}×"
        text = f"{head}10{str(power).translate(_SUPERSCRIPTS)}"
    return text.replace("-", MINUS)


class NumberAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis of plain numbers; `room` is how many pixels each tick gets."""

    def __init__(self, orientation: str, room: float = 40) -> None:
        super().__init__(orientation, maxTickLength=4)
        self.room = room
        self.enableAutoSIPrefix(False)
        self.setStyle(autoExpandTextSpace=False, hideOverlappingLabels=False, tickTextOffset=3)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:  # noqa: N803
        """The ticks to draw; pyqtgraph's hook, with its names."""
        # A single number says nothing of a scale; but two need room, which they have one above the
        # other rather than beside each other.
        upright = self.orientation in ("left", "right")
        least = 2 if upright and size >= scaled(LEAST_HEIGHT) else 0
        return [nice_ticks(minVal, maxVal, size / scaled(self.room), least)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The texts of `values`; pyqtgraph's hook."""
        return [tick_text(value, spacing) for value in values]


class EpochAxis(NumberAxis):
    """Whole epochs along the bottom."""

    # On the class as well, because pyqtgraph resizes an axis during its construction.
    _beside: "EpochAxis | None" = None

    def __init__(self) -> None:
        super().__init__("bottom")
        self.setLabel("epoch")

    def share_ticks(self, other: "EpochAxis") -> None:
        """Use the same ticks as `other`: as many as the narrower of both has room for."""
        self._beside = other

    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """A new width may need other ticks, on the axis that shares them too."""
        super().resizeEvent(event)
        for axis in (self, self._beside):
            if axis is not None:
                axis.picture = None
                axis.update()

    def _narrower(self, size: float) -> float:
        """The width to choose ticks for: the smaller of `size` and that of the other axis."""
        beside = self._beside
        if beside is None or not any(view.isVisible() for view in beside.scene().views()):
            return size
        # Measured the same way for both, because pyqtgraph passes a little more than the width.
        return float(min(self.geometry().width(), beside.geometry().width()))

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:  # noqa: N803
        """Multiples of a whole spacing."""
        room = scaled(20 + 7 * len(count(round(maxVal))))
        at_most = min(self._narrower(size) / room, maxVal - minVal)
        spacing, values = nice_ticks(minVal, maxVal, at_most)
        return [(spacing, [value for value in values if value == round(value)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Whole numbers with thousands separated."""
        return [count(round(value)) for value in values]


class LogAxis(NumberAxis):
    """Numbers whose common logarithm is drawn, or the numbers themselves where not `log`."""

    def __init__(self, orientation: str) -> None:
        self.log = True
        super().__init__(orientation)

    def set_log(self, log: bool) -> None:
        """Say whether positions along the axis are logarithms."""
        self.log = log
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:  # noqa: N803
        """Powers of ten; between them 2 and 5, or plain spacing, where the range is short."""
        if not self.log:
            return super().tickValues(minVal, maxVal, size)
        at_most = max(2.0, size / scaled(LOG_ROOM))
        span = maxVal - minVal
        if span >= 2:
            return [(DECADES, nice_ticks(minVal, maxVal, min(at_most, span), 2)[1])]
        if span >= 0.8 or maxVal > 300:
            powers = range(math.floor(minVal), math.ceil(maxVal) + 1)
            steps = [power + math.log10(step) for power in powers for step in (1, 2, 5)]
            return [(PARTS, [step for step in steps if minVal - 1e-9 <= step <= maxVal + 1e-9])]
        spacing, values = nice_ticks(10.0**minVal, 10.0**maxVal, at_most)
        return [(spacing, [math.log10(value) for value in values if value > 0])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The numbers themselves; whole powers of ten as such."""
        if not self.log:
            return super().tickStrings(values, scale, spacing)
        if spacing == DECADES:
            return powers_of_ten([round(value) for value in values])
        return [tick_text(10.0**value, spacing or _own_power(value)) for value in values]


def _own_power(exponent: float) -> float:
    return 10.0 ** math.floor(exponent + 1e-9)
