"""What the sentences need to know: one update of a run, and the run around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.experiment import Experiment
from engine.runs import Facts

if TYPE_CHECKING:
    from engine.queries import Snapshot


class Shown(Protocol):
    """The experiment of a run, what is true of all of it, and the update that is shown."""

    @property
    def experiment(self) -> Experiment:
        """The experiment that is trained."""

    @property
    def facts(self) -> Facts:
        """What is true of the whole run."""

    @property
    def snapshot(self) -> Snapshot:
        """The update that is shown."""
