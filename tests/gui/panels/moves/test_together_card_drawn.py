"""The card of the whole step as drawn: bars from one zero, and texts beside them."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from engine.words.steps.together import together
from gui.panels.moves.together_card import TogetherCard
from gui.theme import LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from gui.zoom import face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.panels.moves.cards import advance, near
from tests.gui.views import make_view


@pytest.fixture
def whole(qtbot: QtBot) -> TogetherCard:
    widget = TogetherCard()
    qtbot.addWidget(widget)
    widget.resize(480, widget.least_height(480))
    return widget


def bars_of(drawn: Drawing, theme: Theme = LIGHT) -> list[Mark]:
    """The bars of what was promised and of what happened."""
    return [
        mark for mark in drawn
        if mark.kind == "rect" and mark.fill in (theme.slope, theme.ink) and mark.width == 1
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("experiment", "epoch"),
    [
        (Experiment(), 1),
        (Experiment(), 2),
        (Experiment(), 14),
        (Experiment(learning_rate=1e-4), 2),
        (Experiment(learning_rate=3e-5), 3),
    ],
)
def test_both_bars_begin_at_zero_and_are_as_long_as_their_numbers(
    whole: TogetherCard, experiment: Experiment, epoch: int
) -> None:
    view = make_view(experiment, epochs=14, cursor=epoch)
    whole.draw(view.facts.names, view.snapshot)
    said, drawn = together(view.facts.names, view.snapshot), drawing(whole)
    assert said.promised is not None
    assert said.happened is not None
    line = round(QFontMetricsF(face()).height())
    (zero,) = (m for m in drawn.stroked(LIGHT.faint_text) if m.kind == "polyline")
    assert (zero.left, zero.top, zero.bottom) == (zero.right, 4, 4 + 2 * line)
    promised, happened = bars_of(drawn)
    assert (promised.fill, happened.fill) == (LIGHT.slope, LIGHT.ink)
    labels = [drawn.text("promised"), drawn.text("happened")]
    texts = [drawn.text(said.promised_text), drawn.text(said.happened_text)]
    bold = face(bold=True)
    formula = drawn.text(said.formula)
    head = max(advance("All together ", bold), formula.advance + 2)
    left = 2 * 8 + 4 + head + advance("promised", face()) + 8
    right = 480 - 8 - max(advance(t.text, bold) for t in texts) - 8
    unit = (right - left) / (
        max(said.promised, said.happened, 0) - min(said.promised, said.happened, 0)
    )
    for k, (bar, size, label, text) in enumerate(
        zip((promised, happened), (said.promised, said.happened), labels, texts, strict=True)
    ):
        y = 4 + line * (0.5 + k)
        ends = sorted((zero.left, zero.left + size * unit))
        assert (bar.left, bar.right) == pytest.approx(tuple(ends), abs=1.1)
        assert (bar.top, bar.bottom) == near(y - 4.5, y + 4.5)
        metrics = QFontMetricsF(face())
        for mark in (label, text):
            centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
            assert centre == pytest.approx(y, abs=1)
        assert label.left == pytest.approx(2 * 8 + 4 + head, abs=1)
        assert label.fill == LIGHT.faint_text
        assert text.left == pytest.approx(right + 4, abs=1.1)
        assert (text.bold, text.fill, label.bold) == (True, LIGHT.text, False)
    assert min(promised.left, happened.left, zero.left) == pytest.approx(left, abs=1.1)
    title = drawn.text("All together")
    assert (title.left, title.bold, title.fill) == (12, True, LIGHT.text)
    assert (formula.left, formula.fill) == (12, LIGHT.faint_text)
    assert formula.top - title.top == pytest.approx(line, abs=1)
    sentence = whole.findChild(FittedText, "togetherSentence").geometry()
    assert sentence.top() == 4 + 2 * line + 3
    assert (sentence.left(), sentence.right() + 1) == (12, 480 - 8)
    assert sentence.bottom() + 1 == whole.height() - 4 + 1
    assert drawn.starting(said.sentence[:20]).fill == LIGHT.text


def test_what_has_no_size_fills_the_room_or_has_no_bar(whole: TogetherCard) -> None:
    lost = make_view(Experiment(learning_rate=1e-4))
    whole.draw(lost.facts.names, lost.snapshot)
    found = bars_of(drawing(whole))
    said = together(lost.facts.names, lost.snapshot)
    assert said.happened_text
    assert found[-1].right - found[-1].left > 150
    early = make_view(epochs=2, stage=Stage.LOSS)
    whole.draw(early.facts.names, early.snapshot)
    assert not bars_of(drawing(whole))
    assert {"promised", "happened"} <= set(drawing(whole).texts)


def test_a_wide_card_of_the_whole_step_is_lower(whole: TogetherCard) -> None:
    line = round(QFontMetricsF(face()).height())
    assert whole.least_height(759) == 4 * line + 12
    assert whole.least_height(760) == 3 * line + 12
