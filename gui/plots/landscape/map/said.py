"""What is said around a map: its question, the sentence below it, and notes at its edges."""

import math

import numpy as np

from engine.numbers import count, grouped
from engine.queries import Plane
from engine.runs import Doubles
from engine.words.landscape import on_map
from engine.words.landscape.place import beside_the_map
from gui.plots.landscape.map.drawn import Drawn, Sight
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import Path
from gui.plots.landscape.ways.planes import Choice
from gui.run import View


def question(view: View, choice: Choice, drawn: Drawn) -> str:
    """The question that the map answers."""
    if choice.pair is not None:
        return f"what does the loss look like around {choice.x_label} and {choice.y_label}?"
    snapshot, lens = view.snapshot, drawn.lens
    loss = snapshot.loss if snapshot.updated_loss is None else snapshot.updated_loss
    if lens is not None and lens.swings:
        return "why does it diverge?" if lens.grows else "why does it swing?"
    if lens is not None and loss is not None:
        return f"why does the loss stay at {grouped(loss, 4)}?"
    return "where does one step take it?" if snapshot.number <= 1 else "where does it lead?"


def sentence(
    view: View, plane: Plane, path: Path, sight: Sight, under: Doubles | None
) -> str | None:
    """What the map shows of the run, and what not; None while that is not known yet.

    `under` (m + 1,) are the losses of the map under the path, and that of the place shown.
    """
    if not len(path):
        return "The parameters are not finite, so they are on no map."
    x, y, beside = path.on(plane)
    if plane.pair is not None:
        moved = np.ptp(path.params.astype(np.float64), axis=0)
        epoch, names = int(path.numbers[-1]), view.facts.names
        said = on_map.others(names, plane.pair, planes.here(view), epoch, moved)
        if under is None or len(names) == 2:
            return said
        return f"{said} {_off(path, beside, under)}".strip()
    if not sight.holds(x[-1:], y[-1:])[0]:
        return " "
    if under is None:
        return None
    if not np.isfinite(under[-2:]).all():
        return " "
    extent = sight.frame[1] - sight.frame[0]
    said = beside_the_map(float(under[-1]), float(under[-2]), float(beside[-1]), extent)
    return said[0].upper() + said[1:]


def _off(path: Path, beside: Doubles, under: Doubles) -> str:
    with np.errstate(all="ignore"):
        apart = np.abs(path.losses - under[:-1])
    known = np.isfinite(apart)
    k = int(np.argmax(np.where(known, apart, -1.0)))
    worst = (float(apart[k]), float(path.losses[k])) if known.any() else (math.nan, 0.0)
    return on_map.off_the_map(float(beside.max()), *worst, len(path))


def leaves(path: Path, plane: Plane, sight: Sight) -> str:
    """Where the path leaves what is in sight for good; '' if its end is in sight."""
    x, y, _ = path.on(plane)
    inside = sight.holds(x, y)
    if not len(path) or inside[-1] or not inside[0]:
        return ""
    gone = int(np.flatnonzero(inside)[-1]) + 1
    return f"the path leaves this map in epoch {count(int(path.numbers[gone]))}"
