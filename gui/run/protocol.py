"""What the window and the worker say to each other: frozen requests one way, frozen answers back.

Each carries the number of its run, so that answers about an earlier run can be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import Facts, Stage, Updates
from gui.mishaps import Mishap

if TYPE_CHECKING:
    from engine.queries import Query, Snapshot


class Load(NamedTuple):
    """Begin a new run; with `plain`, none of its epochs are replayed. Answered by Loaded."""

    run: int
    experiment: Experiment
    plain: bool = False


class Train(NamedTuple):
    """Train at most `most` updates in about `seconds`. Answered by Trained or Refused.

    A snapshot of the last update is made only if `looks`, that is, if it is going to be drawn.
    Training ends early with the first update whose loss is at or below `stop_at_loss`.
    """

    run: int
    settings: Settings
    most: int
    seconds: float
    looks: bool = True
    stop_at_loss: float | None = None


class Advance(NamedTuple):
    """Run one stage. Answered by Staged, by Trained after the last one, or by Refused."""

    run: int
    settings: Settings


class Abandon(NamedTuple):
    """Forget the stages of an unfinished update. Not answered."""

    run: int


class LayAside(NamedTuple):
    """Keep the run as it is, while others are loaded. Not answered."""

    run: int


class TakeUp(NamedTuple):
    """Go on with the run that was laid aside. Not answered."""

    run: int


class Compute(NamedTuple):
    """Answer a question about the run. Answered by Computed, or by Cancelled.

    Not answered if the worker has another run by then. A question that takes long is answered in
    steps, between which the worker obeys other requests.
    """

    run: int
    query: Query[Any]


class Cancel(NamedTuple):
    """Stop answering a question, which is then answered by Cancelled. Not answered itself."""

    run: int
    query: Query[Any]


Request = Load | Train | Advance | Abandon | LayAside | TakeUp | Compute | Cancel


class Loaded(NamedTuple):
    """A run is ready; `snapshot` is its start."""

    run: int
    facts: Facts
    snapshot: Snapshot


class Trained(NamedTuple):
    """The updates of one slice; `snapshot` shows the last one, if the request said `looks`."""

    run: int
    updates: Updates
    snapshot: Snapshot | None
    seconds: float


class Staged(NamedTuple):
    """An update under way, as far as it has come."""

    run: int
    snapshot: Snapshot


class Refused(NamedTuple):
    """PyTorch refused a stage, in its own words; `snapshot` is the update before that stage."""

    run: int
    stage: Stage
    message: str
    snapshot: Snapshot


class Computed(NamedTuple):
    """The answer to `query`, which is the very object that was asked."""

    run: int
    query: Query[Any]
    answer: Any


class Cancelled(NamedTuple):
    """`query` was cancelled and will not be answered."""

    run: int
    query: Query[Any]


class Unanswered(NamedTuple):
    """`query` cannot be answered, because of an unexpected error; the run can go on."""

    run: int
    query: Query[Any]
    mishap: Mishap


class Unseen(NamedTuple):
    """The updates that come next have no snapshot, because of an unexpected error."""

    run: int
    mishap: Mishap


class Broken(NamedTuple):
    """An unexpected error; the run cannot go on.

    `for_good` says that no other run can either, because PyTorch cannot be loaded; `message` is
    then a sentence that says what to install.
    """

    run: int
    message: str
    for_good: bool = False
    mishap: Mishap | None = None


Answer = Loaded | Trained | Staged | Refused | Computed | Cancelled | Unanswered | Unseen | Broken
