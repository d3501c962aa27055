"""Decides when the window shows what the update would do before it is done, and at which rate."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from engine.runs import Stage
from gui.run import Covers, Player, View


class Ghosted(Protocol):
    """What the ghost is shown of: the window's run, and what is covered of it."""

    player: Player
    covers: Covers


class Ghosting(QObject):
    """Shows the step to come while a card or the dial is under the mouse, or while it is `on`.

    It is never shown while something is covered. `changed` carries whether it is `on`.
    """

    changed = Signal(bool)

    def __init__(self, window: Ghosted, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.on = False
        self._over_cards = False
        # The rate under the mouse on the dial.
        self._rate: float | None = None

    def toggle(self) -> None:
        """Show it at every stage 4, or only where the mouse asks for it."""
        self.set_on(not self.on)

    def set_on(self, on: bool) -> None:
        """Set whether it is shown at every stage 4."""
        if on != self.on:
            self.on = on
            self.changed.emit(on)
            self.look()

    def point_at_cards(self, over: bool) -> None:
        """The mouse is over the cards, or has left them."""
        self._over_cards = over
        self.look()

    def point_at_rate(self, rate: float | None) -> None:
        """The mouse is over this rate on the dial, or has left it."""
        self._rate = rate
        self.look()

    def look(self, view: View | None = None) -> None:
        """Ask for what is to be shown now; `view` is what is shown, if that is another one."""
        player = self._window.player
        at_gradient = view is None or view.snapshot.stage is Stage.GRADIENT
        wanted = self._rate
        if wanted is None and (self.on or self._over_cards):
            wanted = player.run.experiment.settings.learning_rate
        covered = bool(self._window.covers.hidden)
        player.try_step(None if covered or not at_gradient else wanted)
