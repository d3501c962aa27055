"""What the loss is made of: the part of each axis of the valley over the epochs, and what is left.

The epochs are on a logarithmic axis, since each part goes in its own time; behind the trained ones
stands what would come at this learning rate. It follows the epoch shown, and a click shows another.
"""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.numbers import count, grouped
from engine.queries import (
    Course,
    LossParts,
    Snapshot,
    course_of,
    in_few,
    parts_ahead,
    parts_at,
)
from engine.runs import Doubles, Stage, Update, Valley
from engine.words.landscape.axes import valley_in_words
from engine.words.landscape.course import (
    AHEAD,
    NO_VALLEY,
    NOT_DESCRIBED,
    Axis,
    axes_in_few,
    course_for_reader,
    half_in_words,
    left_in_words,
)
from engine.words.landscape.parts import Made, made_of
from gui.plots.parts.areas import Areas, colours_of, cursor
from gui.plots.parts.scale import Scale
from gui.plots.parts.sheet import Pencil, Sheet
from gui.plots.parts.strips import paint_strips, strips_height
from gui.run import Covers, View
from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled

TITLE = "What the loss is made of"
QUESTION = "which part goes when?"
EMPTY = "What the loss is made of will appear here, once the run is loaded."
# Below these sizes, in pixels at 100 %, the strips are left out.
STRIPS_FROM = (250, 165)
LOW_STRIP, HIGH_STRIP = 17.0, 34.0
ONE_LINE_FROM = 620


