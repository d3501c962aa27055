"""What a test may leave behind: running threads, active timers, windows. Found, named, cleared."""

import gc
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import getCppPointer, isValid

MILLISECONDS_TO_END = 5_000


class Leftovers:
    """Watches a test from here on; `found()` says what it left behind.

    `QThread.start`, `QTimer.start` and `QTimer.singleShot` are wrapped meanwhile, so that whatever
    is found can be named with the line that started it.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._threads_before = set(threading.enumerate())
        self._windows_before = {getCppPointer(window)[0] for window in _windows()}
        # Held: Qt ends the whole process where a running thread is destroyed.
        self._threads: list[tuple[QThread, str]] = []
        self._timers: WeakKeyDictionary[QTimer, str] = WeakKeyDictionary()
        self._single_shots: dict[object, tuple[QObject | None, str]] = {}
        monkeypatch.setattr(QThread, "start", self._thread_start(QThread.start))
        monkeypatch.setattr(QTimer, "start", self._timer_start(QTimer.start))
        monkeypatch.setattr(QTimer, "singleShot", staticmethod(self._shot(QTimer.singleShot)))

    def _thread_start(self, start: Callable[..., None]) -> Callable[..., None]:
        def started(thread: QThread, *args: Any) -> None:
            self._threads.append((thread, _caller()))
            start(thread, *args)

        return started

    def _timer_start(self, start: Callable[..., None]) -> Callable[..., None]:
        def started(timer: QTimer, *args: Any) -> None:
            self._timers[timer] = _caller()
            start(timer, *args)

        return started

    def _shot(self, single_shot: Callable[..., None]) -> Callable[..., None]:
        def started(*args: Any) -> None:
            *when, action = args
            # Qt forgets such a shot by itself when the object is destroyed.
            if not callable(action) or isinstance(getattr(action, "__self__", None), QObject):
                single_shot(*args)
                return
            context = next((arg for arg in when if isinstance(arg, QObject)), None)
            shot = object()
            self._single_shots[shot] = context, _caller()

            def run() -> None:
                if self._single_shots.pop(shot, None):
                    action()

            single_shot(*when, run)

        return started

    def found(self) -> list[str]:
        """One line for each thing that is left, after what was about to go has gone."""
        _settle()
        if left := self._left():
            # Widgets whose Python side is a cycle go only with it.
            gc.collect()
            _settle()
            left = self._left()
        return left

    def _left(self) -> list[str]:
        return [
            *(f"a running {_name(thread)}, from {line}" for thread, line in self._running()),
            *(f"a running {thread}" for thread in self._python_threads()),
            *(f"an active {_name(timer)}, from {line}" for timer, line in self._active()),
            *(f"a waiting QTimer.singleShot, from {line}" for line in self._waiting()),
            *(f"a top-level {_name(window)}" for window in self._new_windows()),
        ]

    def _running(self) -> list[tuple[QThread, str]]:
        return [
            (thread, line)
            for thread, line in self._threads
            if isValid(thread) and thread.isRunning()
        ]

    def _python_threads(self) -> list[threading.Thread]:
        # A QThread in which Python ran is a dummy to `threading`, which never sees it end.
        return [
            thread
            for thread in threading.enumerate()
            if thread not in self._threads_before and not isinstance(thread, threading._DummyThread)
        ]

    def _active(self) -> list[tuple[QTimer, str]]:
        return [
            (timer, line)
            for timer, line in self._timers.items()
            if isValid(timer) and timer.isActive()
        ]

    def _waiting(self) -> list[str]:
        return [
            line
            for context, line in self._single_shots.values()
            if context is None or isValid(context)
        ]

    def _new_windows(self) -> list[QWidget]:
        return [
            window for window in _windows() if getCppPointer(window)[0] not in self._windows_before
        ]

    def clear(self) -> None:
        """End what is left, so that the next test does not suffer from it."""
        for timer, _ in self._active():
            timer.stop()
        self._single_shots.clear()
        for thread, _ in self._running():
            thread.requestInterruption()
            thread.quit()
            thread.wait(MILLISECONDS_TO_END)
        for window in self._new_windows():
            window.hide()
            window.deleteLater()
        _settle()


@contextmanager
def warnings_of_qt(ignored: Sequence[str]) -> Iterator[list[str]]:
    """Collects Qt's messages from warnings upwards, those aside that match a regex `ignored`."""
    warnings: list[str] = []
    harmless = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind not in harmless and not any(re.search(regex, message) for regex in ignored):
            warnings.append(message)

    previous = qInstallMessageHandler(handle)
    try:
        yield warnings
    finally:
        qInstallMessageHandler(previous)


def _windows() -> list[QWidget]:
    if not isinstance(QCoreApplication.instance(), QApplication):
        return []
    return [window for window in QApplication.topLevelWidgets() if window.parent() is None]


def _settle() -> None:
    """Let happen what has been posted; `processEvents` alone leaves `deleteLater` for later."""
    if QCoreApplication.instance() is None:
        return
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def _name(thing: QObject) -> str:
    return f"{type(thing).__name__} {thing.objectName()!r}"


def _caller() -> str:
    frame = sys._getframe(2)
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
