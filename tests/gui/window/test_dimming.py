"""What a question is about stays light: the part itself, as far as it is in sight, and no more."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.windows import Open


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    window = open_window("light")
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    return window


def place(window: MainWindow, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def framed(window: MainWindow, theme: Theme = LIGHT) -> list[QRect]:
    """The rectangles with a frame around them."""
    marks = drawing(window.dimming).stroked(theme.text)
    return [QRect(*map(round, (m.left, m.top, m.right - m.left, m.bottom - m.top))) for m in marks]


def darkness(window: MainWindow, at: QPoint) -> float:
    """How much is taken away of what is at this place of the window, 0 to 1."""
    image = QImage(window.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    window.dimming.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return QColor.fromRgba(image.pixel(at)).alphaF()


def darkened(window: MainWindow, theme: Theme = LIGHT) -> list[float]:
    """How much is taken away of what is dark."""
    return [m.opacity for m in drawing(window.dimming).filled(theme.window) if m.kind == "path"]


def test_all_but_the_part_is_dark_and_can_still_be_used(window: MainWindow, qtbot: QtBot) -> None:
    dimming, covers = window.dimming, window.covers
    assert dimming.isHidden()
    covers.cover({"later"}, "fit")
    assert dimming.isVisible()
    assert dimming.geometry() == window.rect()
    assert framed(window) == [place(window, window.body.room("fit"))]
    assert darkened(window) == pytest.approx([0.6], abs=0.01)
    # Once it is answered, less.
    covers.cover((), "fit")
    assert darkened(window) == pytest.approx([0.35], abs=0.01)
    covers.cover((), "stages")
    assert framed(window) == [place(window, window.stages)]
    window.set_theme("dark")
    assert darkened(window, DARK) == pytest.approx([0.35], abs=0.01)
    assert framed(window, DARK) == [place(window, window.stages)]
    # The mouse goes through it, and the focus past it.
    for part in (window.body.room("fit"), window.stages, window.timeline):
        under = window.childAt(place(window, part).center())
        assert under is part or part.isAncestorOf(under)
    assert dimming.focusPolicy() is Qt.FocusPolicy.NoFocus
    covers.lift()
    assert dimming.isHidden()


def test_the_light_goes_with_the_part(window: MainWindow, qtbot: QtBot) -> None:
    window.covers.cover((), "fit")
    room = window.body.room("fit")
    before = place(window, room)
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.dimming.geometry() == window.rect())
    assert framed(window) == [place(window, room)] != [before]
    # Another view is in front of it.
    window.body.turn_to("graph")
    assert framed(window) == []
    assert darkness(window, before.center()) == pytest.approx(0.35, abs=0.01)
    window.body.turn_to("fit")
    assert framed(window) == [place(window, room)]


def test_what_is_spared_is_light_without_a_frame(window: MainWindow) -> None:
    column, timeline = window.column, window.timeline
    window.dimming.spare(column, timeline)
    window.covers.cover((), "loss")
    loss = place(window, window.body.room("loss"))
    assert framed(window) == [loss]
    for part in (column, timeline):
        assert darkness(window, place(window, part).center()) == 0
    assert darkness(window, loss.center()) == 0
    assert darkness(window, place(window, window.stages).center()) > 0.3
    window.dimming.spare()
    assert darkness(window, place(window, column).center()) > 0.3


def test_of_a_card_only_what_is_scrolled_into_sight_is_light(
    window: MainWindow, qtbot: QtBot
) -> None:
    moves = window.body.view("moves")
    (area,) = moves.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    window.covers.cover((), "card:a")
    card = window.dimming.part
    assert card is not None
    QApplication.processEvents()
    bar.setValue(0)
    seen = place(window, area.viewport())
    assert framed(window) == [place(window, card)]
    assert seen.contains(place(window, card))
    bar.setValue(card.height() // 2)
    half = place(window, card) & seen
    assert 0 < half.height() < card.height()
    assert framed(window) == [half]
    last = moves.part_of("c")  # type: ignore[attr-defined]
    window.covers.cover((), "card:c")
    QApplication.processEvents()
    bar.setValue(0)
    assert framed(window) == [rect for rect in [place(window, last) & seen] if not rect.isEmpty()]
    # There is no such card.
    window.covers.cover((), "card:z")
    assert framed(window) == []
    assert darkness(window, seen.center()) == pytest.approx(0.35, abs=0.01)
