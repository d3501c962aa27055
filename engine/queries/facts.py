"""The question about a whole run: its data and their labels, its valley, and the plot's frame."""

from dataclasses import dataclass

import numpy as np

from engine.experiment import Experiment, Generated, Points, RollerCoaster
from engine.formula import parse
from engine.queries.query import Problem, Query
from engine.queries.slices import Slicer
from engine.queries.valley import valley
from engine.runs import Facts, Frame, Scale, Valley

ARTICLE_FRAME = (0.0, 20.0, -300.0, 200.0)
CURVE_POINTS = 240


@dataclass(frozen=True, slots=True)
class FactsQuery(Query[Facts]):
    """What is true of the whole run of `experiment`?"""

    experiment: Experiment

    def answer(self, problem: Problem) -> Facts:
        frame = _frame(problem, self.experiment)
        labels = _labels(self.experiment)
        found = valley(problem)
        return Facts(
            names=problem.names,
            inputs=problem.raw_inputs,
            targets=problem.targets,
            held_out_inputs=problem.raw_held_out_inputs,
            held_out_targets=problem.held_out_targets,
            data_inputs=problem.data_inputs,
            data_targets=problem.data_targets,
            input_label=labels[0],
            target_label=labels[1],
            frame=frame,
            curve_inputs=np.linspace(frame[0], frame[1], CURVE_POINTS),
            start=problem.start,
            standardised=problem.standardised,
            mean=problem.mean,
            std=problem.std,
            operations=problem.operations,
            scale=_scale(problem, found),
            valley=found,
            standardised_valley=None
            if problem.standardised
            else valley(problem.changed(standardise=True)),
            plain_valley=valley(problem.changed(standardise=False))
            if problem.standardised
            else None,
        )


def _scale(problem: Problem, found: Valley | None) -> Scale:
    """The run's first scale, on which its start and the best fit can both be seen."""
    with np.errstate(all="ignore"):
        _, loss, gradient = problem.evaluate(problem.start)
        start = problem.start.astype(np.float64)
        slicer = Slicer(problem, problem.start, start, loss, gradient)
        return slicer.scale(loss, None if found is None else found.floor)


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
    inputs, targets = problem.data_inputs, problem.data_targets
    left, right = _padded(float(inputs.min()), float(inputs.max()), 0.03)
    bottom, top = _padded(float(targets.min()), float(targets.max()), 0.25)
    return left, right, bottom, top


def _padded(low: float, high: float, share: float) -> tuple[float, float]:
    margin = (high - low) * share or max(1.0, abs(low)) * share
    return low - margin, high + margin
