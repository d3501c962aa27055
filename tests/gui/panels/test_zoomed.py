"""The cards of the moves and of the stages at another zoom, and what they tell."""

import pytest
from PySide6.QtGui import QFontInfo
from pytestqt.qtbot import QtBot

from gui.panels.moves import MovesPanel
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.stages import StagesPanel
from gui.panels.stages.card import StageCard
from gui.theme import LIGHT
from gui.zoom import set_zoom
from tests.gui.views import make_view


def test_the_cards_of_the_moves_grow_with_it_and_come_back(qtbot: QtBot) -> None:
    panel = MovesPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 700)
    panel.show()
    panel.draw(make_view(epochs=1))
    card = panel.cards[0]
    line = card.findChild(ArithmeticLine)
    assert isinstance(line, ArithmeticLine)

    def sizes() -> tuple[int, int, int]:
        least = card.least_height("below", 2 * panel.width())
        return least, panel.minimumWidth(), QFontInfo(line.font()).pixelSize()

    before = sizes()
    set_zoom(1.5)
    panel.set_theme(LIGHT)
    for now, then in zip(sizes(), before, strict=True):
        assert now == pytest.approx(1.5 * then, rel=0.06)
    set_zoom(1.0)
    panel.set_theme(LIGHT)
    assert sizes() == before


def test_the_stages_grow_with_it_and_come_back(qtbot: QtBot) -> None:
    panel = StagesPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.draw(make_view(epochs=1))
    card = panel.findChildren(StageCard)[3]

    before = card.height()
    set_zoom(1.5)
    panel.set_theme(LIGHT)
    assert card.height() == pytest.approx(1.5 * before, rel=0.06)
    set_zoom(1.0)
    panel.set_theme(LIGHT)
    assert card.height() == before


def test_they_tell_what_they_show(qtbot: QtBot) -> None:
    moves, stages = MovesPanel(), StagesPanel()
    qtbot.addWidget(moves)
    qtbot.addWidget(stages)
    assert moves.describe() == "Here each parameter will have its card."
    view = make_view(epochs=3)
    moves.draw(view)
    stages.draw(view)
    told = moves.describe()
    assert told.startswith("Moves, epoch 3. The loss ")
    assert all(f"{name} moves " in told for name in "abc")
    assert moves.cards[1].describe() == moves.cards[1].accessibleDescription() != ""
    told = stages.describe()
    assert told.startswith("Stage 1, Predict: preds = f(time, params): ran: ")
    assert "Stage 5, Update: " in told
