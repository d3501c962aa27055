"""The small pictures: each is there, stays in its room, and has the theme's colours."""

from typing import get_args

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.words.glossary import Sketch
from gui.glossary.sketches import paint_sketch
from gui.theme import DARK, LIGHT, Theme

ROOM = QRectF(20, 20, 72, 52)


def painted(sketch: Sketch, theme: Theme) -> QImage:
    image = QImage(112, 92, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    paint_sketch(painter, ROOM, sketch, theme)
    painter.end()
    return image


def places(image: QImage, theme: Theme) -> set[tuple[int, int]]:
    ground = QColor(theme.panel).rgb()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) != ground
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("sketch", [each for each in get_args(Sketch) if each])
def test_a_sketch_is_seen_and_stays_in_its_room(qtbot: QtBot, sketch: Sketch, theme: Theme) -> None:
    found = places(painted(sketch, theme), theme)
    assert len(found) > 150
    around = ROOM.adjusted(-5, -8, 5, 5)
    assert all(around.contains(x, y) for x, y in found)


def test_no_two_sketches_are_the_same(qtbot: QtBot) -> None:
    images = [painted(each, LIGHT) for each in get_args(Sketch)]
    assert all(a != b for k, a in enumerate(images) for b in images[:k])


def test_without_a_sketch_nothing_is_painted(qtbot: QtBot) -> None:
    assert places(painted("", LIGHT), LIGHT) == set()
