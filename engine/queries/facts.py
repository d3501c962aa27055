"""How a problem is told to the window: its data, its labels and the frame to draw it in."""

import numpy as np

from engine.experiment.experiment import Experiment, Generated, Points, RollerCoaster
from engine.formula.formula import parse
from engine.queries.snapshot import Facts, Frame
from engine.queries.valley import valley
from engine.training.problem import Problem

ARTICLE_FRAME = (0.0, 20.0, -300.0, 200.0)
CURVE_POINTS = 240


def prepare(problem: Problem, experiment: Experiment) -> Facts:
    """The plain numbers of `problem`, which `experiment` describes."""
    frame = _frame(problem, experiment)
    standardised = None
    if not problem.standardised:
        standardised = valley(Problem(experiment.changed(standardise=True)))
    labels = _labels(experiment)
    return Facts(
        names=problem.names,
        inputs=problem.raw_inputs.numpy(),
        targets=problem.targets.numpy(),
        held_out_inputs=problem.raw_held_out_inputs.numpy(),
        held_out_targets=problem.held_out_targets.numpy(),
        data_inputs=problem.data_inputs.numpy(),
        data_targets=problem.data_targets.numpy(),
        input_label=labels[0],
        target_label=labels[1],
        frame=frame,
        curve_inputs=np.linspace(frame[0], frame[1], CURVE_POINTS),
        start=problem.start.numpy().copy(),
        standardised=problem.standardised,
        mean=problem.mean,
        std=problem.std,
        operations=problem.operations,
        valley=valley(problem),
        standardised_valley=standardised,
    )


def _labels(experiment: Experiment) -> tuple[str, str]:
    match experiment.data:
        case RollerCoaster():
            return "time t (seconds)", "speed"
        case Generated(formula=formula):
            return parse(formula).input, "y"
        case Points(input_name=input_name, target_name=target_name):
            return input_name, target_name


def _frame(problem: Problem, experiment: Experiment) -> Frame:
    if experiment.data == RollerCoaster():
        return ARTICLE_FRAME
    inputs = np.concatenate([problem.raw_inputs.numpy(), problem.raw_held_out_inputs.numpy()])
    targets = np.concatenate([problem.targets.numpy(), problem.held_out_targets.numpy()])
    left, right = _padded(float(inputs.min()), float(inputs.max()), 0.03)
    bottom, top = _padded(float(targets.min()), float(targets.max()), 0.25)
    return left, right, bottom, top


def _padded(low: float, high: float, share: float) -> tuple[float, float]:
    margin = (high - low) * share or max(1.0, abs(low)) * share
    return low - margin, high + margin
