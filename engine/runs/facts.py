"""The facts of a whole run, in plain numbers: its data, its start, and the valley it is in."""

from dataclasses import dataclass

import numpy as np

from engine.runs.scale import Scale
from engine.runs.update import Doubles, Matrix, Vector

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Valley:
    """The loss around `floor` (p,), the best parameters found, where it is `floor_loss`.

    `largest_rate` is the learning rate up to which gradient descent is stable there;
    `steepness` how many times steeper the valley is across than along (infinite where it is flat
    in some direction). `only` says that there is no other valley, so that this floor is the best
    fit: the formula is linear in its parameters.
    `curvatures` (p,) are the eigenvalues of the loss's (Gauss–Newton) Hessian at the floor, from
    along to across, 0 where it is flat; column k of `axes` (p, p) is the direction of number k.
    `safe_rate` is the largest rate that is stable at the floor and on the straight way there from
    the start; `largest_rate` where `only`. `every` says that only every so-many-th point was used.
    """

    floor: Doubles
    floor_loss: float
    largest_rate: float
    steepness: float
    only: bool
    curvatures: Doubles
    axes: Doubles
    safe_rate: float
    every: int = 1

    @property
    def floor_in_words(self) -> str:
        """What to call the floor: the best fit, or the floor of one valley among several."""
        return "best fit" if self.only else "valley floor"

    @property
    def exact(self) -> bool:
        """Whether floor and curvatures tell the loss everywhere, and on all points."""
        return self.only and self.every == 1

    def distances(self, params: Matrix | Doubles) -> Doubles:
        """(m, p): how far `params` (m, p) are from the floor along each axis."""
        return np.asarray((params.astype(np.float64) - self.floor) @ self.axes)

    def parts(self, params: Matrix | Doubles) -> Doubles:
        """(m, p): what each axis adds to the loss at `params` (m, p), by its curvature."""
        return np.asarray(0.5 * self.curvatures * self.distances(params) ** 2)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is to be learned, in plain numbers: n trained points, m held out, p parameters.

    `data_inputs`, `data_targets` (n + m,) are all points in the order of the data. `inputs` are
    the data's own, never standardised; `mean` and `std` say how they are standardised where
    `standardised`. `frame` is (left, right, bottom, top) of the fit, and `curve_inputs` where its
    curve is computed. `operations` is how many `loss.backward()` walks through; `start` (p,) are
    the starting parameters. `valley` is the loss around the best fit; `standardised_valley` what
    it would be with the inputs standardised, where they are not, and `plain_valley` what it would
    be with the inputs as they are, where they are standardised.
    """

    names: tuple[str, ...]
    inputs: Vector
    targets: Vector
    held_out_inputs: Vector
    held_out_targets: Vector
    data_inputs: Vector
    data_targets: Vector
    input_label: str
    target_label: str
    frame: Frame
    curve_inputs: Doubles
    start: Vector
    standardised: bool
    mean: float
    std: float
    operations: int
    scale: Scale
    valley: Valley | None
    standardised_valley: Valley | None
    plain_valley: Valley | None
