"""The layout of a parameter's strip, and the names and signs at the left of the strips."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.base.axes import power_of_ten
from gui.theme import Theme
from gui.zoom import face, px, scaled

GAP = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """The parts of one strip, in pixels: the sizes above, the band of signs below."""

    top: float
    band: float
    middle: float
    bottom: float

    @property
    def tall(self) -> bool:
        """Whether there is room for the sizes above the band."""
        return self.band - self.top >= px(12)

    @property
    def half(self) -> float:
        """The height of each half of the band."""
        return self.middle - self.band


def strip(top: float, height: float) -> Strip:
    """The parts of a strip from `top` on, `height` pixels high."""
    half = round(min(max(0.17 * height, scaled(5)), scaled(13)))
    bottom = round(top + height) - px(GAP)
    band = bottom - 2 * half
    return Strip(round(top) + px(GAP), band, bottom - half, bottom)


class StripAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis with the names of the parameters and, at the top of each strip, its power of ten."""

    def __init__(self) -> None:
        super().__init__("left")
        self.names: tuple[str, ...] = ()
        self.powers: list[int] = []
        self._theme: Theme | None = None

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_strips(self, names: tuple[str, ...], powers: list[int]) -> None:
        """Name the strips, with these powers of ten at the top of each."""
        if (names, powers) != (self.names, self.powers):
            self.names, self.powers = names, powers
            self.update()

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        """Draw the texts; called by Qt."""
        theme = self._theme
        if theme is None or not self.names:
            return
        area = self.mapRectFromParent(self.geometry())
        bottom, top = self.range
        height = area.height() / (bottom - top)
        small = self.style["tickFont"]
        bold = face(bold=True)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setClipRect(area)
        for k, (name, power) in enumerate(zip(self.names, self.powers, strict=True)):
            parts = strip(area.top() + (k - top) * height, height)
            painter.setFont(bold)
            painter.setPen(QColor(theme.text))
            line = painter.fontMetrics().height()
            middle = (parts.top + parts.bottom) / 2
            room = area.width() - px(20)
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(
                QRectF(area.left() + px(2), middle - line / 2, room, line),
                Qt.AlignmentFlag.AlignVCenter,
                text,
            )
            painter.setFont(small)
            if parts.band - parts.top >= px(22):
                painter.setPen(QColor(theme.faint_text))
                painter.drawText(
                    QRectF(area.left(), parts.top - px(3), area.width() - px(4), line),
                    right,
                    power_of_ten(power),
                )
            if parts.half >= px(7):
                for sign, colour, centre in (
                    ("+", theme.positive_text, (parts.band + parts.middle) / 2),
                    ("−", theme.negative, (parts.middle + parts.bottom) / 2),
                ):
                    painter.setPen(QColor(colour))
                    painter.drawText(
                        QRectF(area.left(), centre - line / 2, area.width() - px(4), line),
                        right,
                        sign,
                    )
