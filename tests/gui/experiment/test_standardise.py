"""What standardising costs is said where one standardises, before and after."""

import numpy as np
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from engine.numbers import number
from gui.window import MainWindow
from tests.gui.windows import Open


def cost(window: MainWindow) -> str:
    label = window.findChild(QLabel, "standardiseCost")
    assert isinstance(label, QLabel)
    assert label.isHidden() is not bool(label.text())
    return label.text()


def test_without_a_constant_the_best_fit_gets_worse_and_that_is_said(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(formula="a*t", learning_rate=1e-3)
    qtbot.waitUntil(lambda: cost(window) != "")
    facts = window.player.facts
    assert facts is not None
    t, y = facts.inputs.astype(float), facts.targets.astype(float)

    def best(x: np.ndarray) -> float:
        return float(np.mean((x * (x @ y) / (x @ x) - y) ** 2))

    before, after = best(t), best((t - t.mean()) / t.std(ddof=1))
    assert after > before
    numbers = f"a loss of {number(after, 3)} instead of {number(before, 3)}"
    assert f"would make the best fit worse here, {numbers}" in cost(window)
    tick = window.findChild(QCheckBox, "standardiseCheck")
    assert isinstance(tick, QCheckBox)
    tick.click()
    qtbot.waitUntil(lambda: cost(window).startswith("It makes the best fit worse"))
    assert numbers in cost(window)
    # With a constant there is nothing to say.
    window.change({"formula": "a*t + b"})
    qtbot.waitUntil(lambda: cost(window) == "")


def test_the_article_loses_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.findChild(QLabel, "standardiseCost") is not None)
    assert cost(window) == ""
