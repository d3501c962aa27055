"""Long histories without a model, and a mouse over a plot."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.experiment.settings import Settings
from engine.runs import History, Updates
from gui.plots.base.plot import Plot
from gui.run import View
from tests.gui.mouse import LEFT, NO_BUTTON, send_mouse, turn_wheel
from tests.gui.views import make_view


def history_of(loss: ArrayLike, gradient: ArrayLike | None = None) -> History:
    """A history with these losses (k,) and gradients (k, p); those of one parameter are ones."""
    losses = np.asarray(loss, np.float32)
    gradients = (
        np.ones((len(losses), 1), np.float32)
        if gradient is None
        else np.asarray(gradient, np.float32)
    )
    history = History(gradients.shape[1])
    add(history, losses, gradients)
    return history


def add(history: History, loss: ArrayLike, gradient: ArrayLike) -> None:
    """More epochs at the end of `history`."""
    losses, gradients = np.asarray(loss, np.float32), np.asarray(gradient, np.float32)
    epochs, parameters = gradients.shape
    history.append(
        Updates(
            first=len(history) + 1,
            params=np.zeros((epochs + 1, parameters), np.float32),
            predictions=np.zeros((epochs, 0), np.float32),
            loss=losses,
            gradient=gradients,
            held_out_loss=np.full(epochs, np.nan, np.float32),
            settings=Settings(1e-5, True, True),
            leftover=np.zeros(gradients.shape[1], np.float32),
        )
    )


def start_view() -> View:
    """The article's run before its first epoch."""
    return replace(make_view(epochs=1, cursor=0), history=History(3))


def shown(qtbot: QtBot, plot: Plot, width: int = 500, height: int = 320) -> None:
    """Show `plot`, laid out."""
    qtbot.addWidget(plot)
    plot.resize(width, height)
    plot.show()
    qtbot.waitExposed(plot)


def place_of(plot: Plot, x: float, y: float) -> QPoint:
    """Where on the canvas the data coordinates `x`, `y` are."""
    place: QPoint = plot.box.mapViewToScene(QPointF(x, y)).toPoint()
    return place


def move(plot: Plot, place: QPoint, buttons: Qt.MouseButton = NO_BUTTON) -> None:
    """Move the mouse to `place` on the canvas, with no button pressed or with `buttons`."""
    send_mouse(plot.canvas, QEvent.Type.MouseMove, QPointF(place), held=buttons)


def press(plot: Plot, place: QPoint) -> None:
    """Press the left button at `place` on the canvas."""
    send_mouse(plot.canvas, QEvent.Type.MouseButtonPress, QPointF(place), LEFT, LEFT)


def release(plot: Plot, place: QPoint) -> None:
    """Release the left button at `place` on the canvas."""
    send_mouse(plot.canvas, QEvent.Type.MouseButtonRelease, QPointF(place), LEFT)


def drag(plot: Plot, start: QPoint, *ways: QPoint) -> None:
    """Press at `start`, go by all of `ways`, and release at the last."""
    limit = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    try:
        move(plot, start)
        press(plot, start)
        for place in ways:
            move(plot, place, LEFT)
        release(plot, ways[-1])
    finally:
        pg.setConfigOption("mouseRateLimit", limit)


def click(plot: Plot, place: QPoint) -> None:
    """Press and release the left button at `place` on the canvas."""
    press(plot, place)
    release(plot, place)


def wheel(plot: Plot, place: QPoint, clicks: int) -> None:
    """Turn the wheel over `place`; away from the person zooms in."""
    turn_wheel(plot.canvas, QPointF(place), clicks)


def pixels(image: QImage, colour: str) -> tuple[list[int], list[int]]:
    """The x and y of all pixels of `image` in exactly this colour."""
    wanted = QColor(colour).rgb()
    found = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) == wanted
    ]
    return [x for x, _ in found], [y for _, y in found]
