"""A run that is laid aside while others are shown, with all that it takes to go on with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.runs import Run, Stage
from gui.run.earlier import Earlier

if TYPE_CHECKING:
    from engine.queries import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is shown of a run: its update and stage, and the runs before."""

    run: Run
    cursor: int
    stage: Stage | None
    snapshot: Snapshot | None
    earlier: Earlier


@dataclass(frozen=True, slots=True, eq=False)
class LaidAside:
    """The `experiment` that was wanted, its `run`, and what was `shown`.

    They are of one run, but where the experiment could not be loaded.
    """

    experiment: Experiment
    run: Run
    shown: Shown
