"""Beside the fit: what all pulls on a parameter come to, and whose they are."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.formula import parse
from engine.numbers import count, grouped
from engine.queries import ByHand
from engine.runs import Doubles
from engine.words.by_hand import plain
from engine.words.pulls import Sums, move, remark, sums, total
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.list_combo import ListCombo
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

WIDTH, NARROW_WIDTH = 150, 122
# So many points have a slice of their own; the others share one.
SLICES = 40
# The least height of the columns; where there is less, the sums stand there as text.
LEAST_COLUMNS = 110
SOON = "no gradient yet"


class PullsPanel(QWidget):
    """The pulls of both sides as columns, their sum, and where the parameter moves.

    `chosen` carries the place of the parameter that the person has chosen.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pullsPanel")
        sized(self.setFixedWidth, WIDTH)
        title = QLabel("Pulls on")
        typeface(title, bold=True)
        self._param = ListCombo()
        self._param.setObjectName("pullsParam")
        self._param.setAccessibleName("Parameter that is pulled")
        self._param.setMinimumContentsLength(1)
        self._param.activated.connect(self.chosen)
        self._columns = Columns()
        self._sides, self._sum, self._move, self._remark, self._unit = (QLabel() for _ in range(5))
        for label, name in (
            (self._sides, "pullsSides"), (self._sum, "pullsSum"), (self._move, "pullsMove"),
            (self._remark, "pullsRemark"), (self._unit, "pullsUnit"),
        ):  # fmt: skip
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            typeface(label, SMALL)
        for label in (self._remark, self._unit):
            label.setProperty("faint", True)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._param, 1)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, 0, 0, 0)
        sized(layout.setSpacing, SMALL_SPACE)
        layout.addLayout(head)
        layout.addWidget(self._columns, 1)
        for label in (self._sides, self._unit, self._sum, self._move, self._remark):
            layout.addWidget(label)
        layout.addStretch()

    def set_names(self, names: tuple[str, ...], place: int) -> None:
        """Offer the parameters `names`; the one at `place` is shown."""
        if tuple(self._param.itemText(k) for k in range(self._param.count())) != names:
            self._param.clear()
            self._param.addItems(list(names))
        self._param.setCurrentIndex(place)

    def show_pulls(self, by_hand: ByHand | None, view: View) -> None:
        """Show what the pulls of `by_hand` come to; None before there is a gradient."""
        if by_hand is None:
            for label in (self._sides, self._unit, self._move, self._remark):
                label.setText("")
            self._sum.setText(SOON)
            self._columns.show_pulls(None, view)
        else:
            found, name, n = sums(by_hand), by_hand.name, len(by_hand.parts)
            self._sides.setText(
                f"raise {name}: {grouped(found.raising)}\nlower {name}: {grouped(found.lowering)}"
            )
            self._unit.setText(f"each pull ÷ {count(n)}")
            self._sum.setText(f"sum = gradient of {name} = {total(by_hand)}")
            self._move.setText(move(by_hand, view.snapshot))
            self._remark.setText(remark(by_hand, view.facts.inputs.astype(np.float64)))
            self._columns.show_pulls(by_hand, view)
        self._leave_out()

    def set_narrow(self, narrow: bool) -> None:
        """Take less width, where the fit needs it."""
        width = NARROW_WIDTH if narrow else WIDTH
        if self.width() != px(width):
            sized(self.setFixedWidth, width)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._columns.set_theme(theme)

    @property
    def texts(self) -> list[str]:
        """What is said, for screen readers."""
        return [
            label.text().replace("\n", "; ")
            for label in (self._sides, self._sum, self._move, self._remark)
            if label.text()
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """Show what there is room for, what is needed most first."""
        wide, gap = self.width() - px(SPACE), px(SMALL_SPACE)
        room = self.height() - self._param.sizeHint().height() - gap

        def needed(label: QLabel) -> int:
            return label.heightForWidth(wide) + gap if label.text() else 0

        for label in (self._sum, self._move, self._sides, self._remark, self._unit):
            fits = bool(label.text()) and needed(label) <= room
            label.setVisible(fits)
            room -= needed(label) * fits
        # The columns say what both sides come to, too.
        columns = room + needed(self._sides) >= px(LEAST_COLUMNS)
        self._columns.setVisible(columns)
        self._sides.setVisible(not self._sides.isHidden() and not columns)


class Columns(QWidget):
    """Two columns, for those that raise the parameter and those that lower it, of one scale."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._name = ""
        self._sums = Sums(0.0, 0.0)
        self._slices: tuple[list[tuple[float, str]], list[tuple[float, str]]] = ([], [])
        typeface(self, SMALL)

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(120))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def show_pulls(self, by_hand: ByHand | None, view: View) -> None:
        """Show the pulls of `by_hand`; None shows none."""
        if by_hand is None or not np.isfinite(by_hand.parts).all():
            self._slices, self._sums = ([], []), Sums(0.0, 0.0)
        else:
            symbol = parse(view.experiment.formula).input
            inputs = view.facts.inputs.astype(np.float64)
            shares = by_hand.parts / len(by_hand.parts)
            self._sums, self._name = sums(by_hand), by_hand.name
            self._slices = _slices(-shares, inputs, symbol), _slices(shares, inputs, symbol)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the columns, the strongest slices below, with the input of those large enough."""
        painter, theme = QPainter(self), self._theme
        metrics = QFontMetricsF(small_face())
        row = metrics.height()
        half = self.width() / 2
        sides = (
            (self._slices[0], self._sums.raising, f"raise {self._name}", -1),
            (self._slices[1], self._sums.lowering, f"lower {self._name}", 1),
        )
        most = max(abs(self._sums.raising), self._sums.lowering)
        high = self.height() - 2 * row - px(2)
        for k, (slices, value, title, sign) in enumerate(sides):
            left = k * half
            bottom = high
            for size, text in slices if most > 0 else []:
                tall = size / most * high
                area = QRectF(left + px(4), bottom - tall, half - px(8), tall)
                bottom -= tall
                gap = min(scaled(1), tall / 2)
                painter.fillRect(area.adjusted(0, gap, 0, 0), QColor(theme.sign(sign)))
                if tall >= row + 2 and metrics.horizontalAdvance(text) <= area.width():
                    painter.setPen(QColor(theme.panel))
                    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            painter.setPen(QPen(QColor(theme.sign(sign)), scaled(1)))
            painter.drawLine(
                round(left + px(4)), round(high), round(left + half - px(4)), round(high)
            )
            painter.setPen(QColor(theme.sign_text(sign)))
            for line, text in enumerate((title, grouped(value))):
                area = QRectF(left, high + px(2) + line * row, half, row)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


def _slices(shares: Doubles, inputs: Doubles, symbol: str) -> list[tuple[float, str]]:
    """The sizes of the positive `shares` with what to call them, the largest first."""
    order = np.argsort(-shares, kind="stable")[: int(np.count_nonzero(shares > 0))]
    named = [
        (float(shares[k]), f"{symbol} = {plain(float(inputs[k]))}") for k in order[:SLICES].tolist()
    ]
    rest = float(shares[order[SLICES:]].sum())
    return [*named, (rest, "others")] if rest > 0 else named
