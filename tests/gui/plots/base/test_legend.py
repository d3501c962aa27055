"""The legend beside a plot."""

from pytestqt.qtbot import QtBot

from gui.plots.base.legend import Entry, Legend
from gui.theme import DARK, LIGHT
from tests.gui.drawn import Mark, drawing
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


def test_every_mark_is_what_it_is_called(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(120, 20)
    row = legend.fontMetrics().height()
    middle = row / 2

    def mark(kind: str) -> Mark:
        legend.set_entries((Entry(kind, "#ff0000", ""),))
        (found, *more) = (each for each in drawing(legend) if "#ff0000" in (each.fill, each.stroke))
        assert len(more) == (1 if kind in ("above", "below") else 0)
        return found

    dashes = set()
    for kind in ("line", "dashed", "dotted"):
        line = mark(kind)
        assert line.points.tolist() == [[0, middle], [16, middle]]
        assert line.width == 2
        dashes.add(line.dashes)
    assert len(dashes) == 3
    assert mark("line").dashes == ""
    assert mark("upright").points.tolist() == [[8, 1], [8, row]]
    for kind in ("dot", "ring"):
        circle = mark(kind)
        assert circle.points.tolist() == [[8, middle]]
        assert circle.radius == 3.5
        assert (circle.fill, circle.stroke) == (
            ("#ff0000", "") if kind == "dot" else ("", "#ff0000")
        )
    x, y = (mark("flip").points[:3] - (8, middle)).T
    assert x.tolist() == [-4, 4, 0]
    assert y.tolist() == [-3, -3, 4]
    above, below = mark("above"), mark("below")
    assert (above.top, above.bottom) == (2, middle)
    assert (below.top, below.bottom) == (middle, row - 2)
    assert (above.left, above.right) == (below.left, below.right) == (0, 16)
    for kind in ("above", "below"):
        legend.set_entries((Entry(kind, "#ff0000", ""),))
        _, zero = (each for each in drawing(legend) if each.fill == "#ff0000")
        assert zero.box == (0, middle - 0.5, 16, middle + 0.5)


def test_each_text_stands_beside_its_mark(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    names = ("data", "predictions", "residuals")
    legend.set_entries(tuple(Entry("dot", LIGHT.loss, name) for name in names))
    advance = legend.fontMetrics().horizontalAdvance
    line = legend.fontMetrics().height()
    legend.resize(1000, 20)
    drawn, x = drawing(legend), 0.0
    for name in names:
        text = drawn.text(name)
        assert text.left == x + 16 + 5
        assert text.fill == LIGHT.text
        assert 0 < text.top < line
        x += 16 + 5 + advance(name) + 14
    dots = [mark.left - 8 for mark in drawn.filled(LIGHT.loss)]
    assert dots == [drawn.text(name).left - 21 for name in names]
    # Just too narrow for the last: it goes into the next row, at its beginning.
    legend.resize(int(x) - 15, 40)
    drawn = drawing(legend)
    assert drawn.text("predictions").top == drawn.text("data").top
    assert drawn.text("residuals").left == drawn.text("data").left
    assert drawn.text("residuals").top == drawn.text("data").top + line + 1
    assert legend.heightForWidth(int(x) - 15) == 2 * (line + 1)
    assert legend.heightForWidth(int(x) - 14) == line + 1
    assert legend.sizeHint().height() == 2 * (line + 1)
    assert legend.minimumSizeHint().height() == line + 1


def test_short_words_stand_in_where_the_long_ones_would_be_cut(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_entries((Entry("line", LIGHT.loss, "a rather long entry", "short"),))
    wide = 21 + legend.fontMetrics().horizontalAdvance("a rather long entry")
    for width, words in ((wide, "a rather long entry"), (wide - 1, "short")):
        legend.resize(width, 20)
        assert drawing(legend).texts == [words]
    assert legend.toolTip() == legend.accessibleName() == "a rather long entry"


def test_marks_are_smooth(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_entries((Entry("dot", "#ff0000", ""),))
    legend.resize(120, 20)
    image = legend.grab().toImage()
    assert len({image.pixel(x, y) for x in range(16) for y in range(16)}) > 4
