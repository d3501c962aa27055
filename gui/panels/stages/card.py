"""The card of one stage: its name, its line of code, and a picture of what the line just did."""

import textwrap
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.runs import Stage
from engine.words import stages as stage_words
from engine.words.steps.stack import adds_up
from gui.panels.stages import adding, backward, forward
from gui.panels.stages.paper import Fonts, Paper, Written
from gui.run import Covers, View
from gui.theme import PEN_WIDTH, RADIUS, SPACE, Theme
from gui.widgets.cover import COVERED, paint_cover
from gui.zoom import face, px, scaled, sized

EDGE = 6
# Between the code and what it made.
GAP = 5
# The fewest rows that a picture needs: three parameters and the loss.
ROWS = 4
CODE_LINES = 2
NARROWEST = 150
REFUSED = "refused by PyTorch"
HIDES = {
    Stage.PREDICT: ("predictions",),
    Stage.LOSS: ("predictions", "loss.value"),
    Stage.BACKWARD: ("graph.gradients", "card.gradient", "chip.gradient"),
    Stage.GRADIENT: ("graph.gradients", "card.gradient", "chip.gradient"),
    Stage.UPDATE: ("card.arrow", "card.sentence", "card.gradient", "chip.gradient", "cards"),
}
"""What covers the result of each stage."""


