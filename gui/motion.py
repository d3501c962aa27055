"""Animates one update, or the walk back through its graph, in about half a second.

The views that draw an update are told how far the movement has come, from 0 to 1, and draw that
state. Nothing moves if the person or the system asks for less movement.
"""

from enum import Enum
from typing import Protocol, runtime_checkable

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from engine.runs import Doubles, Stage
from gui.run import View

DURATION_MS = 550
# Steps that follow each other faster than this cannot be seen one by one.
SOONEST = 0.4
_EASING = QEasingCurve(QEasingCurve.Type.InOutCubic)


class Phase(Enum):
    """When each part of an update moves, as shares of the whole: cause before effect."""

    GRADIENT = (0.0, 0.2)
    STEP = (0.1, 0.3)
    PARAMETER = (0.2, 0.45)
    CURVE = (0.35, 0.7)
    RESIDUALS = (0.5, 0.85)
    LOSS = (0.7, 1.0)

    def share(self, progress: float) -> float:
        """How far this part has come, from 0 to 1, at `progress` of the whole."""
        begin, end = self.value
        return float(_EASING.valueForProgress(min(max((progress - begin) / (end - begin), 0), 1)))


def on_its_way(
    before: tuple[float, float],
    after: tuple[float, float],
    curve: tuple[Doubles, Doubles],
    progress: float,
) -> tuple[float, float]:
    """Where the dot of a parameter is at `progress` of the movement: on its `curve`.

    `before` and `after` are (value, loss), and `curve` the values and losses (m,) between them.
    """
    share = Phase.PARAMETER.share(progress)
    if share == 1.0:
        return after
    value = before[0] + share * (after[0] - before[0])
    return value, float(np.interp(value, *curve))


@runtime_checkable
class Moving(Protocol):
    """A view that can draw an update, or its backward pass, as a movement."""

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement; 1 is the end."""


class Movement(QObject):
    """Decides which steps are animated, and drives the movement.

    `progressed(progress)` says how far to draw it; `ended()` that it is over or was cut short.
    """

    progressed = Signal(float)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enabled = True
        self._expected = False
        self._shown: View | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self.progressed.emit)
        self._animation.finished.connect(self.ended)

    @property
    def running(self) -> bool:
        """Whether a movement is running."""
        return self._animation.state() is QVariantAnimation.State.Running

    def expect(self) -> None:
        """Expect one step that the person has asked for; it will be animated."""
        self._expected = True

    def follow(self, view: View, playing: bool) -> None:
        """Begin a movement if `view`, about to be drawn, is an expected step; otherwise end any."""
        last, self._shown = self._shown, view
        if last is not None and view.snapshot is last.snapshot:
            return
        hurried = self.running and self._animation.currentValue() < SOONEST
        self.stop()
        if self._expected and self.enabled and not playing and not hurried and _is_next(view, last):
            self.progressed.emit(0.0)
            self._animation.start()
        self._expected = False

    def stop(self) -> None:
        """Jump to the end of the movement."""
        if self.running:
            self._animation.stop()
            self.progressed.emit(1.0)
            self.ended.emit()


def _is_next(view: View, last: View | None) -> bool:
    """Whether `view` shows the update that follows `last`, or the backward pass that does."""
    if last is None or view.facts is not last.facts:
        return False
    steps = view.snapshot.number - last.snapshot.number
    if view.snapshot.stage is Stage.BACKWARD:
        return steps == 0 and last.snapshot.stage is Stage.LOSS
    if view.snapshot.stage is not Stage.UPDATE:
        return False
    return steps == 1 if last.snapshot.stage in (None, Stage.UPDATE) else steps == 0
