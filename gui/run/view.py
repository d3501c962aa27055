"""What every plot and panel is given to draw: one update of one run, and the run around it."""

from dataclasses import dataclass
from typing import Protocol

from engine.experiment import Experiment
from engine.queries import Snapshot
from engine.runs import Doubles, Facts, History, Run
from gui.theme import Theme

PREVIOUS = "previous run"


@dataclass(frozen=True, eq=False)
class View:
    """What the person is looking at. `cursor` is 0 before the first update, k at update k.

    `experiment` is what `facts` and `history` are of, and `run` the number of that run;
    `superseded` says that the person has asked for another run since, which is still to come.
    `snapshot` is update `cursor`, or the one after it where that has run only some of its stages.
    `previous` is a run before this one, about the same points and while it is still shown;
    `previous_curve` the inputs and predictions (m,) of the update of it that was shown last, and
    `previous_label` in what it differs.
    """

    experiment: Experiment
    facts: Facts
    history: History
    cursor: int
    snapshot: Snapshot
    previous: Run | None = None
    previous_curve: tuple[Doubles, Doubles] | None = None
    previous_label: str = ""
    run: int = 0
    playing: bool = False
    superseded: bool = False

    @property
    def previous_in_words(self) -> str:
        """What a legend calls the previous run."""
        return f"{PREVIOUS}, {self.previous_label}" if self.previous_label else PREVIOUS


def short_of(previous_in_words: str) -> str:
    """The same where there is little room: what differs tells which run it is."""
    return previous_in_words.removeprefix(f"{PREVIOUS}, ")


class Draws(Protocol):
    """What draws a view. `draw` with another `facts` than last time begins anew."""

    def draw(self, view: View) -> None:
        """Show `view`."""

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
