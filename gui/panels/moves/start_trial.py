"""Holds the starting values that the person tries by moving a dot, until accepted or dropped."""

import math

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.run import View


class StartTrial(QObject):
    """Knows the values being tried, and whether a view shows them.

    `trialWanted` carries the starting values of all parameters by name; an empty dict ends the
    trial. `changeWanted` carries the fields of the experiment to change. `moved` carries the name
    of the parameter tried last, or an empty name at the end of a trial.
    """

    trialWanted = Signal(dict)
    changeWanted = Signal(dict)
    moved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._values: dict[str, float] = {}
        self.name = ""

    def see(self, view: View) -> None:
        """Take note of a new `view`; one that does not show the trial ends it."""
        self._view = view
        if self._values and not self._shown_in(view):
            self.end()

    def move(self, name: str, value: float) -> None:
        """Try `value` for the parameter `name`; the others keep the values on the screen."""
        if self._view is None:
            return
        if not self._values:
            params = self._view.snapshot.params.tolist()
            self._values = dict(zip(self._view.facts.names, params, strict=True))
        self._values[name] = value
        self.name = name
        self.moved.emit(name)
        self.trialWanted.emit(dict(self._values))

    def choose(self) -> None:
        """Start the run with the tried values."""
        view = self._view
        if not self._values or view is None:
            return
        drawn = dict(zip(view.facts.names, view.facts.start.tolist(), strict=True))
        start = {
            name: value
            for name, value in self._values.items()
            if name in view.experiment.start or np.float32(value) != np.float32(drawn[name])
        }
        self.end()
        if start == view.experiment.start:
            self.trialWanted.emit({})
        else:
            self.changeWanted.emit({"start": start})

    def drop(self) -> None:
        """Give up the trial and show what was shown before it."""
        if self._values:
            self.end()
            self.trialWanted.emit({})

    def end(self) -> None:
        """Forget the trial, because something else is shown now."""
        if self._values:
            self._values, self.name = {}, ""
            self.moved.emit("")

    def _shown_in(self, view: View) -> bool:
        """Whether `view` shows this trial, or an earlier position of the dot in it."""
        snapshot = view.snapshot
        if snapshot.number != 0 or snapshot.stage is not None:
            return False
        tried = [self._values.get(name, math.nan) for name in view.facts.names]
        at_start = np.array_equal(snapshot.params, view.facts.start)
        return not at_start or np.array_equal(np.array(tried, np.float32), snapshot.params)
