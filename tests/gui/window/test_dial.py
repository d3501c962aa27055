"""The learning rate's dial in the window: a rate is tried over the run, and kept or taken back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.numbers import rate
from gui.experiment.rate_slider import RateSlider
from gui.plots.fit import FitPlot
from gui.plots.loss import LossPlot
from gui.window import MainWindow
from tests.article import Article
from tests.gui.windows import Open, edit, text, trained, trigger, until_shown

LEFT = Qt.MouseButton.LeftButton


def slider(window: MainWindow) -> RateSlider:
    found = window.findChild(RateSlider, "rateSlider")
    assert isinstance(found, RateSlider)
    return found


def place(window: MainWindow, at: float) -> QPoint:
    return QPoint(round(slider(window).x_of(at)), slider(window).height() - 10)


def drag(window: MainWindow, *rates: float) -> None:
    handle = round(slider(window).position_of(slider(window).value()))
    QTest.mousePress(slider(window), LEFT, pos=QPoint(handle, slider(window).height() - 10))
    for each in rates:
        QTest.mouseMove(slider(window), place(window, each))


def release(window: MainWindow) -> None:
    QTest.mouseRelease(slider(window), LEFT, pos=place(window, slider(window).number()))


def loss_plot(window: MainWindow) -> LossPlot:
    view = window.body.view("loss")
    assert isinstance(view, LossPlot)
    return view


def fit_plot(window: MainWindow) -> FitPlot:
    view = window.body.view("fit")
    assert isinstance(view, FitPlot)
    return view


def previewed(window: MainWindow) -> bool:
    return loss_plot(window).preview_curve.isVisible()


def losses(used: float, epochs: int) -> np.ndarray:
    return np.array([epoch.loss for epoch, _ in zip(Article(0, used), range(epochs), strict=False)])


def test_a_rate_is_tried_over_the_run_then_kept_as_a_run_of_its_own(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=40)
    trained(qtbot, window)
    drag(window, 2e-5, 3e-5)
    tried = slider(window).number()
    assert tried == pytest.approx(3e-5, rel=0.05)
    note = f"preview at {rate(tried)}:"
    qtbot.waitUntil(lambda: loss_plot(window).edge_note.text().find(note) >= 0)
    # The run is as it was; what is tried is only drawn over it, and is what that rate would give.
    assert window.player.experiment.learning_rate == 1e-5
    assert previewed(window)
    _, drawn = loss_plot(window).preview_curve.getData()
    np.testing.assert_allclose(drawn[:40], np.log10(losses(tried, 40)), rtol=1e-6)
    assert len(fit_plot(window).preview_curve.getData()[0]) > 0
    assert note in fit_plot(window).edge_note.text()
    assert edit(window, "learningRateEdit").text() == rate(tried)
    first = window.player.run
    release(window)
    kept = slider(window).number()
    qtbot.waitUntil(lambda: window.player.run is not first)
    qtbot.waitUntil(lambda: len(window.player.history) == 40)
    until_shown(qtbot, window, "epoch 40 / 40")
    np.testing.assert_array_equal(window.player.history.loss, losses(kept, 40).astype(np.float32))
    assert not previewed(window)
    # The run before is there to compare, and comes back.
    qtbot.waitUntil(lambda: "rate 0.00001" in " ".join(loss_plot(window).legend.texts))
    second = window.player.run
    trigger(window, "undoAction")
    qtbot.waitUntil(lambda: window.player.run is not second)
    qtbot.waitUntil(lambda: len(window.player.history) == 40)
    np.testing.assert_array_equal(window.player.history.loss, losses(1e-5, 40).astype(np.float32))


def test_escape_takes_what_was_tried_away(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=20)
    trained(qtbot, window)
    drag(window, 3e-5)
    qtbot.waitUntil(lambda: previewed(window))
    QTest.keyClick(slider(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not previewed(window))
    assert loss_plot(window).edge_note.isHidden()
    assert edit(window, "learningRateEdit").text() == "0.00001"
    release(window)
    assert window.player.experiment.learning_rate == 1e-5
    assert len(window.player.history) == 20
    assert not window.changes.canUndo()


def test_the_edge_is_seen_before_it_is_crossed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=200)
    trained(qtbot, window)
    drag(window, 4.2e-5)
    qtbot.waitUntil(lambda: "not finite in epoch" in loss_plot(window).edge_note.text())
    assert "119%" in text(window, "rateShare") or "116%" in text(window, "rateShare")
    assert window.player.state == "finished"
    QTest.keyClick(slider(window), Qt.Key.Key_Escape)
    release(window)


def test_before_the_first_epoch_it_is_tried_and_only_set(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=30)
    drag(window, 2e-5)
    qtbot.waitUntil(lambda: previewed(window))
    assert loss_plot(window).preview_curve.getData()[0].max() == 30
    release(window)
    kept = slider(window).number()
    assert window.player.experiment.learning_rate == kept
    qtbot.waitUntil(lambda: not previewed(window))
    assert len(window.player.history) == 0


def test_a_run_that_plays_plays_on(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=100_000)
    window.set_speed(20.0)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(window.player.history) > 5)
    slider(window).setFocus()
    QTest.keyClick(slider(window), Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: previewed(window))
    QTest.keyClick(slider(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.player.run.experiment.learning_rate == 2e-5)
    qtbot.waitUntil(lambda: len(window.player.history) > 12, timeout=20_000)
    assert window.player.playing
    trigger(window, "playAction")


@pytest.mark.parametrize(
    ("fields", "share", "certain"),
    [
        ({}, "28% of the largest stable rate, 3.54e−5", "exact: "),
        ({"formula": "a*tanh(b*t+c)+d"}, " of the ", "local: "),
    ],
)
def test_it_says_how_much_of_the_limit_it_is_and_how_sure(
    open_window: Open, qtbot: QtBot, fields: dict[str, object], share: str, certain: str
) -> None:
    window = open_window(**fields)
    qtbot.waitUntil(lambda: share in text(window, "rateShare"))
    assert text(window, "rateCertainty").startswith(certain)
    assert share in slider(window).accessibleName()


def test_each_axis_tells_how_far_it_has_to_go_at_the_rate_tried(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    bars = window.column.training.dial._bars
    assert "along: 1,440,000" in bars.accessibleName()
    slider(window).setFocus()
    QTest.keyClick(slider(window), Qt.Key.Key_PageUp)
    assert "along: 722,000" in bars.accessibleName()
    QTest.keyClick(slider(window), Qt.Key.Key_Escape)
    assert "along: 1,440,000" in bars.accessibleName()
    assert isinstance(window.findChild(QLabel, "rateToGo"), QLabel)


def test_typing_a_rate_moves_the_dial_and_reruns_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=10)
    trained(qtbot, window)
    field = edit(window, "learningRateEdit")
    field.setText("2e-5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert slider(window).number() == 2e-5
    assert len(window.player.history) == 10
