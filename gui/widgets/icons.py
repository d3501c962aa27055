"""The icons of the toolbar, drawn from plain shapes so that they are sharp at every size."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from gui.theme import Theme

# Everything is drawn on a square of 24 units.
UNITS = 24
SIZES = (20, 40, 80)


def icon(name: str, theme: Theme, ink: str = "") -> QIcon:
    """The icon called `name` in the theme's colours, with a paler one for disabled actions.

    `ink` is its colour, if not that of the text.
    """
    result = QIcon()
    for colour, mode in (
        (ink or theme.text, QIcon.Mode.Normal),
        (theme.previous, QIcon.Mode.Disabled),
    ):
        for size in SIZES:
            result.addPixmap(_pixmap(name, QColor(colour), size), mode)
    return result


def _pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / UNITS, size / UNITS)
    filled, stroked = _shapes(name)
    painter.fillPath(filled, colour)
    painter.strokePath(stroked, QPen(colour, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.end()
    return pixmap


def _triangle(left: float, right: float, top: float = 5, bottom: float = 19) -> QPolygonF:
    middle = (top + bottom) / 2
    return QPolygonF([QPointF(left, top), QPointF(right, middle), QPointF(left, bottom)])


def _shapes(name: str) -> tuple[QPainterPath, QPainterPath]:
    filled, stroked = QPainterPath(), QPainterPath()
    match name:
        case "play":
            filled.addPolygon(_triangle(6, 20, 4, 20))
        case "pause":
            filled.addRect(QRectF(6, 5, 4, 14))
            filled.addRect(QRectF(14, 5, 4, 14))
        case "back":
            filled.addPolygon(_triangle(17, 6))
        case "epoch":
            filled.addPolygon(_triangle(5, 16))
            filled.addRect(QRectF(17, 5, 3, 14))
        case "stage":
            filled.addPolygon(_triangle(9, 17, 7, 17))
        case "latest":
            filled.addPolygon(_triangle(3, 10))
            filled.addPolygon(_triangle(10, 17))
            filled.addRect(QRectF(18, 5, 3, 14))
        case "reset":
            stroked.arcMoveTo(QRectF(5, 5, 14, 14), 130)
            stroked.arcTo(QRectF(5, 5, 14, 14), 130, 290)
            filled.addPolygon(QPolygonF([QPointF(3, 3), QPointF(11, 4.5), QPointF(5.5, 10.5)]))
        case "enlarge":
            for x, y in ((1, 1), (-1, -1), (1, -1), (-1, 1)):
                corner = QPointF(12 + 7 * x, 12 + 7 * y)
                stroked.moveTo(corner - QPointF(5 * x, 0))
                stroked.lineTo(corner)
                stroked.lineTo(corner - QPointF(0, 5 * y))
        case "putBack":
            for x, y in ((1, 1), (-1, -1), (1, -1), (-1, 1)):
                corner = QPointF(12 + 3 * x, 12 + 3 * y)
                stroked.moveTo(corner + QPointF(5 * x, 0))
                stroked.lineTo(corner)
                stroked.lineTo(corner + QPointF(0, 5 * y))
        case "panel":
            stroked.addRoundedRect(QRectF(4, 5, 16, 14), 2, 2)
            filled.addRect(QRectF(4, 5, 6, 14))
    return filled, stroked
