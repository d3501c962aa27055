"""What nobody foresaw: the window stays, the run is paused and whole, a report can be copied."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.queries import CurvatureQuery, SnapshotQuery
from gui.mishaps import Hooks, Mishap
from gui.panels.timeline import Timeline
from gui.window import MainWindow
from tests.article import Article
from tests.gui.windows import Open, at_front, remedy, trained, trigger

pytestmark = pytest.mark.qt_no_exception_capture
WRONG = "Something went wrong that should not have: "


def wrong(*_args: object, **_named: object) -> None:
    raise ZeroDivisionError("a mistake in the program")


@pytest.fixture
def window(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", lambda _told: None)
    window = open_window("light", epochs=100_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    with Hooks() as hooks:
        hooks.happened.connect(window.trouble.of_mishap, Qt.ConnectionType.QueuedConnection)
        yield window


def until_told(qtbot: QtBot, window: MainWindow, said: str = "a mistake in the program") -> None:
    qtbot.waitUntil(lambda: said in window.banner.text, timeout=20_000)
    assert window.isVisible()
    assert window.banner.kind == "error"


def report(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.mouseClick(remedy(window, "Show report"), Qt.MouseButton.LeftButton)
    dialog = window.findChild(QDialog, "reportDialog")
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    copy = dialog.findChild(QPushButton, "copyReportButton")
    for does in (
        lambda: qtbot.mouseClick(copy, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(dialog, Qt.Key.Key_Return),
    ):
        QGuiApplication.clipboard().setText("something else")
        copy.setText("Copy")
        does()
        assert QGuiApplication.clipboard().text() == text
        assert copy.text() == "Copied"
    dialog.close()
    return text


def playing(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(window.player.history) > 2, timeout=20_000)


def goes_on_as_the_article(qtbot: QtBot, window: MainWindow) -> None:
    """The run's history is whole, and so is what is trained after it."""
    before = len(window.player.history)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(window.player.history) > before, timeout=20_000)
    qtbot.waitUntil(lambda: window.player.state in ("playing", "paused"))
    history = window.player.history
    losses = [printed.loss for printed in Article().epochs(len(history))]
    np.testing.assert_array_equal(history.loss, np.array(losses[: len(history)], np.float32))


def test_a_key_that_fails_pauses_the_run_and_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_front(qtbot, window)
    playing(qtbot, window)
    monkeypatch.setattr(window.movement, "expect", wrong)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    until_told(qtbot, window)
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    assert window.banner.text == (
        f"{WRONG}ZeroDivisionError: a mistake in the program. "
        "The run is paused, and nothing of it is lost."
    )
    goes_on_as_the_article(qtbot, window)


def test_a_timer_that_fails_is_told(qtbot: QtBot, window: MainWindow) -> None:
    QTimer.singleShot(0, window, wrong)
    until_told(qtbot, window)
    assert window.banner.text.endswith("Nothing is lost.")


def test_a_thread_that_fails_is_told(qtbot: QtBot, window: MainWindow) -> None:
    thread = threading.Thread(target=wrong)
    thread.start()
    thread.join()
    until_told(qtbot, window)


@pytest.mark.parametrize(
    ("name", "reads"),
    [("speed.csv", "table_import.read_table"), ("run.learnscope", "documents.load")],
)
def test_a_reading_thread_that_fails_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, name: str, reads: str
) -> None:
    monkeypatch.setattr(f"gui.files.{reads}", wrong)
    window.open_file(Path(name))
    until_told(qtbot, window, WRONG)
    said = report(qtbot, window)
    # It says what the thread was doing, not only where it was told.
    assert "in wrong\n" in said
    assert "in run\n" in said
    goes_on_as_the_article(qtbot, window)


def test_an_event_handler_that_fails_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.stages, "fit_into", wrong)
    QTimer.singleShot(0, window, lambda: window.resize(1100, 720))
    until_told(qtbot, window)


