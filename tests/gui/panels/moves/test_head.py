"""The head of a card: its parts in one line or in two."""

from dataclasses import replace

from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.words.steps.cards import said
from gui.panels.moves.head import CardHead
from gui.widgets.fitted_text import FittedText
from gui.zoom import face
from tests.gui.panels.moves.cards import advance
from tests.gui.views import make_view


def test_a_short_name_stands_before_both_lines_of_the_head_and_a_long_one_alone(
    qtbot: QtBot,
) -> None:
    large, strong = face(1.7, bold=True, code=True), face(1.15, bold=True, code=True)
    seen = set()
    for length in range(1, 16):
        name = "m" * length
        head = CardHead(name)
        qtbot.addWidget(head)
        head.set_in_one_line(False, with_kind=True)
        head.resize(170, head.two_lines)
        view = make_view(epochs=1)
        head.draw(said(name, 0, view.snapshot))
        head.grab()
        parts = {part.text(): part for part in head.findChildren(FittedText)}
        short = advance(name, large) <= 170 * 0.3
        seen.add(short)
        title, arrow = parts[name], parts["→"]
        kind, gradient = parts["negative gradient"], parts["−63466.4"]
        line = round(QFontMetricsF(face()).height())
        arrow_width = round(advance("→", face(1.6, bold=True))) + 2
        wide = round(advance(name, large if short else strong)) + 2
        wide = min(wide, 170 - arrow_width - 4)
        tall = head.two_lines if short else line
        second = head.two_lines - line
        assert title.geometry().getRect() == (0, 0, wide, tall), name
        assert arrow.geometry().getRect() == (wide + 4, 0, arrow_width, tall)
        if short:
            x = wide + arrow_width + 8
            assert kind.geometry().getRect() == (x, 0, 170 - x, line)
        else:
            x = round(170 * 0.58) + 4
            assert kind.geometry().getRect() == (0, line, x - 4, second)
        assert gradient.geometry().getRect() == (x, line, 170 - x, second)
        assert title.font() == (large if short else strong)
    assert seen == {True, False}


def test_in_one_line_name_arrow_gradient_and_kind_follow_each_other(qtbot: QtBot) -> None:
    strong = face(1.15, bold=True, code=True)
    for name in ("a", "amplitude_of_it"):
        head = CardHead(name)
        qtbot.addWidget(head)
        head.resize(400, head.one_line)
        head.set_in_one_line(True, with_kind=True)
        head.draw(said(name, 0, make_view(epochs=1).snapshot))
        head.grab()
        parts = {part.text(): part for part in head.findChildren(FittedText)}
        widths = (
            min(round(advance(name, strong)) + 4, 90),
            round(advance("→", face(1.6, bold=True))) + 4,
            round(advance("−63466.40", strong)) + 6,
        )
        x = 0
        for text, wide in zip((name, "→", "−63466.4"), widths, strict=True):
            assert parts[text].geometry().getRect() == (x, 0, wide, head.one_line), text
            x += wide + 2
        assert head.rest == x - 2 - 1 + 4
        kind = parts["negative gradient"]
        assert kind.geometry().getRect() == (x + 2, 0, 400 - x - 2, head.one_line)
        assert head.one_line == round(QFontMetricsF(face()).height()) + 2
        # A longer gradient takes its room for good, so that nothing moves to and fro.
        lost = make_view(Experiment(learning_rate=1e-4), epochs=3)
        words = replace(said(name, 0, lost.snapshot), gradient="−1234567.8901")
        head.draw(words)
        longer = parts["−63466.4"].width()
        assert longer == round(advance("−1234567.8901", strong)) + 6
        head.draw(said(name, 0, make_view(epochs=1).snapshot))
        assert parts["−63466.4"].width() == longer
        head.set_in_one_line(True, with_kind=False)
        assert kind.isHidden()
