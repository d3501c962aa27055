"""What stands in place of something covered: hatched, with as many words as there is room for."""

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.widgets.cover import COVERED, Cover, paint_cover
from gui.zoom import small_face
from tests.gui.drawn import Drawing, drawing, drawn_by

WORDS = "covered for now"


def wide(text: str) -> float:
    return QFontMetricsF(small_face()).horizontalAdvance(text)


def tall() -> float:
    return QFontMetricsF(small_face()).height()


def painted(width: float, height: float, words: str = WORDS) -> Drawing:
    area = QRectF(10, 20, width, height)
    size = QSize(round(width) + 40, round(height) + 40)
    return drawn_by(lambda painter: paint_cover(painter, area, LIGHT, words), size)


@pytest.mark.parametrize("text", [WORDS, "covered", "?"])
@pytest.mark.parametrize("spare", [0.0, 0.5, 30.0])
def test_it_says_as_much_as_there_is_room_for(qapp: object, text: str, spare: float) -> None:
    said = painted(wide(text) + 8 + min(spare, 3), 40).texts
    assert said == [text]
    shorter = painted(wide(text) + 8 - 0.5, 40).texts
    rest = [WORDS, "covered", "?"]
    assert shorter == rest[rest.index(text) + 1 :][:1]


@pytest.mark.parametrize(("more", "said"), [(-4.0, [WORDS]), (-4.5, []), (0.0, [WORDS])])
def test_it_says_nothing_where_it_is_too_low(qapp: object, more: float, said: list[str]) -> None:
    assert painted(200, tall() + more).texts == said


def test_the_words_stand_in_the_middle_on_a_ground_of_their_own(qapp: object) -> None:
    drawn = painted(300, 60)
    text = drawn.text(WORDS)
    ground = [m for m in drawn.filled(LIGHT.window) if m.right - m.left < 200]
    (label,) = ground
    assert label.left + label.right == pytest.approx(2 * (10 + 150), abs=1)
    assert label.top + label.bottom == pytest.approx(2 * (20 + 30), abs=1)
    assert label.right - label.left == pytest.approx(wide(WORDS) + 12, abs=1)
    assert label.bottom - label.top == pytest.approx(tall() + 2, abs=1)
    assert label.left < text.ends[0] < text.ends[1] < label.right
    assert text.fill == LIGHT.text
    # In a low place it is no higher than that.
    low = [m for m in painted(300, tall() - 3).filled(LIGHT.window) if m.right - m.left < 200]
    assert low[0].bottom - low[0].top == pytest.approx(tall() - 3, abs=1)


def test_the_hatching_goes_all_over_it_at_equal_distances(qapp: object) -> None:
    drawn = painted(100, 50)
    lines = [mark for mark in drawn.stroked(LIGHT.border) if mark.kind != "rect"]
    # Each goes up to the right, from below to above.
    for line in lines:
        (x, y), (end, top) = line.points
        assert (y, top) == (70, 20)
        assert end - x == pytest.approx(50)
    starts = [line.points[0][0] for line in lines]
    assert starts == [10 + x for x in range(-56, 100, 8)]
    assert {line.width for line in lines} == {1}
    # What would be the longest reaches the corners.
    assert starts[0] + 50 <= 10
    assert starts[-1] <= 110


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_covered_widget_has_the_colours_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    cover = Cover(LIGHT)
    qtbot.addWidget(cover)
    cover.resize(400, 200)
    cover.set_theme(theme)
    drawn = drawing(cover)
    assert drawn.text(COVERED).fill == theme.text
    assert drawn.filled(theme.window)
    assert drawn.stroked(theme.border)
    assert cover.accessibleName() == cover.toolTip() == "covered until you answer"
    assert drawing(made_in(qtbot, theme)).text(COVERED).fill == theme.text


def made_in(qtbot: QtBot, theme: Theme) -> Cover:
    cover = Cover(theme)
    qtbot.addWidget(cover)
    cover.resize(400, 200)
    return cover
