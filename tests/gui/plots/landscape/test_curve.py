"""The loss of a model with one parameter: the curve, the path on it, and the best fit."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.experiment import Points
from gui.plots.landscape.curve import LossCurve
from gui.theme import DARK, LIGHT
from gui.window import MainWindow
from tests.gui.drawn import Drawing, drawing
from tests.gui.plots.helpers import move, place_of, wheel
from tests.gui.plots.landscape.shown import at_epoch, landscape, opened, settled
from tests.gui.windows import Open, at_front, trained, trigger, until_shown


def loss_of(window: MainWindow, value: float) -> float:
    facts = window.player.facts
    assert facts is not None
    return float(np.mean((value * facts.inputs.astype(float) - facts.targets) ** 2))


def curve_of(qtbot: QtBot, window: MainWindow, *, train: bool = True) -> LossCurve:
    return opened(qtbot, window, train=train).curve


def at(curve: LossCurve, x: float, y: float) -> tuple[float, float]:
    pixel = curve.box.mapViewToScene(QPointF(x, y))
    return pixel.x(), pixel.y()


def circles(marks: Drawing) -> list[tuple[float, float, str]]:
    return [(*mark.points[0], mark.fill) for mark in marks if mark.kind in ("circle", "ellipse")]


def test_it_says_what_it_is_about(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=5)
    curve = curve_of(qtbot, window)
    labels = [label.text() for label in curve.findChildren(QLabel) if label.isVisible()]
    assert "Landscape" in labels
    assert "where does the loss fall?" in labels
    assert curve.canvas.axes[0].labelText == "a"
    assert curve.canvas.axes[1].labelText == "loss"
    facts = window.player.history
    value = float(facts.updated_params[-1][0])
    assert curve.describe().startswith("The loss as a changes. After epoch 5, a is ")
    assert f"the loss {loss_of(window, value):,.1f}." in curve.describe()


def test_the_run_is_a_path_of_rings_that_ends_in_a_dot(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=4, learning_rate=1e-3)
    curve = curve_of(qtbot, window)
    marks = drawing(curve.canvas)
    history = window.player.history
    values = [float(history.params[0][0]), *(float(each[0]) for each in history.updated_params)]
    places = [at(curve, value, loss_of(window, value)) for value in values]
    found = circles(marks)
    dot = [(x, y) for x, y, fill in found if fill == LIGHT.text][-1]
    assert dot == pytest.approx(places[-1], abs=1.5)
    start = next((x, y) for x, y, fill in found if fill == LIGHT.panel)
    assert start == pytest.approx(places[0], abs=1.5)
    name, loss = marks.text("start"), marks.starting(f"loss {loss_of(window, values[0]):,.0f}"[:8])
    assert abs(sum(name.ends) / 2 - places[0][0]) < 90
    assert loss.top > name.top
    assert "after epoch 4" in marks.texts
    best = marks.text("best fit")
    valley = window.player.facts.valley
    floor = at(curve, float(valley.floor[0]), valley.floor_loss)
    assert abs(sum(best.ends) / 2 - floor[0]) < 60


def test_the_curve_is_the_loss_in_its_colour(open_window: Open, qtbot: QtBot) -> None:
    window = open_window("dark", formula="a*t", epochs=2)
    curve = curve_of(qtbot, window)
    values, losses = curve.line.getData()
    assert losses == pytest.approx([loss_of(window, value) for value in values], rel=1e-4)
    left, right, _, _ = curve.visible()
    assert (values[0], values[-1]) == pytest.approx((left, right))
    assert drawing(curve.canvas).stroked(DARK.curve)
    window.set_theme("light")
    assert drawing(curve.canvas).stroked(LIGHT.curve)


def test_the_step_slides_along_the_curve(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", learning_rate=1e-3)
    curve = curve_of(qtbot, window, train=False)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / ")
    settled(qtbot, window)
    history = window.player.history
    begin, end = float(history.params[0][0]), float(history.updated_params[0][0])
    for progress in (0.0, 0.5, 0.7, 1.0):
        landscape(window).set_progress(progress)
        x, y, _ = next(each for each in circles(drawing(curve.canvas)) if each[2] == LIGHT.text)
        low, high = sorted((at(curve, begin, 0)[0], at(curve, end, 0)[0]))
        assert low - 1 <= x <= high + 1
        place = curve.box.mapSceneToView(QPointF(x, y))
        top = abs(curve.visible()[3])
        assert place.y() == pytest.approx(loss_of(window, place.x()), abs=0.02 * top)
        wanted = {0.0: begin, 1.0: end}.get(progress)
        if wanted is not None:
            assert x == pytest.approx(at(curve, wanted, 0)[0], abs=1)


def test_a_first_step_to_nowhere_leaves_the_start(open_window: Open, qtbot: QtBot) -> None:
    huge = Points(inputs=(0.0, 1e15), targets=(0.0, 1e18))
    window = open_window(formula="a*t", data=huge, learning_rate=1e6)
    curve = curve_of(qtbot, window, train=False)
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.failure is not None or window.player.cursor == 1)
    settled(qtbot, window)
    for progress in (0.3, 1.0):
        landscape(window).set_progress(progress)
        texts = drawing(curve.canvas).texts
        assert "start" in texts
        assert "after epoch 1" not in texts


def test_it_is_zoomed_and_comes_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=3)
    curve = curve_of(qtbot, window)
    button = curve.findChild(QToolButton, "lossCurveFitButton")
    home = curve.visible()
    assert not button.isEnabled()
    assert button.toolTip().startswith("Back to the way from the start to the best fit")
    wheel(curve, place_of(curve, (home[0] + home[1]) / 2, 100.0), 6)
    settled(qtbot, window)
    left, right, _, _ = curve.visible()
    assert right - left < home[1] - home[0]
    values, losses = curve.line.getData()
    assert (values[0], values[-1]) == pytest.approx((left, right))
    assert losses == pytest.approx([loss_of(window, value) for value in values], rel=1e-4)
    assert button.isEnabled()
    button.click()
    settled(qtbot, window)
    assert curve.visible() == home
    assert not button.isEnabled()


def test_the_loss_under_the_mouse_and_the_cross_is_told(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=3)
    curve = curve_of(qtbot, window)
    place = place_of(curve, 1.0, 900.0)
    move(curve, place)
    settled(qtbot, window)
    value = curve.box.mapSceneToView(place.toPointF()).x()
    lines = curve.tip.text().splitlines()
    assert lines[0].startswith("here the loss is ")
    told = float(lines[0].removeprefix("here the loss is ").replace(",", ""))
    assert told == pytest.approx(loss_of(window, value), rel=1e-3)
    assert lines[1].startswith("a ")
    assert lines[2] == "click: start a new run from here"
    at_front(qtbot, window)
    curve.setFocus()
    qtbot.keyClick(curve, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    assert curve.tip.text().endswith("Enter: start a new run from here")
    crosses = [
        mark for mark in drawing(curve.canvas).stroked(LIGHT.text)
        if mark.top == mark.bottom and mark.right - mark.left == pytest.approx(18)
    ]  # fmt: skip
    assert crosses


def test_another_run_has_its_own_curve(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=3)
    curve = curve_of(qtbot, window)
    window.change({"seed": 5})
    trained(qtbot, window)
    settled(qtbot, window)
    values, losses = curve.line.getData()
    assert losses == pytest.approx([loss_of(window, value) for value in values], rel=1e-4)
    at_epoch(qtbot, window, 1)
    assert "After epoch 1, a is" in curve.describe()
