"""The card of one parameter: its texts, their places, its colours, what a screen reader is told."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import exact
from engine.runs import Stage
from gui.panels.moves.card import MoveCard
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from tests.gui.drawn import drawing
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


# what is painted, and where


def part(card: MoveCard, text: str) -> FittedText:
    (found,) = (each for each in card.findChildren(FittedText) if each.text() == text)
    return found


def test_the_parts_stand_where_they_are_looked_for(card: MoveCard) -> None:
    card.draw(make_view(epochs=1).snapshot)
    card.resize(400, 200)
    card.grab()
    name, arrow, kind, gradient = (
        part(card, text).geometry() for text in ("a", "→", "negative gradient", "−63466")
    )
    assert card.said is not None
    sentence = part(card, card.said.sentence).geometry()
    arithmetic = part(card, card.said.arithmetic.replace(" = ", "\n= ", 1)).geometry()
    plot = card.plot.geometry()
    # The picture at the left, half of the width; the words at its right, in reading order.
    assert plot.left() == arithmetic.left() == 4 + 8
    assert plot.right() < name.left() < plot.right() + 14
    assert plot.width() == pytest.approx(0.48 * (400 - 4 - 2 * 8), abs=1.5)
    assert name.right() < arrow.left() < arrow.right() < kind.left()
    assert kind.left() == gradient.left()
    assert kind.bottom() < gradient.top() < sentence.top()
    assert kind.right() == gradient.right() == sentence.right() == card.width() - 8 - 1
    assert sentence.left() == name.left()
    assert plot.top() == name.top() == 4
    assert plot.bottom() == sentence.bottom() < arithmetic.top() - 3
    assert arithmetic.bottom() == card.height() - 4 - 1
    assert arithmetic.right() == card.width() - 8 - 1


def test_a_long_name_has_a_line_for_itself(qtbot: QtBot) -> None:
    card = MoveCard("amplitude_of_it", 0)
    qtbot.addWidget(card)
    card.draw(make_view(epochs=1).snapshot)
    card.resize(400, 200)
    card.grab()
    name, arrow, kind, gradient = (
        part(card, text).geometry()
        for text in ("amplitude_of_it", "→", "negative gradient", "−63466")
    )
    assert name.bottom() < kind.top() == gradient.top()
    assert kind.left() == name.left()
    assert kind.right() < gradient.left()
    assert name.right() < arrow.left()
    assert arrow.bottom() == name.bottom()


def test_a_line_left_over_stands_above_the_arithmetic_and_takes_its_room(card: MoveCard) -> None:
    experiment = Experiment(zero_grad=False)
    card.resize(400, 200)
    card.grab()
    card.draw(make_view(experiment, epochs=2, cursor=1).snapshot)
    without = card.plot.height()
    least = card.least_height()
    card.draw(make_view(experiment, epochs=2).snapshot)
    note = next(each for each in card.findChildren(FittedText) if each.text().startswith("held "))
    assert card.said is not None
    assert note.text() == card.said.note
    assert card.plot.height() == without - note.height()
    assert card.least_height() == least + note.height()
    assert card.plot.geometry().bottom() < note.y()
    card.draw(make_view(experiment, epochs=2, cursor=1).snapshot)
    assert card.plot.height() == without
    assert note.isHidden()


def test_every_digit_is_told_where_the_numbers_are(card: MoveCard) -> None:
    snapshot = make_view(epochs=1).snapshot
    card.draw(snapshot)
    assert snapshot.gradient is not None
    for text in ("−63466", "a ← a − lr × grad\n= −0.89200 − 0.00001 × (−63466) = −0.25733"):
        tip = part(card, text).toolTip()
        assert exact(float(snapshot.params[0])) in tip
        assert exact(float(snapshot.gradient[0])) in tip


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_texts_have_the_ink_and_the_arrow_the_sign_s_colour(
    card: MoveCard, theme: Theme
) -> None:
    card.set_theme(theme)
    card.draw(make_view(epochs=1).snapshot)
    inks = {mark.text: mark.fill for mark in drawing(card) if mark.kind == "text"}
    assert inks.pop("→") == theme.negative
    for text in ("a", "negative gradient", "−63466"):
        assert inks[text] == theme.text
    frame = next(mark for mark in drawing(card) if mark.stroke == theme.border)
    assert (frame.left, frame.right) == (0.5, card.width() - 0.5)
    ground = next(mark for mark in drawing(card) if mark.fill == theme.panel)
    assert (ground.top, ground.bottom) == (0.5, card.height() - 0.5)
    image = card.grab().toImage()
    # The stripe is four pixels wide.
    row = [image.pixelColor(x, card.height() // 2).name() for x in range(1, 7)]
    assert row == [theme.negative] * 3 + [theme.panel] * 3


def test_close_and_wide_are_the_slices_of_this_parameter(qtbot: QtBot) -> None:
    snapshot = make_view(epochs=1).snapshot
    for index, name in enumerate("abc"):
        card = MoveCard(name, index)
        qtbot.addWidget(card)
        for wide, slices in ((False, snapshot.slices), (True, snapshot.wide_slices)):
            card.draw(snapshot, wide=wide)
            (curve,) = drawing(card.plot).stroked(LIGHT.curve)
            cut = slices[index]
            # As the curve rises and falls, whatever its scale is.
            drawn = -(curve.points[:, 1] - curve.bottom) / np.ptp(curve.points[:, 1])
            losses = (cut.losses - cut.losses.min()) / np.ptp(cut.losses)
            assert drawn == pytest.approx(losses, abs=0.01)
            assert exact(cut.before[0]) in card.plot.toolTip()
