"""The worker: lives in its own thread, owns the Trainer, does what is asked, one thing at a time.

Its thread's event loop is its only queue: requests arrive as queued signals and answers leave the
same way, so there are no locks and no shared flags. PyTorch is imported here, in the thread, and
the window is on the screen long before that is done.
"""

import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.queries.snapshot import Facts, Record, Snapshot
from engine.runs.update import Stage, Vector
from engine.words.torch_missing import why_torch_is_missing
from gui.run.protocol import (
    Abandon,
    Advance,
    Broken,
    Load,
    Loaded,
    Look,
    Looked,
    Predict,
    Predicted,
    Refused,
    Request,
    Settings,
    Staged,
    Train,
    Trained,
)

if TYPE_CHECKING:
    from engine.training.trainer import RefusedError, Trainer


class TrainingWorker(QObject):
    """Obeys requests and answers each; every answer is immutable.

    `trained` carries every epoch of a slice (an `Updates`: predictions, loss, gradient and its
    signs) with the snapshot of the last one.
    """

    loaded = Signal(object)
    trained = Signal(object)
    staged = Signal(object)
    refused = Signal(object)
    looked = Signal(object)
    predicted = Signal(object)
    broken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._trainer: Trainer
        self._facts: Facts
        self._torch_is_missing = ""

    @Slot(object)
    def obey(self, request: Request) -> None:
        """Do what `request` asks and emit the answer."""
        try:
            if self._loads_torch():
                self._obey(request)
            else:
                self.broken.emit(Broken(request.run, self._torch_is_missing, for_good=True))
        except Exception as error:
            self.broken.emit(Broken(request.run, f"{type(error).__name__}: {error}"))

    def _loads_torch(self) -> bool:
        """Whether PyTorch is there, loaded by the first request."""
        # What failed half way is not tried again: half of it is still in memory.
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
                self._trainer.abandon()
            case Look(run, record, trial):
                self.looked.emit(Looked(run, self._take(record), trial))
            case Predict(run, first, params):
                predictions = np.stack([self._trainer.problem.predict(row) for row in params])
                self.predicted.emit(Predicted(run, first, predictions))

    def _load(self, request: Load) -> None:
        import torch

        from engine.queries.facts import prepare
        from engine.queries.observe import take
        from engine.training.trainer import Trainer

        # A second thread would only take turns with the window's for these small tensors.
        torch.set_num_threads(1)
        # Where anything of this fails, the run before can still be looked at.
        trainer = Trainer(request.experiment)
        facts = prepare(trainer.problem, request.experiment)
        record = _record(trainer, 0, None, facts.start)
        start = take(trainer.problem, record, facts.curve_inputs)
        self._trainer, self._facts = trainer, facts
        self.loaded.emit(Loaded(request.run, facts, start, trainer.problem.predict))

    def _train(self, request: Train) -> None:
        from engine.training.trainer import RefusedError

        run, trainer = request.run, self._set(request.settings)
        leftover = trainer.leftover
        begun = time.perf_counter()
        try:
            batch = trainer.train(request.count, request.seconds)
        except RefusedError as error:
            self._refuse(run, error)
            return
        seconds = time.perf_counter() - begun
        if not request.looks:
            self.trained.emit(Trained(run, batch, None, seconds))
            return
        epoch = batch[-1]
        if len(batch) > 1:
            leftover = batch.gradient[-2] * (not batch.zero_grad)
        snapshot = self._take(
            Record(
                number=epoch.number,
                stage=Stage.UPDATE,
                params=epoch.params,
                learning_rate=epoch.learning_rate,
                zero_grad=epoch.zero_grad,
                leftover=leftover,
                gradient=epoch.gradient,
                updated_params=epoch.updated_params,
            )
        )
        self.trained.emit(Trained(run, batch, snapshot, seconds))

    def _advance(self, run: int, settings: Settings) -> None:
        from engine.training.trainer import RefusedError

        trainer = self._set(settings)
        if trainer.stage is Stage.GRADIENT:
            self._train(Train(run, settings, 1, 0.0))
            return
        try:
            stage = trainer.advance()
        except RefusedError as error:
            self._refuse(run, error)
            return
        record = _record(trainer, trainer.number + 1, stage, trainer.before)
        self.staged.emit(Staged(run, self._take(record)))

    def _set(self, settings: Settings) -> "Trainer":
        self._trainer.learning_rate = settings.learning_rate
        self._trainer.zero_grad = settings.zero_grad
        self._trainer.requires_grad = settings.requires_grad
        return self._trainer

    def _refuse(self, run: int, error: "RefusedError") -> None:
        params = self._trainer.params.detach().numpy().copy()
        record = _record(self._trainer, error.epoch, Stage(max(1, error.stage - 1)), params)
        snapshot = self._take(record)
        self.refused.emit(Refused(run, error.stage, error.epoch, str(error), snapshot))

    def _take(self, record: Record) -> Snapshot:
        from engine.queries.observe import take

        return take(self._trainer.problem, record, self._facts.curve_inputs)


def _record(trainer: "Trainer", number: int, stage: Stage | None, params: Vector) -> Record:
    """An epoch that has not been finished yet."""
    return Record(
        number=number,
        stage=stage,
        params=params,
        learning_rate=trainer.epoch_learning_rate,
        zero_grad=trainer.epoch_zero_grad,
        leftover=trainer.leftover,
    )
