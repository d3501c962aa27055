"""Tests that misbehave, one way each: `tests/test_conftest.py` runs them and sees them fail.

Their names do not make them part of the suite. Those called `test_good_…` do not misbehave.
"""

import threading
import time
from pathlib import Path

import pyqtgraph
import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QSettings,
    QStandardPaths,
    QThread,
    QTimer,
    Signal,
    Slot,
    qDebug,
    qWarning,
)
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

HOUR = 3_600_000
kept: list[object] = []


def test_bad_thread(qapp: QApplication) -> None:
    QThread(qapp, objectName="trainer").start()


def test_bad_thread_that_nobody_holds(qapp: QApplication) -> None:
    QThread().start()


def test_bad_python_thread() -> None:
    threading.Thread(target=time.sleep, args=(2,), daemon=True).start()


def test_bad_timer(qapp: QApplication) -> None:
    timer = QTimer(qapp)
    timer.setObjectName("frame")
    timer.start(HOUR)


def test_bad_single_shot(qapp: QApplication) -> None:
    QTimer.singleShot(HOUR, lambda: None)


def test_bad_window(qapp: QApplication) -> None:
    kept.append(QWidget(objectName="forgotten"))


def test_bad_window_that_is_shown(qapp: QApplication) -> None:
    window = QMainWindow(objectName="shown")
    kept.append(window)
    window.show()


def test_bad_warning() -> None:
    qWarning("something is wrong")


class WarnsWhenClosed(QWidget):
    def closeEvent(self, event: object) -> None:
        qWarning("wrong while closing")


def test_bad_warning_in_teardown(qtbot: QtBot) -> None:
    widget = WarnsWhenClosed()
    kept.append(widget)
    qtbot.addWidget(widget)
    widget.show()


class Asker(QObject):
    asked = Signal()


class Answerer(QObject):
    called = Signal()

    @Slot()
    def answer(self) -> None:
        self.called.emit()
        raise ZeroDivisionError("in a slot")


def test_bad_slot(qapp: QApplication) -> None:
    asker, answerer = Asker(), Answerer()
    asker.asked.connect(answerer.answer)
    asker.asked.emit()


def test_bad_slot_in_a_thread(qtbot: QtBot) -> None:
    answerer, thread = Answerer(), QThread()
    answerer.moveToThread(thread)
    thread.started.connect(answerer.answer)
    answerer.called.connect(thread.quit)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    thread.wait()


class PaintsWrongly(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        raise ZeroDivisionError("in a paint")


def test_bad_paint(qtbot: QtBot) -> None:
    widget = PaintsWrongly()
    qtbot.addWidget(widget)
    widget.grab()


def test_bad_exception_in_a_python_thread() -> None:
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


class DiesBadly:
    def __del__(self) -> None:
        raise ZeroDivisionError("in a destructor")


def test_bad_destructor() -> None:
    DiesBadly()


def test_good_thread(qtbot: QtBot) -> None:
    thread = QThread()
    with qtbot.waitSignal(thread.started):
        thread.start()
    thread.quit()
    thread.wait()


def test_good_timers(qtbot: QtBot) -> None:
    owner, rung = QObject(), []
    QTimer(owner).start(HOUR)
    QTimer.singleShot(HOUR, owner, lambda: None)
    QTimer.singleShot(0, lambda: rung.append(1))
    qtbot.waitUntil(lambda: bool(rung))
    owner.deleteLater()


def test_good_widgets(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    QComboBox(widget).addItems(["Adam", "SGD"])
    widget.show()
    widget.findChild(QComboBox).showPopup()
    QTimer(widget).start(HOUR)
    QLabel("a label that ends with the test").show()


def test_good_plot(qtbot: QtBot) -> None:
    plot = pyqtgraph.PlotWidget()
    qtbot.addWidget(plot)
    plot.plot([1, 2, 3])
    plot.show()
    plot.grab()


def test_good_message() -> None:
    qDebug("all is well")


@pytest.mark.parametrize("run", [1, 2])
def test_good_settings(run: int) -> None:
    home = Path.home()
    QCoreApplication.setOrganizationName("learnscope-test")
    for settings in (
        QSettings(),
        QSettings("learnscope-test", "window"),
        QSettings(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "learnscope-test"),
    ):
        assert settings.allKeys() == []
        settings.setValue("seed", run)
        settings.sync()
        assert Path(settings.fileName()).is_relative_to(home)
    for place in (
        QStandardPaths.StandardLocation.AppConfigLocation,
        QStandardPaths.StandardLocation.AppDataLocation,
        QStandardPaths.StandardLocation.CacheLocation,
        QStandardPaths.StandardLocation.HomeLocation,
    ):
        folder = Path(QStandardPaths.writableLocation(place))
        assert folder.is_relative_to(home)
        folder.mkdir(parents=True, exist_ok=True)
        assert not (folder / "seed").exists()
        (folder / "seed").touch()
