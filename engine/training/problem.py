"""What is to be learned, as tensors: the data, the compiled formula and the starting parameters.

The draws follow the article: one generator, seeded once, gives the data's noise first and the
parameters second, so that a seed determines the run to the last bit.
"""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from engine.experiment.experiment import Data, Experiment, Generated, Points, RollerCoaster, Sampled
from engine.formula.formula import parse
from engine.runs.update import Vector
from engine.training.losses import mse


class Problem:
    """The tensors of an experiment, all float32.

    `inputs`, `targets` (n,) are trained on; `held_out_inputs`, `held_out_targets` (m,) are only
    looked at. Where the experiment standardises, `inputs` are `(t − mean) / std` of the trained
    points; `raw_inputs` always are the data's own. `data_inputs`, `data_targets` (n + m,) are all
    points in the order of the data. `start` (p,) are the starting parameters.
    """

    def __init__(self, experiment: Experiment) -> None:
        formula = parse(experiment.formula)
        self.names = formula.names
        self.f = formula.compiled()
        generator = torch.Generator().manual_seed(experiment.seed)
        inputs, targets = draw(experiment.data, generator)
        start = torch.randn(len(self.names), generator=generator)
        for name, value in experiment.start.items():
            start[self.names.index(name)] = value
        self.start = start

        self.data_inputs, self.data_targets = inputs, targets
        held_out = _held_out(len(inputs), experiment)
        self.raw_inputs, self.targets = inputs[~held_out], targets[~held_out]
        self.raw_held_out_inputs = inputs[held_out]
        self.held_out_targets = targets[held_out]
        self.mean, self.std = 0.0, 1.0
        if experiment.standardise:
            self.mean = float(self.raw_inputs.double().mean())
            # A single input, or several equal ones, have no spread to divide by.
            several = len(self.raw_inputs) > 1
            self.std = (float(self.raw_inputs.double().std()) if several else 0.0) or 1.0
        self.standardised = experiment.standardise
        self.inputs = self.scaled(self.raw_inputs)
        self.held_out_inputs = self.scaled(self.raw_held_out_inputs)

    def scaled(self, inputs: Tensor) -> Tensor:
        """`inputs` in the units that are trained in: their own, or standardised."""
        return (inputs - self.mean) / self.std if self.standardised else inputs

    def predict(self, params: Vector) -> Vector:
        """The predictions (n,) of the parameters (p,), by the operations the training uses."""
        with torch.no_grad():
            return np.asarray(self.f(self.inputs, torch.from_numpy(params)).numpy())

    def held_out_loss(self, params: Vector) -> float:
        """The loss of the parameters (p,) on the held-out points; NaN where there are none."""
        if not len(self.held_out_targets):
            return float("nan")
        with torch.no_grad():
            predictions = self.f(self.held_out_inputs, torch.from_numpy(params))
            return mse(self.held_out_targets, predictions).item()

    def own_gradient(self, params: Vector) -> Vector:
        """The gradient (p,) of the loss at the parameters (p,) alone, nothing left over."""
        leaf = torch.from_numpy(params.copy()).requires_grad_()
        (gradient,) = torch.autograd.grad(mse(self.targets, self.f(self.inputs, leaf)), leaf)
        return np.asarray(gradient.numpy())

    @cached_property
    def operations(self) -> int:
        """How many operations `loss.backward()` walks through."""
        leaf = self.start.clone().requires_grad_()
        waiting = [mse(self.targets, self.f(self.inputs, leaf)).grad_fn]
        seen = set()
        while waiting:
            node = waiting.pop()
            if node is not None and node not in seen:
                seen.add(node)
                waiting.extend(next_node for next_node, _ in node.next_functions)
        return len(seen)


def draw(data: Data, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The inputs and targets (n,) of a data description, float32, noise from `generator`."""
    match data:
        case RollerCoaster():
            time = _evenly(data)
            noise = torch.randn(data.points, generator=generator) * data.noise
            return time, noise + 0.75 * (time - 9.5) ** 2 + 1
        case Generated():
            inputs = _evenly(data)
            truth = torch.tensor(data.truth, dtype=torch.float32)
            clean = parse(data.formula).compiled()(inputs, truth)
            return inputs, clean + torch.randn(data.points, generator=generator) * data.noise
        case Points():
            return (
                torch.tensor(data.inputs, dtype=torch.float32),
                torch.tensor(data.targets, dtype=torch.float32),
            )


def _evenly(data: Sampled) -> Tensor:
    step = (data.stop - data.start) / (data.points - 1)
    return torch.arange(data.points).float() * step + data.start


def _held_out(points: int, experiment: Experiment) -> Tensor:
    """Which points (n,) are held out; a generator of its own leaves the run's draws alone."""
    mask = torch.zeros(points, dtype=torch.bool)
    share = min(round(points * experiment.held_out), points - 1)
    generator = torch.Generator().manual_seed(experiment.seed)
    mask[torch.randperm(points, generator=generator)[:share]] = True
    return mask
