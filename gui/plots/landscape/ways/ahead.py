"""Where a run would be after many more epochs, if it went on at this rate: far down the valley."""

import numpy as np

from engine.queries import Plane
from engine.runs import Doubles, Valley
from gui.plots.landscape.ways.planes import here
from gui.run import View

# Ghosts keep this share of the way to the floor between them.
APART, MOST = 0.085, 4
MOST_POWER = 13


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


def way(view: View, plane: Plane) -> tuple[Doubles, Doubles]:
    """The way from where the run is to the floor of the valley: x and y (m,) on `plane`."""
    valley = view.facts.valley
    if valley is None or not goes_on(view):
        return np.empty(0), np.empty(0)
    epochs = np.concatenate([np.arange(40), np.geomspace(40, 1e12, 240)])
    return _placed(valley, plane, view, epochs)


def ghosts(view: View, plane: Plane) -> tuple[tuple[float, float, int], ...]:
    """Places of later epochs on the `plane` of the valley, each with its epoch's number."""
    valley = view.facts.valley
    if valley is None or not goes_on(view):
        return ()
    now = view.snapshot.number - (view.snapshot.updated_params is None)
    epochs = [digit * 10**power for power in range(1, MOST_POWER) for digit in (1, 2, 5)]
    later = np.array([epoch for epoch in epochs if epoch > now])
    # Only the direction of the floor takes long; the others are gone by then.
    left = np.abs(1 - view.snapshot.settings.learning_rate * valley.curvatures[0]) ** (later - now)
    chosen, last = [], 1.0
    for epoch, share in zip(later.tolist(), left.tolist(), strict=True):
        if last - share > APART and share > APART / 2:
            chosen.append(epoch)
            last = share
    x, y = _placed(valley, plane, view, np.array(chosen[-MOST:], np.float64) - now)
    return tuple(zip(x.tolist(), y.tolist(), chosen[-MOST:], strict=True))


def _placed(valley: Valley, plane: Plane, view: View, epochs: Doubles) -> tuple[Doubles, Doubles]:
    distances = valley.distances(here(view)[None])[0]
    shrinking = 1 - view.snapshot.settings.learning_rate * valley.curvatures
    with np.errstate(all="ignore"):
        # The sign is lost in a power that is no whole number, and so far away nobody sees it.
        signs = np.where((shrinking < 0) & (np.round(epochs)[:, None] % 2 == 1), -1.0, 1.0)
        left = signs * np.abs(shrinking) ** epochs[:, None]
        params = valley.floor + (distances * left) @ valley.axes.T
    x, y, _ = plane.placed(params)
    return x, y
