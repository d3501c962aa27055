"""What is seen after the reply: the actions of a lesson, one after the other."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from engine.experiment import Experiment
from engine.lessons import Appearance, Epoch, KeepPrevious, Play, Run, Then, Try, Turn
from engine.runs import Stage
from gui.lessons.moment import Moment, Waiting
from gui.run import Player

# So long it takes to play, and between two stages, to be followed by the eye.
PLAY_SECONDS = 4.0
SLOWEST = 2.0
STAGE_MS = 700
LONGEST_MS = 6_000


class Shows(Protocol):
    """What carries out the actions: the window."""

    player: Player

    def step_stage(self) -> None:
        """Run one stage and stop."""

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs per second; None is as fast as possible."""

    def appear(self, appearance: Appearance) -> None:
        """Show the views like that."""

    @property
    def moves(self) -> bool:
        """Whether steps are animated."""


class Afterwards(QObject):
    """Does the actions of a lesson in `window`; `offered` carries a Try.

    What cannot go on, as the run has failed, is left out.
    """

    offered = Signal(object)

    def __init__(self, window: Shows, waiting: Waiting, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._waiting = waiting
        self._actions: deque[Then] = deque()
        self._moment: Moment | None = None
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._step)
        self._goal: tuple[int, int] = (0, 0)
        # The person's own speed, while it plays at another.
        self._speed: tuple[float | None] | None = None
        # A slow computer that has not played it by then goes as fast as it can.
        self._hurry = QTimer(self, singleShot=True)
        self._hurry.setInterval(LONGEST_MS)
        self._hurry.timeout.connect(lambda: window.set_speed(None))

    def begin(self, actions: Sequence[Then], moment: Moment) -> None:
        """Do `actions`, beginning at the `moment` of the question."""
        self.stop()
        self._actions = deque(actions)
        self._moment = moment
        self._next()

    @property
    def busy(self) -> bool:
        """Whether there is more to come."""
        return bool(self._actions) or self._pause.isActive()

    def stop(self) -> None:
        """Do nothing more."""
        self._pause.stop()
        self._slow_down()
        self._actions.clear()

    def _next(self) -> None:
        if not self._actions:
            return
        match self._actions.popleft():
            case Run() as run:
                self._run(Stage[run.to.upper()])
            case Epoch(to=to):
                self._go_to(to, self._next)
            case Play(start=None, to=to):
                self._play(to)
            case Play(start=int(start), to=to):
                self._go_to(start, lambda: self._play(to))
            case Turn() as turn:
                self._window.appear(turn)
                self._next()
            case KeepPrevious():
                self._keep_previous()
            case Try() as settings:
                self.offered.emit(settings)
                self._next()

    # --- stages

    def _run(self, stage: Stage) -> None:
        """Run the stages of the epoch shown up to `stage`, so that each can be seen."""
        player = self._window.player
        update = stage is Stage.UPDATE
        self._goal = (player.cursor + 1, 0) if update else (player.cursor, int(stage))
        self._step()

    def _step(self) -> None:
        player = self._window.player
        here = player.cursor, int(player.stage or 0)
        if here >= self._goal or player.failure is not None:
            self._next()
            return
        self._window.step_stage()
        self._waiting.until(lambda: (player.cursor, int(player.stage or 0)) > here, self._stepped)

    def _stepped(self) -> None:
        player = self._window.player
        there = (player.cursor, int(player.stage or 0)) >= self._goal
        if there or not self._window.moves:
            self._step()
        else:
            self._pause.start(STAGE_MS)

    # --- epochs

    def _go_to(self, epoch: int, then: Callable[[], None]) -> None:
        player = self._window.player
        player.go_to(epoch)
        self._waiting.until(lambda: player.cursor == epoch and player.stage is None, then)

    def _play(self, epoch: int) -> None:
        window, player = self._window, self._window.player
        self._speed = (player.speed,)
        quick = max(SLOWEST, (epoch - player.cursor) / PLAY_SECONDS)
        window.set_speed(quick if window.moves else None)
        self._hurry.start()
        player.play_to(epoch)
        self._waiting.until(lambda: player.cursor >= epoch and player.stage is None, self._played)

    def _played(self) -> None:
        self._slow_down()
        self._next()

    def _slow_down(self) -> None:
        """Return to the person's own speed."""
        self._hurry.stop()
        if self._speed is not None:
            (own,) = self._speed
            self._speed = None
            self._window.set_speed(own)

    # --- runs

    def _keep_previous(self) -> None:
        """Train the article's run, and then go back to the moment with that run behind it."""
        player, moment = self._window.player, self._moment
        assert moment is not None
        article = Experiment()
        whole = Moment(article, article.epochs, 0)

        def back() -> None:
            moment.begin(player, behind=True)
            self._waiting.until(lambda: moment.reached(player), self._next)

        whole.begin(player)
        self._waiting.until(lambda: whole.reached(player), back)
