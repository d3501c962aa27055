"""The player: what the person is looking at, and what they can ask for.

It owns the history and the cursor and is the only one who talks to the worker. At most one request
that changes the run is under way at a time; what the person asks for meanwhile waits its turn, so
that clicks as fast as they come are all obeyed, in order, and no epoch is ever lost.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engine.experiment.experiment import Experiment
from engine.queries.snapshot import Facts
from engine.runs.history import History
from engine.runs.update import Stage, Vector
from gui.run.link import Link
from gui.run.pace import Pace
from gui.run.protocol import (
    Abandon,
    Advance,
    Broken,
    Load,
    Loaded,
    Predict,
    Predicted,
    Refused,
    Settings,
    Staged,
    Train,
    Trained,
)
from gui.run.showing import Showing

# Nobody may be painting: a window that is hidden, or none at all.
DRAWN_AT_LAST_MS = 15


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run cannot go on: `kind` is "diverged", "refused", "broken" or "unloadable".

    "unloadable" says that PyTorch is not to be had, so that no run can go on.

    Of a run that diverged `learning_rate` is the one that epoch was trained with, and
    `from_the_start` says that no step was to blame: the loss of the starting parameters is not
    finite.
    """

    kind: str
    epoch: int
    message: str = ""
    stage: Stage | None = None
    learning_rate: float = math.nan
    from_the_start: bool = False


