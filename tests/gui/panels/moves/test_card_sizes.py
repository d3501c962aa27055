"""The least height of a card."""

import math

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from gui.panels.moves.card_sizes import ORDINARY
from gui.widgets.fitted_text import FittedText
from gui.zoom import face
from tests.gui.panels.moves.cards import card_of, draw
from tests.gui.views import make_view


def test_the_least_height_has_room_for_all_parts(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1))
    metrics = QFontMetrics(face())
    line, code = metrics.height(), QFontMetrics(face(code=True)).height()
    sentence = card.findChild(FittedText, "sentence_a")
    ordinary = ORDINARY.replace("{name}", "a")
    head = line + QFontMetrics(face(1.15, bold=True, code=True)).height()
    inside = code + 2 + 8 + 4
    card.set_two_lines(False)
    for width in range(440, 700, 3):
        card.resize(width, 400)
        card.grab()
        words = sentence.width()
        assert words == width - 20 - round(0.63 * (width - 20)) - 10
        room = QRect(0, 0, words, 1000)
        wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap.value), ordinary)
        lines = min(math.ceil(wrapped.height() / line), 6)
        assert card.least_height("beside", width) == inside + max(
            head + lines * line + 2 * line, 96 + 12
        ), width
        assert card.least_height("below", width) == inside + 2 + 56 + 12 + 4 * line
        assert card.least_height("compact", width) == inside + line + 47
