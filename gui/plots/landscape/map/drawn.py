"""Decides what is drawn over the colours of a map."""

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from engine.numbers import grouped
from engine.queries import Plane
from engine.runs import Doubles, Frame
from engine.words.landscape import on_map
from engine.words.landscape.axes import axes_of
from gui.motion import Phase
from gui.plots.base.overlays import NONE
from gui.plots.landscape.map.lens import Lens, find, size_in
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.paint.ground import Ground
from gui.plots.landscape.ways import ahead, planes
from gui.plots.landscape.ways.path import Path
from gui.run import View
from gui.zoom import scaled

# In pixels: a step shorter than this is no arrow; the lowest place is not told so near to the path.
SHORT_STEP, BESIDE = 16.0, 9.0
# Within this factor of the floor's loss a run has arrived, and nothing crawls any more.
ARRIVED = 1.05
# An axis of the curvature is drawn where at least this part of its length lies in the map.
IN_THE_MAP = 0.7


@dataclass(frozen=True)
class Star:
    """The best fit at `x`, `y`, in two texts; `here` if it is on the map and not beside it."""

    x: float
    y: float
    first: str
    second: str
    here: bool


@dataclass(frozen=True)
class Axis:
    """An axis of the curvature, from `x`, `y` in the direction `along` on the map: its `name`."""

    x: float
    y: float
    along: tuple[float, float]
    name: str


@dataclass(frozen=True, eq=False)
class Drawn:
    """What there is to draw, in the map's own units.

    The path goes through `x`, `y` (m,) after the epochs `numbers` (m,), with `losses` there; `off`
    (m,) is the share by which the losses of the map differ. `down` is −gradient with its `begin`.
    `way` is how the run would go on, and `ahead` has places of later epochs.
    """

    x: Doubles = field(default_factory=lambda: NONE)
    y: Doubles = field(default_factory=lambda: NONE)
    numbers: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    losses: Doubles = field(default_factory=lambda: NONE)
    off: Doubles = field(default_factory=lambda: NONE)
    begin: tuple[float, float] | None = None
    down: tuple[float, float] | None = None
    down_words: str = ""
    step_words: str = ""
    best: Star | None = None
    lowest: tuple[float, float, str] | None = None
    way: tuple[Doubles, Doubles] = field(default_factory=lambda: (NONE, NONE))
    ahead: tuple[tuple[float, float, int], ...] = ()
    lens: Lens | None = None
    lens_words: tuple[str, str] = ("", "")
    lens_ground: Ground | None = None
    axes: tuple[Axis, ...] = ()
    cross: tuple[float, float] | None = None
    held: bool = False

    def at(self, rows: NDArray[np.intp]) -> "Drawn":
        """This with only the places of the path in `rows`."""
        off = self.off[rows] if len(self.off) == len(self.x) else NONE
        return replace(
            self,
            x=self.x[rows],
            y=self.y[rows],
            numbers=self.numbers[rows],
            losses=self.losses[rows],
            off=off,
        )


@dataclass(frozen=True)
class Sight:
    """What of a plane is in sight: its `frame`, in `area` pixels of the canvas."""

    frame: Frame
    area: QRectF

    @property
    def unit(self) -> tuple[float, float]:
        """How much of the map a pixel is, across and up."""
        left, right, bottom, top = self.frame
        return (
            (right - left) / max(self.area.width(), 1.0),
            (top - bottom) / max(self.area.height(), 1.0),
        )

    def apart(self, x: Doubles, y: Doubles) -> float:
        """How many pixels there are between two places."""
        across, up = self.unit
        return math.hypot((x[1] - x[0]) / across, (y[1] - y[0]) / up)

    def holds(self, x: Doubles, y: Doubles) -> NDArray[np.bool_]:
        """(m,): which places are in sight."""
        left, right, bottom, top = self.frame
        return np.asarray((x >= left) & (x <= right) & (y >= bottom) & (y <= top))


def draw_up(
    view: View, plane: Plane, path: Path, sight: Sight, wanted: Wanted, progress: float
) -> Drawn:
    """All that is drawn of `path` on `plane`, the update being at `progress` of its movement.

    What is held or pointed at, and the ground of the lens, are not part of it.
    """
    x, y, _ = path.on(plane)
    x, y = _moved(view, x, y, Phase.PARAMETER.share(progress))
    begin, down, down_words, step_words = _gradient(view, plane, x, y, sight)
    found, words = _lens(view, plane, path, x, y, sight)
    star = star_of(view, plane)
    ravine = plane.pair is None
    return Drawn(
        x=x, y=y, numbers=path.numbers, losses=path.losses, off=_off(view, path, wanted),
        begin=begin, down=down, down_words=down_words, step_words=step_words,
        best=star, lowest=None if ravine else _lowest(x, y, sight, wanted),
        way=ahead.way(view, plane) if ravine else (NONE, NONE),
        ahead=ahead.ghosts(view, plane) if ravine else (),
        lens=found, lens_words=words, axes=_axes(view, plane, wanted),
    )  # fmt: skip


