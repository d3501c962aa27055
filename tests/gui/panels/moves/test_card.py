"""The card of one parameter: its texts, their places, its colours, what a screen reader is told."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import exact
from engine.runs import Stage
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.card import MoveCard
from gui.panels.moves.card_sizes import Form
from gui.panels.moves.gradient_stack import GradientStack
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from tests.gui.drawn import drawing
from tests.gui.views import make_view

FORMS: tuple[Form, ...] = ("beside", "below", "compact")
WIDTHS: dict[Form, int] = {"beside": 480, "below": 352, "compact": 352}


def draw(card: MoveCard, view: View, *, common: bool = False) -> None:
    card.draw(view.snapshot, view.history, view.cursor, view.facts.valley, common=common)


def texts(card: MoveCard) -> list[str]:
    return [text.text() for text in card.findChildren(FittedText) if not text.isHidden()]


def place(card: MoveCard, part: QWidget) -> QRect:
    return QRect(part.mapTo(card, part.rect().topLeft()), part.size())


@pytest.fixture
def card(qtbot: QtBot) -> MoveCard:
    widget = MoveCard("a", 0)
    qtbot.addWidget(widget)
    widget.resize(480, widget.least_height("beside", 480))
    return widget


def test_everything_stands_on_it(card: MoveCard) -> None:
    draw(card, make_view(epochs=1))
    sentence = (
        "The loss falls as a grows, so subtracting a negative gradient adds 0.634664:"
        " a moves right."
    )
    assert {"a", "→", "negative gradient", "−63466.4", sentence} <= set(texts(card))
    assert "left to go: 1.6323 · this step: 39 % of the way" in texts(card)
    assert card.objectName() == "moveCard_a"


def test_the_printed_line_is_the_text_of_its_label(card: MoveCard) -> None:
    draw(card, make_view(epochs=1))
    line = card.findChild(QLabel, "arithmetic_a")
    assert line.text() == "a ← −0.891995 − 0.00001 × (−63466.4) = −0.257331"
    draw(card, make_view(epochs=1, stage=Stage.GRADIENT))
    assert line.text() == "a ← −0.891995 − 0.00001 × (−63466.4) = ?"


def test_a_screen_reader_is_told_everything(card: MoveCard) -> None:
    draw(card, make_view(epochs=200, cursor=14))
    card.set_form("compact")
    spoken = card.accessibleDescription()
    for part in (
        "a moves left", "left to go", "leads away", "With a alone the loss would fall",
        "Floor:", "Best:", "a ← 0.2311477 − 0.00001 × 0.0352 ≈ 0.2311473",
    ):  # fmt: skip
        assert part in spoken


def test_a_step_that_leads_away_says_so(card: MoveCard) -> None:
    for number in (14, 200):
        draw(card, make_view(epochs=200, cursor=number))
        assert any("this step leads away" in text for text in texts(card))


def test_where_no_best_fit_is_known_none_is_named(card: MoveCard) -> None:
    waves = Experiment(formula="a*sin(b*t + c)", learning_rate=1e-4)
    draw(card, make_view(waves, epochs=3))
    assert not any("left to go" in text for text in texts(card))
    assert "best" not in " ".join(texts(card)).lower().replace("no best value is known", "")


def test_gradients_that_add_up_have_their_stack(card: MoveCard) -> None:
    stack = card.findChild(GradientStack)
    draw(card, make_view(Experiment(zero_grad=False), epochs=2))
    assert stack.isVisibleTo(card)
    assert "left over, epoch 1 −63,466, this epoch −27,608" in card.accessibleDescription()
    draw(card, make_view(epochs=2))
    assert not stack.isVisibleTo(card)
    assert "left over" not in card.accessibleDescription()


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_a_compact_card_says_at_its_head_why_it_goes_uphill(qtbot: QtBot, name: str) -> None:
    card = MoveCard(name, "abc".index(name))
    qtbot.addWidget(card)
    card.set_form("compact")
    card.resize(352, card.least_height("compact", 352))
    experiment = Experiment(zero_grad=False)
    draw(card, make_view(experiment, epochs=3, stage=Stage.GRADIENT))
    assert "uphill, by what was left over" not in texts(card)
    draw(card, make_view(experiment, epochs=3))
    assert "uphill, by what was left over" in texts(card)
    draw(card, make_view(experiment, epochs=2))
    assert "uphill, by what was left over" not in texts(card)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("extra", [0, 60, 140])
@pytest.mark.parametrize("wider", [0, 300])
@pytest.mark.parametrize("name", ["a", "amplitude"])
def test_nothing_overlaps_or_leaves_the_card(
    qtbot: QtBot, name: str, form: Form, extra: int, wider: int
) -> None:
    card = MoveCard(name, 0)
    card.set_form(form)
    qtbot.addWidget(card)
    card.resize(WIDTHS[form] + wider, 400)
    draw(card, make_view(Experiment(zero_grad=False), epochs=2))
    card.resize(card.width(), card.least_height(form, card.width()) + extra)
    card.grab()
    parts = [
        part for part in (card.curves, *card.findChildren(FittedText),
                          *card.findChildren(ArithmeticLine), *card.findChildren(GradientStack))
        if part.isVisibleTo(card) and part.parent() is not card.curves
    ]  # fmt: skip
    assert len(parts) >= 5
    for part in parts:
        assert card.rect().contains(place(card, part)), part
        assert not any(
            part is not other and place(card, part).intersects(place(card, other))
            for other in parts
        )


@pytest.mark.parametrize("form", FORMS)
def test_no_text_is_written_smaller_on_an_ordinary_card(card: MoveCard, form: Form) -> None:
    card.set_form(form)
    card.resize(WIDTHS[form], 400)
    draw(card, make_view(epochs=1))
    card.resize(WIDTHS[form], card.least_height(form, WIDTHS[form]))
    card.grab()
    for text in card.findChildren(FittedText):
        if text.isVisibleTo(card):
            assert text.fitting_font() == text.font(), text.text()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rate", [1e-5, 1.2345678912e-5])
@pytest.mark.parametrize("standardise", [False, True])
def test_a_line_of_arithmetic_is_never_cut_nor_too_small(
    card: MoveCard, form: Form, rate: float, standardise: bool
) -> None:
    experiment = Experiment(
        learning_rate=0.1 if standardise else rate, standardise=standardise, epochs=200
    )
    card.set_form(form)
    card.resize(WIDTHS[form], 400)
    for number in (1, 14, 150, 200):
        draw(card, make_view(experiment, epochs=200, cursor=number))
        card.resize(WIDTHS[form], card.least_height(form, WIDTHS[form]))
        card.grab()
        line = card.findChild(ArithmeticLine)
        lines, font = line.lines()
        assert "".join(lines).replace(" ", "") == line.text().replace(" ", "")
        assert font.pointSizeF() >= 8
        assert line.height() >= len(lines) * 12


def test_where_there_is_room_it_tells_more(card: MoveCard) -> None:
    draw(card, make_view(epochs=1))
    card.grab()
    told = "With a alone the loss would fall by 28948, to 7467.6."
    assert not any(told in text for text in texts(card))
    card.resize(690, 210)
    card.grab()
    assert any(told in text for text in texts(card))


def test_the_close_up_says_how_much_it_enlarges(card: MoveCard) -> None:
    draw(card, make_view(epochs=200, cursor=14))
    before = card.grab().toImage()
    times = card.curves._magnification()
    assert times == pytest.approx(2.2e6, rel=0.1)
    draw(card, make_view(epochs=200, cursor=1))
    assert card.curves._magnification() == pytest.approx(1.2, rel=0.1)
    assert card.grab().toImage() != before


def test_the_stripe_has_the_colour_of_the_sign(card: MoveCard) -> None:
    def stripe() -> str:
        return card.grab().toImage().pixelColor(2, card.height() // 2).name()

    draw(card, make_view(cursor=0))
    assert stripe() == QColor(LIGHT.border).name()
    draw(card, make_view(epochs=1, stage=Stage.GRADIENT))
    assert stripe() == QColor(LIGHT.negative).name()
    draw(card, make_view())
    assert stripe() == QColor(LIGHT.positive).name()
    card.set_theme(DARK)
    assert stripe() == QColor(DARK.positive).name()


# what is painted, and where


def part(card: MoveCard, text: str) -> FittedText:
    (found,) = (each for each in card.findChildren(FittedText) if each.text() == text)
    return found


def heads(card: MoveCard, name: str) -> list[QRect]:
    """Where name, arrow, kind and gradient stand."""
    return [place(card, part(card, text)) for text in (name, "→", "negative gradient", "−63466.4")]


def test_the_parts_stand_where_they_are_looked_for(card: MoveCard) -> None:
    draw(card, make_view(epochs=1))
    card.grab()
    name, arrow, kind, gradient = heads(card, "a")
    assert card.said is not None
    sentence = place(card, part(card, card.said.sentence))
    way = place(card, card.findChild(FittedText, "way_a"))
    arithmetic = place(card, card.findChild(ArithmeticLine))
    curves = place(card, card.curves)
    # The curves at the left, half of the width; the words at their right, in reading order.
    assert curves.left() == arithmetic.left() == 4 + 8
    assert curves.right() < name.left() < curves.right() + 14
    assert 0.4 < curves.width() / card.width() < 0.7
    assert name.right() < arrow.left() < arrow.right() < kind.left() == gradient.left()
    assert kind.bottom() < gradient.top()
    assert gradient.bottom() < sentence.top() <= sentence.bottom() < way.top()
    assert kind.right() == gradient.right() == sentence.right() == card.width() - 8 - 1
    assert name.left() == sentence.left() == way.left()
    assert way.bottom() < arithmetic.top()
    assert arithmetic.right() == card.width() - 8 - 1
    assert card.height() - 8 < arithmetic.bottom() < card.height()


def test_a_long_name_has_a_line_for_itself(qtbot: QtBot) -> None:
    card = MoveCard("amplitude_of_it", 0)
    qtbot.addWidget(card)
    card.resize(480, card.least_height("beside", 480))
    draw(card, make_view(epochs=1))
    card.grab()
    name, arrow, kind, gradient = heads(card, "amplitude_of_it")
    assert name.bottom() < kind.top() == gradient.top()
    assert kind.left() == name.left()
    assert kind.right() < gradient.left()
    assert name.right() < arrow.left()
    assert arrow.bottom() == name.bottom()


def test_the_stack_stands_above_the_arithmetic_and_takes_its_room(card: MoveCard) -> None:
    draw(card, make_view(epochs=2))
    without = card.least_height("beside", card.width())
    draw(card, make_view(Experiment(zero_grad=False), epochs=2))
    stack = card.findChild(GradientStack)
    least = card.least_height("beside", card.width())
    assert least == without + GradientStack.least_height()
    card.resize(480, least)
    card.grab()
    assert stack.height() == GradientStack.least_height()
    assert place(card, card.curves).bottom() < stack.y()
    assert stack.geometry().bottom() < place(card, card.findChild(ArithmeticLine)).top()
    curves = card.curves.height()
    card.resize(480, least + 90)
    card.grab()
    assert stack.height() == GradientStack.least_height() + 30
    assert card.curves.height() == curves + 60


def test_every_digit_is_told_where_the_numbers_are(card: MoveCard) -> None:
    snapshot = make_view(epochs=1).snapshot
    draw(card, make_view(epochs=1))
    assert snapshot.gradient is not None
    for where in (part(card, "−63466.4"), card.findChild(ArithmeticLine)):
        tip = where.toolTip()
        assert exact(float(snapshot.params[0])) in tip
        assert exact(float(snapshot.gradient[0])) in tip


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_texts_have_the_ink_and_arrow_and_gradient_the_sign_s_colour(
    card: MoveCard, theme: Theme
) -> None:
    card.set_theme(theme)
    draw(card, make_view(epochs=1))
    inks = {mark.text: mark.fill for mark in drawing(card) if mark.kind == "text"}
    assert inks["→"] == theme.negative
    assert inks["−63466.4"] == theme.sign_text(-1)
    assert inks["a"] == theme.text
    assert inks["negative gradient"] == theme.faint_text
    frame = next(mark for mark in drawing(card) if mark.stroke == theme.border)
    assert (frame.left, frame.right) == (0.5, card.width() - 0.5)
    ground = next(mark for mark in drawing(card) if mark.fill == theme.panel)
    assert (ground.top, ground.bottom) == (0.5, card.height() - 0.5)
    image = card.grab().toImage()
    # The stripe is four pixels wide.
    row = [image.pixelColor(x, card.height() // 2).name() for x in range(1, 7)]
    assert row == [theme.negative] * 3 + [theme.panel] * 3


def test_the_close_up_is_the_slice_of_this_parameter(qtbot: QtBot) -> None:
    view = make_view(epochs=1)
    for index, name in enumerate("abc"):
        card = MoveCard(name, index)
        qtbot.addWidget(card)
        card.resize(480, card.least_height("beside", 480))
        draw(card, view)
        card.grab()
        (curve,) = drawing(card.curves.plot).stroked(LIGHT.curve)
        cut = view.snapshot.slices[index]
        # As the curve rises and falls, whatever its scale is.
        drawn = -(curve.points[:, 1] - curve.bottom) / np.ptp(curve.points[:, 1])
        losses = (cut.losses - cut.losses.min()) / np.ptp(cut.losses)
        assert drawn == pytest.approx(losses, abs=0.01)
        assert exact(cut.before[0]) in card.curves.plot.toolTip()
