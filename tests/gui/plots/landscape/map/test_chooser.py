"""The list of the maps: what it offers, what is chosen from it, and what it shows."""

from pytestqt.qtbot import QtBot

from gui.plots.landscape.map.chooser import PlaneChooser
from gui.plots.landscape.ways.planes import Choice
from tests.gui.windows import choose

VALLEY = Choice(None, "steepest × flattest", "along the valley", "across")
PAIRS = tuple(
    Choice(pair, f"{x} × {y}", x, y)
    for pair, x, y in (((0, 1), "a", "b"), ((0, 2), "a", "c"), ((1, 2), "b", "c"))
)


def entries(chooser: PlaneChooser) -> list[str]:
    return [chooser.itemText(k) for k in range(chooser.count())]


def test_what_a_person_chooses_is_told_and_what_is_shown_is_not(qtbot: QtBot) -> None:
    chooser = PlaneChooser()
    qtbot.addWidget(chooser)
    chooser.show()
    chosen: list[Choice] = []
    chooser.chosen.connect(chosen.append)
    chooser.offer((VALLEY, *PAIRS), PAIRS[0])
    assert entries(chooser) == ["steepest × flattest", "a × b", "a × c", "b × c"]
    assert chooser.currentText() == "a × b"
    assert chosen == []
    choose(qtbot, chooser, "b × c")
    assert chosen == [PAIRS[2]]
    chooser.offer((VALLEY, *PAIRS), VALLEY)
    assert chooser.currentText() == "steepest × flattest"
    assert chosen == [PAIRS[2]]


def test_the_map_that_is_shown_is_always_among_them(qtbot: QtBot) -> None:
    chooser = PlaneChooser()
    qtbot.addWidget(chooser)
    chooser.offer(PAIRS[:2], PAIRS[2])
    assert entries(chooser) == ["a × b", "a × c", "b × c"]
    assert chooser.currentText() == "b × c"
    chooser.offer(PAIRS[:2], PAIRS[1])
    assert entries(chooser) == ["a × b", "a × c"]
    assert chooser.currentText() == "a × c"
    chooser.offer((), None)
    assert entries(chooser) == []
    assert chooser.accessibleName() == "Which map"
    assert chooser.toolTip() == "Which two directions the map shows"
