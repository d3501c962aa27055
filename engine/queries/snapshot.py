"""One epoch, and the run around it, as plain numbers that are ready to be drawn.

Frozen dataclasses without PyTorch: they are made in the worker thread (`engine.queries.observe`,
`engine.queries.facts`) and drawn in the window's.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.runs.update import Stage, Vector
from engine.words.moves import Move, moves

Doubles = NDArray[np.float64]
Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What is known of an epoch without computing anything: the request for a snapshot.

    `number` 0 is the start, before the first epoch, where `gradient` and `updated_params` are
    None. All vectors are (p,) float32; `leftover` is what `params.grad` held beforehand.
    """

    number: int
    stage: Stage | None
    params: Vector
    learning_rate: float
    zero_grad: bool
    leftover: Vector
    gradient: Vector | None = None
    updated_params: Vector | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The loss as one parameter changes and the others stand still.

    `values`, `losses` (m,): the curve. `before` and `after` are the two points of the step on it,
    each (value, loss); `after` is None before a gradient says where it is. `slope` is the
    derivative at `before`; `floor` the value at the bottom, where the curve as seen has one.
    """

    values: Doubles
    losses: Doubles
    before: tuple[float, float]
    after: tuple[float, float] | None
    slope: float
    floor: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One epoch, ready to draw; n points, p parameters. What no stage has made yet is None.

    `curve` holds the predictions at the inputs of `Facts.curve_inputs`. `slices` look closely
    at the step of each parameter, `wide_slices` as far as the valley's floor. `gradient` is what
    `params.grad` held: `own_gradient`, this epoch's, plus `leftover`. `own_units` (p,) are `params`
    as they would be in the inputs' own units, where the inputs are standardised and there are any.
    """

    number: int
    stage: Stage | None
    params: Vector
    learning_rate: float
    zero_grad: bool
    leftover: Vector
    curve: Doubles
    held_out_predictions: Vector
    slices: tuple[Slice, ...]
    wide_slices: tuple[Slice, ...]
    predictions: Vector
    loss: float | None
    own_gradient: Vector | None
    gradient: Vector | None
    updated_params: Vector | None
    own_units: Doubles | None = None
    standardised: bool = False

    def reached(self, stage: Stage) -> bool:
        """Whether `stage` has run in the epoch shown."""
        return self.stage is not None and self.stage >= stage

    def until(self, stage: Stage) -> "Snapshot":
        """This epoch as it was when `stage` had just run."""
        before = stage < Stage.GRADIENT
        return replace(
            self,
            stage=stage,
            loss=self.loss if stage >= Stage.LOSS else None,
            own_gradient=None if before else self.own_gradient,
            gradient=None if before else self.gradient,
            updated_params=self.updated_params if stage is Stage.UPDATE else None,
            slices=_aimless(self.slices) if before else self.slices,
            wide_slices=_aimless(self.wide_slices) if before else self.wide_slices,
        )

    def moves(self, names: tuple[str, ...]) -> tuple[Move, ...] | None:
        """How each parameter moves; None before the update."""
        if self.gradient is None or self.updated_params is None:
            return None
        return moves(
            names,
            self.params.tolist(),
            self.gradient.tolist(),
            self.learning_rate,
            self.updated_params.tolist(),
            None if self.own_gradient is None else self.own_gradient.tolist(),
        )


def _aimless(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """`slices` before a gradient says where their steps lead."""
    return tuple(replace(each, after=None) for each in slices)


@dataclass(frozen=True, slots=True, eq=False)
class Valley:
    """The loss around the best parameters found, `floor` (p,), where it is `floor_loss`.

    `largest_rate` is the learning rate up to which gradient descent is stable there;
    `steepness` how many times steeper the valley is across than along (infinite where it is flat
    in some direction). `only` says that there is no other valley, so that this floor is the best
    fit: the formula is linear in its parameters.
    """

    floor: Doubles
    floor_loss: float
    largest_rate: float
    steepness: float
    only: bool

    @property
    def floor_in_words(self) -> str:
        """What the floor is called: the best fit, or just the floor of one valley of several."""
        return "best fit" if self.only else "valley floor"


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A problem in plain numbers: n trained points, m held out, p parameters.

    `data_inputs`, `data_targets` (n + m,) are all points in the order of the data. `inputs` are the
    data's own, never standardised; `mean` and `std` say how they are where
    `standardised`. `frame` is (left, right, bottom, top) of the fit; `operations` how many
    `loss.backward()` walks through; `start` (p,) the starting parameters. `valley` is the loss
    around the best fit; `standardised_valley` what it would be with the inputs standardised,
    where they are not.
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
    valley: Valley | None
    standardised_valley: Valley | None
