"""The undo stack: every change of the experiment can be undone and redone."""

from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.experiment import Experiment
from gui.run.player import Player

WORDS = {
    "data": "the data",
    "formula": "the formula",
    "learning_rate": "the learning rate",
    "epochs": "the epochs",
    "stop_at_loss": "the loss to stop at",
    "seed": "the seed",
    "zero_grad": "zero_grad",
    "requires_grad": "requires_grad",
    "start": "the starting values",
    "standardise": "standardise",
    "held_out": "the held-out share",
}
MOST_CHANGES = 200
# Qt may merge commands whose id is the same and not −1.
TOGETHER, ALONE = 1, -1


class _Change(QUndoCommand):
    def __init__(
        self,
        player: Player,
        before: Experiment,
        after: Experiment,
        together: bool,
        rerun: int,
    ) -> None:
        super().__init__()
        self._player = player
        self._together = together
        # How many updates of the changed run, and of the one brought back, are trained at once.
        self._rerun = rerun
        self._before = before
        self._after = after
        self._name()

    def _name(self) -> None:
        self.setText(f"change of {_what(self._before, self._after)}")

    def id(self) -> int:
        return TOGETHER if self._together else ALONE

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change):
            return False
        self._after = other._after
        self._name()
        return True

    def redo(self) -> None:
        self._use(self._after)

    def undo(self) -> None:
        self._use(self._before)

    def _use(self, experiment: Experiment) -> None:
        self._player.set_experiment(experiment)
        if self._rerun:
            self._player.rerun(self._rerun)


def _what(before: Experiment, after: Experiment) -> str:
    fields = [name for name in WORDS if getattr(before, name) != getattr(after, name)]
    return " and ".join(WORDS[name] for name in fields) if len(fields) <= 2 else "the experiment"


class Changes(QUndoStack):
    """The changes of the player's experiment; the stack is clean where they are saved."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._player = player
        self.setUndoLimit(MOST_CHANGES)

    def make(self, experiment: Experiment, together: bool = False, anew: bool = False) -> None:
        """Use `experiment` from now on, as a change that can be undone.

        Consecutive changes that are made `together` are undone as one. With `anew` the run, if it
        has begun, is begun anew and trained as far as it was; and so it is when that is undone.
        """
        player = self._player
        if experiment != player.experiment:
            rerun = len(player.history) if anew else 0
            self.push(_Change(player, player.experiment, experiment, together, rerun))
