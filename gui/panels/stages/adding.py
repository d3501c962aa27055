"""Draws stages 3 and 4 where gradients add up: what was left over, what is new, and their sum."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from engine.words.steps.stack import Stack, stack
from gui.panels.stages.paper import RIGHT, Paper, fitting, say_more
from gui.run import View
from gui.zoom import scaled

GAP = 8
FADED = 0.43
"""How opaque the bars of what was left over are."""
HEADS = ("left over", "+ this epoch")

Named = list[tuple[str, Stack]]


def stacks(view: View, most: int) -> Named:
    """Name and stack of the first `most` parameters; empty where gradients do not add up."""
    found = []
    for k, name in enumerate(view.facts.names[:most]):
        told = stack(name, k, view.snapshot, view.history)
        if told is not None:
            found.append((name, told))
    return found


def spoken(view: View, most: int) -> str:
    """The sums of the first `most` parameters in words; empty where gradients do not add up."""
    return " ".join(told.spoken for _, told in stacks(view, most))


def backward(paper: Paper, area: QRectF, view: View) -> None:
    """Write, for each parameter, what was left over and what the backward pass adds to it."""
    fonts, theme = paper.fonts, paper.theme
    shown, more = fitting(len(view.facts.names), int(area.height() // fonts.pitch) - 1)
    rows = stacks(view, shown)
    pitch = area.height() / (1 + shown + bool(more))
    gap, wide = scaled(GAP), fonts.width
    names = max([wide(name, fonts.bold) for name, _ in rows]) + gap
    columns = []
    for place, head in enumerate(HEADS):
        texts = [wide(each.parts[place].text, fonts.bold) for _, each in rows]
        columns.append(max([wide(head, fonts.small), *texts]))
    spare = max(0.0, area.width() - names - sum(columns) - gap)
    ends = [area.left() + names + spare / 2 + columns[0], area.right()]
    for end, width, head in zip(ends, columns, HEADS, strict=True):
        cell = QRectF(end - width, area.top(), width, pitch)
        paper.write(cell, head, align=RIGHT, font=fonts.small, colour=theme.faint_text)
    for place, (name, each) in enumerate(rows):
        top = area.top() + (place + 1) * pitch
        paper.write(QRectF(area.left(), top, names, pitch), name, font=fonts.bold)
        for end, width, part in zip(ends, columns, each.parts, strict=False):
            cell = QRectF(end - width, top, width, pitch)
            colour = theme.sign_text(part.sign)
            paper.write(cell, part.text, align=RIGHT, font=fonts.bold, colour=colour)
    say_more(paper, area, more)


def bars(paper: Paper, row: QRectF, axis: float, unit: float, told: Stack) -> None:
    """Draw left over and this epoch's end to end in the upper half of `row`, held in the lower.

    `axis` is where 0 is, and `unit` how many pixels a unit of the gradient takes.
    """
    thick = max(scaled(2), min(row.height() / 2 - scaled(2.5), scaled(6)))
    middle = row.center().y()
    for part in told.parts:
        if not part.sign or not math.isfinite(part.end * unit):
            continue
        top = middle + scaled(0.5) if part.kind == "held" else middle - scaled(0.5) - thick
        begin, end = axis + part.start * unit, axis + part.end * unit
        paper.painter.setOpacity(FADED if part.kind == "earlier" else 1.0)
        block = QRectF(QPointF(begin, top), QPointF(end, top + thick)).normalized()
        paper.painter.fillRect(block, QColor(paper.theme.sign(part.sign)))
        paper.painter.setOpacity(1.0)
