"""A valley of two parameters, turned against their axes: what plain gradient descent makes of it.

The loss is ½·(λ₁·u² + λ₂·v²), u and v being the distances from its floor along the two axes of the
valley, which is turned by an angle against the parameters' own. Gradient descent multiplies u and v
by 1 − rate·λ every epoch (Nocedal & Wright, Numerical Optimization, 2nd ed., section 3.3), and so
the loss does not depend on the angle. What a single parameter does, depends on it.

A rate for each parameter is gradient descent in parameters that are scaled (the same, section
2.2): the matrix P·H, with the rates on the diagonal of P, takes the Hessian's place. That is what
Adam and its kin adapt.
"""

from dataclasses import dataclass

import numpy as np

from engine.runs import Doubles

# A parameter has arrived where this share of its way is left.
ARRIVED = 0.05


@dataclass(frozen=True, slots=True)
class Turned:
    """A valley, `steep` times steeper across than along, turned by `degrees`.

    Along it the curvature is 1, across it `steep` (≥ 1). At 0 degrees it runs along the second
    parameter, as in the picture of a road that leads up.
    """

    steep: float
    degrees: float

    @property
    def axes(self) -> Doubles:
        """(2, 2): the columns are the directions along and across."""
        angle = np.radians(self.degrees)
        sine, cosine = np.sin(angle), np.cos(angle)
        return np.array([[-sine, cosine], [cosine, sine]])

    @property
    def hessian(self) -> Doubles:
        """(2, 2): the second derivatives with respect to the two parameters."""
        axes = self.axes
        return np.asarray(axes @ np.diag([1.0, self.steep]) @ axes.T)

    def place(self, along: float, across: float) -> Doubles:
        """(2,): the parameters at these distances from the floor, which is at (0, 0)."""
        return np.asarray(self.axes @ np.array([along, across]))

    def losses(self, params: Doubles) -> Doubles:
        """(m,): the losses at `params` (m, 2)."""
        return np.asarray(0.5 * ((params @ self.axes) ** 2 @ np.array([1.0, self.steep])))

    def path(self, start: Doubles, rates: Doubles | float, epochs: int) -> Doubles:
        """(epochs + 1, 2): the parameters, from `start` (2,), after each step.

        `rates` is one learning rate, or (2,) with one for each parameter.
        """
        step = np.eye(2) - np.broadcast_to(rates, 2)[:, None] * self.hessian
        path = [start]
        for _ in range(epochs):
            path.append(step @ path[-1])
        return np.stack(path)

    @property
    def best_rate(self) -> float:
        """The learning rate at which the slower of the two axes is fastest: 2 / (λ₁ + λ₂)."""
        return 2 / (1 + self.steep)

    @property
    def best_rates(self) -> Doubles:
        """(2,): the best learning rate for each parameter.

        In proportion to 1 / the curvature along that parameter alone, which for two parameters is
        the best there is (Forsythe & Straus, 1955): the Hessian then has ones on its diagonal.
        """
        curvatures = np.diag(self.hessian)
        scaled = self.hessian / np.sqrt(np.outer(curvatures, curvatures))
        lowest, highest = np.linalg.eigvalsh(scaled)
        return np.asarray(2 / (lowest + highest) / curvatures)

    def slowest(self, rates: Doubles | float) -> float:
        """What is left of the slowest axis' distance after one epoch with `rates`: 0 to 1."""
        step = np.eye(2) - np.broadcast_to(rates, 2)[:, None] * self.hessian
        return float(np.abs(np.linalg.eigvals(step)).max())


def arrivals(path: Doubles) -> list[int | None]:
    """For each parameter of `path` (k, 2): the epoch from which on it stays near its floor at 0.

    Near is within a share of how far the further of the two was at the start; None if it is not
    there by the end.
    """
    away = np.abs(path) > ARRIVED * np.abs(path[0]).max()
    found: list[int | None] = []
    for column in away.T:
        last = int(np.flatnonzero(column)[-1]) + 1 if column.any() else 0
        found.append(last if last < len(path) else None)
    return found
