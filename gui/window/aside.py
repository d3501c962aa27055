"""Keeps all that a person has in the window aside, while it shows something else, and restores it.

That is the experiment and its run, as far as it has come, what is shown of it, what can be undone,
the file it belongs to, what is said of it, and how the window is arranged.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

from gui.files import Documents
from gui.panels.log import LogPanel
from gui.run import Changes, Covers, Picks, Player
from gui.run.laid_aside import LaidAside
from gui.widgets.speed import SpeedControl
from gui.window.arrangement import Arrangement
from gui.window.bars import Bars
from gui.window.following import Following
from gui.window.ghosting import Ghosting
from gui.window.layout import Body
from gui.window.locking import Locking
from gui.window.looking import Looking
from gui.window.predicting import Predicting
from gui.window.telling import Telling

if TYPE_CHECKING:
    from gui.panels.moves import MovesPanel


class Owned(Protocol):
    """What a person has in the window: its parts."""

    player: Player
    changes: Changes
    documents: Documents
    telling: Telling
    body: Body
    bars: Bars
    log: LogPanel
    looking: Looking
    locking: Locking
    following: Following
    ghosting: Ghosting
    picks: Picks
    covers: Covers
    predicting: Predicting

    @property
    def speed(self) -> SpeedControl:
        """The control of the speed."""

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs per second; None is as fast as possible."""

    def show_pulls(self, on: bool) -> None:
        """Show each residual in the fit as a pull on a parameter, or not."""


class Aside:
    """What the person has in `window`, kept aside from `lay` to `bring_back`."""

    def __init__(self, window: Owned) -> None:
        self._window = window
        self._steps: list[Callable[[], None]] = []
        # What can only be done once everything else is as it was.
        self._last: list[Callable[[], None]] = []
        self._laid: LaidAside | None = None
        self._arrangement: Arrangement | None = None

    def lay(self, then: Callable[[], None]) -> None:
        """Keep everything aside, and call `then`; that waits for what the player is doing."""

        def laid(run: LaidAside) -> None:
            self._lay(run)
            then()

        self._window.player.lay_aside(laid)

    def _lay(self, run: LaidAside) -> None:
        window = self._window
        # Here, and not before the player was waited for: a prediction may have come meanwhile.
        window.predicting.put_away()
        self._laid = run
        presenting = window.looking.presenting
        window.looking.end_presenting()
        locked = window.locking.locked
        window.locking.unlock()
        # They write of the player's experiment, so they stop first.
        window.documents.lend(True)
        window.changes.own = False
        window.bars.lend(True)
        self._arrangement = Arrangement.of(window.body)
        following, ghost, pulls = window.following.on, window.ghosting.on, window.bars.pulls
        shows_pulls, folded = pulls.isChecked(), window.log.folded
        speed, picked = window.player.speed, window.picks.picked
        moves = cast("MovesPanel", window.body.view("moves"))
        common = moves.common
        self._steps = [
            lambda: window.set_speed(speed),
            lambda: setattr(window.log, "folded", folded),
            lambda: window.following.set_on(following),
            lambda: window.ghosting.set_on(ghost),
            lambda: window.show_pulls(shows_pulls),
            lambda: window.picks.pick(picked),
            lambda: moves.set_common(common),
            window.telling.lay_aside(),
        ]
        self._last = [window.locking.lock if locked else window.locking.say]
        if presenting:
            self._last.append(window.looking.toggle_presenting)
        window.log.folded = True
        window.following.set_on(False)
        window.ghosting.set_on(False)
        window.show_pulls(False)
        window.picks.pick(None)
        moves.set_common(False)

    def bring_back(self) -> None:
        """Restore everything as it was."""
        window, laid, arrangement = self._window, self._laid, self._arrangement
        assert laid is not None
        assert arrangement is not None
        self._laid = self._arrangement = None
        arrangement.restore(window.body)
        window.player.take_up(laid)
        for step in self._steps:
            step()
        self._steps = []
        arrangement.restore_ranges(window.body)
        window.changes.own = True
        window.documents.lend(False)
        window.bars.lend(False)
        for step in self._last:
            step()
        window.telling.call_window()
