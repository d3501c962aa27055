"""The arithmetic of a card: its pieces, and the room they get."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import card_of, draw
from tests.gui.views import make_view


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_arithmetic_is_written_in_pieces_that_follow_each_other(
    qtbot: QtBot, theme: Theme
) -> None:
    line = ArithmeticLine("a")
    qtbot.addWidget(line)
    line.set_theme(theme)
    line.resize(600, 20)
    line.show_line("a ← −0.89 − 0.00001 × (−63466.4) = −0.26", "(−63466.4)", -1)
    pieces = [mark for mark in drawing(line) if mark.kind == "text"]
    assert [(m.text, m.fill, m.bold) for m in pieces] == [
        ("a ← −0.89 − 0.00001 × ", theme.text, False),
        ("(−63466.4)", theme.sign_text(-1), True),
        (" = ", theme.text, False),
        ("−0.26", theme.text, True),
    ]
    assert pieces[0].left == 0
    for left, right in pairwise(pieces):
        assert right.left == pytest.approx(left.ends[1], abs=0.1)
    metrics = QFontMetricsF(line.font())
    base = (20 - metrics.height()) / 2 + metrics.ascent()
    assert [m.top for m in pieces] == pytest.approx([base] * 4, abs=0.1)
    # Where it is too narrow for one line, the result stands below, a little moved in.
    line.resize(int(sum(m.advance for m in pieces[:2])) + 4, 40)
    pieces = [mark for mark in drawing(line) if mark.kind == "text"]
    above = [m for m in pieces if m.top == pieces[0].top]
    assert [m.text for m in above] == ["a ← −0.89 − 0.00001 × ", "(−63466.4)"] or [
        m.text for m in above
    ] == ["a ← −0.89 − 0.00001 × ", "(−63466.4)", ""]
    below = [m for m in pieces if m.top > pieces[0].top]
    assert [(m.text, m.bold) for m in below] == [("  = ", False), ("−0.26", True)]
    assert below[0].left == 0
    assert below[0].top - above[0].top == pytest.approx(metrics.height(), abs=0.1)
    line.show_line("", "", 0)
    assert not drawing(line).texts


def test_a_card_made_narrower_makes_room_for_a_second_line_of_arithmetic(qtbot: QtBot) -> None:
    card = card_of(qtbot, width=690)
    draw(card, make_view(epochs=1))
    line = card.findChild(ArithmeticLine)
    code = round(QFontMetricsF(line.font()).height())
    for width, lines in ((690, 1), (280, 2), (690, 1)):
        card.resize(width, 210)
        card.grab()
        assert line.height() == lines * code + 2
        assert line.geometry().bottom() + 1 == card.height() - 4
