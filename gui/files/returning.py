"""Brings a window back to where work was left: trained as far, showing the same epoch and stage."""

from PySide6.QtCore import QObject, Signal

from engine.experiment.unsaved import Work
from gui.run import Player


class Return(QObject):
    """Trains the run of `work` anew, as far as it was, and shows what was shown; then `done`.

    A learning rate that was changed on the way is changed at the same update again.

    The experiment of `work` must be the player's. It ends early where the person does something
    else meanwhile, or the run cannot go on.
    """

    done = Signal()

    def __init__(self, player: Player, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._player, self._work = player, work
        self._ended = False

    def begin(self) -> None:
        """Begin; the experiment must have been given to the player."""
        self._player.viewChanged.connect(self._look)
        self._player.stateChanged.connect(self._look)
        if self._work.trained:
            self._player.rerun(self._work.trained, self._work.settings)
        self._look()

    def _look(self, _what: object = None) -> None:
        player, work = self._player, self._work
        if self._ended:
            return
        if player.experiment != work.states[work.at].experiment:
            self._end()
        elif not player.superseded and player.state not in ("loading", "playing"):
            whole = len(player.history) >= work.trained
            if whole and player.failure is None:
                self._end()
                self._show()
            elif whole or player.state in ("paused", "failed"):
                self._end()

    def _show(self) -> None:
        player, work = self._player, self._work
        if player.cursor != work.epoch:
            player.seek(work.epoch)
        for _ in range(work.stage or 0):
            player.step_stage()

    def _end(self) -> None:
        self._ended = True
        self._player.viewChanged.disconnect(self._look)
        self._player.stateChanged.disconnect(self._look)
        self.done.emit()
        self.deleteLater()
