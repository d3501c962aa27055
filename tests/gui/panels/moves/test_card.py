"""The card of one parameter: its texts, their places, its colours, what a screen reader is told."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.moves.card import MoveCard
from gui.theme import DARK, LIGHT
from gui.widgets.fitted_text import FittedText
from tests.gui.views import make_view, move_of


def texts(card: MoveCard) -> list[str]:
    return [text.text() for text in card.findChildren(FittedText) if not text.isHidden()]


@pytest.fixture
def card(qtbot: QtBot) -> MoveCard:
    widget = MoveCard("a", 0)
    qtbot.addWidget(widget)
    widget.resize(360, widget.least_height())
    return widget


def test_everything_stands_on_it(card: MoveCard) -> None:
    snapshot = make_view(epochs=1).snapshot
    card.draw(snapshot)
    move = move_of(snapshot, "a")
    shown = texts(card)
    assert {"a", "→", "negative gradient", "−63466", move.sentence} <= set(shown)
    assert move.arithmetic.replace(" = ", "\n= ", 1) in shown
    assert card.accessibleDescription() == move.sentence
    assert card.objectName() == "moveCard_a"


def test_the_arithmetic_takes_one_line_where_it_fits(card: MoveCard) -> None:
    snapshot = make_view(epochs=1).snapshot
    card.draw(snapshot)
    card.resize(900, card.height())
    card.grab()
    assert move_of(snapshot, "a").arithmetic in texts(card)


def test_a_condensed_card_keeps_all_the_numbers(card: MoveCard) -> None:
    card.draw(make_view(epochs=1).snapshot)
    card.set_condensed(True)
    card.resize(360, card.least_height(arithmetic_lines=1))
    card.grab()
    assert "a ← −0.89200 − 0.00001 × (−63466) = −0.25733" in texts(card)


def test_what_was_left_over_has_its_line(card: MoveCard) -> None:
    experiment = Experiment(zero_grad=False)
    card.draw(make_view(experiment, epochs=2).snapshot)
    assert any(text.startswith("held ") for text in texts(card))
    card.draw(make_view(experiment, epochs=2, cursor=1).snapshot)
    assert not any(text.startswith("held ") for text in texts(card))


@pytest.mark.parametrize("width", [300, 360, 500, 900])
@pytest.mark.parametrize("height", [120, 141, 240])
@pytest.mark.parametrize("condensed", [False, True])
@pytest.mark.parametrize("name", ["a", "amplitude"])
def test_nothing_overlaps_or_leaves_the_card(
    qtbot: QtBot, name: str, condensed: bool, width: int, height: int
) -> None:
    card = MoveCard(name, 0)
    card.set_condensed(condensed)
    qtbot.addWidget(card)
    card.draw(make_view(Experiment(zero_grad=False), epochs=2).snapshot)
    card.resize(width, height)
    card.grab()
    parts = [card.plot, *card.findChildren(FittedText)]
    for part in parts:
        assert card.rect().contains(part.geometry())
        assert not any(
            part is not other and part.geometry().intersects(other.geometry()) for other in parts
        )


def test_no_text_is_written_smaller_on_an_ordinary_card(card: MoveCard) -> None:
    card.draw(make_view(epochs=1).snapshot)
    card.resize(380, card.least_height())
    card.grab()
    for text in card.findChildren(FittedText):
        assert text.fitting_font() == text.font()


def test_the_stripe_has_the_colour_of_the_sign(card: MoveCard) -> None:
    def stripe() -> str:
        return card.grab().toImage().pixelColor(2, card.height() // 2).name()

    card.draw(make_view(cursor=0).snapshot)
    assert stripe() == QColor(LIGHT.border).name()
    card.draw(make_view(epochs=1, stage=Stage.GRADIENT).snapshot)
    assert stripe() == QColor(LIGHT.negative).name()
    card.draw(make_view().snapshot)
    assert stripe() == QColor(LIGHT.positive).name()
    card.set_theme(DARK)
    assert stripe() == QColor(DARK.positive).name()
