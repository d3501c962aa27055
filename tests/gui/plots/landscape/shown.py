"""The landscape in a real window, with its worker."""

from typing import cast

import numpy as np
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.runs import Valley
from gui.plots.landscape import Landscape
from gui.window import MainWindow
from tests.gui.drawn import Drawing, drawing
from tests.gui.windows import trained


def landscape(window: MainWindow) -> Landscape:
    return cast(Landscape, window.body.view("landscape"))


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until every question is answered."""
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def opened(qtbot: QtBot, window: MainWindow, *, train: bool = True) -> Landscape:
    """The landscape, as large as the window, of a run that is trained to its end."""
    window.movement.enabled = False
    window.resize(1440, 900)
    window.body.turn_to("landscape")
    window.body.enlarge("landscape")
    if train:
        trained(qtbot, window)
    settled(qtbot, window)
    return landscape(window)


def at_epoch(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    window.player.seek(epoch)
    qtbot.waitUntil(lambda: window.player.cursor == epoch and window.settled, timeout=20_000)


def painted(shown: Landscape) -> Drawing:
    """What the map paints."""
    return drawing(shown.map.canvas)


def sentence(shown: Landscape) -> str:
    label = shown.findChild(QLabel, "lossMapSentence")
    assert isinstance(label, QLabel)
    return label.text()


def valley_of(window: MainWindow) -> Valley:
    facts = window.player.facts
    assert facts is not None
    assert facts.valley is not None
    return facts.valley


def true_loss(window: MainWindow, params: np.ndarray) -> float:
    """The loss of the article's parabola at `params`, without the program's own evaluation."""
    facts = window.player.facts
    assert facts is not None
    t, targets = facts.inputs.astype(float), facts.targets.astype(float)
    a, b, c = params
    return float(np.mean((a * t**2 + b * t + c - targets) ** 2))
