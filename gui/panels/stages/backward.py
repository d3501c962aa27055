"""Draws the pictures of the last three stages: the backward pass, the gradient and the update."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from engine.numbers import count
from engine.words import stages as stage_words
from gui.motion import Phase
from gui.panels.stages import adding
from gui.panels.stages.paper import CENTRE, LEFT, RIGHT, Paper, fitting, say_more
from gui.run import View
from gui.zoom import scaled

GAP = 8
ARROW = 22.0
# The least length of a bar in pixels, so that a small gradient is not mistaken for zero.
SHORTEST = 1.5


def backward(paper: Paper, area: QRectF, view: View) -> None:
    """Draw the path from the loss back through the known operations to every parameter."""
    fonts, theme, names = paper.fonts, paper.theme, view.facts.names
    edge, inside = scaled(2), scaled(10)
    shown, more = fitting(len(names), int(area.height() // (fonts.pitch + edge)))
    labels = [*names[:shown], *([f"{count(more)} more"] if more else [])]
    wide = max(fonts.width(label, fonts.bold) for label in labels) + inside
    walked = stage_words.operations(view)
    texts = walked, "walked back"
    loss_wide = fonts.width("loss", fonts.bold) + inside
    middle = (area.top() + area.bottom()) / 2
    loss = QRectF(area.right() - loss_wide, middle - (fonts.pitch + edge) / 2, loss_wide, 0)
    loss.setHeight(fonts.pitch + edge)
    pill_wide = max(fonts.width(text, fonts.small) for text in texts) + scaled(12)
    left, right = area.left() + wide, loss.left()
    pill = QRectF(0, 0, pill_wide, 2 * (fonts.pitch + edge))
    pill.moveCenter(QPointF((left + right) / 2 + 2 * edge, middle))
    pitch = area.height() / len(labels)
    for place, label in enumerate(labels):
        row = QRectF(area.left(), area.top() + place * pitch, wide, pitch)
        box = QRectF(row.left(), row.center().y() - fonts.pitch / 2, wide, fonts.pitch)
        paper.arrow(
            QPointF(pill.left(), middle), QPointF(box.right() + edge, box.center().y()), theme.slope
        )
        if place < shown:
            paper.box(box, label, theme.text)
        else:
            paper.write(box, label, font=fonts.small, colour=theme.faint_text)
    paper.arrow(QPointF(loss.left(), middle), QPointF(pill.right() + edge / 2, middle), theme.slope)
    paper.box(pill, "", theme.slope)
    for place, text in enumerate(texts):
        row = QRectF(
            pill.left(), pill.top() + edge + place * fonts.pitch, pill.width(), fonts.pitch
        )
        paper.write(row, text, align=CENTRE, font=fonts.small)
    paper.box(loss, "loss", theme.text)


def gradient(paper: Paper, area: QRectF, view: View, earlier: View | None, progress: float) -> None:
    """Draw a bar for each parameter: its side shows the gradient's sign, its length the size."""
    values = view.snapshot.gradient
    if values is None:
        return
    fonts, theme, names = paper.fonts, paper.theme, view.facts.names
    shown, more = fitting(len(names), int(area.height() // fonts.pitch))
    rows = stage_words.gradients(view, shown)
    if not rows:
        return
    bars = values.astype(np.float64)
    before = None if earlier is None else earlier.snapshot.gradient
    if before is not None and len(before) == len(bars):
        share = Phase.GRADIENT.share(progress)
        bars = before + share * (bars - before) if share < 1 else bars
    bars = bars[:shown]
    stacks = adding.stacks(view, shown)
    reach = [value for _, stack in stacks for part in stack.parts for value in part.reach]
    finite = np.abs([*bars[np.isfinite(bars)], *reach])
    largest = float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    gap = scaled(GAP)
    label = max(fonts.width(name, fonts.bold) for name, _ in rows) + gap
    text = max(fonts.width(written, fonts.bold) for _, written in rows)
    # Reserve a fixed width, so that the axis keeps its place while the digits change.
    text = max(text, fonts.width("−63,466", fonts.bold))
    half = max(0.0, (area.width() - label - text - gap) / 2)
    axis = area.left() + label + half
    pitch = area.height() / (shown + bool(more))
    for place, (name, written) in enumerate(rows):
        row = QRectF(area.left(), area.top() + place * pitch, area.width(), pitch)
        value = float(values[place])
        sign = int(value > 0) - int(value < 0)
        paper.write(row, name, font=fonts.bold)
        paper.write(row, written, align=RIGHT, font=fonts.bold, colour=theme.sign_text(sign))
        bar = float(bars[place])
        long = max(half * abs(bar) / largest, scaled(SHORTEST)) if np.isfinite(bar) and bar else 0.0
        thick = min(pitch - scaled(4), scaled(14))
        block = QRectF(axis, row.center().y() - thick / 2, long, thick)
        words = ("rises as {} grows" if sign > 0 else "falls as {} grows").format(name)
        if stacks:
            adding.bars(paper, row, axis, half / largest, stacks[place][1])
            continue
        if sign and fonts.width(words, fonts.small) + 2 * gap <= half:
            # The side without the bar.
            free = QRectF(axis - half, row.top(), half - gap, row.height())
            if sign < 0:
                free.moveLeft(axis + gap)
            align = LEFT if sign < 0 else RIGHT
            paper.write(free, words, align=align, font=fonts.small, colour=theme.faint_text)
        if bar < 0:
            block.moveRight(axis)
        paper.painter.fillRect(block, theme.sign(sign))
    say_more(paper, area, more)
    bottom = area.top() + shown * pitch
    paper.line(QPointF(axis, area.top()), QPointF(axis, bottom), theme.faint_text)


def update(paper: Paper, area: QRectF, view: View, progress: float) -> None:
    """Draw every parameter as before → after, and the loss below them."""
    fonts, theme, names = paper.fonts, paper.theme, view.facts.names
    height, room = fonts.pitch, area.height() - scaled(4)
    shown, more = fitting(len(names), int(room // height) - 1)
    moves = stage_words.updates(view, shown)
    losses = stage_words.losses(view)
    columns = _Columns(paper, area, moves, losses)
    pitch = room / (shown + bool(more) + 1)
    pitch = min(pitch, 1.5 * height)
    seen = Phase.PARAMETER.share(progress)
    for place, move in enumerate(moves):
        row = QRectF(area.left(), area.top() + place * pitch, area.width(), pitch)
        colour = theme.sign(-move.sign)
        texts = (move.name, *columns.texts(move), move.change)
        columns.write(row, texts, colour, Phase.STEP.share(progress), seen)
    if more:
        top = area.top() + shown * pitch
        say_more(paper, QRectF(area.left(), top, area.width(), pitch), more)
    row = QRectF(area.left(), area.bottom() - pitch, area.width(), pitch)
    above = QPointF(0, -scaled(1))
    paper.line(row.topLeft() + above, row.topRight() + above, theme.border)
    arrived = Phase.LOSS.share(progress)
    columns.write(row, ("loss", *losses, ""), theme.text, arrived, arrived)


class _Columns:
    """Where name, value before, arrow and value after are written: the same in each row.

    Where room is short, numbers have fewer digits or the value before is left out.
    """

    def __init__(
        self,
        paper: Paper,
        area: QRectF,
        moves: list[stage_words.Moved],
        losses: tuple[str, str],
    ) -> None:
        self._paper, fonts = paper, paper.fonts

        def widest(texts: list[str]) -> float:
            return max(fonts.width(text, fonts.bold) for text in texts)

        self._name = widest([move.name for move in moves] or ["loss"]) + scaled(GAP)
        # The loss has a longer name and a shorter number.
        loss = fonts.width(f"loss {losses[0]}", fonts.bold) - self._name
        room = area.width() - self._name - scaled(ARROW)
        full = [(move.before, move.after) for move in moves]
        short = [move.short for move in moves]
        self._short = False
        for self._short, texts in ((False, full), (True, short)):
            self._before = max(loss, widest([before for before, _ in texts] or [""]))
            self._after = widest([losses[1], *(after for _, after in texts)])
            if self._before + self._after <= room:
                break
        self._only_after = self._before + self._after > room
        rest = room - self._before - self._after
        change = widest([move.change for move in moves] or [""]) + scaled(GAP)
        self._changes = rest >= change
        if self._changes:
            rest -= change
        # Spare width goes between the columns, up to a limit so that a row still reads as one.
        self._gap = max(0.0, min(rest, scaled(48))) / 2

    def texts(self, move: stage_words.Moved) -> tuple[str, str]:
        """The texts for the values before and after, as long as there is room for."""
        return move.short if self._short else (move.before, move.after)

    def write(
        self,
        row: QRectF,
        texts: tuple[str, str, str, str],
        colour: str,
        way: float,
        seen: float,
    ) -> None:
        """Write one row: name, value before, value after and change.

        `way` is how much of the arrow to draw, and `seen` the opacity of the result, both 0 to 1.
        """
        name, before, after, change = texts
        paper, fonts = self._paper, self._paper.fonts
        paper.write(row, name, font=fonts.bold)
        left = row.left() + self._name
        if not self._only_after:
            area = QRectF(left, row.top(), self._before, row.height())
            paper.write(area, before, align=RIGHT)
            left = area.right() + self._gap
        start = QPointF(left + scaled(4), row.center().y())
        paper.arrow(start, start + QPointF(scaled(ARROW - 8) * way, 0), colour, 2.0)
        left += scaled(ARROW) + self._gap
        area = QRectF(left, row.top(), row.right() - left, row.height())
        paper.write(area, after, align=LEFT, font=fonts.bold, opacity=seen)
        if self._changes and change:
            faint = paper.theme.faint_text
            paper.write(area, change, align=RIGHT, colour=faint, opacity=seen)
