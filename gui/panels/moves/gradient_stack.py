"""Draws what `params.grad` holds for one parameter: arrows end to end from 0, and their sum."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.queries import Snapshot
from engine.runs import History
from engine.words.steps.stack import LEAST_ROWS, Part, Stack, stack
from gui.theme import LIGHT, SPACE, Theme
from gui.zoom import face, px, scaled

MOST_ROWS = 6
SIZE = 0.945
"""How large the numbers are written, of the texts' size."""
TIP = 6.0
"""The length of an arrow's head."""
FADED = 110
"""How opaque the arrows of earlier epochs are, of 255."""


class GradientStack(QWidget):
    """The stack of the parameter called `name`, number `index`; as many rows as there is room.

    If it is `titled`, a line above says which parameter it is of.
    """

    def __init__(
        self, name: str, index: int, parent: QWidget | None = None, *, titled: bool = False
    ) -> None:
        super().__init__(parent)
        self._titled = titled
        self.setObjectName("gradientStack")
        self._theme = LIGHT
        self._of: tuple[Snapshot, History] | None = None
        self._stack: Stack | None = None
        self.set_parameter(name, index)

    @property
    def stack(self) -> Stack | None:
        """What is drawn; None where gradients do not add up."""
        return self._stack

    def set_parameter(self, name: str, index: int) -> None:
        """Show the parameter called `name`, number `index`, from now on."""
        self._name, self._index = name, index
        self.setAccessibleName(f"What params.grad holds for {name}, as a sum")
        self._tell()

    def draw(self, snapshot: Snapshot, history: History, *, covered: bool = False) -> None:
        """Show the stack of `snapshot`, after the updates of `history`, unless it is `covered`."""
        self._of = None if covered else (snapshot, history)
        if covered:
            self._stack = None
            self.setAccessibleDescription("")
            self.setToolTip("")
            self.update()
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self._tell()

    @staticmethod
    def pitch() -> int:
        """The height of a row."""
        return QFontMetrics(_numbers()).height() - px(1)

    @classmethod
    def least_height(cls) -> int:
        """The smallest height: what is left over, this epoch's part, and their sum."""
        return LEAST_ROWS * cls.pitch() + px(1)

    def sizeHint(self) -> QSize:
        return QSize(px(300), self.least_height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._tell()

    def _tell(self) -> None:
        if self._of is None:
            return
        rows = min(max(self.height() // self.pitch() - self._titled, LEAST_ROWS), MOST_ROWS)
        self._stack = stack(self._name, self._index, *self._of, rows)
        spoken = "" if self._stack is None else self._stack.spoken
        if spoken != self.accessibleDescription() or not self.toolTip():
            self.setAccessibleDescription(spoken)
            self.setToolTip(
                f"{spoken}\nloss.backward() adds this epoch's derivative to what is held;\n"
                "with zero_grad on, it is cleared after every update."
            )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._stack is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._titled:
            painter.setFont(face(bold=True))
            painter.setPen(QColor(self._theme.text))
            title = QRectF(0, 0, self.width(), self.height() - self.least_height())
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, f"params.grad of {self._name}")
            painter.translate(0, title.height())
        self._paint(painter, self._stack.parts)
        painter.end()

    def _paint(self, painter: QPainter, parts: tuple[Part, ...]) -> None:
        theme, font = self._theme, _numbers()
        bold = face(SIZE, bold=True)
        wide = QFontMetricsF(bold).horizontalAdvance
        gap, pitch = scaled(SPACE), float(self.pitch())
        if not self._titled:
            pitch = min(self.height() / len(parts), 1.5 * pitch)
        labels = [part.label for part in parts]
        if max(map(wide, labels)) > 0.4 * self.width():
            labels = [part.brief for part in parts]
        left = max(map(wide, labels)) + gap
        right = self.width() - max(wide(part.text) for part in parts) - gap
        ends = [end for part in parts for end in part.reach]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        room = max(right - left, 1.0)
        unit = room / (high - low) if high > low and math.isfinite(high - low) else 0.0
        zero = left - low * unit if unit else left + room / 2

        last = len(parts) - 1
        painter.setPen(QPen(QColor(theme.faint_text), scaled(1)))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, len(parts) * pitch))
        painter.setPen(QPen(QColor(theme.border), scaled(1)))
        over = last * pitch
        painter.drawLine(QPointF(right + gap / 2, over), QPointF(self.width(), over))
        for place, (part, label) in enumerate(zip(parts, labels, strict=True)):
            row = QRectF(0, place * pitch, self.width(), pitch)
            strong = part.kind != "earlier"
            painter.setFont(bold if strong else font)
            painter.setPen(QColor(theme.text if strong else theme.faint_text))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, label)
            painter.setFont(bold)
            painter.setPen(QColor(theme.sign_text(part.sign)))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, part.text)
            if not part.sign or not unit:
                continue
            begin, end = zero + part.start * unit, zero + part.end * unit
            colour = QColor(theme.sign(part.sign))
            if not strong:
                colour.setAlpha(FADED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(_arrow(begin, end, row.adjusted(0, scaled(2), 0, -scaled(2))))
            if place < last:
                painter.setPen(QPen(QColor(theme.faint_text), scaled(1), Qt.PenStyle.DotLine))
                foot = row.bottom() + scaled(2)
                painter.drawLine(QPointF(end, row.bottom() - scaled(2)), QPointF(end, foot))


def _numbers() -> QFont:
    return face(SIZE)


def _arrow(begin: float, end: float, row: QRectF) -> QPolygonF:
    """A thick arrow from `begin` to `end`, as high as `row`; never shorter than can be seen."""
    way = 1 if end > begin else -1
    if abs(end - begin) < scaled(1.5):
        begin = end - way * scaled(1.5)
    foot = end - way * min(scaled(TIP), abs(end - begin))
    return QPolygonF(
        [
            QPointF(begin, row.top()), QPointF(foot, row.top()), QPointF(end, row.center().y()),
            QPointF(foot, row.bottom()), QPointF(begin, row.bottom()),
        ]
    )  # fmt: skip
