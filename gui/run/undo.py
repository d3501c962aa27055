"""The undo stack: every change of the experiment and its layout can be undone and redone.

What a classroom layout has closed is changed by nobody, whichever way it was asked for.
"""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.experiment import Classroom, Experiment
from engine.experiment.classroom import SETTINGS
from engine.experiment.document import Document
from gui.run.closed import Closed
from gui.run.player import Player

MOST_CHANGES = 200
# Qt may merge commands whose id is the same and not −1.
TOGETHER, ALONE = 1, -1
LAYOUT = "the classroom layout"


class _Change(QUndoCommand):
    """A change from the experiment and layout `before` to those `after`."""

    def __init__(
        self,
        changes: "Changes",
        before: Document,
        after: Document,
        together: bool = False,
        rerun: int = 0,
        done: bool = False,
    ) -> None:
        super().__init__()
        self._changes = changes
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

    def _use(self, document: Document) -> None:
        if not self.done:
            self._changes.use(document, self.rerun)


def _what(before: Document, after: Document) -> str:
    fields = _differing(before.experiment, after.experiment)
    words = [SETTINGS[name] for name in fields]
    if before.classroom != after.classroom:
        words.append(LAYOUT)
    return " and ".join(words) if len(words) <= 2 else "the experiment"


def _differing(before: Experiment, after: Experiment) -> list[str]:
    return [name for name in SETTINGS if getattr(before, name) != getattr(after, name)]


def _changed(before: Experiment, after: Experiment) -> frozenset[str]:
    """The settings that somebody has changed.

    Starting values that only went with their parameter are not among them.
    """
    fields = _differing(before, after)
    kept = {name: value for name, value in before.start.items() if name in after.names}
    return frozenset(name for name in fields if name != "start" or after.start != kept)


class Changes(QUndoStack):
    """The changes of the player's experiment and its layout; the stack is clean where it is saved.

    While the experiment is not the person's `own`, changes are made without being remembered.
    `begun` says that another document has taken the place of the one before; `classroomChanged`
    that there is another layout, or none; `mayUndoChanged` and
    `mayRedoChanged` whether there is something to undo or redo that is not `closed`. `refused`
    carries the closed settings (frozenset[str]) that a change would have changed.
    """

    begun = Signal()
    classroomChanged = Signal()
    mayUndoChanged = Signal(bool)
    mayRedoChanged = Signal(bool)
    refused = Signal(object)

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._player = player
        # Whether changes are made on the person's own experiment, to be undone and kept.
        self.own = True
        self.classroom: Classroom | None = None
        self.closed = Closed(self)
        self.closed.changed.connect(self.say_what_may_be)
        self.setUndoLimit(MOST_CHANGES)
        # Qt says so after whatever changes what there is to undo or redo.
        self.indexChanged.connect(self.say_what_may_be)

    def begin(self, classroom: Classroom | None) -> None:
        """Forget all changes, for another document with this layout."""
        self.clear()
        self._set_classroom(classroom)
        self.begun.emit()

    def make(self, experiment: Experiment, together: bool = False, anew: bool = False) -> bool:
        """Use `experiment` from now on, as a change that can be undone; False if it is refused.

        Consecutive changes that are made `together` are undone as one. With `anew` the run, if it
        has begun, is begun anew and trained as far as it was; and so it is when that is undone.
        """
        player = self._player
        if not self.own:
            player.set_experiment(experiment)
            if anew and len(player.history):
                player.rerun(len(player.history))
            return True
        closed = _changed(player.experiment, experiment) & self.closed.settings.keys()
        if closed:
            self.refused.emit(closed)
            return False
        if experiment != player.experiment:
            rerun = len(player.history) if anew else 0
            after = Document(experiment, self.classroom)
            self.push(_Change(self, self._document, after, together, rerun))
        return True

    def arrange(self, classroom: Classroom | None) -> None:
        """Have this layout from now on, as a change that can be undone."""
        if classroom != self.classroom:
            after = Document(self._player.experiment, classroom)
            self.push(_Change(self, self._document, after))

    def use(self, document: Document, rerun: int) -> None:
        """Have `document`, one of those on the stack, and train so many updates of its run."""
        self._player.set_experiment(document.experiment)
        if rerun:
            self._player.rerun(rerun)
        self._set_classroom(document.classroom)

    def undo(self) -> None:
        """Undo the last change, unless it is closed."""
        if self._may(self.index() - 1):
            super().undo()

    def redo(self) -> None:
        """Make the change again that was undone last, unless it is closed."""
        if self._may(self.index()):
            super().redo()

    @property
    def states(self) -> tuple[tuple[Document, ...], tuple[int, ...]]:
        """What undo and redo go through, the first before all changes.

        And, for each change, how many updates it trains at once. The present document's place is
        `index()`.
        """
        changes = [self.command(place) for place in range(self.count())]
        ours = [each for each in changes if isinstance(each, _Change)]
        if not ours:
            return (self._document,), ()
        states = (ours[0].before, *(each.after for each in ours))
        return states, tuple(each.rerun for each in ours)

    def bring_back(self, states: tuple[Document, ...], reruns: tuple[int, ...], at: int) -> None:
        """Use `states[at]`, with the others to undo and redo; nothing of it is saved."""
        self.clear()
        changes = [
            _Change(self, before, after, rerun=rerun, done=True)
            for (before, after), rerun in zip(pairwise(states), reruns, strict=True)
        ]
        for change in changes:
            self.push(change)
        self.setIndex(at)
        for change in changes:
            change.done = False
        self.resetClean()
        self.use(states[at], 0)
        self.begun.emit()

    @property
    def _document(self) -> Document:
        return Document(self._player.experiment, self.classroom)

    def _set_classroom(self, classroom: Classroom | None) -> None:
        if classroom != self.classroom:
            self.classroom = classroom
            self.classroomChanged.emit()

    def _may(self, place: int) -> bool:
        """Whether the change at `place` may be undone or redone."""
        change = self.command(place) if 0 <= place < self.count() else None
        if not isinstance(change, _Change):
            return False
        before, after = change.before, change.after
        if not self.closed.locked:
            return True
        if before.classroom != after.classroom:
            return False
        return not _changed(before.experiment, after.experiment) & self.closed.settings.keys()

    def say_what_may_be(self) -> None:
        """Say anew whether there is something to undo or redo."""
        self.mayUndoChanged.emit(self._may(self.index() - 1))
        self.mayRedoChanged.emit(self._may(self.index()))
