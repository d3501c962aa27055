"""What a person does in predict mode, and what they see of it."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from engine.predicting import Posed, Sort, Tally
from engine.runs import Stage
from gui.lessons.option import OptionButton
from gui.lessons.panel import LessonsPanel
from gui.plots.base.plot import Plot
from gui.widgets.choice import Choice
from gui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
ALL: tuple[Sort, ...] = (
    "direction", "loss_way", "flip", "largest", "point", "loss_size", "curve", "loss_curve"
)  # fmt: skip
# What has been asked in this test.
ASKED: list[Posed] = []


def tally() -> Tally:
    """The tally, as it is kept."""
    return Tally.read(str(QSettings("Learnscope", "Learnscope").value("predictions", "")))


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def panel(window: MainWindow) -> LessonsPanel | None:
    found = window.guided.panel
    return found if isinstance(found, LessonsPanel) else None


def said(window: MainWindow, name: str) -> str:
    """The text of the panel's label `name`, if it is seen."""
    shown = panel(window)
    assert shown is not None
    label = shown.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def ask(qtbot: QtBot, window: MainWindow, key: Qt.Key = KEY.Key_Right) -> Posed:
    """Step by hand with `key`, and return what is asked."""
    press(qtbot, window, key)
    qtbot.waitUntil(lambda: bool(window.covers.hidden), timeout=20_000)
    settle(qtbot, window)
    return ASKED[-1]


def told(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what happened is told."""
    shown = panel(window)
    assert shown is not None
    button = shown.findChild(QAbstractButton, "lessonNextButton")
    qtbot.waitUntil(button.isVisible, timeout=20_000)
    settle(qtbot, window)


def click(qtbot: QtBot, plot: Plot, x: float, y: float) -> None:
    place = plot.box.mapViewToScene(QPointF(x, y)).toPoint()
    qtbot.mouseMove(plot.canvas.viewport(), place)
    qtbot.mouseClick(plot.canvas.viewport(), LEFT, pos=place)


def here(window: MainWindow) -> tuple[int, Stage | None]:
    return window.player.cursor, window.player.stage


def trained_to(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    window.player.go_to(epoch)
    qtbot.waitUntil(lambda: window.player.cursor == epoch, timeout=20_000)
    settle(qtbot, window)


def by_keys(qtbot: QtBot, window: MainWindow, posed: Posed) -> None:
    """Answer rightly with the keys alone; a drawn line just anyhow."""
    match posed.sort:
        case "direction":
            press(qtbot, window, KEY.Key_Left if posed.truth == "left" else KEY.Key_Right)
        case "loss_way" | "flip":
            down = posed.question.options.index(str(posed.truth))
            press(qtbot, window, *[KEY.Key_Down] * down)
        case "largest":
            down = window.player.run.experiment.names.index(str(posed.truth))
            press(qtbot, window, *[KEY.Key_Down] * down)
        case "point":
            press(qtbot, window, *[KEY.Key_Right] * int(posed.truth))  # type: ignore[arg-type]
        case _:
            press(qtbot, window, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Return)


def by_mouse(qtbot: QtBot, window: MainWindow, posed: Posed) -> None:
    """Answer rightly with the mouse alone."""
    shown = panel(window)
    assert shown is not None
    truth: Any = posed.truth
    match posed.sort:
        case "direction":
            card = next(each for each in window.body.view("moves").cards
                        if each.name == posed.question.about)  # type: ignore[attr-defined]  # fmt: skip
            plot = card.curves.plot
            share = 0.2 if truth == "left" else 0.8
            place = (
                plot.rect().topLeft() + QPointF(share * plot.width(), plot.height() / 2).toPoint()
            )
            qtbot.mouseClick(plot, LEFT, pos=place)
        case "loss_way" | "flip":
            option = f"lessonOption{posed.question.options.index(truth)}"
            qtbot.mouseClick(shown.findChild(OptionButton, option), LEFT)
        case "largest":
            qtbot.mouseClick(window.findChild(Choice, f"choice_{truth}"), LEFT)
        case "point":
            click(qtbot, window.fit, *window.fit.trained_point(truth))
        case "loss_size":
            loss = window.body.view("loss")
            assert isinstance(loss, Plot)
            click(qtbot, loss, float(posed.question.about), np.log10(truth))  # type: ignore[arg-type]
        case _:
            view = window.fit if posed.sort == "curve" else window.body.view("loss")
            assert isinstance(view, Plot)
            heights = truth if posed.sort == "curve" else np.log10(truth)
            viewport = view.canvas.viewport()
            line = [
                view.box.mapViewToScene(QPointF(float(x), float(y))).toPoint()
                for x, y in zip(posed.question.about, heights, strict=True)  # type: ignore[arg-type]
            ]
            qtbot.mousePress(viewport, LEFT, pos=line[0])
            for point in line[1:]:
                qtbot.mouseMove(viewport, point)
            qtbot.mouseRelease(viewport, LEFT, pos=line[-1])
            qtbot.mouseClick(viewport, LEFT, pos=line[-1])
