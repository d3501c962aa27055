"""The question for one update and the loss around it, which nearly every view draws.

The numbers of the run itself are float32, by the operations that the training uses. The curves
are computed in float64, so that they stay smooth however closely they are looked at.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.queries.own_units import in_own_units
from engine.queries.query import Problem, Query, loss_change
from engine.queries.slices import Slice, Slicer
from engine.runs import Begun, Doubles, Scale, Stage, Update, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot(Begun):
    """One update, ready to draw; n points, p parameters. What no stage has made yet is None.

    `stage` is the last one that has run; None before the first update. `curve` holds the
    predictions at the inputs asked for. `slices` look closely at the step of each parameter;
    `wide_slices` are on the `scale` of the whole run, and `common_slices` on the one that all
    parameters have in common. `gradient`, which stage 4 reads, is what `params.grad` held:
    `own_gradient`, this update's, which the backward pass makes, plus `leftover`. `own_units` (p,)
    are `params` as they would be in the inputs' own units, where the inputs are standardised and
    there are any. What is `updated` is that of the parameters after the update; `loss_change` is
    what the update did to the loss, in float64, as float32 does not tell small changes.
    """

    stage: Stage | None
    curve: Doubles
    held_out_predictions: Vector
    slices: tuple[Slice, ...]
    wide_slices: tuple[Slice, ...]
    common_slices: tuple[Slice, ...]
    scale: Scale
    predictions: Vector
    loss: float | None
    own_gradient: Vector | None
    gradient: Vector | None
    updated_params: Vector | None
    own_units: Doubles | None = None
    standardised: bool = False
    updated_held_out_predictions: Vector | None = None
    updated_predictions: Vector | None = None
    updated_curve: Doubles | None = None
    updated_loss: float | None = None
    loss_change: float | None = None

    def reached(self, stage: Stage) -> bool:
        """Whether `stage` has run in the update shown."""
        return self.stage is not None and self.stage >= stage

    def until(self, stage: Stage) -> "Snapshot":
        """This update as it was when `stage` had just run."""
        before, updated = stage < Stage.GRADIENT, stage is Stage.UPDATE
        return replace(
            self,
            stage=stage,
            loss=self.loss if stage >= Stage.LOSS else None,
            own_gradient=self.own_gradient if stage >= Stage.BACKWARD else None,
            gradient=None if before else self.gradient,
            updated_params=self.updated_params if updated else None,
            slices=_aimless(self.slices) if before else self.slices,
            wide_slices=_aimless(self.wide_slices) if before else self.wide_slices,
            common_slices=_aimless(self.common_slices) if before else self.common_slices,
            updated_predictions=self.updated_predictions if updated else None,
            updated_curve=self.updated_curve if updated else None,
            updated_held_out_predictions=self.updated_held_out_predictions if updated else None,
            updated_loss=self.updated_loss if updated else None,
            loss_change=self.loss_change if updated else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class SnapshotQuery(Query[Snapshot]):
    """What is there to see of an update?

    The update is a finished one, or one that has `begun` and run as far as `stage`; with `stage`
    None it is the start of a run. The curve is computed at `curve_inputs` (k,), in the data's own
    units. `scale` is that of the whole run.
    """

    begun: Begun
    stage: Stage | None
    curve_inputs: Doubles
    scale: Scale

    def answer(self, problem: Problem) -> Snapshot:
        # The numbers of a run that diverges overflow, which is just what has to be shown.
        with np.errstate(all="ignore"):
            full = self._in_full(problem)
        if self.stage is None:
            # No stage has run yet, but the start's predictions and loss can be shown all the same.
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
        snapshot = Snapshot(
            **begun.beginning,
            stage=Stage.UPDATE,
            curve=self._curve(problem, begun.params),
            held_out_predictions=problem.held_out_predictions(begun.params),
            slices=tuple(slicer.close(k) for k in every),
            wide_slices=tuple(slicer.wide(k, self.scale) for k in every),
            common_slices=tuple(slicer.common(k) for k in every),
            scale=self.scale,
            predictions=predictions,
            loss=loss,
            own_gradient=own,
            gradient=gradient,
            updated_params=updated,
            own_units=in_own_units(problem, begun.params) if problem.standardised else None,
            standardised=problem.standardised,
        )
        return snapshot if updated is None else self._with_update(snapshot, updated, problem)

    def _with_update(self, snapshot: Snapshot, updated: Vector, problem: Problem) -> Snapshot:
        """`snapshot` with the predictions and the loss of the `updated` parameters."""
        predictions, loss, _ = problem.evaluate(updated)
        before, after = snapshot.params.astype(np.float64), updated.astype(np.float64)
        return replace(
            snapshot,
            updated_predictions=predictions,
            updated_held_out_predictions=problem.held_out_predictions(updated),
            updated_curve=self._curve(problem, updated),
            updated_loss=loss,
            loss_change=loss_change(problem, before, after),
        )

    def _curve(self, problem: Problem, params: Vector) -> Doubles:
        return problem.curve(problem.scaled(self.curve_inputs), params.astype(np.float64))


def _aimless(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """`slices` without the end of their steps, for while there is no gradient yet."""
    return tuple(replace(each, after=None) for each in slices)
