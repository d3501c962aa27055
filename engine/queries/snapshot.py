"""One update, and the loss around it: the picture that nearly every view draws.

The numbers of the run itself are float32, by the operations that the training uses. The curves
are computed in float64, so that they stay smooth however closely they are looked at.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.queries.own_units import in_own_units
from engine.queries.query import Problem, Query
from engine.queries.slices import Slice, Slicer
from engine.runs import Begun, Doubles, Stage, Update, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot(Begun):
    """One update, ready to draw; n points, p parameters. What no stage has made yet is None.

    `stage` is the last one that has run; None before the first update. `curve` holds the
    predictions at the inputs asked for. `slices` look closely at the step of each parameter,
    `wide_slices` as far as the valley's floor. `gradient` is what `params.grad` held:
    `own_gradient`, this update's, plus `leftover`. `own_units` (p,) are `params` as they would be
    in the inputs' own units, where the inputs are standardised and there are any.
    """

    stage: Stage | None
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
        """Whether `stage` has run in the update shown."""
        return self.stage is not None and self.stage >= stage

    def until(self, stage: Stage) -> "Snapshot":
        """This update as it was when `stage` had just run."""
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


@dataclass(frozen=True, slots=True, eq=False)
class SnapshotQuery(Query[Snapshot]):
    """What is there to see of an update?

    It is finished, or `begun` and run as far as `stage`; None is the start of a run. The curve is
    computed at `curve_inputs` (k,), in the data's own units.
    """

    begun: Begun
    stage: Stage | None
    curve_inputs: Doubles

    def answer(self, problem: Problem) -> Snapshot:
        # A run that diverges overflows, and that is what is to be shown.
        with np.errstate(all="ignore"):
            full = self._in_full(problem)
        if self.stage is None:
            # No stage has run yet, but how far off the start is can be told all the same.
            return replace(full.until(Stage.PREDICT), stage=None, loss=full.loss)
        return full.until(self.stage)

    def _in_full(self, problem: Problem) -> Snapshot:
        begun = self.begun
        predictions, loss, own = problem.evaluate(begun.params)
        updated: Vector | None
        if isinstance(begun, Update):
            gradient, updated = begun.gradient, begun.updated_params
            after = updated.astype(np.float64)
        else:
            gradient, updated = own + begun.leftover, None
            after = begun.params - begun.settings.learning_rate * gradient.astype(np.float64)
        slicer = Slicer(problem, begun.params, after, loss, own)
        every = range(len(begun.params))
        return Snapshot(
            **begun.beginning,
            stage=Stage.UPDATE,
            curve=problem.curve(problem.scaled(self.curve_inputs), begun.params.astype(np.float64)),
            held_out_predictions=problem.held_out_predictions(begun.params),
            slices=tuple(slicer.close(k) for k in every),
            wide_slices=tuple(slicer.wide(k) for k in every),
            predictions=predictions,
            loss=loss,
            own_gradient=own,
            gradient=gradient,
            updated_params=updated,
            own_units=in_own_units(problem, begun.params) if problem.standardised else None,
            standardised=problem.standardised,
        )


def _aimless(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """`slices` before a gradient says where their steps lead."""
    return tuple(replace(each, after=None) for each in slices)
