"""Writes the window's messages: in its banner, in the toolbar's status and in its title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

from engine.experiment import Data, Experiment
from engine.numbers import exact
from engine.runs import Run
from engine.words.hints import hint
from engine.words.status import status, title
from engine.words.would import would
from gui.files import Documents
from gui.panels.stages import StagesPanel
from gui.run import Changes, Player, View
from gui.widgets.banner import Banner, Kind, Way
from gui.window.bars import Bars
from gui.window.looking import Looking
from gui.window.trouble import Trouble

if TYPE_CHECKING:
    from engine.queries import Snapshot

    # The words about what went wrong are read when a run has been loaded.
    from engine.words.ends.notices import Notice, Remedy
    from gui.window.ways_out import WaysOut


class Speaks(Protocol):
    """Where messages appear and what they are about: the window and its parts."""

    player: Player
    documents: Documents
    stages: StagesPanel
    banner: Banner
    bars: Bars
    looking: Looking
    trouble: Trouble
    changes: Changes

    def change(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment."""

    def rerun(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment, and begin its run anew, up to where it was."""

    @property
    def lesson_name(self) -> str:
        """What the lesson that is on is called; empty if none is."""

    def setWindowTitle(self, title: str, /) -> None:
        """Set the window's title."""


class Telling:
    """Shows in `window` how far the run has come, what went wrong, and other notices."""

    def __init__(self, window: Speaks) -> None:
        self._window = window
        self._trouble = window.trouble
        self._snapshot: Snapshot | None = None
        # The run loaded last, and the notice about its learning rate.
        self._loaded: Run | None = None
        self._misfit: Notice | None = None
        # The notice about the data, and the data that it is about.
        self._doubts = ""
        self._doubted: Data | None = None
        # What could not be done, until the person does something else.
        self._error = ""

    @cached_property
    def _ways_out(self) -> WaysOut:
        from gui.window.ways_out import WaysOut

        ways_out = WaysOut(self._window.player)
        ways_out.found.connect(self._more_ways)
        return ways_out

    @property
    def trying(self) -> bool:
        """Whether remedies are being tried in the background."""
        return self._ways_out.busy

    def lay_aside(self) -> Callable[[], None]:
        """Take away what is said of the run; the result says it again, once that run is back."""
        window, ways_out = self._window, self._ways_out
        message, notice = window.banner.message, ways_out.notice
        loaded, misfit, doubts, doubted = self._loaded, self._misfit, self._doubts, self._doubted
        ways_out.forget()
        window.banner.clear()
        self._doubts = ""

        def say_again() -> None:
            self._loaded, self._misfit = loaded, misfit
            self._doubts, self._doubted = doubts, doubted
            failure = window.player.failure
            window.stages.set_failed(failure.stage if failure else None)
            ways_out.forget()
            if message.offering and notice is not None:
                self.notice(notice)
            elif message.text:
                window.banner.show_message(message.kind, message.text, message.ways)
            else:
                window.banner.clear()

        return say_again

    # --- progress of the run

    def of_view(self, view: View) -> None:
        """Show how far the run of `view` has come, and enable the actions that apply."""
        window = self._window
        self._snapshot = view.snapshot
        names, own = view.facts.names, view.snapshot.settings.learning_rate
        said = "" if view.ghost is None else would(view.ghost, own, names)
        window.banner.set_hint(said or hint(view.snapshot, names, view.playing))
        loss = view.snapshot.loss
        said = status(view.snapshot, view.experiment)
        window.bars.status.setText(said)
        window.bars.status.setToolTip("" if loss is None else f"loss {exact(loss)}")
        window.looking.line.set_status(said)
        self.call_window()
        self._of_misfit_again()

    def of_state(self, state: str) -> None:
        """Update the messages for the player's new `state`."""
        if state == "playing":
            self._error = ""
            self._take_back()
        if state == "loading" and self._snapshot is None:
            self._window.bars.status.setText("loading PyTorch…")
        self.call_window()

    def call_window(self) -> None:
        """Set the window's title to the file's name and the progress of the run."""
        documents, player = self._window.documents, self._window.player
        name = documents.name
        if name and documents.modified:
            name += "*"
        # What is shown in a lesson is not the person's own.
        name = self._window.lesson_name or name
        self._window.setWindowTitle(
            title(name, player.playing, self._snapshot, player.run.experiment)
        )

    # --- errors and notices

    def notice(self, notice: Notice, *more: Way) -> None:
        """Show `notice` with its remedies in the banner, and `more` ways.

        What went wrong that nobody foresaw stays there until the person has taken it away.
        """
        from engine.words.ways import WAYS_OUT, WAYS_TIP, promised

        if self._trouble.showing:
            self._trouble.then(lambda: self.notice(notice, *more))
            return
        window, ways_out, text = self._window, self._ways_out, notice.text
        notice = self._allowed(notice)
        ways_out.begin(window.player.run, notice)
        ways = self._ways()
        if ways_out.several:
            window.banner.show_message(notice.kind, text)
            window.banner.offer(WAYS_OUT, WAYS_TIP, ways, ways_out.said)
            return
        if ways and ways[0].promise:
            text = promised(text, ways[0].label, ways[0].promise)
        window.banner.show_message(notice.kind, text, [*ways, *more])

    def _allowed(self, notice: Notice) -> Notice:
        """`notice` without the remedies that would change what is closed."""
        closed, experiment = self._window.changes.closed.settings, self._window.player.experiment
        kept = tuple(
            remedy
            for remedy in notice.remedies
            if not any(
                name in closed and value != getattr(experiment, name)
                for name, value in remedy.fields.items()
            )
        )
        return replace(notice, remedies=kept)

    def _ways(self) -> list[Way]:
        return [
            Way(
                offer.remedy.label,
                partial(self._carry_out, offer.remedy),
                offer.promise.text if offer.promise else "",
            )
            for offer in self._ways_out.offers
        ]

    def _more_ways(self) -> None:
        """Put what has been tried into the menu of the ways out, if it is still there."""
        from engine.words.ways import WAYS_OUT, WAYS_TIP

        if self._window.banner.offering:
            self._window.banner.offer(WAYS_OUT, WAYS_TIP, self._ways(), self._ways_out.said)

    def error(self, said: str) -> None:
        """Say what could not be done, and why: a run that is ready only then leaves it there."""
        self._error = said
        self._window.banner.show_message("error", said)

    def of_failure(self, run: Run | None) -> None:
        """Say why `run` cannot go on; None if nothing is wrong with the loaded run."""
        from engine.words.ends.notices import of_failure

        window = self._window
        failure = run.failure if run else None
        window.stages.set_failed(failure.stage if failure else None)
        if run is None:
            self._take_back()
            self._of_misfit()
            return
        if failure is not None and failure.kind == "unloadable":
            window.bars.status.setText("no PyTorch")
        broken = failure is not None and failure.kind == "broken"
        self.notice(of_failure(run), *([self._trouble.way] if broken else []))

    def of_data(self, doubts: str, data: Data | None = None) -> None:
        """Show the notice `doubts` about `data`, or else about the data loaded next.

        It stays until the person dismisses it, another message replaces it, or the data change.
        """
        self._doubts, self._doubted = doubts, data
        if doubts and self._trouble.showing:
            self._trouble.then(lambda: self.of_data(doubts, data))
        elif doubts:
            self._window.banner.show_message("warning", doubts)

    def of_experiment(self, experiment: Experiment) -> None:
        """Remove the notice about data if `experiment` no longer has those data."""
        self._error = ""
        if self._doubted is None:
            self._doubted = experiment.data
        elif experiment.data is not self._doubted:
            if self._says(self._doubts):
                self._window.banner.clear()
            self._doubts = ""

    def _of_misfit(self) -> None:
        """Warn if the learning rate of a newly loaded run does not suit it."""
        from engine.words.ends.notices import of_start

        run = self._window.player.run
        if run is self._loaded:
            return
        before = self._loaded.experiment if self._loaded is not None else None
        self._loaded, self._misfit = run, of_start(run, before)
        if self._misfit is not None:
            self._say_misfit(self._misfit)

    def _of_misfit_again(self) -> None:
        """Check again with another learning rate, which may suit, or be wrong in another way."""
        from engine.words.ends.notices import of_start

        said, self._misfit = self._misfit, None
        if said is None or said.text not in self._window.banner.text:
            return
        self._misfit = of_start(self._window.player.run, None)
        if self._misfit is None:
            self._take_back()
        elif self._misfit != said:
            self._take_back()
            self._say_misfit(self._misfit)

    def _say_misfit(self, misfit: Notice) -> None:
        """Show `misfit` after what was said before it, if that has not been dismissed."""
        from engine.words.ends.notices import Notice

        _, before = self._staying or ("", "")
        text = f"{before} {misfit.text}".lstrip()
        self.notice(Notice(misfit.kind, text, misfit.remedies))

    def _says(self, said: str) -> bool:
        """Whether the banner says `said`, and perhaps more after it."""
        return bool(said) and self._window.banner.text.startswith(said)

    @property
    def _staying(self) -> tuple[Kind, str] | None:
        """What is said, and is not about the run, so that it stays when that changes."""
        stays: tuple[tuple[Kind, str], ...] = (("error", self._error), ("warning", self._doubts))
        return next((each for each in stays if self._says(each[1])), None)

    def _take_back(self) -> None:
        """Remove messages about a run, but keep what could not be done, and doubts in its data."""
        self._ways_out.forget()
        self._trouble.then(None)
        if self._trouble.showing:
            return
        if staying := self._staying:
            self._window.banner.show_message(*staying)
        else:
            self._window.banner.clear()

    def _carry_out(self, remedy: Remedy) -> None:
        if remedy.then == "rerun":
            self._window.rerun(remedy.fields)
        elif remedy.fields:
            self._window.change(remedy.fields)
        if remedy.then == "reset":
            self._window.player.reset()
        elif remedy.then == "play":
            self._window.player.play()
