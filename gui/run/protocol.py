"""What the window and the worker say to each other: frozen requests one way, frozen answers back.

Each carries the number of its run, so that answers about an earlier run can be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import Facts, Stage, Updates
from gui.mishaps import Mishap

if TYPE_CHECKING:
    from engine.queries import Query, Snapshot


@dataclass(frozen=True, slots=True)
class Load:
    """Begin a new run; with `plain`, none of its epochs are replayed. Answered by Loaded."""

    run: int
    experiment: Experiment
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Train:
    """Train at most `count` updates in about `seconds`. Answered by Trained or Refused.

    A snapshot of the last update is made only if `looks`, that is, if it is going to be drawn.
    Training ends early with the first update whose loss is at or below `stop_at_loss`.
    """

    run: int
    settings: Settings
    count: int
    seconds: float
    looks: bool = True
    stop_at_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """Run one stage. Answered by Staged, by Trained after the last one, or by Refused."""

    run: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Abandon:
    """Forget the stages of an unfinished update. Not answered."""

    run: int


@dataclass(frozen=True, slots=True)
class LayAside:
    """Keep the run as it is, while others are loaded. Not answered."""

    run: int


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Go on with the run that was laid aside. Not answered."""

    run: int


@dataclass(frozen=True, slots=True, eq=False)
class Compute:
    """Answer a question about the run. Answered by Computed, or by Cancelled.

    Not answered if the worker has another run by then. A question that takes long is answered in
    steps, between which the worker obeys other requests.
    """

    run: int
    query: Query[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Cancel:
    """Stop answering a question, which is then answered by Cancelled. Not answered itself."""

    run: int
    query: Query[Any]


Request = Load | Train | Advance | Abandon | LayAside | TakeUp | Compute | Cancel


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A run is ready; `snapshot` is its start."""

    run: int
    facts: Facts
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The updates of one slice; `snapshot` shows the last one, if the request said `looks`."""

    run: int
    updates: Updates
    snapshot: Snapshot | None
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """An update under way, as far as it has come."""

    run: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """PyTorch refused a stage, in its own words; `snapshot` is the update before that stage."""

    run: int
    stage: Stage
    message: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """The answer to `query`, which is the very object that was asked."""

    run: int
    query: Query[Any]
    answer: Any


@dataclass(frozen=True, slots=True, eq=False)
class Cancelled:
    """`query` was cancelled and will not be answered."""

    run: int
    query: Query[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Unanswered:
    """`query` cannot be answered, because of an unexpected error; the run can go on."""

    run: int
    query: Query[Any]
    mishap: Mishap


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """The updates that come next have no snapshot, because of an unexpected error."""

    run: int
    mishap: Mishap


@dataclass(frozen=True, slots=True)
class Broken:
    """An unexpected error; the run cannot go on.

    `for_good` says that no other run can either, because PyTorch cannot be loaded; `message` is
    then a sentence that says what to install.
    """

    run: int
    message: str
    for_good: bool = False
    mishap: Mishap | None = field(default=None, compare=False)


Answer = Loaded | Trained | Staged | Refused | Computed | Cancelled | Unanswered | Unseen | Broken
