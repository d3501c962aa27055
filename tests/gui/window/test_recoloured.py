"""Every pixel of the window has a colour of the theme, from the start and after each change of it.

The two themes here are not to be looked at: one has no blue in any colour and the other no red,
and so has whatever is mixed of their colours. A part that was not told of the theme shows itself by
the light that its theme has not.
"""

from dataclasses import fields, replace
from itertools import zip_longest

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.experiment.column import FOLDED, PLACES
from gui.files.table_dialog import TableDialog
from gui.glossary import GlossaryPage
from gui.plots.landscape.landscape import Landscape
from gui.plots.landscape.modes import PAGES
from gui.run.covers import GIVES_AWAY
from gui.theme import LIGHT, Theme
from gui.widgets.slider import PaintedSlider
from gui.window import MainWindow, styling
from gui.window.keys import KeysOverlay
from gui.window.views import Place, views_in
from tests.gui.questions import QUESTIONS
from tests.gui.windows import TABLE, Open, trigger, until_shown

RED, BLUE = 0, 2
# What Qt adds when it mixes colours by itself.
LITTLE = 20
Pixels = NDArray[np.uint8]
QT_S = QAbstractSpinBox | QCheckBox | QComboBox | QHeaderView | QPushButton


def without(light: int) -> Theme:
    """The light theme without its red, green or blue light."""

    def left(colour: str) -> str:
        parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
        parts[light] = 0
        return QColor(*parts).name()

    colours = {each.name: left(getattr(LIGHT, each.name)) for each in fields(LIGHT)[1:]}
    return replace(LIGHT, **colours)


THEMES = {"dark": without(BLUE), "light": without(RED)}
ABSENT = {"dark": BLUE, "light": RED}


@pytest.fixture(autouse=True)
def _themes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styling, "named_theme", THEMES.__getitem__)


def is_qt_s(widget: QWidget) -> bool:
    """Whether Qt's style paints the widget, which lightens edges with white."""
    if isinstance(widget, QToolButton):
        return not widget.autoRaise() and not widget.property("sectionHeading")
    if isinstance(widget, QSlider):
        return not isinstance(widget, PaintedSlider)
    # Text cursors are drawn in the opposite of their ground.
    typed_into = isinstance(widget, QLineEdit) and widget.hasFocus()
    return typed_into or isinstance(widget, QT_S)


def pixels(widget: QWidget) -> Pixels:
    """The colours of `widget`, (height, width, 3), without what Qt's style paints."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    seen = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
    for each in widget.findChildren(QWidget):
        if is_qt_s(each) and each.isVisibleTo(widget):
            corner = each.mapTo(widget, QPoint(0, 0))
            left, top = max(corner.x(), 0), max(corner.y(), 0)
            seen[top : corner.y() + each.height(), left : corner.x() + each.width()] = 0
    return seen


def stained(widget: QWidget, light: int) -> set[str]:
    """The parts of `widget` in which there is `light`."""
    found = set()
    for y, x in np.argwhere(pixels(widget)[..., light] > LITTLE)[::5].tolist():
        part: QWidget | None = widget.childAt(x, y)
        while part and not part.objectName():
            part = part.parentWidget()
        found.add(f"{type(part or widget).__name__} {(part or widget).objectName()}")
    return found


def have_the_colours(window: MainWindow, *parts: QWidget) -> None:
    """All of `parts` have the colours of the theme, also when it changes to the other."""
    for name in ("dark", "light"):
        if name != window.styling.named:
            window.set_theme(name)
        QApplication.processEvents()
        for part in parts:
            assert stained(part, ABSENT[name]) == set(), (name, part)
    window.set_theme("dark")


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    """A large window that the theme without blue was opened with, at a stage of an epoch."""
    window = open_window("dark", epochs=6, standardise=True)
    window.movement.enabled = False
    window.resize(1500, 1200)
    window.log.folded = False
    for title in FOLDED:
        window.column.fold(title, folded=False)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 ")
    for stage in list(Stage)[:4]:
        trigger(window, "stepStageAction")
        until_at(qtbot, window, stage)
    settle(qtbot, window)
    return window


def until_at(qtbot: QtBot, window: MainWindow, stage: Stage) -> None:
    qtbot.waitUntil(lambda: window.player.stage is stage, timeout=20_000)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled and not window.movement.running, timeout=20_000)
    QApplication.processEvents()


def test_the_pixels_tell_of_a_part_that_was_not_told(window: MainWindow) -> None:
    assert stained(window, BLUE) == set()
    window.timeline.slider.set_theme(LIGHT)
    assert stained(window, BLUE) == {"EpochSlider timelineSlider"}


def test_every_view(window: MainWindow, qtbot: QtBot) -> None:
    for names in zip_longest(*(views_in(place) for place in Place)):
        for entry in filter(None, names):
            window.body.turn_to(entry.name)
        settle(qtbot, window)
        have_the_colours(window, window)


def test_what_opens_upon_a_click(window: MainWindow, qtbot: QtBot) -> None:
    window.body.turn_to("fit")
    window.show_pulls(True)
    window.ghosting.toggle()
    for field in PLACES:
        window.column.set_error(field, "This is wrong.")
    settle(qtbot, window)
    have_the_colours(window, window)
    window.body.turn_to("landscape")
    for page, _, _ in PAGES:
        landscape = window.body.view("landscape")
        assert isinstance(landscape, Landscape)
        landscape.turn_to(page)
        settle(qtbot, window)
        have_the_colours(window, window.body)


def test_what_an_update_has_moved_and_what_is_picked(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 2 ")
    window.picks.pick(3)
    settle(qtbot, window)
    have_the_colours(window, window)


def test_all_rows_of_many_parameters_and_the_curve_of_one(window: MainWindow, qtbot: QtBot) -> None:
    for formula in ("k*t", " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(9))):
        window.change({"formula": formula, "zero_grad": False})
        window.body.turn_to("landscape")
        trigger(window, "stepEpochAction", times=2)
        until_shown(qtbot, window, "epoch 2 ")
        settle(qtbot, window)
        have_the_colours(window, window.body)


def test_what_is_covered_and_dimmed(window: MainWindow, qtbot: QtBot) -> None:
    for names in zip_longest(*(views_in(place) for place in Place)):
        for entry in filter(None, names):
            window.body.turn_to(entry.name)
        settle(qtbot, window)
        window.covers.cover(GIVES_AWAY, "fit")
        window.column.training.set_covered(True)
        settle(qtbot, window)
        have_the_colours(window, window)
        window.covers.lift()


def test_questions_and_answers(window: MainWindow, qtbot: QtBot) -> None:
    for kind, about, reply, truth in QUESTIONS:
        window.asking.begin(kind, about)
        settle(qtbot, window)
        have_the_colours(window, window)
        window.asking.tell(reply, truth)
        settle(qtbot, window)
        have_the_colours(window, window)


def test_what_cannot_be_shown(window: MainWindow) -> None:
    for view in (window.body.view("fit"), window.body.view("signs")):
        window.trouble.cover(view)
    have_the_colours(window, window)


def test_all_that_stands_in_a_window_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.show_keys()
    window.explaining.show_glossary()
    QGuiApplication.clipboard().setText(TABLE)
    window.intake.paste()
    qtbot.waitUntil(lambda: window.findChild(TableDialog) is not None, timeout=20_000)
    kinds = GlossaryPage, KeysOverlay, TableDialog
    dialogs = [each for each in window.findChildren(QDialog) if isinstance(each, kinds)]
    assert len(dialogs) == len(kinds)
    have_the_colours(window, *dialogs)
    for each in dialogs:
        each.reject()
