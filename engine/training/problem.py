"""The problem to be learned: the one place that computes predictions, loss and gradient.

Everything else sees a flat vector of p parameters and knows nothing of the formula behind it. The
training calls `predict` and `loss`, on tensors; questions about a run use the other methods, on
NumPy arrays.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.names import names_of_data
from engine.experiment.settings import Settings
from engine.formula import Derivative, compiled_derivative, derivative, parse
from engine.queries import Captured
from engine.queries.query import Rerun
from engine.runs import Begun, Doubles, Vector
from engine.training.draw import draw
from engine.training.losses import LOSSES

Inputs = TypeVar("Inputs", Tensor, Doubles)


class DismissedError(Exception):
    """Nobody waits any more for what is computed."""


def _never() -> bool:
    return False


class Problem:
    """The problem that an experiment describes; n points are trained on, m held out.

    `input_name` is what the formula calls the input, `target_name` what the code calls the targets.

    `predict` maps parameters (p,) to predictions (n,), and `loss` predictions to a scalar; both are
    plain functions on float32 tensors, because every update calls them.

    The rest are float32 arrays. `inputs`, `targets` (n,) are what is trained on; the inputs are
    `(t − mean) / std`, with the mean and std of the trained points, where the experiment
    standardises. `raw_inputs` (n,), `raw_held_out_inputs` and `held_out_targets` (m,) are in the
    data's own units; `data_inputs`, `data_targets` (n + m,) are all points in the order of the
    data. `start` (p,) are the starting parameters. `linear` says that the formula is linear in its
    parameters, and the loss therefore a quadratic of them.

    With `plain`, no epoch of this problem is replayed, be it trained to be recorded or to answer.

    What prepares a run or answers a question may call these methods thousands of times. Each of
    them first asks `dismissed` whether anybody still waits, and raises DismissedError if not.
    """

    predict: Callable[[Tensor], Tensor]
    loss: Callable[[Tensor], Tensor]

    def __init__(
        self,
        experiment: Experiment,
        dismissed: Callable[[], bool] = _never,
        *,
        plain: bool = False,
    ) -> None:
        self._experiment = experiment
        self.plain = plain
        self._dismissed = dismissed
        formula = parse(experiment.formula)
        self.formula, self.input_name = formula.text, formula.input
        self.target_name = names_of_data(experiment)[1]
        self.names = formula.names
        self.linear = formula.linear
        drawn = draw(experiment)
        raw, raw_held_out = drawn.inputs[~drawn.held_out], drawn.inputs[drawn.held_out]
        targets = drawn.targets[~drawn.held_out]
        self.standardised = experiment.standardise
        self.mean, self.std = _mean_and_std(raw) if self.standardised else (0.0, 1.0)
        inputs = self.scaled(raw)

        self._f = formula.compiled()
        self._error = LOSSES[experiment.loss]
        self._held_out = self.scaled(raw_held_out), drawn.targets[drawn.held_out]
        self.predict = partial(self._f, inputs)
        self.loss = partial(_mean_error, self._error, targets)

        self.inputs: Vector = inputs.numpy()
        self.targets: Vector = targets.numpy()
        self.raw_inputs: Vector = raw.numpy()
        self.raw_held_out_inputs: Vector = raw_held_out.numpy()
        self.held_out_targets: Vector = self._held_out[1].numpy()
        self.data_inputs: Vector = drawn.inputs.numpy()
        self.data_targets: Vector = drawn.targets.numpy()
        self.start: Vector = drawn.start.numpy()

    def changed(self, **fields: Any) -> "Problem":
        """The problem of the same experiment with `fields` replaced; see `Experiment.changed`."""
        return Problem(self._experiment.changed(**fields), self._dismissed, plain=self.plain)

    def scaled(self, inputs: Inputs) -> Inputs:
        """`inputs`, in the data's own units, as they are trained on: standardised or unchanged."""
        return (inputs - self.mean) / self.std if self.standardised else inputs

    def rerun(self, settings: Settings | None = None) -> Rerun:
        """What trains the same run from its start, with no loss to stop at.

        With other `settings`, unless they are None.
        """
        # Imported here, as the recorder itself stands on the problem.
        from engine.training.recorder import Recorder

        changed = {} if settings is None else asdict(settings)
        experiment = self._experiment.changed(**changed, stop_at_loss=None)
        return Recorder(experiment, self)

    def _go_on(self) -> None:
        if self._dismissed():
            raise DismissedError

    # --- float32, by the same operations as the training

    def evaluate(self, params: Vector) -> tuple[Vector, float, Vector]:
        """The predictions (n,), the loss and the gradient (p,) at the parameters (p,)."""
        self._go_on()
        leaf = torch.from_numpy(params.copy()).requires_grad_()
        predictions = self.predict(leaf)
        loss = self.loss(predictions)
        (gradient,) = torch.autograd.grad(loss, leaf)
        return predictions.detach().numpy(), loss.item(), gradient.numpy()

    def predictions(self, params: Vector) -> Vector:
        """The predictions (n,) of the parameters (p,)."""
        self._go_on()
        with torch.no_grad():
            return np.asarray(self.predict(torch.from_numpy(params)).numpy())

    def held_out_predictions(self, params: Vector) -> Vector:
        """The predictions (m,) of the parameters (p,) for the points held out."""
        self._go_on()
        with torch.no_grad():
            return np.asarray(self._f(self._held_out[0], torch.from_numpy(params)).numpy())

    def held_out_loss(self, params: Vector) -> float:
        """The loss of the parameters (p,) on the points held out; NaN where there are none."""
        inputs, targets = self._held_out
        if not len(targets):
            return float("nan")
        with torch.no_grad():
            predictions = self._f(inputs, torch.from_numpy(params))
            return _mean_error(self._error, targets, predictions).item()

    # --- float64, so that curves stay smooth at every zoom, and sums by hand are exact

    def curve(self, inputs: Doubles, params: Doubles) -> Doubles:
        """The predictions (k,) of the parameters (p,) at `inputs` (k,), in the units trained in."""
        self._go_on()
        with torch.no_grad():
            return np.asarray(self._f(torch.from_numpy(inputs), torch.from_numpy(params)).numpy())

    def losses(self, params: Sequence[float | Doubles], every: int = 1) -> Doubles:
        """The losses (k,) of k sets of parameters, on every `every`-th point.

        `params` has p entries: columns (k,), or a single number where all sets have the same.
        """
        self._go_on()
        inputs = torch.from_numpy(self.inputs[::every]).double()
        targets = torch.from_numpy(self.targets[::every]).double()
        columns = [torch.as_tensor(column, dtype=torch.float64) for column in params]
        with torch.no_grad():
            predictions = self._f(inputs, [column[..., None] for column in columns])
            return np.asarray(self._error(targets, predictions).mean(dim=-1).numpy())

    def hessian_rows(self, params: Doubles, every: int = 1) -> Iterator[Doubles]:
        """The rows (p,) of the loss's Hessian at `params` (p,), on every `every`-th point.

        One row after another: at once, as `torch.autograd.functional.hessian(vectorize=True)` does
        it, the first call takes one to two seconds, in which torch loads what it vectorises with.
        """
        inputs = torch.from_numpy(self.inputs[::every]).double()
        targets = torch.from_numpy(self.targets[::every]).double()
        leaf = torch.from_numpy(params.astype(np.float64)).requires_grad_()
        loss = self._error(targets, self._f(inputs, leaf)).mean()
        (gradient,) = torch.autograd.grad(loss, leaf, create_graph=True)
        for slope in gradient:
            self._go_on()
            (row,) = torch.autograd.grad(slope, leaf, retain_graph=True, materialize_grads=True)
            yield row.numpy()

    def capture(self, begun: Begun) -> Captured:
        """The update that began as `begun`, trained once more and overheard; nothing changes."""
        self._go_on()
        # Imported here, since the trainer in it imports this module.
        from engine.training.capture import capture

        return capture(self, begun)

    def derivative(self, k: int) -> Derivative | None:
        """∂f/∂(parameter k) as it is written; None where it is too long to be read."""
        return derivative(self._experiment.formula, self.names[k])

    def local(self, k: int, params: Doubles) -> Doubles:
        """∂f/∂(parameter k) (n,) at the points trained on, with the parameters (p,).

        Calculated by the formula's written derivative; by autograd where that is too long.
        """
        self._go_on()
        inputs = torch.from_numpy(self.inputs).double()
        formula = self._experiment.formula
        written = compiled_derivative(formula, self.names[k], self.names)
        if written is not None:
            with torch.no_grad():
                return np.asarray(written(inputs, torch.from_numpy(params)).numpy())
        columns = [torch.full_like(inputs, value) for value in params.tolist()]
        columns[k].requires_grad_()
        (local,) = torch.autograd.grad(self._f(inputs, columns).sum(), columns[k])
        return np.asarray(local.numpy())

    @cached_property
    def operations(self) -> int:
        """How many operations `loss.backward()` walks through."""
        leaf = torch.from_numpy(self.start.copy()).requires_grad_()
        waiting = [self.loss(self.predict(leaf)).grad_fn]
        seen = set()
        while waiting:
            node = waiting.pop()
            if node is not None and node not in seen:
                seen.add(node)
                waiting.extend(next_node for next_node, _ in node.next_functions)
        return len(seen)


def _mean_error(
    error: Callable[[Tensor, Tensor], Tensor], targets: Tensor, predictions: Tensor
) -> Tensor:
    return error(targets, predictions).mean()


def _mean_and_std(inputs: Tensor) -> tuple[float, float]:
    mean = float(inputs.double().mean())
    # A single input, or several equal ones, have no standard deviation to divide by.
    std = float(inputs.double().std()) if len(inputs) > 1 else 0.0
    return mean, std or 1.0
