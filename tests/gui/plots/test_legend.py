"""The legend beside a plot."""

from pytestqt.qtbot import QtBot

from gui.plots.legend import Entry, Legend
from gui.theme import DARK, LIGHT
from tests.gui.plots.helpers import pixels

MARKS = ("line", "dashed", "dotted", "upright", "dot", "ring", "flip", "above", "below")


def test_entries_wrap_where_there_is_no_room(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_entries(tuple(Entry("line", LIGHT.loss, f"entry {k}") for k in range(4)))
    one_row, narrow = legend.heightForWidth(1000), legend.heightForWidth(100)
    assert narrow == 4 * one_row
    assert legend.accessibleName() == "entry 0; entry 1; entry 2; entry 3"


def test_every_mark_is_drawn_in_its_colour(qtbot: QtBot) -> None:
    for mark in MARKS:
        legend = Legend(theme=LIGHT)
        qtbot.addWidget(legend)
        legend.set_entries((Entry(mark, "#ff0000", ""),))
        legend.set_theme(DARK)
        legend.resize(120, 20)
        image = legend.grab().toImage()
        reds = [
            image.pixelColor(x, y).red() - image.pixelColor(x, y).green()
            for x in range(20)
            for y in range(20)
        ]
        assert max(reds) > 150, mark


def test_above_and_below_are_on_their_side_of_the_line(qtbot: QtBot) -> None:
    middles = {}
    for mark in ("above", "below"):
        legend = Legend()
        qtbot.addWidget(legend)
        legend.set_entries((Entry(mark, "#ff0000", ""),))
        legend.resize(120, 20)
        _, y = pixels(legend.grab().toImage(), "#ff0000")
        middles[mark] = sum(y) / len(y)
    assert middles["above"] < middles["below"] - 2