def _moved(view: View, x: Doubles, y: Doubles, share: float) -> tuple[Doubles, Doubles]:
    if view.snapshot.updated_params is None or len(x) < 2 or share == 1:
        return x, y
    x, y = x.copy(), y.copy()
    for each in (x, y):
        each[-1] = each[-2] + share * (each[-1] - each[-2])
    return x, y


def _gradient(
    view: View, plane: Plane, x: Doubles, y: Doubles, sight: Sight
) -> tuple[tuple[float, float] | None, tuple[float, float] | None, str, str]:
    """Where −gradient begins, its parts on the map, what is said of it, and of its step."""
    snapshot = view.snapshot
    if snapshot.gradient is None or not np.isfinite(snapshot.gradient).all() or _arrived(view):
        return None, None, "", ""
    (begin_x,), (begin_y,), _ = plane.placed(snapshot.params[None])
    along, up = plane.directed(-snapshot.gradient.astype(np.float64))
    said = ""
    if (
        snapshot.updated_params is not None
        and len(x) > 1
        and sight.apart(x[-2:], y[-2:]) >= scaled(SHORT_STEP)
    ):
        rate = snapshot.settings.learning_rate
        said = on_map.step(rate, rate * math.hypot(along, up))
    words = on_map.gradient(plane.pair, along, up)
    return (float(begin_x), float(begin_y)), (along, up), words, said


def _lens(
    view: View, plane: Plane, path: Path, x: Doubles, y: Doubles, sight: Sight
) -> tuple[Lens | None, tuple[str, str]]:
    size = size_in(sight.area)
    across, up = sight.unit
    if size is None or _arrived(view):
        return None, ("", "")
    found = find(x, y, path.numbers, (across, up), size)
    if found is None:
        return None, ("", "")
    if found.swings:
        return found, (on_map.wider(found.times), on_map.crossings(grows=found.grows))
    moved = math.hypot(x[found.first] - x[-1], y[found.first] - y[-1])
    left = abs(float(x[found.first])) if plane.pair is None else None
    epochs = int(path.numbers[found.last] - path.numbers[found.first])
    return found, (on_map.larger(found.times), on_map.crawl(epochs, moved, left))


def _arrived(view: View) -> bool:
    """Whether there is nothing left to go, so that what moves is float32's rounding."""
    valley, snapshot = view.facts.valley, view.snapshot
    loss = snapshot.loss if snapshot.updated_loss is None else snapshot.updated_loss
    return valley is not None and loss is not None and loss <= ARRIVED * valley.floor_loss


def star_of(view: View, plane: Plane) -> Star | None:
    """The best fit as it is seen from `plane`, if it is known."""
    valley, place = view.facts.valley, planes.best_on(plane, view)
    if valley is None or place is None:
        return None
    x, y, beside = place
    apart = valley.floor - plane.origin - x * plane.first - y * plane.second
    first, second = on_map.best_fit(
        valley.floor_in_words, valley.floor_loss, view.facts.names, plane.pair, apart
    )
    return Star(x, y, first, second, beside <= 1e-9 * (abs(x) + abs(y)))


def _axes(view: View, plane: Plane, wanted: Wanted) -> tuple[Axis, ...]:
    """The axes of the curvature that lie in the map, where they are not the map's own."""
    found, valley = wanted.curvature.current, view.facts.valley
    own = plane.pair is None and valley is not None and valley.exact
    if found is None or not found.finite or own or view.playing:
        return ()
    (x,), (y,), _ = plane.placed(found.params[None])
    axes = []
    for k, name in enumerate(axes_of(found)):
        along = plane.directed(found.eigenvectors[:, k])
        if math.hypot(*along) >= IN_THE_MAP:
            said = on_map.axis(name, float(found.eigenvalues[k]))
            axes.append(Axis(float(x), float(y), along, said))
    return tuple(axes)


def _lowest(
    x: Doubles, y: Doubles, sight: Sight, wanted: Wanted
) -> tuple[float, float, str] | None:
    found = wanted.map.current
    if found is None or found.lowest is None or found.lowest.on_edge:
        return None
    lowest = found.lowest
    if len(x):
        apart = sight.apart(np.array([x[-1], lowest.x]), np.array([y[-1], lowest.y]))
        if apart < scaled(BESIDE):
            return None
    return lowest.x, lowest.y, f"loss {grouped(lowest.loss, 4)}"


def _off(view: View, path: Path, wanted: Wanted) -> Doubles:
    """The shares by which the losses of the path differ from those of the map under it."""
    under = wanted.under.current
    if under is None or view.playing:
        return NONE
    with np.errstate(all="ignore"):
        apart = np.abs(path.losses - under[:-1]) / np.maximum(path.losses, 1e-300)
    return np.where(np.isfinite(apart), apart, 0.0)
