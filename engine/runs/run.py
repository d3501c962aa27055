"""A run: the experiment that is trained, its history so far, and why it failed, if it did."""

from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np

from engine.experiment import Experiment
from engine.runs.facts import Facts
from engine.runs.history import History
from engine.runs.scale import Scale
from engine.runs.update import Begun, Stage, Updates


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run cannot go on, and at which update.

    The kind is "diverged" if numbers are no longer finite; "refused" if PyTorch refused `stage`,
    with its own `message`; "broken" for an unexpected error; and "unloadable" if PyTorch cannot be
    loaded, with a `message` that says what to install.
    """

    kind: Literal["diverged", "refused", "broken", "unloadable"]
    number: int
    message: str = ""
    stage: Stage | None = None


@dataclass(slots=True, eq=False)
class Run:
    """One run. There can be several; `id` tells them apart.

    `experiment` is what is trained, with the settings of the next update. `facts` are None until
    the run is loaded; `scale` begins as theirs, and grows with the parameters.
    """

    id: int
    experiment: Experiment
    facts: Facts | None = None
    scale: Scale | None = None
    failure: Failure | None = None
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = History(len(self.experiment.names))

    def load(self, facts: Facts) -> None:
        """The run is ready to be trained."""
        self.facts, self.scale = facts, facts.scale

    def add(self, updates: Updates) -> None:
        """Record `updates`. Raises ValueError if they are not the next ones."""
        self.history.append(updates)
        if self.scale is not None:
            self.scale = self.scale.widened(updates.params)

    @property
    def trained(self) -> bool:
        """Whether all updates asked for are there, or the loss to stop at is reached."""
        return len(self.history) >= self.experiment.epochs or self.stopped_at_loss

    @property
    def stopped_at_loss(self) -> bool:
        """Whether the last update has reached the loss to stop at."""
        loss = self.history.loss
        return len(loss) > 0 and self.experiment.has_reached(float(loss[-1]))

    @property
    def start(self) -> Begun:
        """The run before its first update; only once it is loaded."""
        assert self.facts is not None
        params = self.facts.start
        return Begun(0, self.experiment.settings, params, np.zeros_like(params))

    def goes_on_as(self, experiment: Experiment) -> bool:
        """Whether this run can go on as `experiment`: only settings and its end may differ."""
        mine = self.experiment
        until = {"epochs": mine.epochs, "stop_at_loss": mine.stop_at_loss}
        return experiment.changed(**until, **asdict(mine.settings)) == mine
