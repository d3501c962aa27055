"""The scale of a whole run: how far and how high the overview of each parameter reaches.

A curve that is scaled anew for every step shows the rule but hides the size of the step; on a
scale that stays, a step of 0.6 and one of 0.000013 look as different as they are.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.runs.update import Doubles, Matrix

# A parameter that leaves the scale doubles its width, but only up to this many times.
MOST_DOUBLINGS = 3
COMMON_REACH = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The values `low` to `high` and the losses 0 to `top`, each (p,), of the p overviews.

    On the common scale every parameter reaches `COMMON_REACH` to either side of where it is, and
    every loss from 0 to `common_top`, which is NaN if the loss at the start was not finite.
    """

    low: Doubles
    high: Doubles
    top: Doubles
    common_top: float
    # What it was at the start of the run.
    first: tuple[Doubles, Doubles] | None = None

    def widened(self, params: Matrix | Doubles) -> "Scale":
        """A scale on which `params` (k, p) are seen as well, as far as that is sensible.

        The result does not depend on how the updates of a run are split into calls.
        """
        seen = np.where(np.isfinite(params), params, np.nan).astype(np.float64)
        if not np.isfinite(seen).any(axis=0).all():
            return self
        low, high = np.nanmin(seen, axis=0), np.nanmax(seen, axis=0)
        if (low >= self.low).all() and (high <= self.high).all():
            return self
        first_low, first_high = first = self.first or (self.low, self.high)
        width = first_high - first_low
        return replace(
            self,
            low=np.minimum(self.low, first_low - width * _doublings((first_low - low) / width)),
            high=np.maximum(
                self.high, first_high + width * _doublings((high - first_high) / width)
            ),
            first=first,
        )


def _doublings(beyond: Doubles) -> Doubles:
    """How many widths to add so that `beyond` of them fit: 0, 1, 3 or 7."""
    steps = np.ceil(np.log2(np.maximum(beyond, 0.0) + 1.0))
    return np.asarray(2.0 ** np.minimum(steps, MOST_DOUBLINGS) - 1.0)
