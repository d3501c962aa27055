"""The questions of the map: what it wants to know, asked one after the other, and the answers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer

from engine.queries import (
    Curvature,
    CurvatureQuery,
    LossAtQuery,
    LossMap,
    LossMapQuery,
    Plane,
    Query,
)
from engine.runs import Doubles, Frame
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.kept import Kept
from gui.plots.landscape.ways.path import Path
from gui.plots.landscape.ways.planes import Choice
from gui.run import View

# The places of a map, and of the small ones.
CELLS, LEAST_CELLS, MOST_ROWS = 256 * 256, 24, 256
SMALL_CELLS = 56, 36
LENS_CELLS = 72, 48
STRIP_CELLS = 256, 24
# While it plays, a map that would be another one for every epoch is asked for this rarely.
RARELY_MS = 700


class Wanted:
    """What is wanted to be known of the run, and what is known.

    `map` is the map itself, `lens` that of the lens, `strip` the one at true scale, and `small`
    those of all planes. `under` are the losses of the map under the path (m,), and the loss of the
    place that is shown; `hover` is the loss at the place that is pointed at, and `curvature` that
    where the update shown began. `epoch` is the one that the map was asked for.
    """

    def __init__(self) -> None:
        self.map: Kept[LossMap] = Kept()
        self.lens: Kept[LossMap] = Kept()
        self.strip: Kept[LossMap] = Kept()
        self.under: Kept[Doubles] = Kept()
        self.hover: Kept[Doubles] = Kept()
        self.curvature: Kept[Curvature] = Kept()
        self.small: dict[Choice, Kept[LossMap]] = {}
        self.epoch = 0
        self._planes: dict[Choice, tuple[bytes, Plane]] = {}
        self._asked = QElapsedTimer()

    def begin(self, choices: Sequence[Choice]) -> None:
        """Forget everything: another run is shown, which has maps of `choices`."""
        self.forget()
        self.small = {choice: Kept() for choice in choices}

    def offer(self, choices: Sequence[Choice]) -> None:
        """There are maps of `choices` as well."""
        for choice in choices:
            self.small.setdefault(choice, Kept())

    def turn_to(self, choice: Choice) -> None:
        """Another map is shown; until it is there, the small one stands for it."""
        self.forget()
        small = self.small.setdefault(choice, Kept())
        self.map.answer = small.answer

    def forget(self) -> None:
        """Forget all but the small maps."""
        drawn = self.map, self.lens, self.strip, self.under, self.hover, self.curvature
        for kept in drawn:
            kept.forget()

    # --- planes

    def plane(self, choice: Choice, view: View) -> Plane:
        """The plane of `choice` now; the same object as long as it is the same plane."""
        plane = choice.plane(view)
        same = b"".join(each.tobytes() for each in (plane.origin, plane.first, plane.second))
        known = self._planes.get(choice)
        if known is None or known[0] != same:
            self._planes[choice] = known = same, plane
        return known[1]

    def plane_shown(self, choice: Choice, view: View) -> Plane:
        """The plane that everything is drawn on: that of the map, once there is one."""
        return self.plane(choice, view) if self.map.answer is None else self.map.answer.plane

    # --- wishes

    def want_map(self, view: View, choice: Choice, frame: Frame, size: tuple[float, float]) -> None:
        """Want the map of `frame`, which is `size` pixels wide and high."""
        plane = self.plane(choice, view)
        shown = self.map.answer
        moves = view.playing and shown is not None and shown.plane is not plane
        if moves and self._asked.isValid() and self._asked.elapsed() < RARELY_MS:
            return
        rows = int(min(max(size[1], LEAST_CELLS), MOST_ROWS))
        columns = int(min(max(size[0] / 2, LEAST_CELLS), CELLS // rows))

        def make() -> LossMapQuery:
            self._asked.start()
            self.epoch = view.cursor
            left, right, bottom, top = frame
            # A place more at every side, for the grid may be shifted by half of one.
            x, y = (right - left) / columns, (top - bottom) / rows
            wider = left - x, right + x, bottom - y, top + y
            return _map(plane, wider, (columns + 2, rows + 2), view)

        self.map.want((view.run, plane, frame, columns, rows), make)

    def want_lens(self, view: View, plane: Plane, frame: Frame | None) -> None:
        """Want the map of a lens that shows `frame`; None where there is no lens."""
        if frame is None:
            self.lens.forget()
        elif not view.playing or self.lens.answer is None:
            left, right, bottom, top = frame
            self.lens.want(
                (view.run, plane, frame),
                lambda: LossMapQuery(plane, (left, right), (bottom, top), *LENS_CELLS),
            )

    def want_strip(self, view: View, plane: Plane, frame: Frame) -> None:
        """Want the map at true scale."""
        self.strip.want((view.run, plane, frame), lambda: _map(plane, frame, STRIP_CELLS, view))

    def want_small(self, view: View, choice: Choice, frame: Frame) -> None:
        """Want the small map of `choice`, unless it plays."""
        plane = self.plane(choice, view)
        if not view.playing:
            self.small[choice].want(
                (view.run, plane, frame), lambda: _map(plane, frame, SMALL_CELLS, view)
            )

    def want_under(self, view: View, plane: Plane, path: Path) -> None:
        """Want the losses of the map under the `path`, and the loss at its end, unless it plays."""
        if view.playing or not len(path):
            return

        def make() -> LossAtQuery:
            x, y, _ = path.on(plane)
            under = plane.origin + x[:, None] * plane.first + y[:, None] * plane.second
            return LossAtQuery(np.concatenate([under, path.params[-1:].astype(np.float64)]))

        snapshot = view.snapshot
        key = view.run, plane, snapshot.number, snapshot.stage, path.params[-1].tobytes()
        self.under.want(key, make)

    def want_curvature(self, view: View) -> None:
        """Want the curvature where the update shown began, unless it plays."""
        snapshot = view.snapshot
        if not view.playing and np.isfinite(snapshot.params).all():
            key = view.run, snapshot.number, snapshot.params.tobytes()
            self.curvature.want(key, lambda: CurvatureQuery(snapshot))

    def want_hover(self, view: View, params: Doubles) -> None:
        """Want the loss at `params` (p,)."""
        self.hover.want((view.run, params.tobytes()), lambda: LossAtQuery(params[None]))

    # --- questions and answers

    def open(self, *, hovering: bool, small: Sequence[Choice], playing: bool) -> Query[Any] | None:
        """The first question without an answer, those about what is largest first."""
        kept: list[Kept[Any]] = [self.map]
        if hovering:
            kept.append(self.hover)
        kept += [self.lens, self.strip]
        if not playing:
            kept += [self.under, self.curvature, *(self.small[choice] for choice in small)]
        return next((each.open for each in kept if each.open is not None), None)

    def take(self, query: Query[Any], answer: Any) -> bool:
        """Take an `answer`; whether it changes what is drawn."""
        drawn: list[Kept[Any]] = [self.map, self.lens, self.strip, self.under, self.curvature]
        drawn += self.small.values()
        return any(each.take(query, answer) for each in drawn)


def _map(plane: Plane, frame: Frame, cells: tuple[int, int], view: View) -> LossMapQuery:
    """The question for a map with a row and a column through the best fit.

    A narrow floor would fall between two rows otherwise.
    """
    left, right, bottom, top = frame
    best = planes.best_on(plane, view)
    return LossMapQuery(plane, (left, right), (bottom, top), *cells, best and best[:2])