class StageCard(QAbstractButton):
    """One stage. It only draws what it is given; `lit` is the stage that ran last.

    A click, or Return where it has the focus, asks for the epoch as it was at this stage.
    """

    def __init__(self, stage: Stage, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self.theme = theme
        self.code: tuple[str, ...] = ()
        self.remark = ""
        self.value = stage_words.NOTHING
        self.reached = self.lit = self.failed = False
        self.view: View | None = None
        self.covers: Covers | None = None
        self.written: list[Written] = []
        self._earlier: View | None = None
        self._progress = 1.0
        self.setObjectName(f"stageChip_{stage.name.lower()}")
        self.setAccessibleName(f"Stage {stage.value}, {stage_words.TITLES[stage]}")
        self.setToolTip(stage_words.purpose(stage))
        # A click does not take the focus, so that keys still reach the window.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        sized(self.setMinimumWidth, NARROWEST)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.theme = theme
        self._fonts = Fonts()
        self._head = round(QFontMetricsF(face()).height()) + px(2)
        self.update()

    def describe(self) -> str:
        """What the card shows now, for screen readers."""
        title = stage_words.TITLES[self.stage]
        return f"Stage {self.stage.value}, {title}: {self.accessibleDescription()}"

    @property
    def least_height(self) -> int:
        """The smallest height that has room for everything on the card."""
        return px(2 * EDGE + GAP + 6) + self._head + (CODE_LINES + ROWS) * self._fonts.pitch

    def sizeHint(self) -> QSize:
        return QSize(px(NARROWEST), self.height())

    def show_view(self, view: View) -> None:
        """Show this stage of the epoch that `view` shows."""
        self._earlier, self.view = self.view, view
        self.reached = view.snapshot.reached(self.stage)
        self.lit = view.snapshot.stage is self.stage
        self.code = stage_words.code(self.stage, view)
        self.remark = "" if self.covered else stage_words.remark(self.stage, view)
        self.value = stage_words.value(self.stage, view)
        self._changed()

    def set_failed(self, failed: bool) -> None:
        """Set whether PyTorch raised an error at this stage."""
        self.failed = failed
        self._changed()

    def set_progress(self, progress: float) -> None:
        """Draw the update's animation at `progress`, from 0 to 1."""
        self._progress = progress
        if self.stage >= Stage.GRADIENT:
            self.update()

    def _changed(self) -> None:
        said = f"{'; '.join(self.code)}: {self.state or 'ran'}: {self.shown}"
        adds = self.stage in (Stage.BACKWARD, Stage.GRADIENT) and self.reached and not self.failed
        adds = adds and not self.covered
        sums = adding.spoken(self.view, ROWS) if adds and self.view is not None else ""
        self.setAccessibleDescription(f"{said}. {sums}" if sums else said)
        self.update()

    @property
    def covered(self) -> bool:
        """Whether the result of the stage is covered."""
        hides = HIDES[self.stage]
        return self.covers is not None and self.covers.hides(*hides) and self.reached

    @property
    def shown(self) -> str:
        """The result of the stage, in one line."""
        if self.covered:
            return COVERED
        return REFUSED if self.failed else self.value

    @property
    def state(self) -> str:
        """The text in the card's corner; empty if the stage ran and is no longer the last one."""
        if self.failed:
            return "refused"
        if self.lit:
            return "ran last"
        return "" if self.reached else "not yet"

    def event(self, event: QEvent) -> bool:
        # The full digits are written only when somebody looks at them.
        if event.type() == QEvent.Type.ToolTip and self.view is not None:
            told = stage_words.explanation(self.stage, self.view)
            self.setToolTip(stage_words.purpose(self.stage) if self.covered else told)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return does what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_head(painter)
        paper = Paper(painter, self.theme, self._fonts)
        self._paint_picture(paper, self._paint_code(paper))
        self.written = paper.written
        painter.end()

    @property
    def _colour(self) -> str:
        if self.failed:
            return self.theme.warning_text
        return self.theme.text if self.reached else self.theme.faint_text

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self.theme
        ground = theme.warning if self.failed else theme.panel if self.reached else theme.window
        strong = self.lit or self.underMouse()
        edge = theme.warning_text if self.failed else theme.ink if strong else theme.border
        pen = QPen(QColor(edge), scaled(PEN_WIDTH if self.lit or self.failed else 1))
        if not self.reached and not self.failed:
            pen.setStyle(Qt.PenStyle.DashLine)
        inset, radius, inner = scaled(PEN_WIDTH) / 2, scaled(RADIUS), scaled(3)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ink), scaled(1), Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame.adjust(inner, inner, -inner, -inner)
            painter.drawRoundedRect(frame, radius - scaled(2), radius - scaled(2))

    def _paint_head(self, painter: QPainter) -> None:
        theme, colour = self.theme, QColor(self._colour)
        font = QFont(self.font())
        font.setBold(self.lit or self.failed)
        badge = QRectF(px(SPACE), px(EDGE), self._head, self._head)
        filled = theme.warning_text if self.failed else theme.ink if self.lit else None
        painter.setPen(QPen(colour if filled is None else QColor(filled), scaled(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush if filled is None else QColor(filled))
        painter.drawEllipse(badge.adjusted(0.5, 0.5, -0.5, -0.5))
        inside = theme.warning if self.failed else theme.ink_text
        painter.setPen(colour if filled is None else QColor(inside))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self.stage.value))

        rest = QRectF(self.rect()).adjusted(px(SPACE), 0, -px(SPACE), 0)
        rest.setTop(badge.top())
        rest.setBottom(badge.bottom())
        painter.setPen(colour)
        title = rest.adjusted(badge.width() + px(SPACE - 2), 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, middle, stage_words.TITLES[self.stage])
        font.setBold(False)
        painter.setFont(font)
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, self.state)

    def _paint_code(self, paper: Paper) -> QRectF:
        """Write the code, and return the area below it, which is for the picture."""
        pitch, theme, space = paper.fonts.pitch, self.theme, px(SPACE)
        wide, gap = self.width() - 2 * space, px(GAP)
        columns = int(wide / paper.fonts.character)
        lines = [line for each in self.code for line in statement_lines(each, columns)]
        top = px(EDGE) + self._head + scaled(1)
        bottom = self.height() - px(EDGE)
        # The article's last line is left out where it would take a parameter's row; the tooltip
        # still has it.
        room = int((bottom - top - gap) // pitch) - ROWS
        del lines[max(room, CODE_LINES) :]
        colour = self._colour if self.failed or not self.reached else theme.faint_text
        for line in lines:
            paper.write(QRectF(space, top, wide, pitch), line, colour=colour)
            top += pitch
        if self.remark:
            row = QRectF(space, top, wide, pitch)
            paper.write(row, self.remark, font=paper.fonts.small, colour=self._colour)
            top += pitch
        return QRectF(QPointF(space, top + gap), QPointF(space + wide, bottom))

    def _paint_picture(self, paper: Paper, area: QRectF) -> None:
        view = self.view
        if self.covered:
            paint_cover(paper.painter, area, self.theme)
            return
        if self.failed or not self.reached or view is None:
            row = QRectF(area.left(), area.bottom() - paper.fonts.pitch, area.width(), 0)
            row.setHeight(paper.fonts.pitch)
            paper.write(row, self.shown, font=paper.fonts.bold, colour=self._colour)
            return
        match self.stage:
            case Stage.PREDICT:
                forward.predict(paper, area, view)
            case Stage.LOSS:
                hides = self.covers is not None and self.covers.hides("largest")
                forward.loss(paper, area, view, largest=not hides)
            case Stage.BACKWARD if adds_up(view.snapshot, view.history):
                adding.backward(paper, area, view)
            case Stage.BACKWARD:
                backward.backward(paper, area, view)
            case Stage.GRADIENT:
                backward.gradient(paper, area, view, self._earlier, self._progress)
            case Stage.UPDATE:
                backward.update(paper, area, view, self._progress)


@lru_cache(maxsize=256)
def statement_lines(statement: str, columns: int) -> tuple[str, ...]:
    """`statement` wrapped at spaces to `columns` characters, with the following lines indented."""
    return tuple(
        textwrap.wrap(
            statement,
            max(columns, 1),
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
