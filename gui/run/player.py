"""The player: plays, pauses, steps and seeks, for a person who looks at one run."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import Stage
from gui.run.doing import Doing
from gui.run.driver import Driver
from gui.run.laid_aside import LaidAside
from gui.run.protocol import Advance, LayAside, TakeUp, Train

# A run that takes longer to load, once another experiment is wanted, is left for that. Quicker ones
# are shown one after the other, so that there is something to see while a value is dragged.
PATIENCE_MS = 300
# What is trained in one go, with nothing shown on the way, is not cut into slices.
ONE_GO_SECONDS = 3_600.0


class Player(Driver):
    """What can be done with the run. Call `close()` before the player goes: it ends the thread."""

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(experiment, parent)
        self._impatient = QTimer(self)
        self._impatient.setSingleShot(True)
        self._impatient.setInterval(PATIENCE_MS)
        self._impatient.timeout.connect(self._leave_load)

    def start(self) -> None:
        """Start the thread and load the experiment; the second call does nothing."""
        if self.link.start():
            self._load()

    def play(self) -> None:
        """Walk through the recorded updates from the cursor on, then train, until the last one."""
        self._do(self._play)

    def toggle(self) -> None:
        """Play, or, where it plays, stop after the update that is under way."""
        self._do(lambda: self._stop() if self.playing else self._play())

    def pause(self) -> None:
        """Stop after the update that is under way."""
        self._do(self._stop)

    def step_epoch(self) -> None:
        """Go to the end of the next epoch: a recorded one, or else train it."""
        self._do(self._step_epoch)

    def step_stage(self) -> None:
        """Go one stage on."""
        self._do(self._step_stage)

    def step_stage_back(self) -> None:
        """Go one stage back: from the first to the end of the epoch before."""
        self._do(self._step_stage_back)

    def show_stage(self, stage: Stage) -> None:
        """Show the present epoch as it was when `stage` had just run; nothing if it has not run."""
        self._do(lambda: self._show_stage(stage))

    def step_back(self) -> None:
        """Go back to the update before, or to the beginning of one under way."""
        self._do(self._step_back)

    def seek(self, number: int) -> None:
        """Show update `number`; 0 is the start, and numbers past the last trained one show that."""
        self._do(lambda: self._go_to(max(0, min(number, len(self.history)))))

    def latest(self) -> None:
        """Show the update that was trained last."""
        self._do(lambda: self._go_to(len(self.history)))

    def reset(self) -> None:
        """Forget the run and go back to the same starting parameters."""
        self._do(self._begin_anew)

    def set_speed(self, speed: float | None) -> None:
        """How many updates a second to play; None is as fast as it goes.

        Raises ValueError, with nothing changed, where it is not a finite number above 0.
        """
        if speed is not None and not 0 < speed < math.inf:
            raise ValueError(
                f"The speed must be above 0 epochs a second, and finite; {speed} is not."
            )
        self.clock.set_speed(speed)

    def set_experiment(self, experiment: Experiment) -> None:
        """Use `experiment` from now on.

        Other settings, or another number of epochs, act from the next update; anything else
        begins a new run.
        """
        if experiment != self.experiment:
            self.experiment = experiment
            self.experimentChanged.emit(experiment)
            self._do(self._use_experiment)
            if self._doing is Doing.LOADING and not self._impatient.isActive():
                self._impatient.start()

    def try_start(self, start: Mapping[str, float]) -> None:
        """Show what starting values would predict, without starting from them.

        Does nothing while it plays or loads, or if another experiment has been asked for. An empty
        mapping brings back what was shown before.
        """
        if self._doing is Doing.RESTING and not self.superseded:
            self.showing.try_start(start)

    def try_rate(self, learning_rate: float | None) -> None:
        """Show, over the run, how it would go with `learning_rate`; None: no longer.

        Does nothing while a run is loaded, or if another experiment has been asked for.
        """
        if self._doing in (Doing.LOADING, Doing.CLOSED) or self.superseded:
            return
        settings = self.run.experiment.settings
        if learning_rate is None or learning_rate == settings.learning_rate:
            self.showing.try_settings(None)
        else:
            self.showing.try_settings(replace(settings, learning_rate=learning_rate))

    def try_step(self, learning_rate: float | None) -> None:
        """Show what the update under way would do at `learning_rate`; None: no longer.

        Does nothing but end it while the run plays or loads.
        """
        resting = self._doing is Doing.RESTING and not self.superseded
        self.showing.try_step(learning_rate if resting else None)

    def rerun(self, number: int, settings: Sequence[tuple[int, Settings]] = ()) -> None:
        """Begin anew, and train at once up to update `number`; then go on playing, if it played.

        Each of `settings` is in force from the update on that it stands with, up to `number`; those
        of the experiment are before the first, and as soon as the person changes them.
        """
        self._do(lambda: self._rerun(number, settings))

    def begin(self, experiment: Experiment, number: int, stages: int, *, behind: bool) -> None:
        """Begin a run of `experiment` at once, whatever is under way, without a word about before.

        It is trained up to update `number`, and `stages` of the next one. The run that ends here is
        drawn `behind` it, or none is.
        """
        self._stop()
        self._commands.clear()
        self.experiment = experiment
        self.experimentChanged.emit(experiment)
        if behind:
            self.showing.keep_previous()
        else:
            self.showing.earlier.forget()
        self._load()
        if number:
            self._commands.append(lambda: self._train_to(number))
        self._commands.extend([self._step_stage] * stages)

    def go_to(self, number: int) -> None:
        """Show update `number`; one that is not recorded is trained first, in one go."""
        self._do(lambda: self._go_or_train_to(number))

    def play_to(self, number: int) -> None:
        """Play up to update `number`, recorded or not."""
        self._do(lambda: self._play_to(number))

    def lay_aside(self, then: Callable[[LaidAside], None]) -> None:
        """Pause, and call `then` with what `take_up` needs to go on with this run as it is.

        It is called when what is under way has been answered.
        """
        self._do(lambda: then(self._lay_aside()))

    def take_up(self, laid: LaidAside) -> None:
        """Go on with the run that was `laid` aside; what is under way of another is left."""
        self._stop()
        self._commands.clear()
        self.experiment, self._newest = laid.experiment, laid.run
        self.link.ask(TakeUp(laid.run.id))
        self.experimentChanged.emit(self.experiment)
        self.showing.show_again(laid.shown)
        self._be(Doing.RESTING)
        self.showing.look()
        # It may have been changed while the run was still waited for.
        if self.experiment != laid.run.experiment:
            self._use_experiment()

    def forget_previous(self) -> None:
        """Stop showing the previous run."""
        self.showing.forget_previous()

    def close(self) -> None:
        """End the thread; returns when it has ended."""
        self._doing = Doing.CLOSED
        self.clock.stop()
        self._impatient.stop()
        self._commands.clear()
        self.showing.forget()
        self.questions.forget()
        self.link.close()

    # --- commands

    def _play(self) -> None:
        if self.playing or (self.cursor == len(self.history) and not self._may_train("play")):
            return
        self.showing.end_trial()
        self._be(Doing.PLAYING)
        self.clock.begin()

    def _play_to(self, number: int) -> None:
        self._stop()
        if number > self.cursor:
            self._play()
            self._until = number if self.playing else None

    def _go_or_train_to(self, number: int) -> None:
        self._stop()
        if number <= len(self.history):
            self._go_to(number)
        else:
            self._go_to(len(self.history))
            self._train_to(number)

    def _train_to(self, number: int) -> None:
        """Train up to update `number` in one go, with nothing shown before."""
        if self._may_train():
            run = self.run
            settings, stop = run.experiment.settings, run.experiment.stop_at_loss
            self._be(Doing.STEPPING)
            count = number - len(run.history)
            self.link.ask(Train(run.id, settings, count, ONE_GO_SECONDS, stop_at_loss=stop))

    def _lay_aside(self) -> LaidAside:
        self._stop()
        # The worker drops what it has not answered yet, for which a view would wait for ever.
        self.questions.forget()
        self.link.ask(LayAside(self.run.id))
        return LaidAside(self.experiment, self._newest, self.showing.hand_over())

    def _rerun(self, number: int, settings: Sequence[tuple[int, Settings]]) -> None:
        playing = self.playing
        self._begin_anew()

        def rush() -> None:
            if not self.run.failure and number > len(self.history):
                self._rush(number, playing, settings)

        self._commands.appendleft(rush)

    def _step_epoch(self) -> None:
        self._stop()
        if self.cursor < len(self.history):
            self._go_to(self.cursor + 1)
        elif self._may_train("epoch"):
            self._be(Doing.STEPPING)
            self.link.ask(Train(self.run.id, self.run.experiment.settings, 1, 0.0))

    def _step_stage(self) -> None:
        self._stop()
        stage = Stage((self.stage or 0) + 1)
        if self._has_run(stage):
            self._look_at(stage)
        elif self._may_train("stage"):
            self._be(Doing.STEPPING)
            self.link.ask(Advance(self.run.id, self.run.experiment.settings))

    def _step_stage_back(self) -> None:
        if self.stage is None:
            self._show_stage(Stage.GRADIENT)
        elif self.stage is Stage.PREDICT:
            self._stop()
            self._go_to(self.cursor)
        else:
            self._show_stage(Stage(self.stage - 1))

    def _show_stage(self, stage: Stage) -> None:
        self._stop()
        if self.stage is not None and self._has_run(stage):
            self._look_at(stage)
        elif self.stage is None and self.cursor > 0 and stage is not Stage.UPDATE:
            self.showing.cursor = self.cursor - 1
            self._look_at(stage)

    def _has_run(self, stage: Stage) -> bool:
        """Whether the epoch after the cursor, recorded or under way, has run `stage`."""
        if self.cursor < len(self.history):
            return True
        return self.stage is not None and self.showing.reached(stage)

    def _look_at(self, stage: Stage) -> None:
        """Show the epoch after the cursor as it was after `stage`, which must have run."""
        if stage is Stage.UPDATE:
            self._go_to(self.cursor + 1)
            return
        self.showing.stage = stage
        if self.cursor < len(self.history):
            self.showing.look()
        else:
            self.showing.show()

    def _step_back(self) -> None:
        self._stop()
        self._go_to(self.cursor if self.stage else max(0, self.cursor - 1))

    def _leave_load(self) -> None:
        """Leave the run that is being loaded, if all that waits for it is another experiment."""
        alone = all(command == self._use_experiment for command in self._commands)
        if self._doing is Doing.LOADING and alone and not self._is_of(self._newest):
            self._commands.clear()
            self._load()

    def _use_experiment(self) -> None:
        run, failure = self._newest, self.failure
        if not self._is_of(run):
            self._begin_anew()
            return
        run.experiment = self.experiment
        self._rushed_with = ()
        if failure and failure.kind == "refused" and self.experiment.requires_grad:
            run.failure = None
            self.failed.emit(None)
        self._tell_state()
        self.showing.show()
