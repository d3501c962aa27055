"""At stage 4 the window shows what the update would do, and then it does just that."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from engine.queries import Snapshot
from engine.runs import Stage
from gui.experiment.rate_slider import RateSlider
from gui.panels.moves import MovesPanel
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.windows import Open, trigger


@pytest.fixture
def window(qtbot: QtBot, open_window: Open) -> MainWindow:
    """A window at stage 4 of epoch 1."""
    opened = open_window()
    opened.movement.enabled = False
    opened.following.set_on(False)
    for stage in list(Stage)[:4]:
        step(qtbot, opened, stage)
    # Wherever the mouse of the test before was left.
    opened.ghosting.point_at_cards(False)
    return opened


def step(qtbot: QtBot, window: MainWindow, stage: Stage) -> None:
    trigger(window, "stepStageAction")
    wanted = None if stage is Stage.UPDATE else stage
    qtbot.waitUntil(lambda: window.player.stage is wanted, timeout=20_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def ghost(window: MainWindow) -> Snapshot | None:
    view = window._view
    assert view is not None
    return view.ghost


def close_up_texts(window: MainWindow) -> str:
    moves = window.body.view("moves")
    assert isinstance(moves, MovesPanel)
    return moves.cards[0].accessibleDescription()


def test_the_key_shows_what_the_update_then_does(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "ghostStepAction")
    settled(qtbot, window)
    seen = ghost(window)
    assert seen is not None
    assert (window.player.cursor, window.player.stage) == (0, Stage.GRADIENT)
    assert len(window.player.history) == 0
    assert "to −0.25733" in close_up_texts(window)
    assert "36,415 to 7,393.7" in window.banner.accessibleName()
    assert ("would be", "7,393.7") in window.fit.ghost.end_labels.texts
    loss = drawing(window.body.view("loss").canvas).texts  # type: ignore[attr-defined]
    assert any("7,393.7" in text and "would" in text for text in loss)
    step(qtbot, window, Stage.UPDATE)
    assert ghost(window) is None
    assert window._view is not None
    done = window._view.snapshot
    np.testing.assert_array_equal(done.updated_params, seen.updated_params)
    np.testing.assert_array_equal(done.updated_curve, seen.updated_curve)
    assert done.updated_loss == seen.updated_loss
    assert "would" not in window.banner.accessibleName()


def test_it_stays_on_until_it_is_switched_off(qtbot: QtBot, window: MainWindow) -> None:
    action = window.findChild(QAction, "ghostStepAction")
    trigger(window, "ghostStepAction")
    assert action.isChecked()
    step(qtbot, window, Stage.UPDATE)
    for stage in list(Stage)[:4]:
        assert ghost(window) is None
        step(qtbot, window, stage)
    seen = ghost(window)
    assert seen is not None
    assert seen.number == 2
    trigger(window, "ghostStepAction")
    assert not action.isChecked()
    assert ghost(window) is None


def test_the_mouse_over_the_cards_shows_it(qtbot: QtBot, window: MainWindow) -> None:
    moves = window.body.view("moves")
    assert isinstance(moves, MovesPanel)
    moves.ghostWanted.emit(True)
    settled(qtbot, window)
    assert ghost(window) is not None
    moves.ghostWanted.emit(False)
    assert ghost(window) is None


def test_the_dial_shows_the_step_at_the_rate_under_the_mouse(
    qtbot: QtBot, window: MainWindow
) -> None:
    slider = window.findChild(RateSlider, "rateSlider")
    assert isinstance(slider, RateSlider)
    qtbot.mouseMove(slider, QPoint(round(slider.x_of(4e-5)), slider.height() - 10))
    settled(qtbot, window)
    seen = ghost(window)
    assert seen is not None
    assert seen.settings.learning_rate == pytest.approx(4e-5, rel=0.1)
    assert window.player.experiment.learning_rate == 1e-5
    assert seen.updated_loss is not None
    assert seen.updated_loss > 36_415
    assert "at a rate of" in window.banner.accessibleName()
    slider.hovered.emit(None)
    assert ghost(window) is None


def test_it_is_not_shown_while_something_is_covered(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "ghostStepAction")
    settled(qtbot, window)
    window.covers.cover({"card.arrow"}, "card:a")
    assert ghost(window) is None
    window.ghosting.point_at_rate(2e-5)
    settled(qtbot, window)
    assert ghost(window) is None
    window.ghosting.point_at_rate(None)
    window.covers.lift()
    settled(qtbot, window)
    assert ghost(window) is not None
