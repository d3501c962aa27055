"""Draws the data and the starting parameters from the seed.

As in the article, one generator, seeded once, gives the data's noise first and the parameters
second, so that a seed determines the run to the last bit.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.experiment import (
    Data,
    Experiment,
    Generated,
    Points,
    RollerCoaster,
    Sampled,
)
from engine.experiment.held_out import held_out
from engine.formula import parse


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What an experiment begins with, float32: N points, `held_out` (N,) some of them.

    `inputs` and `targets` are (N,), in the order of the data; `start` (p,) the parameters.
    """

    inputs: Tensor
    targets: Tensor
    held_out: Tensor
    start: Tensor


def draw(experiment: Experiment) -> Drawn:
    """The data and the starting parameters of `experiment`."""
    generator = torch.Generator().manual_seed(experiment.seed)
    inputs, targets = _data(experiment.data, generator)
    names = experiment.names
    start = torch.randn(len(names), generator=generator)
    for name, value in experiment.start.items():
        start[names.index(name)] = value
    apart = held_out(len(inputs), experiment.held_out, experiment.seed)
    return Drawn(inputs, targets, torch.from_numpy(apart), start)


def _data(data: Data, generator: torch.Generator) -> tuple[Tensor, Tensor]:
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
