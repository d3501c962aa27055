"""What the player and the worker say to each other: frozen requests one way, frozen answers back.

Each carries the number of the run it belongs to, so that an answer about a run which is gone can
be told from one about the run that is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.experiment.experiment import Experiment
from engine.queries.snapshot import Facts, Record, Snapshot
from engine.runs.update import Stage, Updates, Vector


@dataclass(frozen=True, slots=True)
class Settings:
    """What may change while a run goes on; it acts from the next epoch."""

    learning_rate: float
    zero_grad: bool
    requires_grad: bool

    @classmethod
    def of(cls, experiment: Experiment) -> "Settings":
        """The settings that `experiment` describes."""
        return cls(experiment.learning_rate, experiment.zero_grad, experiment.requires_grad)


@dataclass(frozen=True, slots=True)
class Load:
    """Begin a new run. Answered by Loaded."""

    run: int
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Train:
    """Train at most `count` epochs in about `seconds`. Answered by Trained or Refused.

    Without `looks` nobody means to look at the last of them.
    """

    run: int
    settings: Settings
    count: int
    seconds: float
    looks: bool = True


@dataclass(frozen=True, slots=True)
class Advance:
    """Run one stage. Answered by Staged, by Trained after the last one, or by Refused."""

    run: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Abandon:
    """Forget the stages of an unfinished epoch. Not answered."""

    run: int


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Compute what there is to see of one epoch. Answered by Looked.

    A `trial` is about starting parameters that nobody has decided on yet.
    """

    run: int
    record: Record
    trial: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Predict:
    """Compute the predictions of the parameters (k, p) of k epochs. Answered by Predicted."""

    run: int
    first: int
    params: NDArray[np.float32]


Request = Load | Train | Advance | Abandon | Look | Predict


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A run is ready; `snapshot` is its start.

    `predict` gives the predictions of parameters; the window itself never calls it.
    """

    run: int
    facts: Facts
    snapshot: Snapshot
    predict: Callable[[Vector], Vector]


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """Every epoch of one slice; `snapshot` is the last of them, where it was to be looked at."""

    run: int
    batch: Updates
    snapshot: Snapshot | None
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """An epoch under way, as far as it has come."""

    run: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """PyTorch refused a stage, in its own words; `snapshot` is the epoch before that stage."""

    run: int
    stage: Stage
    epoch: int
    message: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What there is to see of one epoch, or of a trial."""

    run: int
    snapshot: Snapshot
    trial: bool


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """Predictions (k, n) of k epochs from `first` on."""

    run: int
    first: int
    predictions: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Broken:
    """Something went wrong that nobody foresaw; the run cannot go on.

    `for_good` says that no other will do better: PyTorch cannot be loaded, and `message` is a
    sentence that says what to install.
    """

    run: int
    message: str
    for_good: bool = False


Answer = Loaded | Trained | Staged | Refused | Looked | Predicted | Broken
