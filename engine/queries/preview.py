"""The question for a preview: the same run with other settings, trained beside the run shown."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from engine.experiment.settings import Settings
from engine.queries.query import Problem, Query, Rerun
from engine.runs import Doubles, Matrix, Updates, Vector

# A preview goes no further than this, however many epochs are asked for.
MOST_EPOCHS = 5_000
SECONDS_A_STEP = 0.006
UPDATES_A_STEP = 256


def slices_of(rerun: Rerun, epochs: int) -> Iterator[Updates]:
    """The updates of `rerun` in slices of a few milliseconds.

    They end after `epochs`, with the first number that is not finite, or where PyTorch refuses a
    stage, as without requires_grad.
    """
    while epochs:
        try:
            updates = rerun.train(min(epochs, UPDATES_A_STEP), SECONDS_A_STEP)
        except RuntimeError:
            return
        yield updates
        if not updates.finite:
            return
        epochs -= len(updates)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The first k updates of a run from the same start: to the bit what training it would give.

    `losses` (k,) are theirs and `params` (k + 1, p) what they began with, and the last ended with.
    `curve` (m,) are the predictions of the last parameters. `finite` is false if the last update
    made a number that is not finite, after which it could not go on. `cut_short` says that more
    epochs were asked for than a preview trains.
    """

    settings: Settings
    losses: Vector
    params: Matrix
    curve: Doubles
    finite: bool
    cut_short: bool


@dataclass(frozen=True, slots=True, eq=False)
class PreviewQuery(Query[Preview]):
    """How would the run go with `settings`, for `epochs`, of which at most 5,000 are trained?

    The curve is computed at `curve_inputs` (m,), in the data's own units.
    """

    settings: Settings
    epochs: int
    curve_inputs: Doubles

    def steps(self, problem: Problem) -> Generator[None, None, Preview]:
        losses: list[Vector] = []
        params: list[Matrix] = [problem.start[None]]
        finite = True
        for updates in slices_of(problem.rerun(self.settings), min(self.epochs, MOST_EPOCHS)):
            losses.append(updates.loss)
            params.append(updates.params[1:])
            finite = updates.finite
            yield
        trained = np.concatenate(params)
        with np.errstate(all="ignore"):
            curve = problem.curve(problem.scaled(self.curve_inputs), trained[-1].astype(np.float64))
        return Preview(
            self.settings,
            np.concatenate([np.empty(0, np.float32), *losses]),
            trained,
            curve,
            finite,
            self.epochs > MOST_EPOCHS,
        )
