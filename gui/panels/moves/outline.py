"""Paints the background of the moves' cards: a rounded panel, with a stripe for the sign."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.theme import RADIUS, Theme
from gui.zoom import px, scaled

STRIPE = 4


def paint_outline(
    painter: QPainter, room: QRectF, theme: Theme, stripe: str = "", strong: bool = False
) -> None:
    """Paint the background of a card that fills `room`; `stripe` is a colour of `theme`.

    Its line is `strong` while the card has the focus or lights up.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    radius = scaled(RADIUS)
    outline.addRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.fillPath(outline, QColor(theme.panel))
    if stripe:
        painter.save()
        painter.setClipRect(QRectF(room.left(), room.top(), px(STRIPE), room.height()))
        painter.fillPath(outline, QColor(stripe))
        painter.restore()
    width = scaled(1.5 if strong else 1)
    painter.setPen(QPen(QColor(theme.ink if strong else theme.border), width))
    painter.drawPath(outline)
