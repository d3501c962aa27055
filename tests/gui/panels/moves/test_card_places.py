"""Where the parts of a card stand, and what each stage adds to it."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.way_bar import WayBar
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from gui.zoom import face
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import EPOCHS, card_of, draw, polygons
from tests.gui.views import make_view


@pytest.mark.parametrize("height", [230, 300])
def test_below_the_curves_stand_bar_way_and_sentence(qtbot: QtBot, height: int) -> None:
    card = card_of(qtbot, width=352, height=height)
    card.set_form("below")
    draw(card, make_view(epochs=2))
    line = round(QFontMetricsF(face()).height())
    curves, bar = card.curves.geometry(), card.findChild(WayBar).geometry()
    way = card.findChild(FittedText, "way_a").geometry()
    sentence = card.findChild(FittedText, "sentence_a").geometry()
    arithmetic = card.findChild(ArithmeticLine).geometry()
    assert curves.top() == 4 + line + 3
    assert curves.bottom() + 1 == bar.top()
    assert bar.bottom() + 1 == way.top()
    assert way.bottom() + 1 == sentence.top()
    assert sentence.bottom() + 1 == arithmetic.top()
    assert arithmetic.bottom() + 1 == height - 4
    assert [each.height() for each in (bar, way, sentence)] == [12, line, 2 * line]
    for each in (curves, bar, way, sentence, arithmetic):
        assert (each.left(), each.right() + 1) == (12, 352 - 8)


def test_a_compact_card_has_the_way_beside_the_head_and_the_sentence_if_it_fits(
    qtbot: QtBot,
) -> None:
    card = card_of(qtbot, width=480, height=90)
    card.set_form("compact")
    draw(card, make_view(epochs=2))
    line = round(QFontMetricsF(face()).height())
    least = card.least_height("compact", 480)
    for more, told in ((0, False), (2 * line + 3, False), (2 * line + 4, True)):
        card.resize(480, least + more)
        card.grab()
        sentence = card.findChild(FittedText, "sentence_a")
        assert sentence.isHidden() != told
        way = card.findChild(FittedText, "way_a").geometry()
        head = next(each for each in card.children() if type(each).__name__ == "CardHead")
        assert head.geometry().right() + 1 == way.left()
        assert (way.top(), way.right() + 1) == (4, 480 - 8)
        curves = card.curves.geometry()
        assert curves.bottom() + 1 == (sentence.y() if told else card.findChild(ArithmeticLine).y())
        assert curves.top() == 4 + line + 3
    assert card.findChild(WayBar).isHidden()
    assert "negative gradient" not in drawing(card).texts


@pytest.mark.parametrize("form", ["beside", "below", "compact"])
def test_over_the_whole_run_no_way_of_one_step_is_told(qtbot: QtBot, form: Any) -> None:
    card = card_of(qtbot, width=480 if form == "compact" else 690, height=300)
    card.set_form(form)
    for common in (False, True, False):
        draw(card, make_view(epochs=3), common=common)
        assert card.findChild(FittedText, "way_a").isHidden() is common
        assert card.findChild(WayBar).isHidden() is (common or form == "compact")


def test_what_is_tried_can_be_started_from_a_button_in_the_curves_corner(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=2, cursor=0))
    button = card.findChild(QPushButton, "startHere_a")
    assert button.isHidden()
    card.offer_start(True)
    for width in (690, 500):
        card.resize(width, 210)
        room = card.curves.geometry()
        assert button.size() == button.sizeHint()
        assert button.geometry().right() == room.right() - 1
        assert button.y() == room.top() + 2
        assert card.childAt(button.geometry().center()) is button, "above the curves"
    card.offer_start(False)
    assert button.isHidden()


@pytest.mark.parametrize("width", [480, 690])
def test_the_bar_stands_under_the_curves_on_the_side_of_the_goal(qtbot: QtBot, width: int) -> None:
    card = card_of(qtbot, width=width)
    for epoch in EPOCHS:
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        assert view.facts.valley is not None
        bar, curves = card.findChild(WayBar), card.curves.geometry()
        assert (bar.x(), bar.width()) == (curves.x(), curves.width())
        assert bar.y() == curves.bottom() + 3
        (diamond,) = polygons(drawing(bar), LIGHT.faint_text)
        right = float(view.facts.valley.floor[0]) >= float(view.snapshot.params[0])
        assert (diamond.left > bar.width() / 2) == right
        way = float(view.facts.valley.floor[0] - view.snapshot.params[0])
        assert view.snapshot.updated_params is not None
        share = float(view.snapshot.updated_params[0] - view.snapshot.params[0]) / way
        filled = [
            m for m in drawing(bar)
            if m.kind == "rect" and m.fill in (LIGHT.negative, LIGHT.positive)
        ]  # fmt: skip
        if share > 0:
            long = max(min(share, 1) * (bar.width() - 24), 1.5)
            assert filled[0].right - filled[0].left == pytest.approx(long, abs=0.1)
        else:
            assert not filled


def test_a_step_away_is_told_in_the_sign_s_colour(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    for epoch, away in ((1, False), (14, True)):
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        text = drawing(card).starting("left to go")
        sign = int(np.sign(view.snapshot.gradient[0]))  # type: ignore[index]
        assert text.fill == (LIGHT.sign_text(sign) if away else LIGHT.faint_text)
        card.set_theme(DARK)
        text = drawing(card).starting("left to go")
        assert text.fill == (DARK.sign_text(sign) if away else DARK.faint_text)
        card.set_theme(LIGHT)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_adds_its_part_to_the_card(
    qtbot: QtBot, stage: Stage, common: bool, theme: Theme
) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1))
    card.set_theme(theme)
    view = make_view(epochs=2, stage=stage)
    draw(card, view, common=common)
    picture = drawing(card.curves.overview if common else card.curves.plot)
    assert bool(picture.stroked(theme.slope)) == (stage >= Stage.GRADIENT)
    dots = [m for m in picture.filled(theme.negative) if m.kind == "circle"]
    assert len(dots) == (stage is Stage.UPDATE)
    tip = card.curves.plot.toolTip()
    assert ("Line: the tangent" in tip) == (stage >= Stage.GRADIENT)
    assert ("Dot: the new value" in tip) == (stage is Stage.UPDATE)
    bars = [m for m in drawing(card.findChild(WayBar)).filled(theme.negative) if m.kind == "rect"]
    assert len(bars) == (stage is Stage.UPDATE)
    drawn = drawing(card)
    inks = {mark.text: mark.fill for mark in drawn if mark.kind == "text"}
    assert drawn.starting("a ← ").fill == theme.text
    if stage >= Stage.GRADIENT:
        assert inks["(−27607.56)"] == theme.sign_text(-1)
    assert card.accessibleDescription().startswith(card.said.sentence)  # type: ignore[union-attr]
    assert card.describe() == card.accessibleDescription()
    assert card.toolTip() == card.said.sentence  # type: ignore[union-attr]
