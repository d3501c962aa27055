"""The worker, which trains and answers questions in a thread of its own, one thing at a time.

Its thread's event loop is its only queue: requests arrive as queued signals and answers leave the
same way, so there are no locks; what the window writes besides only makes it leave something
sooner. PyTorch, and what asks it, is imported here, in the thread: the window need not wait for it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from engine.experiment.settings import Settings
from engine.runs import Begun, Facts, Scale, Stage
from engine.words.torch_missing import why_torch_is_missing
from gui.mishaps import Mishap
from gui.run.protocol import (
    Abandon,
    Advance,
    Broken,
    Cancel,
    Cancelled,
    Compute,
    Computed,
    LayAside,
    Load,
    Loaded,
    Refused,
    Request,
    Staged,
    TakeUp,
    Train,
    Trained,
    Unanswered,
    Unseen,
)

if TYPE_CHECKING:
    from engine.queries import Query, Snapshot
    from engine.training import Problem, Recorder, RefusedError

Steps = Generator[None, None, Any]


class TrainingWorker(QObject):
    """Obeys requests and answers each; every answer is immutable."""

    answered = Signal(object)
    # Queued to itself, so that requests which have arrived meanwhile come first.
    _turn = Signal()

    def __init__(self) -> None:
        super().__init__()
        # The latest run asked for, written by the window's thread, and the latest taken up: what
        # is computed while another one waits is left at once.
        self.wanted = self._taken = 0
        # Written by the window's thread, too: whether the slice under way should end at once.
        self.hurried = False
        self._recorder: Recorder
        self._facts: Facts
        self._scale: Scale
        self._run: int
        self._aside: tuple[Recorder, Facts, Scale, int] | None = None
        self._torch_is_missing = ""
        # The questions whose answers take several steps.
        self._computing: deque[tuple[Compute, Steps]] = deque()
        self._turn.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def obey(self, request: Request) -> None:
        """Do what `request` asks and emit the answer; none, if nobody waits for it any more."""
        try:
            if not self._loads_torch():
                self.answered.emit(Broken(request.run, self._torch_is_missing, for_good=True))
            else:
                self._obey(request)
        except Exception as error:
            if not self._dismissed():
                self._break(request.run, error)

    def _dismissed(self) -> bool:
        """Whether the window is closed, or has asked for a run that has not been taken up yet."""
        return self.wanted > self._taken or QThread.currentThread().isInterruptionRequested()

    def _loads_torch(self) -> bool:
        """Whether PyTorch is there, loaded by the first request."""
        # A failed import is not tried again, since half of PyTorch is still in memory.
        if not self._torch_is_missing:
            try:
                import torch  # noqa: F401
            except (ImportError, OSError) as error:
                self._torch_is_missing = why_torch_is_missing(error)
        return not self._torch_is_missing

    def _obey(self, request: Request) -> None:
        match request:
            case Load():
                self._load(request)
            case Train():
                self._train(request)
            case Advance(run, settings):
                self._advance(run, settings)
            case Abandon():
                self._recorder.abandon()
            case LayAside() if self._taken:
                self._aside = self._recorder, self._facts, self._scale, self._run
            case TakeUp() if self._aside is not None:
                self._recorder, self._facts, self._scale, self._run = self._aside
                self._aside = None
                self._computing.clear()
            # Nobody waits for the answer to a question about an earlier run.
            case Compute(run, query) if run == self._run:
                self._compute(request, _steps(query, self._recorder.problem))
            case Cancel(_, query):
                self._cancel(query)

    def _break(self, run: int, error: Exception) -> None:
        mishap = Mishap.of(error)
        self.answered.emit(Broken(run, mishap.said, mishap=mishap))

    # --- training

    def _load(self, request: Load) -> None:
        import torch

        from engine.queries import FactsQuery, SnapshotQuery
        from engine.training import Problem, Recorder

        self._taken = request.run

        # For such small tensors more threads bring nothing and would compete with the window's.
        torch.set_num_threads(1)
        # Assigned last, so that if anything fails, the run before can still be looked at.
        problem = Problem(request.experiment, self._dismissed, plain=request.plain)
        recorder = Recorder(request.experiment, problem)
        facts = FactsQuery(request.experiment).answer(problem)
        start = replace(recorder.begun, number=0)
        snapshot = SnapshotQuery(start, None, facts.curve_inputs, facts.scale).answer(problem)
        self._recorder, self._facts, self._run = recorder, facts, request.run
        self._scale = facts.scale
        self._computing.clear()
        self.answered.emit(Loaded(request.run, facts, snapshot))

    def _train(self, request: Train) -> None:
        from engine.training import RefusedError

        self._recorder.settings = request.settings
        self._recorder.stop_at_loss = request.stop_at_loss
        begun = time.perf_counter()
        try:
            updates = self._recorder.train(request.most, request.seconds, lambda: self.hurried)
        except RefusedError as error:
            self._refuse(request.run, error)
            return
        seconds = time.perf_counter() - begun
        self._scale = self._scale.widened(updates.params)
        snapshot = None
        if request.looks:
            try:
                snapshot = self._snapshot(updates[-1], Stage.UPDATE)
            except Exception as error:
                if self._dismissed():
                    return
                # The updates are there all the same, and must not be lost.
                self.answered.emit(Unseen(request.run, Mishap.of(error)))
        self.answered.emit(Trained(request.run, updates, snapshot, seconds))

    def _advance(self, run: int, settings: Settings) -> None:
        from engine.training import RefusedError

        recorder = self._recorder
        if recorder.stage is Stage.GRADIENT:
            self._train(Train(run, settings, 1, 0.0))
            return
        recorder.settings = settings
        try:
            stage = recorder.advance()
        except RefusedError as error:
            self._refuse(run, error)
            return
        self.answered.emit(Staged(run, self._snapshot(recorder.begun, stage)))

    def _refuse(self, run: int, error: RefusedError) -> None:
        snapshot = self._snapshot(error.begun, Stage(max(1, error.stage - 1)))
        self.answered.emit(Refused(run, error.stage, str(error), snapshot))

    def _snapshot(self, begun: Begun, stage: Stage) -> Snapshot:
        from engine.queries import SnapshotQuery

        query = SnapshotQuery(begun, stage, self._facts.curve_inputs, self._scale)
        return query.answer(self._recorder.problem)

    # --- questions

    def _compute(self, request: Compute, steps: Steps) -> None:
        """Do one step of the answer; the next ones are queued behind other requests."""
        try:
            next(steps)
        except StopIteration as done:
            self.answered.emit(Computed(request.run, request.query, done.value))
            return
        except Exception as error:
            if self._dismissed():
                self.answered.emit(Cancelled(request.run, request.query))
                return
            self.answered.emit(Unanswered(request.run, request.query, Mishap.of(error)))
            return
        self._computing.append((request, steps))
        self._turn.emit()

    @Slot()
    def _go_on(self) -> None:
        # It may have been cancelled, or its run may be gone.
        if self._computing:
            self._compute(*self._computing.popleft())

    def _cancel(self, query: Query[Any]) -> None:
        for place, (request, _) in enumerate(self._computing):
            if request.query is query:
                del self._computing[place]
                self.answered.emit(Cancelled(request.run, query))
                return


def _steps(query: Query[Any], problem: Problem) -> Steps:
    """The steps of the answer; what fails before the first of them fails in that one too."""
    return (yield from query.steps(problem))
