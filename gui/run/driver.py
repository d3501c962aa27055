"""Drives the run that is shown: holds the one explicit state and handles the worker's answers.

Only the driver sends the worker requests that change a run, one at a time. What the person asks
for meanwhile is queued, so that even fast clicks are all obeyed in order and no update is lost.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import Facts, Failure, History, Run, Stage
from gui.run.asker import Questions
from gui.run.clock import Clock
from gui.run.doing import WAITING, Doing
from gui.run.link import Link
from gui.run.protocol import (
    Abandon,
    Answer,
    Broken,
    Load,
    Loaded,
    Refused,
    Staged,
    Train,
    Trained,
    Unanswered,
    Unseen,
)
from gui.run.showing import Showing
from gui.run.view import View


class Driver(QObject):
    """Drives one run after another, and says what is shown of them and what happens.

    `experiment` is what the person wants now; `run` is what is shown. Their experiments differ
    until the new run is loaded, or if it cannot be. With `plain`, the runs that begin from then on
    replay no epoch.
    """

    stateChanged = Signal(str)
    experimentChanged = Signal(object)
    viewChanged = Signal(object)
    trained = Signal(object)
    # Carries the run that cannot go on, or None when there is no such run any more.
    failed = Signal(object)
    # Carry a Mishap: after one the run can go on; the other comes before `failed`.
    mishap = Signal(object)
    broke = Signal(object)
    ended = Signal()
    # The person has asked a run at its end for more: "play", "epoch" or "stage".
    moreWanted = Signal(str)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.plain = False
        self.link = Link(self)
        self.clock = Clock(self)
        self.clock.due.connect(self._play_on)
        self.pace = self.clock.pace
        self.questions = Questions(self.link, self)
        # The run that is shown, that is being loaded, or that could not be loaded. Every one has
        # another number, also after one that was laid aside.
        self._numbers = count()
        self._newest = Run(next(self._numbers), experiment)
        self.showing = Showing(self._newest, self.link, self)
        self.showing.viewChanged.connect(self._on_view)
        self.showing.looked.connect(self._play_soon)
        self._doing = Doing.LOADING
        self._told = self.state
        self._commands: deque[Callable[[], None]] = deque()
        # The update up to which it trains at once, whatever the pace, and whether it then plays on.
        self._rush_to, self._plays_on = 0, False
        # Other settings than the experiment's that are used on the way there, from which update on.
        self._rushed_with: Sequence[tuple[int, Settings]] = ()
        # The update at which playing stops, if it is not the last.
        self._until: int | None = None
        self.link.answered.connect(self._on_answer)

    # --- what others may read

    @property
    def run(self) -> Run:
        """The run that is shown."""
        return self.showing.run

    @property
    def facts(self) -> Facts | None:
        """What is true of the run that is shown; None before the first is loaded."""
        return self.run.facts

    @property
    def history(self) -> History:
        """The updates of the run that is shown."""
        return self.run.history

    @property
    def failure(self) -> Failure | None:
        """Why the run cannot go on; None if it can."""
        return self._newest.failure

    @property
    def cursor(self) -> int:
        """0 before the first update, k at update k."""
        return self.showing.cursor

    @property
    def stage(self) -> Stage | None:
        """The last stage run of the update after the cursor; None between updates."""
        return self.showing.stage

    @property
    def state(self) -> str:
        """The state in a word: "loading", "ready", "playing", "paused", "finished" or "failed"."""
        if self._doing is Doing.LOADING:
            return "loading"
        if self.playing:
            return "playing"
        if self.failure is not None:
            return "failed"
        if self.run.trained:
            return "finished"
        return "paused" if len(self.history) or self.stage else "ready"

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._doing in (Doing.PLAYING, Doing.TRAINING)

    @property
    def speed(self) -> float | None:
        """Updates a second; None is as fast as it goes."""
        return self.pace.speed

    @property
    def rate(self) -> float | None:
        """Updates a second while it plays; None if it does not play or that is not known yet."""
        return self.pace.rate if self.playing else None

    @property
    def superseded(self) -> bool:
        """Whether the person has asked for another run than the one shown."""
        return not self._is_of(self.run)

    # --- one thing at a time

    def _do(self, command: Callable[[], None]) -> None:
        if self._doing in WAITING:
            self._commands.append(command)
            self.link.hurry()
        else:
            command()

    def _obey(self) -> None:
        """Do what the person asked for in the meantime."""
        while self._commands and self._doing not in WAITING:
            self._commands.popleft()()

    def _be(self, doing: Doing) -> None:
        self._doing = doing
        self._tell_state()

    def _tell_state(self) -> None:
        if self.state != self._told:
            self._told = self.state
            self.stateChanged.emit(self._told)

    # --- runs

    def _is_of(self, run: Run) -> bool:
        """Whether `run` can go on as the experiment that the person wants now."""
        return self.experiment is run.experiment or run.goes_on_as(self.experiment)

    def _begin_anew(self) -> None:
        self._stop()
        # The run that ends here, if any, stays faintly visible behind the next one.
        if len(self.history) > 1:
            self.showing.keep_previous()
        self._load()

    def _load(self) -> None:
        self._newest = Run(next(self._numbers), self.experiment)
        # Questions about the run before are not answered any more.
        self.showing.forget()
        self._be(Doing.LOADING)
        self.link.ask(Load(self._newest.id, self.experiment, self.plain))

    # --- updates

    @property
    def _under_way(self) -> bool:
        """Whether the worker has run some stages of the next update."""
        return self.stage is not None and self.cursor == len(self.history)

    def _may_train(self, wanted: str = "") -> bool:
        """Whether training is possible; if not, emit why, or that more was `wanted`."""
        if self.failure is not None:
            self.failed.emit(self._newest)
            return False
        if self.run.trained and not self._under_way:
            if self.superseded:
                # Another run has been asked for since, and more of this one is wanted by nobody.
                return False
            if wanted:
                self.moreWanted.emit(wanted)
            else:
                self.ended.emit()
            return False
        return True

    def _go_to(self, number: int) -> None:
        """Show a recorded update, or the start."""
        if self._under_way:
            self.link.ask(Abandon(self.run.id))
        self.showing.cursor, self.showing.stage = number, None
        self._tell_state()
        self.showing.look()

    # --- answers

    def _on_answer(self, answer: Answer) -> None:
        if self._doing is Doing.CLOSED:
            return
        if isinstance(answer, Unanswered | Unseen):
            self.mishap.emit(answer.mishap)
        elif answer.run == self._newest.id:
            try:
                self._take(answer)
            except Exception:
                # The worker waits for the next request, so the person's next one can be obeyed.
                self.clock.stop()
                self._be(Doing.RESTING)
                raise

    def _take(self, answer: Answer) -> None:
        match answer:
            case Loaded():
                self._on_loaded(answer)
            case Trained():
                self._on_trained(answer)
            case Staged(snapshot=snapshot):
                self.showing.take(snapshot)
                self.showing.stage = snapshot.stage
                self._rest()
            case Refused(snapshot=snapshot):
                self.showing.take(snapshot)
                self.showing.stage = snapshot.stage
                number, said = snapshot.number, answer.message
                self._fail(Failure("refused", number, said, answer.stage))
                self._rest()
            case Broken(message=message, for_good=for_good):
                number = len(self._newest.history)
                if answer.mishap is not None:
                    self.broke.emit(answer.mishap)
                self._fail(Failure("unloadable" if for_good else "broken", number, message))
                self._rest()

    def _on_loaded(self, answer: Loaded) -> None:
        self._newest.load(answer.facts)
        self.pace.begin_run()
        self.showing.begin(self._newest, answer.snapshot)
        self.failed.emit(None)
        self._rest()

    def _rest(self) -> None:
        """Show what has arrived, and do what the person asked for in the meantime."""
        self.clock.stop()
        self._be(Doing.RESTING)
        self.showing.show()
        self._obey()

    def _on_trained(self, answer: Trained) -> None:
        updates, run = answer.updates, self.run
        if self._is_of(run):
            # If more epochs have been asked for since, the run is not at its end.
            run.experiment = self.experiment
        run.add(updates)
        self.pace.measure(len(updates), answer.seconds)
        if answer.snapshot is not None:
            self.showing.take(answer.snapshot)
        self.showing.cursor, self.showing.stage = updates.last, None
        self.trained.emit(updates)
        ended = run.trained
        if not updates.finite:
            self._fail(Failure("diverged", updates.last))
        elif ended or not self.playing or self._rush_ends():
            self._be(Doing.RESTING)
        else:
            self._be(Doing.PLAYING)
        if ended and run.failure is None:
            self.ended.emit()
        # Requests of the person come before drawing, so that a pause is obeyed at once.
        self._obey()
        if answer.snapshot is None and self._doing is Doing.PLAYING:
            self._play_on()
            return
        self._play_soon()
        self.showing.look()

    def _fail(self, failure: Failure) -> None:
        self.clock.stop()
        self._newest.failure = failure
        self._be(Doing.RESTING)
        self.failed.emit(self._newest)

    def _on_view(self, view: View) -> None:
        view = replace(view, playing=self.playing, superseded=self.superseded)
        self.viewChanged.emit(view)
        self.questions.ask(view)

    # --- playing

    def _rush(self, number: int, plays_on: bool, settings: Sequence[tuple[int, Settings]]) -> None:
        """Train up to update `number` at once, with `settings`; then play on, or stop."""
        self._rush_to, self._plays_on, self._rushed_with = number, plays_on, settings
        self._be(Doing.PLAYING)
        self.clock.begin()

    def _rush_ends(self) -> bool:
        """Whether it has just trained as far as it should at once, and should stop there."""
        if not self._rush_to or len(self.history) < self._rush_to:
            return False
        self._rush_to = 0
        return not self._plays_on

    def _stop(self) -> None:
        self._rush_to, self._until = 0, None
        if self.playing:
            self.clock.stop()
            self._be(Doing.RESTING)

    def _play_soon(self) -> None:
        """Play on when the next frame is due; at full speed, as soon as this one is drawn."""
        if self._doing is Doing.PLAYING and not self.showing.looking:
            self.clock.start()

    def drawn(self) -> None:
        """Note that what was shown last has been painted; called by the window."""
        self.clock.drawn()

    def _play_on(self) -> None:
        if self._doing is not Doing.PLAYING or self.showing.looking:
            return
        recorded = self.cursor < len(self.history)
        rushed = self._rush_to - len(self.history)
        count = rushed if rushed > 0 else self.pace.epochs(recorded)
        if self._until is not None:
            if self.cursor >= self._until:
                self._stop()
                # Once more, as what is shown no longer plays, or at full speed is not there yet.
                self.showing.look()
                return
            count = min(count, self._until - self.cursor)
        if recorded:
            self._go_to(min(self.cursor + count, len(self.history)))
            self._play_soon()
            return
        if not self._may_train():
            self._stop()
            return
        run = self.run
        left = max(1, run.experiment.epochs - len(run.history))
        settings, stop = run.experiment.settings, run.experiment.stop_at_loss
        if rushed > 0:
            number = len(run.history) + 1
            settings = next(
                (each for first, each in reversed(self._rushed_with) if first <= number), settings
            )
            others = (first - number for first, _ in self._rushed_with if first > number)
            count = min(count, next(others, count))
        seconds, looks = self.pace.slice_seconds, self.pace.looks()
        self._be(Doing.TRAINING)
        self.link.ask(Train(run.id, settings, min(count, left), seconds, looks, stop))
