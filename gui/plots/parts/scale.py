"""Where things stand in the picture of the loss's parts: a logarithmic axis of epochs."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from engine.numbers import count
from engine.runs import Doubles
from gui.plots.base.axes import powers_of_ten


@dataclass(frozen=True, slots=True)
class Scale:
    """Epochs from 1 to `last` and losses from 0 to `top`, drawn in `area`."""

    area: QRectF
    last: float
    top: float

    def x(self, epochs: Doubles) -> Doubles:
        """The place of `epochs`, in pixels from the left."""
        share = np.log10(np.maximum(epochs, 1.0)) / max(math.log10(self.last), 1e-9)
        return np.asarray(self.area.left() + share * self.area.width())

    def x_of(self, epoch: float) -> float:
        """The place of one epoch."""
        return float(self.x(np.array([float(epoch)]))[0])

    def epoch_at(self, x: float) -> float:
        """The epoch at `x` pixels from the left."""
        share = (x - self.area.left()) / max(self.area.width(), 1.0)
        return float(10.0 ** (min(max(share, 0.0), 1.0) * math.log10(self.last)))

    def y(self, losses: Doubles) -> Doubles:
        """The height of `losses`, in pixels from the top; what is higher than the picture, at 0."""
        with np.errstate(all="ignore"):
            shares = np.clip(np.nan_to_num(losses / self.top, nan=0.0, posinf=9.0), -0.1, 9.0)
        return np.asarray(self.area.bottom() - shares * self.area.height())

    def ticks(self, room: float) -> list[tuple[float, str]]:
        """The powers of ten with their texts, each with at least `room` pixels."""
        most = math.floor(math.log10(self.last) + 1e-9)
        stride = 1
        while stride < most and self.area.width() * stride / math.log10(self.last) < room:
            stride += 1
        powers = list(range(0, most + 1, stride))
        if most <= 6:
            return [(10.0**power, count(10**power)) for power in powers]
        return [(10.0**p, text) for p, text in zip(powers, powers_of_ten(powers), strict=True)]
