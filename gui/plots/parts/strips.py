"""Paints what is left of each part of the loss: a strip for each, from the steepest down."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from engine.queries import Course
from engine.words.landscape.course import Axis, half_in_words
from gui.plots.parts.areas import PALE, blended, colours_of
from gui.plots.parts.scale import Scale
from gui.plots.parts.sheet import Pencil
from gui.zoom import px, scaled

DOT = 3.0


def paint_strips(
    pencil: Pencil,
    course: Course,
    scale: Scale,
    axes: tuple[Axis, ...],
    top: float,
    height: float,
    left: tuple[str, ...],
) -> None:
    """Paint the strips, each `height` high, from `top` on; `left` says what is left of each part.

    `axes` and `left` go from along to across.
    """
    gap = px(3)
    for row, k in enumerate(reversed(range(len(axes)))):
        room = QRectF(scale.area.left(), top + row * (height + gap), scale.area.width(), height)
        _paint_strip(pencil, course, scale, k, room)
        _paint_name(pencil, axes[k], room)
        middle = room.center().y()
        pencil.write(room.right() + px(6), middle, left[k], bold=True)
        _paint_half(pencil, course, scale, k, room)


def strips_height(groups: int, height: float) -> float:
    """How high all strips are together."""
    return groups * (height + px(3))


def _paint_strip(pencil: Pencil, course: Course, scale: Scale, group: int, room: QRectF) -> None:
    painter, theme = pencil.painter, pencil.theme
    painter.fillRect(room, QColor(theme.window))
    numbers, shares = course.shares(group)
    if not len(numbers):
        return
    x = scale.x(numbers.astype(np.float64))
    y = room.bottom() - np.clip(shares, 0.0, 1.0) * room.height()
    trained = len(numbers) - len(course.ahead)
    colour = colours_of(theme, len(course.first))[group]
    painter.setPen(Qt.PenStyle.NoPen)
    for begin, end, strength in ((0, trained, 1.0), (max(0, trained - 1), len(x), PALE)):
        if end - begin < 2:
            continue
        there = zip(x[begin:end].tolist(), y[begin:end].tolist(), strict=True)
        corners = [QPointF(*place) for place in there]
        painter.setBrush(blended(colour, theme.window, strength))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(corners[0].x(), room.bottom()),
                    *corners,
                    QPointF(corners[-1].x(), room.bottom()),
                ]
            )
        )
    painter.setPen(QPen(QColor(theme.faint_text), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(*p) for p in zip(x.tolist(), y.tolist(), strict=True)]))


def _paint_name(pencil: Pencil, axis: Axis, room: QRectF) -> None:
    x, middle = room.left() - px(8), room.center().y()
    if room.height() >= 2 * pencil.height:
        half = pencil.height / 2
        pencil.write(x, middle - half, axis.name, bold=True, align=1.0)
        pencil.write(x, middle + half, axis.curvature, colour=pencil.theme.faint_text, align=1.0)
    else:
        pencil.write(x, middle, axis.name, bold=True, align=1.0)


def _paint_half(pencil: Pencil, course: Course, scale: Scale, group: int, room: QRectF) -> None:
    told = half_in_words(course, group)
    if not told:
        return
    epochs = course.half_gone(group)
    painter, theme = pencil.painter, pencil.theme
    if not math.isfinite(epochs) or epochs + 1 > course.last:
        x = room.right() - px(4)
        pencil.write(x, room.center().y(), told, align=1.0, ground=theme.window)
        return
    x = scale.x_of(epochs + 1)
    y = room.center().y()
    for text in (told, half_in_words(course, group, brief=True)):
        wide = pencil.wide(text) + px(8)
        if x + wide <= room.right():
            pencil.write(x + px(8), y, text, ground=theme.window)
            break
        if x - wide >= room.left():
            pencil.write(x - px(8), y, text, align=1.0, ground=theme.window)
            break
    painter.setPen(QPen(QColor(theme.text), scaled(1.5)))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(QPointF(x, y), scaled(DOT), scaled(DOT))
