"""What the person points at, shared by all views: a data point, a parameter, and what lights up.

A view that shows the same things elsewhere marks them there too: the point under the mouse in the
fit is the point whose numbers run through the graph, and the row of the table.
"""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal

Part = Literal["inputs", "targets", "predictions", "residuals", "squares", "loss"]


@dataclass(frozen=True, slots=True)
class Lit:
    """What a pointed-at number is made of: parameters by their place, and parts of the fit."""

    params: frozenset[int] = frozenset()
    parts: frozenset[Part] = frozenset()


NOTHING_LIT = Lit()


class Picks(QObject):
    """The picked data point and parameter of the run shown, and what lights up.

    A point is counted from 0 among those trained on. `changed` says that one of them is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points = self._params = 0
        self._picked: int | None = None
        self._pointed: int | None = None
        self._param = 0
        self._lit = NOTHING_LIT

    @property
    def point(self) -> int:
        """The point pointed at, else the one picked, else the last; 0 while there are none."""
        for point in (self._pointed, self._picked):
            if point is not None:
                return point
        return max(0, self._points - 1)

    @property
    def picked(self) -> int | None:
        """The point picked for good, None if none is."""
        return self._picked

    @property
    def pointed(self) -> int | None:
        """The point pointed at just now, None if the mouse is on none."""
        return self._pointed

    @property
    def param(self) -> int:
        """The place of the picked parameter."""
        return self._param

    @property
    def lit(self) -> Lit:
        """What lights up just now."""
        return self._lit

    def begin(self, points: int, params: int) -> None:
        """Another run is shown, with this many points and parameters: keep what it has too."""
        if (points, params) == (self._points, self._params):
            return
        self._points, self._params = points, params
        self._pointed, self._lit = None, NOTHING_LIT
        if self._picked is not None and self._picked >= points:
            self._picked = None
        if self._param >= params:
            self._param = 0
        self.changed.emit()

    def pick(self, point: int | None) -> None:
        """Pick a point for good; None returns to the last one."""
        self._set(picked=point)

    def point_at(self, point: int | None) -> None:
        """Point at a point for as long as the mouse is on it; None where it is on none."""
        self._set(pointed=point)

    def pick_param(self, param: int) -> None:
        """Pick the parameter at the place `param`."""
        self._set(param=param)

    def light(self, lit: Lit) -> None:
        """Light up `lit`, and nothing else."""
        self._set(lit=lit)

    def _set(self, **new: object) -> None:
        if any(getattr(self, f"_{name}") != value for name, value in new.items()):
            for name, value in new.items():
                setattr(self, f"_{name}", value)
            self.changed.emit()


@runtime_checkable
class UsesPicks(Protocol):
    """A view that marks what is picked, and may pick; it is given the picks when it is made."""

    def set_picks(self, picks: Picks) -> None:
        """Use `picks`, whose `changed` says when to draw again."""
