"""What the tests of the moves share: a card, what is drawn on it, and how long texts are."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.panels.moves.card import MoveCard
from gui.run import View
from gui.zoom import small_face
from tests.gui.drawn import Drawing, Mark

EPOCHS = (1, 2, 14)


def near(*places: float) -> object:
    return pytest.approx(places, abs=0.03)


def polygons(drawn: Drawing, colour: str) -> list[Mark]:
    return [mark for mark in drawn.filled(colour) if mark.kind == "polygon"]


def advance(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def line_height() -> float:
    return QFontMetricsF(small_face()).height()


def card_of(qtbot: QtBot, k: int = 0, width: int = 690, height: int = 210) -> MoveCard:
    card = MoveCard("abc"[k], k)
    qtbot.addWidget(card)
    card.resize(width, height)
    return card


def draw(card: MoveCard, view: View, *, common: bool = False) -> None:
    card.draw(view.snapshot, view.history, view.cursor, view.facts.valley, common=common)
    card.grab()  # lays it out
