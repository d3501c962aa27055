"""The two curves of a card: the lens between them, and their captions."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.panels.moves.card_sizes import Form
from gui.theme import LIGHT
from gui.zoom import face
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import EPOCHS, card_of, draw, near
from tests.gui.views import make_view


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("form", ["beside", "below"])
def test_the_lens_shows_what_the_close_up_enlarges(qtbot: QtBot, epoch: int, form: Form) -> None:
    card = card_of(qtbot)
    card.set_form(form)
    draw(card, make_view(epochs=14, cursor=epoch))
    curves = card.curves
    drawn = drawing(curves)
    wide, close = curves.overview.scale, curves.plot.scale
    assert wide is not None
    assert close is not None
    beside = round((curves.width() - 10) * 0.47)
    text = round(QFontMetricsF(face()).height()) - 1 if form == "beside" else 0
    assert curves.overview.geometry().getRect() == (0, text, beside, curves.height() - text)
    assert curves.plot.geometry().getRect() == (
        beside + 10, 0, curves.width() - beside - 10, curves.height(),
    )  # fmt: skip
    begin, end = wide.x(close.low), wide.x(close.high)
    shade = [m for m in drawn.filled(LIGHT.border) if m.kind == "rect"]
    top, bottom = text + wide.y(close.most), text + wide.y(close.least)
    if end - begin >= 2:
        top, bottom = text + wide.area.top(), text + wide.area.bottom()
        assert shade[0].box == near(begin, top, end, bottom)
        assert shade[0].opacity == pytest.approx(0.35, abs=0.01)
    else:
        assert not shade
    rays = [m for m in drawn.stroked(LIGHT.border) if m.kind == "polyline"][:2]
    right = beside + 10 + close.area.left()
    for ray, y, corner in zip(
        rays, (top, bottom), (close.area.top(), close.area.bottom()), strict=True
    ):
        assert ray.points == pytest.approx(np.array([[end, y], [right, corner]]), abs=0.05)
        assert ray.width == 1
    caption = [m.text for m in drawn if m.text.startswith("close-up") or "×" in m.text]
    times = close.area.width() / close.width / (wide.area.width() / (wide.high - wide.low))
    said = f"{float(f'{times:.1e}'):,.0f}×" if times >= 10 else f"{float(f'{times:.1e}'):g}×"
    assert caption == [f"close-up, {said} wider" if form == "beside" else said]
    above = next(m for m in drawn if m.text == caption[0])
    assert ("whole run, one scale" in drawn.texts) == (form == "beside")
    if form == "beside":
        # Above the curve there is room on every side.
        assert above.left == pytest.approx(beside + 10, abs=0.1)
        assert drawn.text("whole run, one scale").left == 0
        assert drawn.text("whole run, one scale").fill == LIGHT.faint_text


def test_on_the_common_scale_the_overview_has_all_the_room(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1), common=True)
    curves = card.curves
    assert curves.overview.geometry() == curves.rect()
    assert "whole run, one scale" not in drawing(curves).texts
    assert not [m for m in drawing(curves).filled(LIGHT.border) if m.kind == "rect"]


def test_in_tight_room_the_caption_stands_where_the_curve_is_low(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    card.set_form("below")
    plot = card.curves.plot
    for epoch, k in ((1, 0), (14, 0)):
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        caption = next(m for m in drawing(plot) if m.text.endswith("×"))
        if view.snapshot.slices[k].slope < 0:
            assert caption.ends[1] == pytest.approx(plot.width(), abs=0.6)
        else:
            assert caption.left == pytest.approx(0, abs=0.6)
        assert "floor" not in drawing(plot).texts
