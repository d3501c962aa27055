"""The very first minute: the window offers the lessons, invites one action, and asks one question.

Each is offered once: at the first start, and when the article's own run ends for the first time.
What it needs is imported only then.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from engine.experiment import Experiment
from engine.numbers import count, number
from gui.experiment import ExperimentColumn
from gui.memory import Memory
from gui.run import Player
from gui.run.further import Further
from gui.theme import Theme
from gui.widgets.banner import Banner, Way
from gui.window.layout import Body
from gui.window.teaching import Teaching
from gui.window.telling import Telling

if TYPE_CHECKING:
    from gui.lessons.welcome import Invitation, WelcomeCard
    from gui.window.styling import Styling

WELCOMED, ASKED = "welcomed", "askedWhy"
# The chapter that answers why the article's run ends where it does.
CHAPTER = "Why 618.53"
FIND_OUT, FIND_OUT_TIP = "Find out", "Five one-minute lessons; your own run is kept as it is"
TELL, TELL_TIP = "Just tell me", "The reason in two sentences, and what to do"


class Welcomed(Protocol):
    """What is shown to whoever is new: the window and its parts."""

    player: Player
    banner: Banner
    column: ExperimentColumn
    body: Body
    teaching: Teaching
    telling: Telling
    further: Further
    styling: "Styling"


class Welcome(QObject):
    """Shows in `window`, once each, what helps whoever is new to it."""

    def __init__(self, window: Welcomed, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._memory = memory
        self._card: WelcomeCard | None = None
        self._invitation: Invitation | None = None
        # Without a memory nobody is ever new.
        self.new = memory.settings is not None and not memory.flag(WELCOMED, False)

    def begin(self) -> None:
        """Offer the lessons, and invite to play, if this is the first start."""
        if not self.new:
            return
        from gui.lessons.welcome import Invitation, WelcomeCard

        window = self._window
        card = self._card = WelcomeCard(window.styling.theme)
        card.begun.connect(lambda: window.teaching.begin(1))
        card.closed.connect(self._end_card)
        window.column.add_at_top(card)
        invitation = self._invitation = Invitation(window.body.view("fit"), window.styling.theme)
        invitation.clicked.connect(window.player.play)
        invitation.closed.connect(self._end_invitation)
        invitation.show()
        window.player.stateChanged.connect(self._on_state)
        window.teaching.changed.connect(self.end)

    def end(self) -> None:
        """Show nothing of it any more, here and at the next start."""
        self._end_invitation()
        self._end_card()

    def ask_why(self) -> bool:
        """Ask why the article's run, which has just ended, stops where it does; once.

        Whether it did: else the reason is told at once.
        """
        player, memory = self._window.player, self._memory
        run = player.run
        article = run.experiment == Experiment()
        if memory.settings is None or memory.flag(ASKED, False) or not article:
            return False
        memory.keep(ASKED, True)
        loss = number(float(run.history.loss[-1]))
        window = self._window

        def tell() -> None:
            window.telling.notice(window.further.of_end())

        window.banner.show_message(
            "info",
            f"{count(len(run.history))} epochs, and the loss stops at {loss}, far from the best "
            "there is. Why? Five one-minute lessons lead to the answer.",
            [
                Way(FIND_OUT, self._find_out, FIND_OUT_TIP),
                Way(TELL, tell, TELL_TIP),
            ],
        )
        return True

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        for shown in (self._card, self._invitation):
            if shown is not None:
                shown.set_theme(theme)

    def _find_out(self) -> None:
        from engine.lessons import shipped

        lessons = shipped().lessons
        first = next(k for k, each in enumerate(lessons, 1) if each.chapter == CHAPTER)
        self._window.teaching.begin(first)

    def _on_state(self, state: str) -> None:
        if state not in ("loading", "ready"):
            self._end_invitation()

    def _end_card(self) -> None:
        self._memory.keep(WELCOMED, True)
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _end_invitation(self) -> None:
        self._memory.keep(WELCOMED, True)
        if self._invitation is not None:
            self._invitation.hide()
            self._invitation.deleteLater()
            self._invitation = None
