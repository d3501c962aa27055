"""Reached without a mouse: letters, the order of Tab, and where the focus is."""

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import named_theme
from gui.window import MainWindow
from tests.gui.windows import Open, at_front, trained, trigger, until_shown


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 ")
    at_front(qtbot, window)
    return window


def test_every_alt_letter_of_the_window_is_its_own(window: MainWindow) -> None:
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [each.text() for each in window.findChildren(QAbstractButton)]
    texts += [each.text() for each in window.findChildren(QLabel) if each.buddy()]
    letters = Counter(QKeySequence.mnemonic(each).toString() for each in texts)
    del letters[""]
    assert len(letters) > 10
    assert [letter for letter, times in letters.items() if times > 1] == []


def by_tab(window: MainWindow, *, back: bool = False) -> list[QWidget]:
    """What takes the focus, one Tab after the other, until it comes round."""
    reached: list[QWidget] = []
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    for _ in range(200):
        QTest.keyClick(window.focusWidget() or window, key)
        focus = QApplication.focusWidget()
        assert focus is not None
        if reached and focus is reached[0]:
            return reached
        reached.append(focus)
    raise AssertionError("it never comes round")


def area(window: MainWindow, widget: QWidget) -> str:
    """The part of the window that `widget` is in."""
    body = window.body
    for name, part in {
        "bar": window.bars.bar, "banner": window.banner, "column": window.column,
        "log": window.log, "timeline": window.timeline, "stages": window.stages,
        **{name: body.view(name) for name in ("fit", "graph", "loss", "signs", "moves")},
    }.items():  # fmt: skip
        if part is widget or part.isAncestorOf(widget):
            return name
    # Tabs belong to the views below them, and are called after the first.
    return widget.objectName().removesuffix("Tabs")


def test_tab_goes_as_the_eye_reads_the_left_column_as_a_whole(
    window: MainWindow, qtbot: QtBot
) -> None:
    trained(qtbot, window)
    window.folding.toggle_log()
    reached = by_tab(window)
    areas = list(dict.fromkeys(area(window, each) for each in reached))
    order = ["bar", "stages", "banner", "column", "fit", "loss", "signs", "moves", "timeline",
             "log"]  # fmt: skip
    assert areas == [name for name in order if name in areas]
    assert {"bar", "banner", "column", "fit", "loss", "moves", "timeline", "log"} <= set(areas)
    # Nothing is left and come back to.
    assert [area(window, each) for each in reached] == sorted(
        (area(window, each) for each in reached), key=order.index
    )
    column = [each for each in reached if area(window, each) == "column"]
    tops = [each.mapTo(window.column, QPoint(0, each.height() // 2)).y() for each in column]
    assert len(column) > 15
    assert all(later >= before - 8 for before, later in pairwise(tops)), list(
        zip(tops, [each.objectName() for each in column], strict=True)
    )
    names = [each.objectName() for each in column]
    assert names.index("learningRateEdit") < names.index("epochsSpin") < names.index("seedSpin")
    assert names.index("seedSpin") + 1 == names.index("newSeedButton")
    assert by_tab(window, back=True) == [reached[-1], *reached[-2::-1]][: len(reached)]


def picture(window: MainWindow, widget: QWidget) -> QImage:
    """What is seen of `widget` and a little around it."""
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return window.grab(place).toImage()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_is(open_window: Open, qtbot: QtBot, theme: str) -> None:
    window = open_window(theme)
    window.resize(1440, 900)
    trained(qtbot, window)
    window.folding.toggle_log()
    at_front(qtbot, window)
    # A cursor that blinks is seen, but not always.
    QApplication.setCursorFlashTime(0)
    unseen, shades = [], named_theme(theme)
    for _ in by_tab(window):
        # By Tab again, for it also scrolls to what has the focus.
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        widget = QApplication.focusWidget()
        assert widget is not None
        focused = picture(window, widget)
        window.stages.parentWidget().setFocus()
        QApplication.processEvents()
        bare = picture(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        changed = sum(
            focused.pixelColor(x, y) != bare.pixelColor(x, y)
            for x in range(focused.width())
            for y in range(0, focused.height(), 1 + focused.height() // 60)
        )
        # Blue and orange are a gradient's signs, and nothing else.
        signs = {QColor(colour).name() for colour in (shades.negative, shades.positive)}
        assert not signs & {
            focused.pixelColor(x, y).name()
            for x in range(focused.width())
            for y in range(focused.height())
            if focused.pixelColor(x, y) != bare.pixelColor(x, y)
        }
        if changed < 12:
            unseen.append(
                (type(widget).__name__, widget.objectName(), widget.property("text"), changed)
            )
    assert unseen == []