class LossPartsPlot(Sheet):
    """Draws the course of the loss's parts. `epochRequested(number)` asks to show an epoch."""

    epochRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__("lossPartsPlot", TITLE, QUESTION, parent, theme)
        self._view: View | None = None
        self._course: Course | None = None
        self._known: tuple[object, ...] = ()
        self._axes: tuple[Axis, ...] = ()
        self._scale = Scale(QRectF(0, 0, 1, 1), 10.0, 1.0)
        self._made: Made | None = None
        self._covers = Covers(self)
        self._only_first = False
        self.paper.pressed.connect(self._on_pressed)
        self.set_theme(theme)

    # --- what is shown

    def set_covers(self, covers: Covers) -> None:
        """Show the first epoch alone while `covers` hides the parts of the one shown."""
        self._covers = covers

    def draw(self, view: View) -> None:
        """Show `view`."""
        self._only_first = self._covers.hides("loss_parts.shown") and len(view.history) > 0
        if self._only_first:
            view = replace(view, history=view.history.until(1), cursor=1)
        self._view = view
        valley = view.facts.valley
        if valley is None:
            self._course, self._known = None, ()
            self.ask(QUESTION)
        else:
            history = view.history
            goes_on = (
                not self._only_first and view.experiment.zero_grad and view.experiment.requires_grad
            )
            rate = view.experiment.learning_rate if goes_on else None
            known = (view.facts, len(history), rate, view.experiment.epochs)
            if known != self._known:
                self._known = known
                self._course = course_of(history, view.facts, valley, rate, view.experiment.epochs)
                self._axes = axes_in_few(valley)
                self.ask(QUESTION if valley.exact else valley_in_words(valley))
            self._made = self._made_at(view, valley)
        self.show_again()

    def _made_at(self, view: View, valley: Valley) -> Made | None:
        begun = self._begun(view)
        loss = begun.loss
        if loss is None or begun.number == 0:
            return None
        return made_of(in_few(parts_at(begun.params, loss, begun.number, valley)), 0)

    def _begun(self, view: View) -> Snapshot | Update:
        """The epoch whose loss is taken apart: the one shown, unless it is covered."""
        return view.history[0] if self._only_first else view.snapshot

    @property
    def shown(self) -> int:
        """The epoch that the cursor marks."""
        view = self._view
        if view is None:
            return 0
        reached = view.snapshot.reached(Stage.LOSS) and not self._only_first
        return view.snapshot.number if reached else view.cursor

    def describe(self) -> str:
        """What is seen now, in words for a screen reader."""
        if self._view is None:
            return EMPTY
        if self._course is None:
            return NO_VALLEY
        if self._made is None:
            return f"{TITLE}. {self._why_not()}."
        known = self._course
        halves = tuple(half_in_words(known, k) for k in range(len(self._axes)))
        return course_for_reader(self._made.sentence, halves, tuple(a.name for a in self._axes))

    def _why_not(self) -> str:
        """Why the loss of the epoch shown has no parts."""
        view = self._view
        if view is None or not self.shown:
            return "no epoch has a loss yet"
        loss = view.snapshot.loss
        if loss is not None and not math.isfinite(loss):
            return "the loss is not finite"
        return NOT_DESCRIBED

    # --- the picture

    def paint(self, painter: QPainter) -> None:
        """Paint the sum, the areas, the strips and the axis of the epochs."""
        if self._view is None or self._course is None:
            self.sentence(painter, EMPTY if self._view is None else NO_VALLEY)
            return
        known, pencil = self._course, Pencil(painter, self.theme)
        wide, high = float(self.paper.width()), float(self.paper.height())
        lines = 1 if wide >= px(ONE_LINE_FROM) else 2
        head = lines * pencil.height + px(4)
        self._paint_sum(pencil, wide, lines)
        strips = wide >= px(STRIPS_FROM[0]) and high >= px(STRIPS_FROM[1])
        strip = min(max(scaled(LOW_STRIP), high / 11), scaled(HIGH_STRIP))
        if strips and high > px(330):
            strip = max(strip, 2 * pencil.height)
        below = strips_height(len(self._axes), strip) + px(6) if strips else 0.0
        foot = pencil.height + px(6)
        left = pencil.wide("10,000") + px(8)
        right = px(10)
        if strips:
            names = [pencil.wide(axis.name, bold=True) for axis in self._axes]
            if strip >= 2 * pencil.height:
                names += [pencil.wide(axis.curvature) for axis in self._axes]
            left = max(left, max(names) + px(10))
            right = int(pencil.wide("99.99%", bold=True)) + px(8)
        area = QRectF(left, head + px(4), wide - left - right, high - head - below - foot - px(4))
        if area.width() < 20 or area.height() < 16:
            return
        self._scale = scale = Scale(area, known.last, known.top)
        areas = Areas(pencil, known, scale, self._axes)
        areas.paint()
        areas.paint_border(len(self._view.history))
        bottom = area.bottom()
        if strips:
            begin = area.bottom() + px(6)
            told = tuple(map(left_in_words, self._shares_left()))
            paint_strips(pencil, known, scale, self._axes, begin, strip, told)
            bottom = begin + strips_height(len(self._axes), strip) - px(3)
        self._paint_epochs(pencil, bottom)
        self._paint_cursor(pencil, bottom)

    def _shares_left(self) -> list[float | None]:
        view, known = self._view, self._course
        assert view is not None
        assert known is not None
        assert view.facts.valley is not None
        if self._made is None:
            return [None] * len(self._axes)
        begun = self._begun(view)
        parts = in_few(
            parts_at(begun.params, begun.loss or 0.0, begun.number, view.facts.valley)
        ).parts[0]
        return [
            float(now / then) if then > 0 else None
            for now, then in zip(parts, known.first, strict=True)
        ]

    def _paint_sum(self, pencil: Pencil, wide: float, lines: int) -> None:
        theme = self.theme
        if self._made is None:
            text = self._why_not()
            pencil.write(0, pencil.height / 2, text[:1].upper() + text[1:], colour=theme.faint_text)
            return
        made = self._made
        colours: list[str] = [*colours_of(theme, len(self._axes))[::-1], theme.zero]
        total = f"epoch {count(self.shown)}: " if wide >= px(ONE_LINE_FROM) else ""
        head = f"{total}{made.total} {made.relation}"
        for named in (True, False):
            pieces = [(head, "")]
            for k, part in enumerate(made.parts):
                sign = "+ " if k and not part.size.startswith("−") else ""
                size = part.size.replace("−", "− ", 1) if k else part.size
                name = f" {part.name}" if named else ""
                pieces.append((f"{sign}{size}{name}", colours[k] if k < len(colours) else ""))
            places = _flow(pencil, pieces, wide)
            if places[-1][1] < lines:
                break
        box = pencil.height * 0.7
        for (text, colour), (left, row) in zip(pieces, places, strict=True):
            x, y = left, (row + 0.5) * pencil.height
            if row < lines and colour:
                pencil.painter.setPen(QPen(QColor(theme.faint_text), 1))
                pencil.painter.setBrush(QColor(colour))
                pencil.painter.drawRect(QRectF(x, y - box / 2, box, box))
                x += box + px(4)
            if row < lines:
                pencil.write(x, y, text, bold=not colour)

    def _paint_epochs(self, pencil: Pencil, bottom: float) -> None:
        scale, painter = self._scale, pencil.painter
        y = bottom + px(4) + pencil.height / 2
        room = pencil.wide("1,000,000") + px(8)
        for epoch, text in scale.ticks(room):
            x = scale.x_of(epoch)
            painter.setPen(QPen(QColor(self.theme.border), 1))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + px(3)))
            align = 0.5 if x + pencil.wide(text) / 2 <= self.paper.width() else 1.0
            pencil.write(x, y, text, colour=self.theme.faint_text, align=align)
        word = "epoch"
        if scale.area.left() >= pencil.wide(word) + px(16):
            pencil.write(0, y, word, colour=self.theme.faint_text)

    def _paint_cursor(self, pencil: Pencil, bottom: float) -> None:
        view, painter, scale = self._view, pencil.painter, self._scale
        epoch = self.shown
        if view is None or epoch < 1:
            return
        x = scale.x_of(epoch)
        cursor(painter, self.theme, x, scale.area, bottom)
        loss = view.snapshot.loss if view.snapshot.number == epoch else None
        if loss is None and epoch <= len(view.history):
            loss = float(view.history.loss[epoch - 1])
        text = f"epoch {count(epoch)}"
        narrow = self.paper.width() < px(STRIPS_FROM[0])
        if loss is not None and math.isfinite(loss):
            y = max(float(scale.y(np.array([loss]))[0]), scale.area.top())
            painter.setPen(QPen(QColor(self.theme.panel), scaled(1.5)))
            painter.setBrush(QColor(self.theme.loss))
            painter.drawEllipse(QPointF(x, y), scaled(4.5), scaled(4.5))
            text += "" if narrow else f"  {grouped(loss)}"
        wide = pencil.wide(text, bold=True) + px(12)
        left = min(max(x - wide / 2, 0.0), self.paper.width() - wide)
        y = bottom + px(4) + pencil.height / 2
        painter.setPen(QPen(QColor(self.theme.ink), 1))
        painter.setBrush(QColor(self.theme.ink))
        plate = QRectF(left, y - pencil.height / 2 - 1, wide, pencil.height + 2)
        painter.drawRoundedRect(plate, px(3), px(3))
        pencil.write(left + px(6), y, text, bold=True, colour=self.theme.ink_text)

    # --- the mouse

    def tip(self, place: QPointF) -> str:
        """The parts of the loss at the epoch under the mouse."""
        view, known = self._view, self._course
        if view is None or known is None or view.facts.valley is None:
            return ""
        area = self._scale.area
        if not area.left() - 4 <= place.x() <= area.right() + 4:
            return ""
        epoch = max(1, round(self._scale.epoch_at(place.x())))
        trained, valley = len(view.history), view.facts.valley
        if epoch <= trained:
            row = epoch - 1
            parts = parts_at(view.history.params[row], float(view.history.loss[row]), epoch, valley)
            title = f"epoch {count(epoch)}"
        elif len(known.ahead):
            parts = self._ahead(view, valley, epoch)
            title = f"epoch {count(epoch)}, {AHEAD}"
        else:
            return ""
        made = made_of(in_few(parts), 0)
        if made is None:
            loss = float(parts.losses[0])
            return f"{title}\nloss {grouped(loss)}"
        rows = [f"{part.size} {part.name}" for part in made.parts]
        return "\n".join([title, f"loss {made.total} {made.relation}", *rows])

    def _ahead(self, view: View, valley: Valley, epoch: int) -> LossParts:
        history = view.history
        here = history.updated_params[-1] if len(history) else view.facts.start
        after = np.array([epoch - len(history) - 1])
        parts: Doubles = parts_ahead(valley, here, view.experiment.learning_rate, after)
        told = parts_at(here, 0.0, epoch, valley)
        losses = parts.sum(axis=1) + valley.floor_loss
        return replace(told, parts=parts, losses=losses, rest=np.zeros(1))

    def _on_pressed(self, place: QPointF) -> None:
        view = self._view
        if view is None or self._course is None or not len(view.history):
            return
        epoch = round(self._scale.epoch_at(place.x()))
        self.epochRequested.emit(max(1, min(epoch, len(view.history))))


def _flow(pencil: Pencil, pieces: list[tuple[str, str]], wide: float) -> list[tuple[float, int]]:
    """Where each piece begins, and in which row, in a width of `wide`."""
    x, row, places = 0.0, 0, []
    for text, colour in pieces:
        length = pencil.wide(text, bold=not colour)
        length += pencil.height * 0.7 + px(4) if colour else 0
        if x and x + length > wide:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += length + px(7)
    return places