class Player(QObject):
    """Plays one run. Call `close()` before it goes: it ends the thread.

    `state` is "loading", "ready", "playing", "paused", "finished" or "failed"; `cursor` is 0
    before the first epoch, k at epoch k; `stage` is the last stage run of the epoch after the
    cursor, None between epochs. `run` counts the runs, so that answers about another are known.

    `experiment` is what the person wants by now. `running` is what the run that is shown is of,
    with the settings that act on its next epoch: the one that `facts` and `history` belong to.
    """

    stateChanged = Signal(str)
    cursorChanged = Signal(int)
    experimentChanged = Signal(object)
    viewChanged = Signal(object)
    trained = Signal(object)
    predicted = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.running = experiment
        self.state = "loading"
        self.cursor = 0
        self.stage: Stage | None = None
        self.pace = Pace()
        self.failure: Failure | None = None
        self.facts: Facts | None = None
        self.history = History(len(experiment.names), _nothing_to_predict)
        self.previous: History | None = None
        self.trained_epochs, self.trained_seconds = 0, 0.0
        self.run = 0
        self._begun = experiment
        self._waiting = False
        self._playing = False
        self._unfinished = False
        self._undrawn = False
        self._commands: deque[Callable[[], None]] = deque()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._play_on)

        self.link = Link(self)
        self.showing = Showing(self)
        self.showing.viewChanged.connect(self.viewChanged)
        self.showing.looked.connect(self._play_soon)
        worker = self.link.worker
        worker.loaded.connect(self._on_loaded)
        worker.trained.connect(self._on_trained)
        worker.staged.connect(self._on_staged)
        worker.refused.connect(self._on_refused)
        worker.predicted.connect(self._on_predicted)
        worker.broken.connect(self._on_broken)

    # --- what the person can ask for

    def start(self) -> None:
        """Start the thread and load the experiment; the second call does nothing."""
        if self.link.start():
            self._load()

    def play(self) -> None:
        """Walk through the recorded epochs from the cursor on, then train, until the last one."""
        self._do(self._play)

    def pause(self) -> None:
        """Stop after the epoch, or the slice of epochs, that is under way."""
        self._do(self._stop)

    def toggle(self) -> None:
        """Pause where it plays, play where it does not."""
        self._do(lambda: self._stop() if self._playing else self._play())

    def step_epoch(self) -> None:
        """Go to the end of the next epoch: a recorded one, or else train it."""
        self._do(self._step_epoch)

    def step_stage(self) -> None:
        """Go one stage on."""
        self._do(self._step_stage)

    def step_back(self) -> None:
        """Go back to the epoch before, or to the beginning of an epoch under way."""
        self._do(self._step_back)

    def seek(self, number: int) -> None:
        """Show epoch `number`; 0 is the start, and what lies past the trained ones is the last."""
        self._do(lambda: self._seek(number))

    def latest(self) -> None:
        """Show the epoch that was trained last."""
        self._do(lambda: self._seek(len(self.history)))

    def reset(self) -> None:
        """Forget the run and go back to the same starting parameters."""
        self._do(self._reset)

    def set_speed(self, epochs_per_second: float | None) -> None:
        """How many epochs a second to play; None is as fast as it goes.

        Raises ValueError, with nothing changed, where it is not a finite number above 0.
        """
        if epochs_per_second is not None and not 0 < epochs_per_second < math.inf:
            raise ValueError(
                f"The speed must be above 0 epochs a second, and finite; {epochs_per_second} is"
                " not."
            )
        self.pace.speed = epochs_per_second
        self.pace.begin()
        if self._clock.isActive():
            self._clock.start(0)

    def change(self, **fields: Any) -> None:
        """Change fields of the experiment: see `set_experiment`.

        Raises pydantic's ValidationError, with nothing changed, for a bad value.
        """
        self.set_experiment(self.experiment.changed(**fields))

    def set_experiment(self, experiment: Experiment) -> None:
        """Use `experiment` from now on.

        Another learning rate, number of epochs, zero_grad or requires_grad acts from the next
        epoch; anything else begins a new run.
        """
        if experiment != self.experiment:
            self.experiment = experiment
            self.experimentChanged.emit(experiment)
            self._do(self._use_experiment)

    def try_start(self, start: Mapping[str, float]) -> None:
        """Show what starting values would predict, without starting from them.

        Nothing happens while it plays or loads, nor where the run that is shown is not the one that
        they would start. Several calls in a row show only the last; without values, what was shown
        before comes back.
        """
        if not (self._playing or self._waiting or self.superseded):
            self.showing.try_start(start)

    def want_predictions(self, first: int, last: int) -> None:
        """Ask for the predictions of the recorded epochs `first` to `last`: `predicted` answers.

        Epochs of a run that is gone by the time it is their turn are not answered.
        """
        self._do(lambda: self._predict(first, last))

    def forget_previous(self) -> None:
        """No longer show the run before this one."""
        self.previous = None
        self.showing.show()

    def close(self) -> None:
        """End the thread; returns when it is gone."""
        self._clock.stop()
        self._commands.clear()
        self._playing = False
        self.run += 1
        self._waiting = True
        self.link.close()

    @property
    def speed(self) -> float | None:
        """Epochs a second; None is as fast as it goes."""
        return self.pace.speed

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as it is loaded."""
        return self._playing

    @property
    def superseded(self) -> bool:
        """Whether the person wants another run by now than the one that is shown."""
        return not _same_run(self.experiment, self.running)

    # --- one thing at a time

    def _do(self, command: Callable[[], None]) -> None:
        if self._waiting or self.state == "loading":
            self._commands.append(command)
        else:
            command()

    def _ask(self, request: Load | Train | Advance) -> None:
        self._waiting = True
        self.link.ask(request)

    def _answered(self) -> None:
        self._obey()
        self._play_soon()

    def _obey(self) -> None:
        """Do what has been asked for meanwhile."""
        self._waiting = False
        while self._commands and not self._waiting:
            self._commands.popleft()()

    # --- commands

    def _predict(self, first: int, last: int) -> None:
        params = self.history.params[first - 1 : last].copy()
        if len(params):
            self.link.ask(Predict(self.run, first, params))

    def _play(self) -> None:
        if self._playing:
            return
        if self.cursor == len(self.history) and not self._may_train():
            return
        self._playing = True
        self.pace.begin()
        self._set_state("playing")
        self._clock.start(0)

    def _stop(self) -> None:
        if self._playing:
            self._playing = False
            self._clock.stop()
            self._set_state(self._at_rest())

    def _step_epoch(self) -> None:
        self._stop()
        if self.cursor < len(self.history):
            self._go_to(self.cursor + 1)
        elif self._may_train():
            self._ask(Train(self.run, Settings.of(self.running), 1, 0.0))

    def _step_stage(self) -> None:
        self._stop()
        if self.cursor < len(self.history):
            stage = Stage((self.stage or 0) + 1)
            if stage is Stage.UPDATE:
                self._go_to(self.cursor + 1)
            else:
                self.stage = stage
                self.showing.look()
        elif self._may_train():
            self._ask(Advance(self.run, Settings.of(self.running)))

    def _may_train(self) -> bool:
        if self._unfinished or self._at_rest() not in ("finished", "failed"):
            return True
        self._announce()
        return False

    def _step_back(self) -> None:
        self._stop()
        self._go_to(self.cursor if self.stage else max(0, self.cursor - 1))

    def _seek(self, number: int) -> None:
        self._go_to(max(0, min(number, len(self.history))))

    def _reset(self) -> None:
        self._stop()
        self._keep_previous()
        self._load()

    def _keep_previous(self) -> None:
        """The run that ends here stays, faintly, behind the next one; if there was one at all."""
        if len(self.history) > 1:
            self.previous = self.history
            self.showing.keep_previous()

    def _use_experiment(self) -> None:
        if not _same_run(self.experiment, self._begun):
            self._stop()
            self._keep_previous()
            self._load()
            return
        self._use_settings()
        if self.failure and self.failure.kind == "refused" and self.running.requires_grad:
            self.failure = None
            self.failed.emit(None)
        if not self._playing:
            self._set_state(self._at_rest())
        self.showing.show()

    def _use_settings(self) -> None:
        """What the person wants by now acts from the next epoch on, as far as that can."""
        if self.experiment is not self._begun and _same_run(self.experiment, self._begun):
            self._begun = self.experiment
            self.running = self.running.changed(**_live(self.experiment))

    def _load(self) -> None:
        self.run += 1
        self._begun = self.experiment
        self._unfinished = False
        self.failure = None
        # What was asked about the run before is not answered any more.
        self.showing.forget_requests()
        self._set_state("loading")
        self._ask(Load(self.run, self.experiment))

    # --- answers

    def _on_loaded(self, answer: Loaded) -> None:
        if answer.run != self.run:
            return
        self.running = self._begun
        self.facts = answer.facts
        self.history = History(len(answer.facts.names), answer.predict)
        self.trained_epochs, self.trained_seconds = 0, 0.0
        self.showing.take(answer.snapshot)
        self.stage = None
        self._move_cursor(0)
        self.failed.emit(None)
        self._set_state(self._at_rest())
        self.showing.show()
        self._answered()

    def _on_trained(self, answer: Trained) -> None:
        if answer.run != self.run:
            return
        batch = answer.batch
        # Where more epochs are wanted by now, these are not the last.
        self._use_settings()
        self.history.append(batch)
        self.trained_epochs += len(batch)
        self.trained_seconds += answer.seconds
        self._unfinished = False
        if answer.snapshot is not None:
            self.showing.take(answer.snapshot)
        self.stage = None
        self.trained.emit(batch)
        self._move_cursor(batch.last)
        if not batch.finite:
            self._fail(
                Failure(
                    "diverged",
                    batch.last,
                    learning_rate=float(self.history.learning_rate[-1]),
                    from_the_start=not np.isfinite(self.history.loss[0]),
                )
            )
        elif len(self.history) >= self.running.epochs:
            self._playing = False
            self._set_state("finished")
            self.ended.emit()
        elif not self._playing:
            self._set_state(self._at_rest())
        # What was asked for meanwhile comes before drawing: a pause is obeyed at once.
        self._obey()
        if answer.snapshot is None and self._playing and not self._waiting:
            self._play_on()
            return
        self._play_soon()
        self.showing.look()

    def _on_staged(self, answer: Staged) -> None:
        if answer.run != self.run:
            return
        self._unfinished = True
        self.showing.take(answer.snapshot)
        self.stage = answer.snapshot.stage
        self._set_state(self._at_rest())
        self.showing.show()
        self._answered()

    def _on_refused(self, answer: Refused) -> None:
        if answer.run != self.run:
            return
        self._unfinished = False
        self.showing.take(answer.snapshot)
        self.stage = answer.snapshot.stage
        self._fail(Failure("refused", answer.epoch, answer.message, answer.stage))
        self.showing.show()
        self._answered()

    def _on_predicted(self, answer: Predicted) -> None:
        if answer.run == self.run:
            self.predicted.emit(answer)

    def _on_broken(self, answer: Broken) -> None:
        if answer.run != self.run:
            return
        self.showing.forget_requests()
        self._unfinished = False
        kind = "unloadable" if answer.for_good else "broken"
        self._fail(Failure(kind, len(self.history), answer.message))
        self._answered()

    # --- playing

    def _play_soon(self) -> None:
        """Play on when the next frame is due; at full speed, as soon as this one is drawn."""
        if not self._playing or self._waiting or self.showing.looking:
            return
        wait = self.pace.wait()
        self._undrawn = wait == 0
        self._clock.start(DRAWN_AT_LAST_MS if self._undrawn else wait)

    def drawn(self) -> None:
        """What was shown last has been painted: whoever paints says so.

        Painting and training at once would only take turns, and both would take longer.
        """
        if self._undrawn and self._clock.isActive():
            self._undrawn = False
            self._clock.start(0)

    def _play_on(self) -> None:
        if not self._playing or self._waiting or self.showing.looking:
            return
        recorded = self.cursor < len(self.history)
        count = self.pace.epochs(recorded)
        if recorded:
            self._go_to(min(self.cursor + count, len(self.history)))
            self._play_soon()
            return
        if not self._may_train():
            self._stop()
            return
        left = max(1, self.running.epochs - len(self.history))
        settings = Settings.of(self.running)
        looks = self.pace.looks()
        self._ask(Train(self.run, settings, min(count, left), self.pace.slice_seconds, looks))

    # --- what is shown

    def _go_to(self, number: int) -> None:
        """Show a recorded epoch, or the start."""
        if self._unfinished:
            self._unfinished = False
            self.link.ask(Abandon(self.run))
        self.stage = None
        self._move_cursor(number)
        if not self._playing:
            self._set_state(self._at_rest())
        self.showing.look()

    # --- state

    def _at_rest(self) -> str:
        """The state when nothing plays."""
        if self.failure is not None:
            return "failed"
        if len(self.history) >= self.running.epochs:
            return "finished"
        if len(self.history) == 0 and not self._unfinished:
            return "ready"
        return "paused"

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.stateChanged.emit(state)

    def _move_cursor(self, number: int) -> None:
        if number != self.cursor:
            self.cursor = number
            self.cursorChanged.emit(number)

    def _fail(self, failure: Failure) -> None:
        self._playing = False
        self._clock.stop()
        self.failure = failure
        self._set_state("failed")
        self.failed.emit(failure)

    def _announce(self) -> None:
        """Say again why it does not go on."""
        if self.failure is not None:
            self.failed.emit(self.failure)
        else:
            self.ended.emit()


def _live(experiment: Experiment) -> dict[str, Any]:
    """The fields that may change while a run goes on."""
    return {
        name: getattr(experiment, name)
        for name in ("learning_rate", "epochs", "zero_grad", "requires_grad")
    }


def _same_run(one: Experiment, other: Experiment) -> bool:
    """Whether the two differ in nothing but what may change while a run goes on."""
    return one is other or one.changed(**_live(other)) == other


def _nothing_to_predict(_params: Vector) -> Vector:
    return np.empty(0, np.float32)
