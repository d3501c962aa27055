"""A moment of a run, and waiting for the player to show it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from engine.experiment import Experiment
from engine.lessons import Lesson, Trying
from engine.runs import Stage
from gui.run import Player


@dataclass(frozen=True, slots=True)
class Moment:
    """The run of `experiment` when `whole` updates and `stages` of the next one have run."""

    experiment: Experiment
    whole: int
    stages: int

    @classmethod
    def of(cls, shown: Lesson | Trying) -> "Moment":
        """The moment that a lesson, or a setting to try, is shown at."""
        if shown.stage == "update":
            return cls(shown.experiment, shown.epoch, 0)
        stages = 0 if shown.stage == "none" else Stage[shown.stage.upper()]
        return cls(shown.experiment, shown.epoch - 1, stages)

    def begin(self, player: Player, *, behind: bool = False) -> None:
        """Have `player` go there; the run shown stays faintly `behind`, or none does."""
        player.begin(self.experiment, self.whole, self.stages, behind=behind)

    def reached(self, player: Player) -> bool:
        """Whether `player` shows it."""
        return (player.cursor, player.stage or 0) == (self.whole, self.stages)


class Waiting(QObject):
    """Waits until the player rests where it should, and then does something once."""

    def __init__(self, player: Player, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._until: Callable[[], bool] | None = None
        self._then: Callable[[], None] | None = None
        player.viewChanged.connect(self._look)
        player.stateChanged.connect(self._look)

    def until(self, there: Callable[[], bool], then: Callable[[], None]) -> None:
        """Call `then` when the player rests and is `there`, or cannot go on; nothing else waits."""
        self._until, self._then = there, then
        self._look()

    @property
    def busy(self) -> bool:
        """Whether it waits."""
        return self._then is not None

    def stop(self) -> None:
        """Wait no more."""
        self._until = self._then = None

    def _look(self) -> None:
        player, until, then = self._player, self._until, self._then
        if until is None or then is None or player.state in ("loading", "playing"):
            return
        if player.showing.looking:
            return
        if until() or player.failure is not None:
            self.stop()
            then()
