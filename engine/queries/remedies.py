"""The question whether remedies help: each is tried, beside the run shown, by training with it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from engine.queries.preview import slices_of
from engine.queries.query import Problem, Query

# A trial goes no further than this, however many epochs are asked for.
MOST_EPOCHS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Train from the start, with some `fields` of the experiment changed, for `epochs`."""

    fields: dict[str, Any]
    epochs: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial came to: the loss of the last of its `epochs`, and whether it stayed `finite`.

    Where PyTorch refused there are no epochs, and it is not finite.
    """

    epochs: int
    loss: float
    finite: bool


@dataclass(frozen=True, slots=True, eq=False)
class RemediesQuery(Query[tuple[Outcome, ...]]):
    """What do `trials` come to? Of each at most 2,000 epochs are trained."""

    trials: tuple[Trial, ...]

    def steps(self, problem: Problem) -> Generator[None, None, tuple[Outcome, ...]]:
        outcomes = []
        for trial in self.trials:
            outcome = Outcome(0, float("inf"), finite=False)
            rerun = problem.changed(**trial.fields).rerun()
            yield
            for updates in slices_of(rerun, min(trial.epochs, MOST_EPOCHS)):
                outcome = Outcome(updates.last, float(updates.loss[-1]), updates.finite)
                yield
            outcomes.append(outcome)
        return tuple(outcomes)
