"""Where a run would be after many more epochs, if it went on at this rate: far down the valley."""

import numpy as np

from engine.queries import Plane
from engine.runs import Doubles, Valley
from gui.plots.landscape.planes import here
from gui.run import View

# Ghosts keep this share of the way to the floor between them.
APART, MOST = 0.085, 4
MOST_POWER = 12


def goes_on(view: View) -> bool:
    """Whether the valley tells where the run would go: exactly, and to its floor."""
    valley, settings = view.facts.valley, view.snapshot.settings
    return (
        valley is not None
        and valley.exact
        and settings.zero_grad
        and settings.requires_grad
        and view.snapshot.number > 0
        and float(settings.learning_rate) < valley.largest_rate
    )


def ghosts(view: View, plane: Plane) -> tuple[tuple[float, float, int], ...]:
    """Places of later epochs on the `plane` of the valley, each with its epoch's number."""
    valley = view.facts.valley
    if valley is None or not goes_on(view):
        return ()
    now = view.snapshot.number - (view.snapshot.updated_params is None)
    distances = valley.distances(here(view)[None])[0]
    shrinking = 1 - view.snapshot.settings.learning_rate * valley.curvatures
    along = distances[0]
    found: list[tuple[float, float, int]] = []
    last = 1.0
    for power in range(1, MOST_POWER):
        for digit in (1, 2, 5):
            epoch = digit * 10**power
            left = float(np.abs(shrinking[0])) ** (epoch - now) if epoch > now else 1.0
            if last - left > APART and left > APART / 2:
                found.append((*_placed(valley, plane, distances, shrinking, epoch - now), epoch))
                last = left
    return tuple(found[-MOST:]) if along else ()


def _placed(
    valley: Valley, plane: Plane, distances: Doubles, shrinking: Doubles, epochs: int
) -> tuple[float, float]:
    with np.errstate(all="ignore"):
        params = valley.floor + valley.axes @ (distances * shrinking**epochs)
    x, y, _ = plane.placed(params[None])
    return float(x[0]), float(y[0])
