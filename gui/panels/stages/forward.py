"""Draws the pictures of the first two stages: the predictions as a curve, the loss as squares."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from engine.numbers import count, grouped, number
from engine.runs import Doubles
from engine.words import stages as stage_words
from gui.panels.stages.paper import RIGHT, Paper
from gui.run import View
from gui.zoom import scaled

MOST_DOTS = 60
MOST_SQUARES = 40
# A picture narrower than this adds nothing to the numbers.
NARROWEST = 40
DOT = 1.3
# Where the largest square would be smaller than this, all are enlarged, and a text says so.
SMALLEST = 8.0
GAP = 8


def predict(paper: Paper, area: QRectF, view: View) -> None:
    """Draw data as dots and predictions as a curve; write the first and the last as numbers."""
    snapshot, facts, fonts = view.snapshot, view.facts, paper.fonts
    ends = [int(np.argmin(facts.inputs)), int(np.argmax(facts.inputs))]
    name = stage_words.input_of(view)
    words = [
        (f"{name} = {_short(float(facts.inputs[k]))}", grouped(float(snapshot.predictions[k]), 4))
        for k in ends
    ]
    # Reserve the width of the widest likely number, so that the curve keeps its place.
    least = fonts.width("−1,234.5", fonts.bold)
    wide = max(least, *(fonts.width(text, fonts.bold) for pair in words for text in pair))
    column = QRectF(area.right() - wide, area.top(), wide, area.height())
    _first_and_last(paper, column, words)
    picture = QRectF(area.left(), area.top(), area.width() - wide - scaled(GAP), area.height())
    if picture.width() >= scaled(NARROWEST):
        edge = scaled(2)
        _curve(paper, picture.adjusted(edge, edge, -edge, -edge), view)


def _first_and_last(paper: Paper, column: QRectF, words: list[tuple[str, str]]) -> None:
    pitch = paper.fonts.pitch
    colour = paper.theme.prediction
    single = column.height() < 4 * pitch
    heights = 1 if single else 2
    for (place, prediction), top in zip(
        words, (column.top(), column.bottom() - heights * pitch), strict=True
    ):
        row = QRectF(column.left(), top, column.width(), pitch)
        if not single:
            paper.write(
                row, place, align=RIGHT, font=paper.fonts.small, colour=paper.theme.faint_text
            )
            row.translate(0, pitch)
        paper.write(row, prediction, align=RIGHT, font=paper.fonts.bold, colour=colour)


def _curve(paper: Paper, area: QRectF, view: View) -> None:
    facts, snapshot = view.facts, view.snapshot
    chosen = np.unique(np.linspace(0, len(facts.inputs) - 1, MOST_DOTS).astype(int))
    inputs = facts.inputs[chosen].astype(np.float64)
    targets = facts.targets[chosen].astype(np.float64)
    predictions = snapshot.predictions[chosen].astype(np.float64)
    low, high = float(facts.inputs.min()), float(facts.inputs.max())
    within = np.flatnonzero((facts.curve_inputs >= low) & (facts.curve_inputs <= high))
    # A point for every other pixel is enough for a small picture, and quicker.
    within = within[:: max(1, round(2 * len(within) / area.width()))]
    curve_inputs, curve = facts.curve_inputs[within], snapshot.curve[within]
    heights = np.concatenate([targets, predictions, curve])
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        return
    bottom, top = float(heights.min()), float(heights.max())

    def placed(x: Doubles, y: Doubles) -> list[QPointF]:
        seen = np.isfinite(y)
        across = (x[seen] - low) / ((high - low) or 1.0)
        up = (y[seen] - bottom) / ((top - bottom) or 1.0)
        return [
            QPointF(area.left() + share * area.width(), area.bottom() - height * area.height())
            for share, height in zip(across.tolist(), up.tolist(), strict=True)
        ]

    painter, theme = paper.painter, paper.theme
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.data))
    for dot in placed(inputs, targets):
        painter.drawEllipse(dot, scaled(DOT), scaled(DOT))
    painter.setPen(QPen(QColor(theme.prediction), scaled(1.5)))
    painter.drawPolyline(QPolygonF(placed(curve_inputs, curve)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.prediction))
    for dot in placed(inputs, predictions):
        painter.drawEllipse(dot, scaled(DOT + 0.4), scaled(DOT + 0.4))


def loss(paper: Paper, area: QRectF, view: View, *, largest: bool = True) -> None:
    """Draw the squared errors as squares, in the order of the data, and write their mean.

    Where there is room, the `largest` is told in words.
    """
    snapshot, fonts, pitch = view.snapshot, paper.fonts, paper.fonts.pitch
    if snapshot.loss is None:
        return
    row = QRectF(area.left(), area.bottom() - pitch, area.width(), pitch)
    mean = grouped(snapshot.loss)
    points = count(len(view.facts.targets))
    sides, factor = squares(view, area.width(), area.height() - pitch - scaled(4))
    said = [f"mean of {points} squares", f"mean of {points}", "mean"]
    if factor > 1:
        larger = f"drawn {count(factor)}× wider"
        said = [*(f"{each}, {larger}" for each in said), larger]
    room = area.width() - fonts.width(mean, fonts.bold) - scaled(GAP)
    words = next((text for text in said if fonts.width(text, fonts.small) <= room), "")
    paper.write(row, words, font=fonts.small, colour=paper.theme.faint_text)
    paper.write(row, mean, align=RIGHT, font=fonts.bold)
    highest = max(sides, default=0.0)
    if largest:
        _say_largest(
            paper, QRectF(area.left(), area.top(), area.width(), pitch), view, row, highest
        )
    painter, theme = paper.painter, paper.theme
    fill = QColor(theme.prediction)
    fill.setAlphaF(0.18)
    painter.setPen(QPen(QColor(theme.prediction), scaled(1)))
    painter.setBrush(fill)
    base, left = row.top() - scaled(3), area.left()
    gap = (area.width() - sum(sides)) / max(1, len(sides))
    for side in sides:
        painter.drawRect(QRectF(left, base - side, side, side))
        left += side + gap


def _say_largest(paper: Paper, top: QRectF, view: View, below: QRectF, highest: float) -> None:
    """Say which square is the largest, if there is room above the squares."""
    facts, fonts = view.facts, paper.fonts
    errors = (view.snapshot.predictions.astype(np.float64) - facts.targets) ** 2
    k = int(np.argmax(errors))
    name, place = stage_words.input_of(view), _short(float(facts.inputs[k]))
    text = f"the largest, at {name} = {place}: {grouped(float(errors[k]))}"
    if (
        below.top() - scaled(6) - highest < top.bottom()
        or fonts.width(text, fonts.small) > top.width()
    ):
        return
    if math.isfinite(errors[k]):
        paper.write(top, text, font=fonts.small, colour=paper.theme.faint_text)


def squares(view: View, width: float, height: float) -> tuple[list[float], int]:
    """The sides of the squares in pixels, and how much they are enlarged since the first epoch.

    At most `MOST_SQUARES` are drawn, evenly spaced in the data. One scale serves the whole run, so
    that squares shrink with the loss; it is raised in steps once they become too small.
    """
    snapshot, targets = view.snapshot, view.facts.targets
    chosen = np.unique(np.linspace(0, len(targets) - 1, MOST_SQUARES).astype(int))
    errors = np.abs(snapshot.predictions[chosen].astype(np.float64) - targets[chosen])
    first = float(view.history.loss[0]) if len(view.history) else snapshot.loss
    if not np.isfinite(errors).all() or not first or not math.isfinite(first):
        return [], 1
    room = width - scaled(1) * len(chosen)
    # Errors of equal size would fill the width; the largest is seldom three times the average.
    scale = min(room / len(chosen), height / 3) / math.sqrt(first)
    largest, total = float(errors.max()), float(errors.sum())
    if not largest:
        return [0.0] * len(chosen), 1
    most = min(height / largest, room / total)
    if scale > most:
        return (errors * most).tolist(), 1
    wanted = min(scaled(SMALLEST) / (largest * scale), most / scale)
    if wanted <= 1:
        return (errors * scale).tolist(), 1
    steps = [10**power * digit for power in range(7) for digit in (1, 2, 5)]
    factor = next((step for step in steps if step >= wanted), steps[-1])
    return (errors * scale * factor).tolist(), factor


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−") if abs(value) < 1e5 else number(value, 3)