class PaintsWrongly(QWidget):
    """Fails whenever it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        wrong()


def test_a_painting_that_fails_is_told_once_and_does_not_go_round(
    qtbot: QtBot, window: MainWindow
) -> None:
    bad = PaintsWrongly(window.centralWidget())
    bad.resize(50, 50)
    bad.show()
    until_told(qtbot, window)
    painted = bad.painted
    bad.update()
    qtbot.waitUntil(lambda: bad.painted > painted)
    painted = bad.painted
    # Nothing that tells of it paints it again.
    qtbot.wait(100)
    assert bad.painted == painted
    assert "a mistake in the program, " in report(qtbot, window)
    bad.hide()


def test_a_question_that_fails_is_its_views_own_and_the_run_goes_on(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        for way in ("steps", "answer"):
            patched.setattr(CurvatureQuery, way, wrong)
        window.body.turn_to("curvature")
        until_told(qtbot, window)
        view = window.body.view("curvature")
        qtbot.waitUntil(lambda: view.findChild(QLabel, "nothingToShow") is not None)
        cover = view.findChild(QLabel, "nothingToShow")
        assert cover.isVisible()
        assert cover.geometry() == view.rect()
        assert window.player.failure is None
        assert window.player.state == "ready"
        goes_on_as_the_article(qtbot, window)
    # The next question is answered.
    window.player.pause()
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: view.findChild(QLabel, "nothingToShow") is None, timeout=20_000)


def test_a_snapshot_that_fails_loses_no_update(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.set_speed(None)
    with monkeypatch.context() as patched:
        patched.setattr(SnapshotQuery, "answer", wrong)
        trigger(window, "playAction")
        until_told(qtbot, window)
        qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
        assert window.player.failure is None
    goes_on_as_the_article(qtbot, window)


def test_a_view_that_cannot_be_drawn_leaves_the_others(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.stages, "draw", wrong)
    monkeypatch.setattr(window.fit, "draw", wrong)
    trigger(window, "stepEpochAction", times=3)
    until_told(qtbot, window)
    qtbot.waitUntil(lambda: window.bars.status.text().startswith("epoch 3"), timeout=20_000)
    timeline = window.findChild(Timeline)
    assert timeline is not None
    goes_on_as_the_article(qtbot, window)


def test_a_training_that_fails_has_a_report_too(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("engine.training.Recorder.train", wrong)
        trigger(window, "stepEpochAction")
        until_told(qtbot, window, "This run cannot go on: ZeroDivisionError")
        assert "in _train\n" in report(qtbot, window)


def test_several_mistakes_are_counted_in_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    def other() -> None:
        raise KeyError("missing")

    for mistake in (wrong, other, wrong, wrong):
        QTimer.singleShot(0, window, mistake)
    until_told(qtbot, window, "2 things went wrong")
    assert window.banner.text.startswith(
        "2 things went wrong that should not have, the last: KeyError: 'missing'."
    )
    said = report(qtbot, window)
    assert "ZeroDivisionError: a mistake in the program, 3 times" in said
    assert "KeyError: 'missing'\n" in said


def test_what_is_dismissed_and_happens_again_is_told_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    for _ in range(2):
        QTimer.singleShot(0, window, wrong)
        until_told(qtbot, window)
        window.banner.clear()


def test_the_end_of_the_run_is_said_after_what_went_wrong(qtbot: QtBot, window: MainWindow) -> None:
    window.change({"epochs": 5})
    QTimer.singleShot(0, window, wrong)
    until_told(qtbot, window)
    trained(qtbot, window)
    assert WRONG in window.banner.text
    window.banner.clear()
    assert "5 epochs" in window.banner.text


def test_the_report_has_versions_and_the_experiment_without_its_data(
    qtbot: QtBot, window: MainWindow
) -> None:
    secret = Points(
        inputs=(1.25, 98765.5, 3.0), targets=(4.0, 43210.5, 6.0),
        input_name="patient", target_name="weight", source="ward.csv",
    )  # fmt: skip
    window.change({"data": secret})
    QTimer.singleShot(0, window, wrong)
    until_told(qtbot, window)
    said = report(qtbot, window)
    for wanted in (
        "Learnscope ", "Python 3", "torch 2", "PySide6 6", "pyqtgraph 0", "numpy ",
        "Traceback (most recent call last)", 'raise ZeroDivisionError("a mistake',
        f'"formula": "{Experiment().formula}"', '"points": 3',
    ):  # fmt: skip
        assert wanted in said
    for private in ("98765", "43210", "patient", "weight", "ward"):
        assert private not in said


def test_a_window_whose_closing_fails_stays_and_can_be_closed_all_the_same(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.documents, "close", wrong)
    window.close()
    until_told(qtbot, window)
    goes_on_as_the_article(qtbot, window)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_an_answer_that_cannot_be_taken_leaves_the_player_obedient(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(window.player.pace, "measure", wrong)
        trigger(window, "stepEpochAction")
        until_told(qtbot, window)
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    goes_on_as_the_article(qtbot, window)


def test_what_went_wrong_is_told_again_after_a_message_that_took_its_place(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.trouble.of_mishap(Mishap("ValueError: a mistake in the program", "nowhere", ""))
    until_told(qtbot, window)
    window.telling.error("There is no such file.")
    close = window.banner.findChild(QToolButton, "bannerCloseButton")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    until_told(qtbot, window)
    assert remedy(window, "Show report")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.banner.text == ""
