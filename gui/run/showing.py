"""What is shown: which epoch's snapshot is wanted, asked for, and handed on as a view.

One snapshot is asked for at a time. What is wanted by the time it comes decides whether it is
shown, so that a dragged timeline never waits for epochs that it has passed. The same holds for
starting values that are tried: a trial that is over by the time its answer comes is not shown.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.queries.snapshot import Doubles, Record, Snapshot
from engine.runs.update import Stage, Vector
from gui.run.protocol import Look, Looked
from gui.run.view import View

if TYPE_CHECKING:
    from gui.run.player import Player


class Showing(QObject):
    """Shows where `player` stands. `looking` says that a snapshot of an epoch is on its way."""

    viewChanged = Signal(object)
    # A snapshot has come: playing may go on.
    looked = Signal()

    def __init__(self, player: "Player") -> None:
        super().__init__(player)
        self._player = player
        self.snapshot: Snapshot | None = None
        self.previous_curve: tuple[Doubles, Doubles] | None = None
        self.looking = False
        # The starting parameters that are tried, and those that the worker was asked about.
        self._trial: Vector | None = None
        self._trying: Vector | None = None
        player.link.worker.looked.connect(self._on_looked)

    def take(self, snapshot: Snapshot) -> None:
        """Use a snapshot that has come with something else."""
        self.snapshot = snapshot

    def forget_requests(self) -> None:
        """The worker will not answer what it was asked."""
        self.looking = False
        self._trial = self._trying = None

    def keep_previous(self) -> None:
        """What is shown of this run stays, faintly, behind the next one."""
        facts = self._player.facts
        if facts is not None and self.snapshot is not None:
            self.previous_curve = facts.curve_inputs, self.snapshot.curve

    def look(self) -> None:
        """Show what is wanted: at once where its snapshot is there, or else when it comes."""
        self._trial = None
        if self._player.facts is None:
            return
        if self.snapshot is not None and self._complete(self.snapshot):
            self.show()
        elif not self.looking and self._player.state != "loading":
            # What loads shows itself when it comes, and knows nothing of the run before.
            request = Look(self._player.run, self._record(self._wanted()))
            self.looking = True
            self._player.link.ask(request)

    def show(self) -> None:
        """Show the snapshot that is there, if it is the one that is wanted."""
        self._trial = None
        player, snapshot = self._player, self.snapshot
        # Where the two differ, what is wanted is on its way.
        if snapshot is None or snapshot.number != self._wanted():
            return
        if player.stage is not None and snapshot.reached(player.stage):
            snapshot = snapshot.until(player.stage)
        self._emit(player.cursor, snapshot)

    def try_start(self, start: Mapping[str, float]) -> None:
        """Show what starting values would predict; without any, what was shown before."""
        facts = self._player.facts
        if facts is None:
            return
        if not start:
            self.look()
            return
        trial = facts.start.copy()
        for name, value in start.items():
            trial[facts.names.index(name)] = value
        self._trial = trial
        if self._trying is None:
            self._try(trial)

    def _try(self, trial: Vector) -> None:
        record = replace(self._record(0), params=trial)
        self._trying = trial
        self._player.link.ask(Look(self._player.run, record, trial=True))

    def _on_looked(self, answer: Looked) -> None:
        player = self._player
        if answer.run != player.run:
            return
        if answer.trial:
            self._on_tried(answer.snapshot)
            return
        self.looking = False
        if answer.snapshot.number == self._wanted():
            self.snapshot = answer.snapshot
        # Meanwhile another epoch may be wanted; while starting values are tried, none is shown.
        if self._trial is None:
            self.look()
        self.looked.emit()

    def _on_tried(self, snapshot: Snapshot) -> None:
        tried, self._trying = self._trying, None
        if self._trial is None or self._player.playing:
            return
        self._emit(0, snapshot)
        if self._trial is not tried:
            self._try(self._trial)

    def _wanted(self) -> int:
        return self._player.cursor + 1 if self._player.stage else self._player.cursor

    def _complete(self, snapshot: Snapshot) -> bool:
        """Whether `snapshot` is all there is to know of the epoch that is wanted.

        Of an epoch under way, which is not recorded yet, that is as much as the worker has sent.
        """
        return snapshot.number == self._wanted() and (
            snapshot.number == 0
            or snapshot.number > len(self._player.history)
            or snapshot.stage is Stage.UPDATE
        )

    def _record(self, number: int) -> Record:
        player = self._player
        if number > 0:
            return player.history.record(number)
        assert player.facts is not None
        return Record(
            number=0,
            stage=None,
            params=player.facts.start,
            learning_rate=player.running.learning_rate,
            zero_grad=player.running.zero_grad,
            leftover=np.zeros(player.history.parameters, np.float32),
        )

    def _emit(self, cursor: int, snapshot: Snapshot) -> None:
        player = self._player
        if player.facts is None:
            return
        self.viewChanged.emit(
            View(
                experiment=player.running,
                facts=player.facts,
                history=player.history,
                cursor=cursor,
                snapshot=snapshot,
                previous=player.previous,
                previous_curve=self.previous_curve if player.previous else None,
                superseded=player.superseded,
            )
        )
