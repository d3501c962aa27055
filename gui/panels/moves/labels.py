"""Writes labels along an axis, and pushes them apart where they would overlap."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.zoom import scaled

GAP = 6.0


@dataclass(frozen=True, slots=True)
class Label:
    """`text` in `colour`, centred at `x` if there is room."""

    x: float
    text: str
    colour: str
    bold: bool = False


def apart(centres: list[float], widths: list[float], left: float, right: float) -> list[float]:
    """The left edges of labels of `widths`, near their `centres` but between `left` and `right`.

    `centres` must be ascending. Without room for all labels, the last ones pass the right end.
    """
    edges: list[float] = []
    free = left
    for centre, width in zip(centres, widths, strict=True):
        edges.append(max(free, centre - width / 2))
        free = edges[-1] + width + scaled(GAP)
    limit = right
    for k in range(len(edges) - 1, -1, -1):
        edges[k] = min(edges[k], limit - widths[k])
        limit = edges[k] - scaled(GAP)
    # Move labels that were pushed beyond the left end back inside.
    free = left
    for k, width in enumerate(widths):
        edges[k] = max(edges[k], free)
        free = edges[k] + width + scaled(GAP)
    return edges


def paint_labels(painter: QPainter, labels: list[Label], area: QRectF, baseline: float) -> None:
    """Write `labels` on `baseline` inside `area`; only the first ones if not all of them fit."""
    plain, bold = QFont(painter.font()), QFont(painter.font())
    bold.setBold(True)

    def width(label: Label) -> float:
        return QFontMetricsF(bold if label.bold else plain).horizontalAdvance(label.text)

    kept: list[Label] = []
    for label in labels:
        if sum(map(width, [*kept, label])) + scaled(GAP) * len(kept) <= area.width():
            kept.append(label)
    kept.sort(key=lambda label: label.x)
    edges = apart(
        [label.x for label in kept], [width(label) for label in kept], area.left(), area.right()
    )
    for label, x in zip(kept, edges, strict=True):
        painter.setFont(bold if label.bold else plain)
        painter.setPen(QColor(label.colour))
        painter.drawText(QPointF(x, baseline), label.text)
    painter.setFont(plain)
