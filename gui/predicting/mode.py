"""Asks before each step by hand, runs it after the reply, and shows both side by side."""

from collections.abc import Callable
from enum import Enum, auto
from random import Random
from typing import Any, Protocol, cast

from PySide6.QtCore import QObject

from engine.lessons import Reply, Verdict
from engine.predicting import Chooser, Posed, find, judge
from engine.queries import Coming
from engine.runs import Stage
from gui.lessons.moment import Waiting
from gui.lessons.panel import LessonsPanel
from gui.plots.fit import FitPlot
from gui.plots.loss import LossPlot
from gui.predicting.here import Here
from gui.predicting.tallying import Tallying
from gui.predicting.words import MARKED, lines, said_beside
from gui.run import Asking, Covers, Kind, Player, View
from gui.run.asker import Asker
from gui.theme import Theme

SKIP, CLOSE, NEXT = "Skip", "Close", "Predict the next step"
# What takes longer to play than this is trained at once.
MOST_SECONDS = 6.0


class Views(Protocol):
    """The window's body."""

    def view(self, name: str) -> Any:
        """The view called `name`."""

    def has(self, name: str) -> bool:
        """Whether the view called `name` is among those that can be shown."""


class Predicts(Protocol):
    """Where predictions are asked for: the window and its parts."""

    player: Player
    covers: Covers
    asking: Asking

    @property
    def body(self) -> Views:
        """Where the views are."""

    def show_panel(self, panel: LessonsPanel) -> None:
        """Show `panel` at the left, in place of the experiment."""

    def turn_to_part(self, part: str) -> None:
        """Have `part` in front, and give it room."""

    def take_panel(self) -> None:
        """Take it away for good, and arrange the window as it was."""


class Doing(Enum):
    """What the mode does now."""

    RESTING = auto()
    # The worker computes what comes next.
    FINDING = auto()
    ASKING = auto()
    # The reply is there, and the step runs.
    RUNNING = auto()
    TELLING = auto()


