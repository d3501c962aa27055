"""What is shown: which epoch's snapshot is wanted, asked for, and handed on as a view.

One snapshot is asked for at a time. What is wanted by the time it comes decides whether it is
shown, so that a dragged timeline never waits for epochs that it has passed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.epoch import Stage, Vector
from engine.snapshot import Doubles, Record, Snapshot
from gui.messages import Look, Looked
from gui.view import View

if TYPE_CHECKING:
    from gui.player import Player


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
        self._trial: Vector | None = None
        self._trying = False
        player.link.worker.looked.connect(self._on_looked)

    def take(self, snapshot: Snapshot) -> None:
        """Use a snapshot that has come with something else."""
        self.snapshot = snapshot

    def forget_requests(self) -> None:
        """The worker will not answer what it was asked."""
        self.looking = self._trying = False

    def keep_previous(self) -> None:
        """What is shown of this run stays, faintly, behind the next one."""
        prepared = self._player.prepared
        if prepared is not None and self.snapshot is not None:
            self.previous_curve = prepared.curve_inputs, self.snapshot.curve

    def look(self) -> None:
        """Show what is wanted: at once where its snapshot is there, or else when it comes."""
        if self.snapshot is not None and self._complete(self.snapshot):
            self.show()
        elif not self.looking and self._player.prepared is not None:
            self.looking = True
            self._player.link.ask(Look(self._player.run, self._record(self._wanted())))

    def show(self) -> None:
        """Show the snapshot that is there, if it is the one that is wanted."""
        player, snapshot = self._player, self.snapshot
        # Where the two differ, what is wanted is on its way.
        if snapshot is None or snapshot.number != self._wanted():
            return
        if player.stage is not None and snapshot.reached(player.stage):
            snapshot = snapshot.until(player.stage)
        self._emit(player.cursor, snapshot)

    def try_start(self, start: Mapping[str, float]) -> None:
        """Show what starting values would predict; without any, what was shown before."""
        prepared = self._player.prepared
        if prepared is None:
            return
        if not start:
            self._trial = None
            self.look()
            return
        self._trial = prepared.start.copy()
        for name, value in start.items():
            self._trial[prepared.names.index(name)] = value
        self._try()

    def _try(self) -> None:
        if self._trial is not None and not self._trying:
            record = replace(self._record(0), params=self._trial)
            self._trying, self._trial = True, None
            self._player.link.ask(Look(self._player.run, record, trial=True))

    def _on_looked(self, answer: Looked) -> None:
        player = self._player
        if answer.trial:
            self._trying = False
            if answer.run == player.run and not player.playing:
                self._emit(0, answer.snapshot)
            self._try()
            return
        self.looking = False
        if answer.run == player.run and self._wanted() <= len(player.history):
            # Meanwhile another epoch may be wanted, or the wanted one be there already.
            if answer.snapshot.number == self._wanted():
                self.snapshot = answer.snapshot
            self.look()
        self.looked.emit()

    def _wanted(self) -> int:
        return self._player.cursor + 1 if self._player.stage else self._player.cursor

    def _complete(self, snapshot: Snapshot) -> bool:
        return snapshot.number == self._wanted() and (
            snapshot.number == 0 or snapshot.stage is Stage.UPDATE
        )

    def _record(self, number: int) -> Record:
        player = self._player
        if number > 0:
            return player.history.record(number)
        assert player.prepared is not None
        return Record(
            number=0,
            stage=None,
            params=player.prepared.start,
            learning_rate=player.experiment.learning_rate,
            zero_grad=player.experiment.zero_grad,
            leftover=np.zeros(player.history.parameters, np.float32),
        )

    def _emit(self, cursor: int, snapshot: Snapshot) -> None:
        player = self._player
        if player.prepared is None:
            return
        self.viewChanged.emit(
            View(
                experiment=player.experiment,
                prepared=player.prepared,
                history=player.history,
                cursor=cursor,
                snapshot=snapshot,
                previous=player.previous,
                previous_curve=self.previous_curve if player.previous else None,
            )
        )
