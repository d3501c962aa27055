"""Garbage is collected in the window's thread, whatever else runs beside it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.run.garbage import Garbage
from gui.run.link import Link
from gui.run.protocol import Load, Train

RUN = 1


class Cycle:
    """What only the collector can destroy."""

    def __init__(self) -> None:
        self.itself = self


def garbage() -> weakref.ref[Cycle]:
    return weakref.ref(Cycle())


@pytest.fixture
def collecting_threads() -> Iterator[set[int]]:
    """The threads in which garbage is collected, by a collector that is in a hurry."""
    threads: set[int] = set()

    def note(_phase: str, _told: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    before = gc.get_threshold()
    gc.set_threshold(5, 1, 1)
    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


@pytest.fixture
def parent() -> QObject:
    return QObject()


@pytest.fixture
def link(parent: QObject) -> Iterator[Link]:
    link = Link(parent)
    link.start()
    yield link
    link.close()


def train(link: Link, qtbot: QtBot) -> None:
    """Load a run and train it, which makes thousands of objects in the worker's thread."""
    answers: list[object] = []
    link.answered.connect(answers.append)
    experiment = Experiment()
    link.ask(Load(RUN, experiment))
    link.ask(Train(RUN, experiment.settings, 50, float("inf")))
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=20_000)


def test_none_is_collected_in_the_worker_s_thread(
    qtbot: QtBot, link: Link, collecting_threads: set[int]
) -> None:
    train(link, qtbot)
    collecting_threads.discard(threading.get_ident())
    assert not collecting_threads


def test_it_is_collected_in_the_window_s_meanwhile(
    qtbot: QtBot, link: Link, collecting_threads: set[int]
) -> None:
    train(link, qtbot)
    collecting_threads.clear()
    left = garbage()
    qtbot.waitUntil(lambda: left() is None)
    assert collecting_threads == {threading.get_ident()}


def test_what_is_old_is_gone_through_now_and_then(
    parent: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    timer = Garbage(parent)
    for _ in range(21):
        timer.timeout.emit()
    assert [time for time, generation in enumerate(collected, 1) if generation == 2] == [10, 20]
    assert set(collected) == {1, 2}


def test_python_collects_by_itself_when_the_last_thread_has_ended(parent: QObject) -> None:
    first, second = Link(parent), Link(parent)
    assert gc.isenabled()
    first.start()
    second.start()
    assert not gc.isenabled()
    first.close()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()