class Mode(QObject):
    """Predict mode in `window`; it counts replies in `tallying`, and chooses by `chance`."""

    def __init__(
        self, window: Predicts, tallying: Tallying, theme: Theme, parent: QObject, chance: Random
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tallying = tallying
        self._theme = theme
        self._chooser = Chooser(chance)
        self._doing = Doing.RESTING
        self._panel: LessonsPanel | None = None
        self._posed: Posed | None = None
        self._here: Here | None = None
        # Runs the step that was asked for, and whether it is a whole epoch.
        self._step: tuple[Callable[[], None], bool] = (lambda: None, True)
        # The cursor and the stage to which the run goes after the reply.
        self._goal = (0, 0)
        # Where the question was asked, or its answer told.
        self._place: tuple[object, ...] = ()
        self._view: View | None = None
        self._asker = Asker(window.player.link, self)
        self._asker.answered.connect(lambda _query, coming: self._on_found(coming))
        self._asker.unanswered.connect(lambda _query: self._run())
        self._waiting = Waiting(window.player, self)
        window.asking.replied.connect(self._on_reply)
        window.player.viewChanged.connect(self._on_view)
        window.player.stateChanged.connect(self._on_state)
        tallying.changed.connect(self._note)

    @property
    def busy(self) -> bool:
        """Whether a question, or what happened after it, is on its way."""
        return self._doing in (Doing.FINDING, Doing.RUNNING)

    def before(self, run: Callable[[], None], view: View | None, *, whole: bool) -> None:
        """Ask before a stage, or a `whole` epoch, with `view` shown; then `run` it.

        Nothing is asked where nothing is definite, and nothing is run while something is asked.
        """
        if self._doing is Doing.RUNNING and self._window.player.playing:
            self.put_away()
        if self._doing not in (Doing.RESTING, Doing.TELLING):
            return
        self._window.asking.end()
        self._view = view
        self._step = run, whole
        self._here = Here.of(self._window.player, view, whole=whole)
        if self._here is None:
            self._run()
            return
        self._doing = Doing.FINDING
        self._asker.forget()
        self._asker.ask(self._window.player.run.id, self._here.query())

    def escape(self) -> bool:
        """Skip the question, or take the panel away; False if neither is there."""
        if self._panel is None:
            return False
        self._panel.escape()
        return True

    def put_away(self) -> None:
        """Ask and tell nothing more; the window is as it was."""
        self._asker.forget()
        self._waiting.stop()
        self._doing = Doing.RESTING
        window, panel = self._window, self._panel
        self._panel = self._posed = None
        if panel is not None:
            window.asking.end()
            window.covers.lift()
            window.take_panel()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        if self._panel is not None:
            self._panel.set_theme(theme)

    # --- the question

    def _on_found(self, coming: Coming) -> None:
        here = self._here
        assert here is not None
        *place, experiment = self._where()
        if place != [here.view.run, here.view.cursor, here.stage]:
            # The person has gone somewhere else since, where this step was not asked for.
            self.put_away()
            return
        if experiment != here.view.experiment:
            self._run()
            return
        body = self._window.body
        fit = cast(FitPlot, body.view("fit"))
        found = [
            posed
            for posed in find(here.moment(coming, fit.drawn_points()[0]))
            if body.has("moves" if posed.part.startswith("card:") else posed.part)
        ]
        posed = self._chooser.choose(found, self._tallying.tally)
        if posed is None:
            self._run()
        else:
            self._ask(posed)

    def _ask(self, posed: Posed) -> None:
        window, question = self._window, posed.question
        if self._panel is None:
            self._panel = LessonsPanel(SKIP, can_repeat=False)
            self._panel.set_theme(self._theme)
            self._panel.set_next(NEXT)
            self._panel.replied.connect(self._on_reply)
            self._panel.next_asked.connect(self._on_next)
            self._panel.leave_asked.connect(self._on_leave)
            window.show_panel(self._panel)
        self._posed, self._place = posed, self._where()
        self._doing = Doing.ASKING
        # Covered before it is asked.
        window.covers.cover(posed.hide, posed.part)
        self._show_part(posed)
        self._panel.set_leave(SKIP)
        self._note()
        self._panel.ask(posed.heading, question)
        if not question.options:
            window.asking.begin(cast(Kind, question.kind), question.about)

    def _show_part(self, posed: Posed) -> None:
        """Show what the question is about, with all of its points and epochs in sight."""
        body = self._window.body
        self._window.turn_to_part(posed.part)
        if posed.part == "fit":
            cast(FitPlot, body.view("fit")).show_all()
        elif posed.part == "loss":
            cast(LossPlot, body.view("loss")).follow()

    def _on_reply(self, reply: Reply) -> None:
        if self._doing is not Doing.ASKING or self._posed is None:
            return
        posed, window = self._posed, self._window
        verdict = judge(posed, reply)
        self._tallying.add(posed.sort, verdict.right)
        self._doing = Doing.RUNNING
        window.covers.cover((), posed.part)
        player = window.player
        self._goal = _after(player, posed, whole=self._step[1])
        speed = player.speed
        if not posed.epochs:
            self._step[0]()
        elif speed is not None and posed.epochs > MOST_SECONDS * speed:
            player.go_to(self._goal[0])
        else:
            player.play_to(self._goal[0])
        self._waiting.until(self._there, lambda: self._tell(posed, reply, verdict))

    def _there(self) -> bool:
        """Whether the run is where it should be after the reply."""
        player = self._window.player
        return (player.cursor, int(player.stage or 0)) == self._goal

    # --- the answer

    def _tell(self, posed: Posed, reply: Reply, verdict: Verdict) -> None:
        panel, window = self._panel, self._window
        if panel is None or not self._there():
            # It could not go on, and something else is said about that.
            self.put_away()
            return
        self._doing = Doing.TELLING
        self._place = self._where()
        self._show_part(posed)
        if posed.sort in MARKED:
            window.asking.tell(reply, posed.truth, said_beside(posed), MARKED[posed.sort])
        panel.set_leave(CLOSE)
        assert self._here is not None
        panel.tell(verdict, posed.because, lines(posed, reply, self._here.named))
        self._note()

    def _note(self) -> None:
        words = self._tallying.tally.words
        if self._panel is not None:
            self._panel.set_note(f"So far: {words}." if words else "")

    # --- what else happens

    def _on_view(self, view: View) -> None:
        self._view = view
        if self._doing in (Doing.ASKING, Doing.TELLING) and self._where() != self._place:
            self.put_away()

    def _on_state(self, state: str) -> None:
        """Leave a step that is overtaken, and tell nothing if the run was stopped on its way."""
        resting = state not in ("loading", "playing")
        if self._doing is Doing.FINDING and not resting:
            self.put_away()
        if self._doing is Doing.RUNNING and resting and not self._there():
            self.put_away()

    def _where(self) -> tuple[object, ...]:
        player = self._window.player
        return player.run.id, player.cursor, player.stage, player.run.experiment

    def _on_next(self) -> None:
        run, whole = self._step
        self.before(run, self._view, whole=whole)

    def _on_leave(self) -> None:
        asking = self._doing is Doing.ASKING
        self.put_away()
        if asking:
            self._step[0]()

    def _run(self) -> None:
        """Run the step with nothing asked."""
        self.put_away()
        self._step[0]()


def _after(player: Player, posed: Posed, *, whole: bool) -> tuple[int, int]:
    """Where `player` will be after the step that `posed` is about: the cursor and the stage."""
    stage = int(player.stage or 0) + 1
    if posed.epochs:
        return player.cursor + posed.epochs, 0
    if whole or stage == Stage.UPDATE:
        return player.cursor + 1, 0
    return player.cursor, stage
