"""Remembers the runs before the one shown, and finds the one to draw behind it for comparison."""

from dataclasses import dataclass

import numpy as np

from engine.experiment import Experiment
from engine.runs import Doubles, Facts, Run
from engine.words.differences import as_trained, differences

MOST_RUNS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """A run to be drawn behind another.

    It has the inputs and predictions (m,) of its update shown last, and in what it differs.
    """

    run: Run
    curve: tuple[Doubles, Doubles]
    label: str


class Earlier:
    """Remembers the last runs that differ from each other, the latest first.

    Two, so that a run that is only trained once more does not take the comparison away.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[Run, Experiment, tuple[Doubles, Doubles]]] = []
        self._asked: tuple[Run, Experiment] | None = None
        self._behind: Behind | None = None

    def keep(self, run: Run, curve: tuple[Doubles, Doubles]) -> None:
        """Keep `run`, which is over, with the `curve` that was shown of it last."""
        experiment = as_trained(run)
        others = [kept for kept in self._kept if differences(experiment, kept[1])]
        self._kept = [(run, experiment, curve), *others][:MOST_RUNS]
        self._asked = None

    def forget(self) -> None:
        """Show none of them any more."""
        self._kept.clear()
        self._asked = None

    def behind(self, run: Run) -> Behind | None:
        """The latest run about the same points as `run` that differs from it, or None."""
        if self._asked is None or self._asked[0] is not run or self._asked[1] is not run.experiment:
            self._asked = (run, run.experiment)
            self._behind = self._found(run)
        return self._behind

    def _found(self, run: Run) -> Behind | None:
        for earlier, experiment, curve in self._kept:
            label = differences(run.experiment, experiment)
            if label and _same_points(earlier.facts, run.facts):
                return Behind(earlier, curve, label)
        return None


def _same_points(one: Facts | None, other: Facts | None) -> bool:
    return (
        one is not None
        and other is not None
        and np.array_equal(one.inputs, other.inputs)
        and np.array_equal(one.targets, other.targets)
    )
