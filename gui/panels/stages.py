"""The five stages of an epoch, one chip each: the name, the line of code, and what it just made.

Which stage ran last, and which have not run yet, can be seen at a glance and without colours. The
chips keep their places and sizes whatever the numbers are.
"""

import textwrap
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine.runs import Stage
from engine.words import stages as words
from gui.run import View
from gui.theme import LIGHT, PEN_WIDTH, RADIUS, SPACE, Theme, code_font

CODE_POINTS = 8.5
# Lines under the title: at most three of code and two of value meet in the narrowest window.
LINES = 5
VALUE_LINES = 2
# Between the code and what it made.
GAP = 4
EDGE = 6
ARROW_ROOM = 20
NARROWEST = 150
REFUSED = "refused by PyTorch"


class Chip(QWidget):
    """One stage. It only paints texts it is given; `lit` is the stage that ran last."""

    def __init__(self, stage: Stage, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self.theme = theme
        self.code: tuple[str, ...] = ()
        self.remark = ""
        self.value = words.NOTHING
        self.reached = self.lit = self.failed = False
        self.view: View | None = None
        self.setObjectName(f"stageChip_{stage.name.lower()}")
        self.setAccessibleName(f"Stage {stage.value}, {words.TITLES[stage]}")
        self.setToolTip(words.purpose(stage))
        self._code_font = code_font(CODE_POINTS)
        self._value_font = QFont(self._code_font)
        self._value_font.setWeight(QFont.Weight.DemiBold)
        self._character = QFontMetricsF(self._value_font).horizontalAdvance("0")
        self._pitch = round(QFontInfo(self._code_font).pixelSize() * 1.2)
        self._head = round(QFontMetricsF(self.font()).height()) + 2
        self.setFixedHeight(2 * EDGE + self._head + LINES * self._pitch + GAP)
        self.setMinimumWidth(NARROWEST)

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST, self.height())

    def show_view(self, view: View) -> None:
        """Show this stage of the epoch that `view` shows."""
        self.view = view
        self.reached = view.snapshot.reached(self.stage)
        self.lit = view.snapshot.stage is self.stage
        self.code = words.code(self.stage, view.snapshot, view.experiment.settings)
        self.remark = words.remark(self.stage, view.snapshot)
        self.value = words.value(self.stage, view.snapshot, view.facts)
        self._changed()

    def set_failed(self, failed: bool) -> None:
        """Whether PyTorch refused this stage."""
        self.failed = failed
        self._changed()

    def _changed(self) -> None:
        self.setAccessibleDescription(
            f"{'; '.join(self.code)}: {self.state or 'ran'}: {self.shown}"
        )
        self.update()

    @property
    def shown(self) -> str:
        """The value as it stands in the chip, before it is fitted in."""
        return REFUSED if self.failed else self.value

    @property
    def state(self) -> str:
        """What the corner of the chip says; empty for a stage that ran before another one did."""
        if self.failed:
            return "refused"
        if self.lit:
            return "ran last"
        return "" if self.reached else "not yet"

    def event(self, event: QEvent) -> bool:
        # The full digits are written only when somebody looks at them.
        if event.type() == QEvent.Type.ToolTip and self.view is not None:
            view = self.view
            told = words.explanation(self.stage, view.snapshot, view.experiment, view.facts)
            self.setToolTip(told)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_head(painter)
        self._paint_lines(painter)
        painter.end()

    @property
    def _colour(self) -> QColor:
        if self.failed:
            return QColor(self.theme.warning_text)
        return QColor(self.theme.text if self.reached else self.theme.faint_text)

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self.theme
        ground = theme.warning if self.failed else theme.panel if self.reached else theme.window
        edge = theme.warning_text if self.failed else theme.ink if self.lit else theme.border
        pen = QPen(QColor(edge), PEN_WIDTH if self.lit or self.failed else 1)
        if not self.reached and not self.failed:
            pen.setStyle(Qt.PenStyle.DashLine)
        inset = PEN_WIDTH / 2
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _paint_head(self, painter: QPainter) -> None:
        theme = self.theme
        font = QFont(self.font())
        font.setBold(self.lit or self.failed)
        badge = QRectF(SPACE, EDGE, self._head, self._head)
        filled = theme.warning_text if self.failed else theme.ink if self.lit else None
        painter.setPen(QPen(self._colour if filled is None else QColor(filled), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if filled is None else QColor(filled))
        painter.drawEllipse(badge.adjusted(0.5, 0.5, -0.5, -0.5))
        inside = theme.warning if self.failed else theme.ink_text
        painter.setPen(self._colour if filled is None else QColor(inside))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self.stage.value))

        rest = QRectF(self.rect()).adjusted(SPACE, 0, -SPACE, 0)
        rest.setTop(badge.top())
        rest.setBottom(badge.bottom())
        painter.setPen(self._colour)
        title = rest.adjusted(badge.width() + SPACE - 2, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, middle, words.TITLES[self.stage])
        if self.lit and not self.failed:
            painter.setPen(QColor(theme.ink))
        font.setBold(False)
        painter.setFont(font)
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, self.state)

    def _paint_lines(self, painter: QPainter) -> None:
        columns = int((self.width() - 2 * SPACE) / self._character)
        statements = [line for each in self.code for line in statement_lines(each, columns)]
        top = EDGE + self._head + self._pitch * 0.9
        painter.setPen(self._colour)
        painter.setFont(self._code_font)
        for row, line in enumerate(statements):
            painter.drawText(QPointF(SPACE, top + row * self._pitch), line)
        if self.remark:
            font = QFont(self.font())
            font.setPointSizeF(CODE_POINTS)
            painter.setFont(font)
            painter.drawText(QPointF(SPACE, top + len(statements) * self._pitch), self.remark)
        painter.setPen(self._colour)
        painter.setFont(self._value_font)
        lines = value_lines(self.shown, columns)
        top += GAP
        for row, line in enumerate(lines, LINES - len(lines)):
            painter.drawText(QPointF(SPACE, top + row * self._pitch), line)


