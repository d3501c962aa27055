"""Asks in a card's close-up which way its parameter will move, and draws the answer there."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.panels.moves.slice_scale import LANE, SliceScale
from gui.run import Asking
from gui.theme import Theme
from gui.zoom import scaled, small_face

SIDES = ("left", "right")
GLYPHS = {"left": "← left", "right": "right →"}
LONG = 64.0
"""The length of the arrow that was only said: it tells a direction and no distance."""
ASKED = "Left or right of the dot? The arrow keys choose a side, Return answers."


class Direction(QObject):
    """The two sides of the close-up of the parameter called `name`, drawn on `plot`."""

    def __init__(self, plot: QWidget, name: str, asking: Asking) -> None:
        super().__init__(plot)
        self._plot = plot
        self._name = name
        self._asking = asking
        # The side under the mouse, and the one that the keys are on.
        self._hovered: str | None = None
        self._here: str | None = None
        asking.changed.connect(self._ask)
        asking.moved.connect(self._move)
        asking.chosen.connect(self._choose)
        self._ask()

    @property
    def asked(self) -> bool:
        """Whether the person is to choose a side."""
        return self._asking.asks("direction", self._name)

    def hover(self, place: QPointF | None, scale: SliceScale | None) -> None:
        """The mouse is at `place`, or has left."""
        side = self._side(place, scale) if self.asked and place is not None else None
        if side != self._hovered:
            self._hovered = side
            shape = Qt.CursorShape.PointingHandCursor if side else Qt.CursorShape.ArrowCursor
            self._plot.setCursor(shape)
            self._plot.update()

    def click(self, place: QPointF, scale: SliceScale | None) -> None:
        """Answer with the side that `place` is on."""
        side = self._side(place, scale)
        if self.asked and side is not None:
            self._asking.answer(side)

    def _side(self, place: QPointF, scale: SliceScale | None) -> str | None:
        if scale is None or not scale.area.contains(place):
            return None
        return SIDES[place.x() >= scale.area.center().x()]

    def _ask(self) -> None:
        self._hovered = self._here = None
        self._plot.unsetCursor()
        if self.asked:
            self._plot.setAccessibleDescription(ASKED)
            self._plot.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._plot.setAccessibleDescription(self._told())
        self._plot.update()

    def _told(self) -> str:
        asking = self._asking
        if not asking.tells("direction", self._name):
            return ""
        return f"{asking.said}: {asking.reply}; {asking.happened}: {asking.truth}"

    def _move(self, right: int, _up: int) -> None:
        if self.asked and right:
            self._here = SIDES[right > 0]
            self._plot.setAccessibleDescription(f"{self._here}. {ASKED}")
            self._plot.update()

    def _choose(self) -> None:
        if self.asked and self._here is not None:
            self._asking.answer(self._here)

    # --- the picture

    def paint(self, painter: QPainter, scale: SliceScale, x: float, theme: Theme) -> None:
        """Paint the sides to choose from; or the answer, from the dot at pixel `x` on."""
        if self.asked:
            self._paint_sides(painter, scale.area, theme)
        elif self._asking.tells("direction", self._name):
            self._paint_answer(painter, scale.area, x, theme)

    def _paint_sides(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        font = QFont(small_face())
        font.setBold(True)
        metrics = QFontMetricsF(font)
        half, gap = area.width() / 2, scaled(3)
        tall = metrics.height() + scaled(8)
        for k, side in enumerate(SIDES):
            room = QRectF(area.left() + k * half, area.top(), half, area.height())
            lit = side in (self._hovered, self._here)
            room.adjust(0 if k == 0 else gap, 0, -gap if k == 0 else 0, 0)
            shade = QColor(theme.ink)
            shade.setAlphaF(0.14 if lit else 0.04)
            painter.fillRect(room, shade)
            wide = min(metrics.horizontalAdvance(GLYPHS[side]) + scaled(20), half - 2 * gap)
            pill = QRectF(0, 0, wide, tall)
            pill.moveCenter(QPointF(room.center().x(), room.bottom() - tall / 2 - scaled(LANE)))
            painter.setPen(QPen(QColor(theme.text), scaled(2.5 if lit else 1.25)))
            painter.setBrush(QColor(theme.text if side == self._here else theme.panel))
            painter.drawRoundedRect(pill, tall / 2, tall / 2)
            painter.setFont(font)
            painter.setPen(QColor(theme.panel if side == self._here else theme.text))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, GLYPHS[side])

    def _paint_answer(self, painter: QPainter, area: QRectF, x: float, theme: Theme) -> None:
        asking, font = self._asking, QFont(small_face())
        metrics = QFontMetricsF(font)
        ink = QColor(theme.text)
        y = area.bottom() - scaled(LANE) - metrics.height() - scaled(6)
        way = 1 if asking.reply == "right" else -1
        room = area.right() - x if way > 0 else x - area.left()
        end = x + way * min(scaled(LONG), max(room - scaled(2), scaled(12)))
        painter.setPen(QPen(ink, scaled(2), Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x + way * scaled(4), y), QPointF(end - way * scaled(6), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        head = [QPointF(end, y), QPointF(end - way * scaled(8), y - scaled(4.5)),
                QPointF(end - way * scaled(8), y + scaled(4.5))]  # fmt: skip
        painter.drawPolygon(head)
        right = asking.reply == asking.truth
        said = asking.said_right if right else asking.said
        _write(painter, area, font, said, (x + end) / 2, y - scaled(4), theme)
        if not right:
            font.setBold(True)
            middle = x + (1 if asking.truth == "right" else -1) * scaled(LONG) / 2
            _write(painter, area, font, asking.happened, middle,
                   area.bottom() - scaled(LANE) - scaled(2), theme)  # fmt: skip


def _write(
    painter: QPainter,
    area: QRectF,
    font: QFont,
    words: str,
    middle: float,
    baseline: float,
    theme: Theme,
) -> None:
    """Write `words` around `middle`, inside of `area`, on a ground that keeps them readable."""
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(words)
    left = min(max(middle - wide / 2, area.left()), area.right() - wide)
    ground = QColor(theme.panel)
    ground.setAlphaF(0.85)
    painter.fillRect(
        QRectF(left - scaled(2), baseline - metrics.ascent(), wide + scaled(4), metrics.height()),
        ground,
    )
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(left, baseline), words)
