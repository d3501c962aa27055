"""Long histories without a model, and a mouse over a plot."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.experiment.settings import Settings
from engine.runs import History, Updates
from gui.plots.base.plot import Plot
from gui.run import View
from tests.gui.views import make_view

NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton


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
    _mouse(plot, QEvent.Type.MouseMove, place, NO_BUTTON, buttons)


def press(plot: Plot, place: QPoint) -> None:
    """Press the left button at `place` on the canvas."""
    _mouse(plot, QEvent.Type.MouseButtonPress, place, LEFT, LEFT)


def release(plot: Plot, place: QPoint) -> None:
    """Release the left button at `place` on the canvas."""
    _mouse(plot, QEvent.Type.MouseButtonRelease, place, LEFT, NO_BUTTON)


def drag(plot: Plot, start: QPoint, *ways: QPoint) -> None:
    """Press at `start`, go by all of `ways`, and release at the last."""
    limit = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    try:
        move(plot, start)
        _mouse(plot, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
        for place in ways:
            _mouse(plot, QEvent.Type.MouseMove, place, NO_BUTTON, LEFT)
        _mouse(plot, QEvent.Type.MouseButtonRelease, ways[-1], LEFT, NO_BUTTON)
    finally:
        pg.setConfigOption("mouseRateLimit", limit)


def click(plot: Plot, place: QPoint) -> None:
    """Press and release the left button at `place` on the canvas."""
    _mouse(plot, QEvent.Type.MouseButtonPress, place, LEFT, LEFT)
    _mouse(plot, QEvent.Type.MouseButtonRelease, place, LEFT, NO_BUTTON)


def wheel(plot: Plot, place: QPoint, clicks: int) -> None:
    """Turn the wheel over `place`; away from the person zooms in."""
    viewport = plot.canvas.viewport()
    QApplication.sendEvent(
        viewport,
        QWheelEvent(
            QPointF(place),
            viewport.mapToGlobal(QPointF(place)),
            QPoint(),
            QPoint(0, 120 * clicks),
            NO_BUTTON,
            NO_KEY,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


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


def _mouse(
    plot: Plot,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    buttons: Qt.MouseButton,
) -> None:
    viewport = plot.canvas.viewport()
    position = QPointF(place)
    event = QMouseEvent(kind, position, viewport.mapToGlobal(position), button, buttons, NO_KEY)
    QApplication.sendEvent(viewport, event)