class StagesPanel(QWidget):
    """The five chips in their order, joined by arrows."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("stages")
        self.setAccessibleName("The five stages of an epoch")
        self._theme = theme
        self._drawn: View | None = None
        self._chips = {stage: Chip(stage, theme, self) for stage in Stage}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ARROW_ROOM)
        for chip in self._chips.values():
            layout.addWidget(chip, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def draw(self, view: View) -> None:
        """Show the stages of the epoch that `view` shows."""
        last = self._drawn
        if (
            last is not None
            and view.snapshot is last.snapshot
            and view.facts is last.facts
            and view.experiment is last.experiment
        ):
            return
        self._drawn = view
        for chip in self._chips.values():
            chip.show_view(view)
        self.update()

    def set_failed(self, stage: Stage | None) -> None:
        """Mark `stage` as refused by PyTorch, or none of them."""
        for each, chip in self._chips.items():
            chip.set_failed(each is stage)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for chip in self._chips.values():
            chip.theme = theme
            chip.update()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for left, right in pairwise(self._chips.values()):
            colour = self._theme.text if right.reached else self._theme.faint_text
            painter.setPen(QPen(QColor(colour), 1.5))
            start, end = left.geometry().right() + 4.0, right.geometry().left() - 3.0
            y = self.height() / 2
            painter.drawLine(QPointF(start, y), QPointF(end, y))
            for rise in (-4.0, 4.0):
                painter.drawLine(QPointF(end, y), QPointF(end - 4.0, y + rise))
        painter.end()


@lru_cache(maxsize=256)
def statement_lines(statement: str, columns: int) -> tuple[str, ...]:
    """`statement` cut at its spaces into lines of `columns` characters, the rest moved in."""
    return tuple(
        textwrap.wrap(
            statement,
            max(columns, 1),
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def value_lines(value: str, columns: int) -> list[str]:
    """`value` in at most two lines of `columns` characters; no number is cut in the middle."""
    return textwrap.wrap(
        value,
        max(columns, 2),
        max_lines=VALUE_LINES,
        placeholder=" " + words.ELLIPSIS,
        break_long_words=False,
        break_on_hyphens=False,
    )
