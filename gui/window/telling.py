"""What the window says in words: in its banner, in the toolbar's status and in its title."""

from typing import Any, Protocol

from engine.experiment import Data, Experiment
from engine.numbers import exact
from engine.queries import Snapshot
from engine.runs import Run
from engine.words.ends.notices import Notice, Remedy, of_failure, of_start
from engine.words.hints import hint
from engine.words.status import status, title
from gui.files import Documents
from gui.panels.stages import StagesPanel
from gui.run import Player, View
from gui.widgets.banner import Banner
from gui.window.bars import Bars
from gui.window.looking import Looking


class Speaks(Protocol):
    """Where something is said, and of what: the window, and what it is made of."""

    player: Player
    documents: Documents
    stages: StagesPanel
    banner: Banner
    bars: Bars
    looking: Looking

    def change(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment."""

    def setWindowTitle(self, title: str, /) -> None:
        """Call the window `title`."""


class Telling:
    """Says in `window` where the run stands, and what went wrong or is worth knowing."""

    def __init__(self, window: Speaks) -> None:
        self._window = window
        self._snapshot: Snapshot | None = None
        # The run that was loaded last, and what is said of its learning rate.
        self._loaded: Run | None = None
        self._misfit: Notice | None = None
        # What there is to know about the data, and which data these are.
        self._doubts = ""
        self._doubted: Data | None = None

    # --- where the run stands

    def of_view(self, view: View) -> None:
        """Say where the run stands that `view` shows, and what may be done."""
        window = self._window
        self._snapshot = view.snapshot
        window.banner.set_hint(hint(view.snapshot, view.facts.names, view.playing))
        loss = view.snapshot.loss
        said = status(view.snapshot, view.experiment)
        window.bars.status.setText(said)
        window.bars.status.setToolTip("" if loss is None else f"loss {exact(loss)}")
        window.looking.line.set_status(said)
        self.call_window()
        self._of_misfit_again()

    def of_state(self, state: str) -> None:
        """Say what the player being in `state` changes."""
        if state == "playing":
            self._take_back()
        if state == "loading" and self._snapshot is None:
            self._window.bars.status.setText("loading PyTorch…")
        self.call_window()

    def call_window(self) -> None:
        """Give the window its title: the file, and where the run stands."""
        documents, player = self._window.documents, self._window.player
        name = documents.name
        if name and documents.modified:
            name += "*"
        self._window.setWindowTitle(
            title(name, player.playing, self._snapshot, player.run.experiment)
        )

    # --- what went wrong or is worth knowing

    def notice(self, notice: Notice) -> None:
        """Say `notice`, and offer its remedies."""
        remedies = [
            (remedy.label, lambda remedy=remedy: self._carry_out(remedy))
            for remedy in notice.remedies
        ]
        self._window.banner.show_message(notice.kind, notice.text, remedies)

    def error(self, said: str) -> None:
        """Say what could not be done."""
        self._window.banner.show_message("error", said)

    def of_failure(self, run: Run | None) -> None:
        """Say why `run` cannot go on; None where nothing is wrong with the run that is loaded."""
        window = self._window
        failure = run.failure if run else None
        window.stages.set_failed(failure.stage if failure else None)
        if run is None:
            self._take_back()
            self._of_misfit()
            return
        if failure is not None and failure.kind == "unloadable":
            window.bars.status.setText("no PyTorch")
        self.notice(of_failure(run))

    def of_data(self, doubts: str, data: Data | None = None) -> None:
        """Say what there is to know about `data`, or else those that come next.

        It stays until the person has read it, something else is said, or other data are used.
        """
        self._doubts, self._doubted = doubts, data
        if doubts:
            self._window.banner.show_message("warning", doubts)

    def of_experiment(self, experiment: Experiment) -> None:
        """Take back what was said of data that `experiment` no longer has."""
        if self._doubted is None:
            self._doubted = experiment.data
        elif experiment.data is not self._doubted:
            if self._doubting:
                self._window.banner.clear()
            self._doubts = ""

    def _of_misfit(self) -> None:
        """Say of a run that has just been loaded that its learning rate does not fit it."""
        run = self._window.player.run
        if run is self._loaded:
            return
        before = self._loaded.experiment if self._loaded is not None else None
        self._loaded, self._misfit = run, of_start(run, before)
        if self._misfit is not None:
            self._say_misfit(self._misfit)

    def _of_misfit_again(self) -> None:
        """Another learning rate may fit, or be wrong in another way."""
        said, self._misfit = self._misfit, None
        if said is None or not self._window.banner.text.endswith(said.text):
            return
        self._misfit = of_start(self._window.player.run, None)
        if self._misfit is None:
            self._take_back()
        elif self._misfit != said:
            self._take_back()
            self._say_misfit(self._misfit)

    def _say_misfit(self, misfit: Notice) -> None:
        """Beside what there is to know about the data, where that stands there unread."""
        text = f"{self._doubts} {misfit.text}" if self._doubting else misfit.text
        self.notice(Notice(misfit.kind, text, misfit.remedies))

    @property
    def _doubting(self) -> bool:
        """Whether what there is to know about the data stands in the banner."""
        return bool(self._doubts) and self._window.banner.text.startswith(self._doubts)

    def _take_back(self) -> None:
        """Take away what was said of a run; what there is to know about its data stays."""
        if self._doubting:
            self._window.banner.show_message("warning", self._doubts)
        else:
            self._window.banner.clear()

    def _carry_out(self, remedy: Remedy) -> None:
        if remedy.fields:
            self._window.change(remedy.fields)
        if remedy.then == "reset":
            self._window.player.reset()
        elif remedy.then == "play":
            self._window.player.play()
