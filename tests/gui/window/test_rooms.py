"""How much room each part of the window has: while something is asked about it, and a guide's."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.windows import Open

# The shares of the middle in the width, of what is above in it, and of what is left below.
ABOVE, LEFT, SIGNS = (0.62, 0.7, 0.5), (0.62, 0.36, 0.64), (0.62, 0.4, 0.4)
CARDS, EVENLY = (0.48, 0.55, 0.5), (0.56, 0.55, 0.5)
ROOM = {
    "fit": ABOVE, "graph": ABOVE, "by_hand": ABOVE, "landscape": ABOVE,
    "loss": LEFT, "loss_parts": LEFT, "curvature": LEFT, "signs": SIGNS,
    "card:a": CARDS, "moves": CARDS, "stages": EVENLY,
}  # fmt: skip


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window("light")
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    yield window
    window.guided.take_away()


def at(window: MainWindow, width: int, height: int = 900) -> None:
    window.resize(width, height)
    QApplication.processEvents()


def shares(window: MainWindow) -> list[float]:
    return [sizes[-2] / (sizes[-2] + sizes[-1]) for sizes in window.body.shares()]


def seen(window: MainWindow) -> set[str]:
    """The views that are in front and visible."""
    names = {window.body.name_of(view) for view in window.body.shown}
    return {name for name in names if name is not None}


def test_the_part_that_is_asked_about_has_the_most_room(window: MainWindow) -> None:
    window.guided.show_panel(QWidget())
    for part, room in ROOM.items():
        name = part.partition(":")[0]
        # In the other places are the usual views.
        above = name if name in ("graph", "by_hand", "landscape") else "fit"
        below = name if name in ("loss_parts", "curvature") else "loss"
        usual = {above, below, "signs", "moves"}
        at(window, 1600)
        window.body.turn_to("by_hand")
        window.body.turn_to("curvature")
        window.teaching.turn_to_part(part)
        QApplication.processEvents()
        assert shares(window) == pytest.approx(room, abs=0.03), part
        assert seen(window) == usual, part
        # In a narrow window a part below stands there alone, and the graph above nothing.
        at(window, 1024)
        window.teaching.turn_to_part(part)
        QApplication.processEvents()
        gone = {"loss": {"signs"}, "loss_parts": {"signs"}, "curvature": {"signs"},
                "signs": {below}, "graph": {"signs", below}}.get(name, set())  # fmt: skip
        assert seen(window) == usual - gone, part


def test_a_guide_s_panel_is_wide_enough_and_no_wider(window: MainWindow) -> None:
    for width, wide in ((1024, 300), (1500, 300), (1750, 329), (2000, 377), (2300, 380)):
        panel = QWidget()
        window.guided.show_panel(panel)
        at(window, width)
        assert panel.width() == pytest.approx(wide, abs=1)
        assert panel.isVisible()
        assert window.column.isHidden()
        assert panel.x() == 0
        assert panel.height() == window.guided.height()
        assert window.guided.panel is panel
        window.guided.take_away()
        # Shown in a window of that width, it is so at once.
        other = QWidget()
        window.guided.show_panel(other)
        assert other.width() == pytest.approx(wide, abs=1)
        window.guided.take_away()


def test_a_larger_zoom_makes_the_panel_wider(window: MainWindow) -> None:
    panel = QWidget()
    window.guided.show_panel(panel)
    at(window, 1200)
    window.looking.change_zoom(1)
    assert panel.width() == 330


def test_without_the_panel_the_column_is_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    at(window, 1440)
    before = window.body.shares()
    field = window.column.training.learning_rate
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    panel = QPushButton("Here")
    window.guided.show_panel(panel)
    panel.setFocus()
    window.guided.take_away()
    assert window.guided.panel is None
    assert window.column.isVisible()
    assert window.body.shares() == before
    assert field.hasFocus()
    # What is away already is not taken away again.
    window.guided.take_away()
    # A column that was folded stays so; and no focus was kept, so that the window has the keys.
    window.column.hide()
    window.centralWidget().setFocus()
    window.guided.show_panel(QWidget())
    window.guided.take_away()
    assert window.column.isHidden()
    assert not isinstance(window.focusWidget(), QPushButton)
