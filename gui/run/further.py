"""Extends a run that is at its end, by a change of the experiment that can be undone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.run.player import Player
from gui.run.undo import Changes

if TYPE_CHECKING:
    # The words about ends are read when a run has ended.
    from engine.words.ends.further import How
    from engine.words.ends.notices import Notice


class Further(QObject):
    """Extends a run at its end when the person asks for more; `said` carries a Notice."""

    said = Signal(object)

    # The notice about one more epoch, shown again when that epoch has ended the run.
    _of_one_more: "Notice | None" = None

    def __init__(self, player: Player, changes: Changes) -> None:
        super().__init__(player)
        self._player = player
        self._changes = changes
        player.moreWanted.connect(self._go_on)
        player.stateChanged.connect(self._on_state)

    def of_end(self) -> "Notice":
        """The notice for the run that has just ended."""
        from engine.words.ends.notices import of_end

        return self._of_one_more or of_end(self._player.run)

    def _on_state(self, state: str) -> None:
        if state in ("playing", "loading", "failed"):
            self._of_one_more = None

    def _go_on(self, how: "How") -> None:
        from engine.words.ends.further import further

        player = self._player
        fields, notice = further(player.run, how)
        if fields:
            # Epochs that were asked for one by one are undone together.
            changed = player.experiment.changed(**fields)
            if not self._changes.make(changed, together=how != "play"):
                return
            self._of_one_more = notice if how != "play" else None
            {"play": player.play, "epoch": player.step_epoch, "stage": player.step_stage}[how]()
        self.said.emit(notice)
