"""The undo stack: every change of the experiment can be undone and redone."""

from itertools import pairwise

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
        done: bool = False,
    ) -> None:
        super().__init__()
        self._player = player
        # Whether what it changes has been changed before: Qt redoes whatever is put on a stack.
        self.done = done
        self._together = together
        # How many updates of the changed run, and of the one brought back, are trained at once.
        self.rerun = rerun
        self.before = before
        self.after = after
        self._name()

    def _name(self) -> None:
        self.setText(f"change of {_what(self.before, self.after)}")

    def id(self) -> int:
        return TOGETHER if self._together else ALONE

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change):
            return False
        self.after = other.after
        self._name()
        return True

    def redo(self) -> None:
        self._use(self.after)

    def undo(self) -> None:
        self._use(self.before)

    def _use(self, experiment: Experiment) -> None:
        if self.done:
            return
        self._player.set_experiment(experiment)
        if self.rerun:
            self._player.rerun(self.rerun)


def _what(before: Experiment, after: Experiment) -> str:
    fields = [name for name in WORDS if getattr(before, name) != getattr(after, name)]
    return " and ".join(WORDS[name] for name in fields) if len(fields) <= 2 else "the experiment"


class Changes(QUndoStack):
    """The changes of the player's experiment; the stack is clean where they are saved.

    While the experiment is not the person's `own`, changes are made without being remembered.
    """

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._player = player
        # Whether changes are made on the person's own experiment, to be undone and kept.
        self.own = True
        self.setUndoLimit(MOST_CHANGES)

    def make(self, experiment: Experiment, together: bool = False, anew: bool = False) -> None:
        """Use `experiment` from now on, as a change that can be undone.

        Consecutive changes that are made `together` are undone as one. With `anew` the run, if it
        has begun, is begun anew and trained as far as it was; and so it is when that is undone.
        """
        player = self._player
        if not self.own:
            player.set_experiment(experiment)
            if anew and len(player.history):
                player.rerun(len(player.history))
        elif experiment != player.experiment:
            rerun = len(player.history) if anew else 0
            self.push(_Change(player, player.experiment, experiment, together, rerun))

    @property
    def states(self) -> tuple[tuple[Experiment, ...], tuple[int, ...]]:
        """The experiments that undo and redo go through, the first before all changes.

        And, for each change, how many updates it trains at once. The present experiment's place
        is `index()`.
        """
        changes = [self.command(place) for place in range(self.count())]
        ours = [each for each in changes if isinstance(each, _Change)]
        if not ours:
            return (self._player.experiment,), ()
        states = (ours[0].before, *(each.after for each in ours))
        return states, tuple(each.rerun for each in ours)

    def bring_back(self, states: tuple[Experiment, ...], reruns: tuple[int, ...], at: int) -> None:
        """Use `states[at]`, with the others to undo and redo; nothing of it is saved."""
        self.clear()
        changes = [
            _Change(self._player, before, after, False, rerun, done=True)
            for (before, after), rerun in zip(pairwise(states), reruns, strict=True)
        ]
        for change in changes:
            self.push(change)
        self.setIndex(at)
        for change in changes:
            change.done = False
        self.resetClean()
        self._player.set_experiment(states[at])
