"""The card of the whole step: its bars are as long as its numbers say."""

from itertools import groupby

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.moves.together_card import TogetherCard
from gui.run import View
from gui.theme import DARK, LIGHT
from gui.widgets.fitted_text import FittedText
from tests.gui.views import make_view


@pytest.fixture
def card(qtbot: QtBot) -> TogetherCard:
    widget = TogetherCard()
    qtbot.addWidget(widget)
    widget.resize(480, widget.least_height(480))
    return widget


def draw(card: TogetherCard, view: View) -> None:
    card.draw(view.facts.names, view.snapshot)


def lengths(card: TogetherCard, *colours: str) -> list[int]:
    """The lengths of the bars in `colours`."""
    image = card.grab().toImage()
    found = []
    for colour in colours:
        wanted, longest = QColor(colour).name(), 0
        for y in range(image.height() // 2):
            row = [image.pixelColor(x, y).name() == wanted for x in range(image.width())]
            runs = [len(list(run)) for same, run in groupby(row) if same]
            longest = max([longest, *runs])
        found.append(longest)
    return found


def test_the_bars_are_as_long_as_the_numbers(card: TogetherCard) -> None:
    draw(card, make_view(epochs=1))
    promised, happened = lengths(card, LIGHT.slope, LIGHT.ink)
    assert promised > 150
    assert happened / promised == pytest.approx(29_022 / 40_448, abs=0.03)


def test_there_is_no_bar_for_what_has_not_happened(card: TogetherCard) -> None:
    draw(card, make_view(epochs=1, stage=Stage.LOSS))
    assert lengths(card, LIGHT.slope) == [0]
    draw(card, make_view(epochs=1, stage=Stage.GRADIENT))
    promised, happened = lengths(card, LIGHT.slope, LIGHT.ink)
    assert promised > 150
    assert happened < 12


def test_its_words_fit_and_are_spoken(card: TogetherCard) -> None:
    draw(card, make_view(epochs=1))
    card.grab()
    for text in card.findChildren(FittedText):
        assert text.fitting_font() == text.font()
    assert "takes 11,426 back" in card.accessibleDescription()
    assert "Promised: −40,448." in card.accessibleDescription()


def test_its_theme_changes(card: TogetherCard) -> None:
    draw(card, make_view(epochs=1))
    card.set_theme(DARK)
    assert lengths(card, DARK.slope)[0] > 150


def test_a_lost_step_is_drawn(card: TogetherCard) -> None:
    draw(card, make_view(Experiment(learning_rate=1e-4)))
    assert not card.grab().isNull()
    assert "∞" in card.accessibleDescription()
