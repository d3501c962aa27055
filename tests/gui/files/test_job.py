"""A job: what it tells, when and where, and that it ends whenever it is asked to."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from pytestqt.qtbot import QtBot

from gui.files.job import Cancelled, Job, Progress

LONG = 10_000


class Told:
    """What a job emits, in order, and whether it was in this thread and after the job's end."""

    def __init__(self, job: Job) -> None:
        self.news: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        self._job = job
        self.ended_before = True
        job.progress.connect(lambda share: self._add("progress", share))
        job.done.connect(lambda result: self._add("done", result))
        job.failed.connect(lambda error: self._add("failed", error))

    def _add(self, what: str, value: object) -> None:
        self.news.append((what, value))
        self.threads.add(QThread.currentThread())
        if what != "progress":
            self.ended_before = self.ended_before and self._job.isFinished()


class Gate:
    """Work that has begun, and ends when it is let or when it is cancelled."""

    def __init__(self) -> None:
        self.begun, self.opened, self.ended = (threading.Event() for _ in range(3))

    def obedient(self, progress: Progress, cancelled: Cancelled) -> str:
        self.begun.set()
        while not (self.opened.wait(0.001) or cancelled()):
            pass
        self.ended.set()
        return "result"

    def stubborn(self, progress: Progress, cancelled: Cancelled) -> str:
        self.begun.set()
        self.opened.wait()
        self.ended.set()
        return "result"


@pytest.fixture
def parent() -> Iterator[QObject]:
    parent = QObject()
    yield parent
    for job in parent.findChildren(Job):
        job.cancel()


def test_it_tells_its_progress_in_order_and_then_its_result(qtbot: QtBot, parent: QObject) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> list[int]:
        for share in (0.0, 0.25, 1.0):
            progress(share)
        return [1, 2]

    job = Job(work, parent)
    told = Told(job)
    with qtbot.waitSignal(job.done, timeout=LONG):
        job.start()
    assert told.news == [
        ("progress", 0.0), ("progress", 0.25), ("progress", 1.0), ("done", [1, 2])
    ]  # fmt: skip


def test_it_works_elsewhere_and_tells_here_once_its_thread_has_ended(
    qtbot: QtBot, parent: QObject
) -> None:
    worked_in: list[QThread] = []

    def work(progress: Progress, cancelled: Cancelled) -> None:
        worked_in.append(QThread.currentThread())
        progress(0.5)

    job = Job(work, parent)
    told = Told(job)
    with qtbot.waitSignal(job.done, timeout=LONG):
        job.start()
    here = QThread.currentThread()
    assert worked_in == [job] != [here]
    assert told.threads == {here}
    assert told.ended_before


def test_a_failure_is_told_in_place_of_a_result(qtbot: QtBot, parent: QObject) -> None:
    error = ValueError("no table")

    def work(progress: Progress, cancelled: Cancelled) -> None:
        raise error

    job = Job(work, parent)
    told = Told(job)
    with qtbot.waitSignal(job.failed, timeout=LONG):
        job.start()
    assert told.news == [("failed", error)]


def test_no_result_is_a_result(qtbot: QtBot, parent: QObject) -> None:
    job = Job(lambda _progress, _cancelled: None, parent)
    with qtbot.waitSignal(job.done, timeout=LONG) as blocker:
        job.start()
    assert blocker.args == [None]


def test_cancelling_stops_the_work_and_waits_for_it(qtbot: QtBot, parent: QObject) -> None:
    gate = Gate()
    job = Job(gate.obedient, parent)
    told = Told(job)
    job.start()
    assert gate.begun.wait(LONG)
    job.cancel()
    assert gate.ended.is_set()
    assert job.isFinished()
    QCoreApplication.processEvents()
    assert told.news == []


def test_abandoned_work_ends_in_its_own_time_unheard(qtbot: QtBot, parent: QObject) -> None:
    gate = Gate()
    job = Job(gate.stubborn, parent)
    told = Told(job)
    job.start()
    assert gate.begun.wait(LONG)
    job.abandon()
    assert job.isRunning()
    with qtbot.waitSignal(job.finished, timeout=LONG):
        gate.opened.set()
    QCoreApplication.processEvents()
    assert told.news == []


@pytest.mark.parametrize("fails", [False, True])
def test_what_was_on_its_way_is_not_told_after_cancelling(parent: QObject, fails: bool) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> str:
        progress(1.0)
        if fails:
            raise ValueError
        return "result"

    job = Job(work, parent)
    told = Told(job)
    job.start()
    # The thread has ended, and all it has to say waits in the queue.
    job.wait()
    job.cancel()
    QCoreApplication.processEvents()
    assert told.news == []


def test_cancelling_before_the_start_or_twice_does_no_harm(parent: QObject) -> None:
    job = Job(lambda _progress, _cancelled: None, parent)
    job.cancel()
    job.cancel()
    assert not job.isRunning()


def test_it_ends_with_its_parent() -> None:
    gate = Gate()
    parent = QObject()
    job = Job(gate.obedient, parent)
    job.start()
    assert gate.begun.wait(LONG)
    parent.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gate.ended.is_set()
