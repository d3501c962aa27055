"""The View, which every plot and panel is given to draw: one update, and the run that it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.experiment import Experiment
from engine.runs import Doubles, Facts, History, Run
from gui.theme import Theme

if TYPE_CHECKING:
    from engine.queries import Preview, Snapshot

PREVIOUS = "previous run"


@dataclass(frozen=True, eq=False)
class View:
    """What the person is looking at. `cursor` is 0 before the first update, k at update k.

    `run` is the number of the run that `experiment`, `facts` and `history` belong to; `superseded`
    says that the person has asked for another one, which is not ready yet. `snapshot` shows update
    `cursor`, or the one after it if that has run only some of its stages. `previous` is an earlier
    run about the same points, None if none is shown; `previous_curve` are the inputs and
    predictions (m,) of its update shown last, and `previous_label` says in what it differs.
    `preview` is how the run would go with other settings, while those are tried; `ghost` what the
    update shown, which has come to its gradient, would do, while that is looked at.
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
    preview: Preview | None = None
    ghost: Snapshot | None = None

    @property
    def previous_in_words(self) -> str:
        """What a legend calls the previous run."""
        return f"{PREVIOUS}, {self.previous_label}" if self.previous_label else PREVIOUS


def short_of(previous_in_words: str) -> str:
    """A shorter name where there is little room: only what differs."""
    return previous_in_words.removeprefix(f"{PREVIOUS}, ")


class Draws(Protocol):
    """A widget that draws a View. Other `facts` than last time mean a new run."""

    def draw(self, view: View) -> None:
        """Show `view`."""

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
