"""How a snapshot of one epoch is made: its numbers again from its parameters, and the curves.

The curves are computed in float64, so that they stay smooth however closely they are looked at;
the numbers of the run itself are float32, by the operations that the training uses.
"""

import math
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from engine.queries.own_units import in_own_units
from engine.queries.snapshot import Doubles, Record, Slice, Snapshot
from engine.runs.update import Stage, Vector
from engine.training.losses import mse
from engine.training.problem import Problem

SLICE_POINTS = 81
# More points than this change a loss curve by less than a pixel, and cost a frame.
MAX_SLICE_DATA = 2_000
SMALL_STEP = 1e-5


def take(problem: Problem, record: Record, curve_inputs: Doubles) -> Snapshot:
    """The snapshot of the epoch that `record` is about; `curve_inputs` (m,) are raw inputs."""
    # A run that diverges overflows, and that is what is to be shown.
    with np.errstate(all="ignore"):
        return _take(problem, record, curve_inputs)


def _take(problem: Problem, record: Record, curve_inputs: Doubles) -> Snapshot:
    params = torch.from_numpy(record.params.copy()).requires_grad_()
    predictions = problem.f(problem.inputs, params)
    loss = mse(problem.targets, predictions)
    (own,) = torch.autograd.grad(loss, params)
    held = record.gradient if record.gradient is not None else (own + torch.from_numpy(
        record.leftover.copy())).numpy()  # fmt: skip
    with torch.no_grad():
        curve = problem.f(
            problem.scaled(torch.from_numpy(curve_inputs)), params.detach().double()
        ).numpy()
        held_out = problem.f(problem.held_out_inputs, params.detach()).numpy()
    slices = _Slicer(problem, record, own.numpy(), held, loss.item())
    full = Snapshot(
        number=record.number,
        stage=Stage.UPDATE,
        params=record.params,
        learning_rate=record.learning_rate,
        zero_grad=record.zero_grad,
        leftover=record.leftover,
        curve=curve,
        held_out_predictions=held_out,
        slices=tuple(slices.close(k) for k in range(len(record.params))),
        wide_slices=tuple(slices.wide(k) for k in range(len(record.params))),
        predictions=predictions.detach().numpy(),
        loss=loss.item(),
        own_gradient=own.numpy(),
        gradient=held,
        updated_params=record.updated_params,
        own_units=in_own_units(problem, record.params) if problem.standardised else None,
        standardised=problem.standardised,
    )
    if record.stage is None:
        # No stage has run yet, but how far off the start is can be told all the same.
        return replace(full.until(Stage.PREDICT), stage=None, loss=full.loss)
    return full.until(record.stage)


class _Slicer:
    """Cuts through the loss at one epoch's parameters."""

    def __init__(
        self, problem: Problem, record: Record, own: Vector, held: Vector, loss: float
    ) -> None:
        every = -(-len(problem.targets) // MAX_SLICE_DATA)
        self.f = problem.f
        self.inputs = problem.inputs[::every].double()
        self.targets = problem.targets[::every].double()
        self.params = record.params.astype(np.float64)
        self.own = own.astype(np.float64)
        if record.updated_params is not None:
            self.after = record.updated_params.astype(np.float64)
        else:
            self.after = self.params - record.learning_rate * held.astype(np.float64)
        self.drawn_after = record.stage is not None
        # Where only some of the points are looked at, the curve still goes through the true loss,
        # and with the true slope.
        self.lift = 0.0
        self.tilt = np.zeros_like(self.own)
        if every > 1 and math.isfinite(loss):
            self.lift = loss - float(self._losses(0, self.params[:1])[0])
            for k, here in enumerate(self.params):
                step = SMALL_STEP * max(1.0, abs(here))
                low, high = self._losses(k, here + np.array([-step, step]))
                self.tilt[k] = self.own[k] - (high - low) / (2 * step)

    def _losses(self, k: int, values: Doubles) -> Doubles:
        params: list[Tensor] = [torch.tensor(value, dtype=torch.float64) for value in self.params]
        params[k] = torch.from_numpy(values)[:, None]
        with torch.no_grad():
            residuals = self.f(self.inputs, params) - self.targets
            losses: Doubles = (residuals**2).mean(dim=-1).numpy()
        lifted: Doubles = losses + self.lift + self.tilt[k] * (values - self.params[k])
        return lifted

    def _floor(self, k: int) -> float | None:
        """Where the parabola that fits the curve at its parameter has its bottom."""
        here = self.params[k]
        step = 1e-3 * max(1.0, abs(here))
        low, middle, high = self._losses(k, here + np.array([-step, 0.0, step]))
        bend = (low - 2 * middle + high) / step**2
        floor = here - self.own[k] / bend if bend > 0 else math.nan
        return float(floor) if math.isfinite(floor) else None

    def close(self, k: int) -> Slice:
        """As close as the step is long; the floor is in it where it is near."""
        here, there, floor = self.params[k], self.after[k], self._floor(k)
        reach = abs(there - here)
        # Shorter steps than float32 can take are not looked for.
        if not math.isfinite(reach) or reach < 1e-7 * abs(here) or reach == 0:
            return self.wide(k)
        inside = [here, there]
        if floor is not None and abs(floor - here) <= 6 * reach:
            inside.append(floor)
        return self._cut(k, inside, reach, floor)

    def wide(self, k: int) -> Slice:
        """Wide enough to see both sides of the valley, where there is one."""
        here, there, floor = self.params[k], self.after[k], self._floor(k)
        inside = [here]
        if math.isfinite(there):
            inside.append(there)
        if floor is not None:
            inside += [floor, 2 * floor - here]
        return self._cut(k, inside, 1e-3 * max(1.0, abs(here)), floor)

    def _cut(self, k: int, inside: list[float], least: float, floor: float | None) -> Slice:
        here, there = self.params[k], self.after[k]
        margin = max(0.25 * (max(inside) - min(inside)), 0.5 * least)
        low, high = min(inside) - margin, max(inside) + margin
        values = np.linspace(low, high, SLICE_POINTS)
        ends = self._losses(k, np.array([here, there]))
        return Slice(
            values=values,
            losses=self._losses(k, values),
            before=(float(here), float(ends[0])),
            after=(float(there), float(ends[1])) if self.drawn_after else None,
            slope=float(self.own[k]),
            floor=floor if floor is not None and low <= floor <= high else None,
        )
