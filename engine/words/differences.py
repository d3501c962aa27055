"""In what one experiment differs from another, in a few words for a legend."""

from dataclasses import asdict

from engine.experiment import Experiment
from engine.numbers import number, rate
from engine.runs import Run

LONGEST_FORMULA = 40


def as_trained(run: Run) -> Experiment:
    """The experiment that the updates of `run` are of: with the settings that the last one had.

    The settings may have been changed since, for updates that never came.
    """
    if not len(run.history):
        return run.experiment
    return run.experiment.changed(**asdict(run.history[-1].settings))


def differences(experiment: Experiment, other: Experiment) -> str:
    """What `other` has that `experiment` has not: "rate 0.00003, seed 1"; empty where nothing.

    How many epochs are asked for makes no difference to those that are trained; and of two runs
    about different data nothing is said but that.
    """
    return ", ".join(_differences(experiment, other))


def _differences(experiment: Experiment, other: Experiment) -> list[str]:
    said = []
    if other.data is not experiment.data and other.data != experiment.data:
        said.append("other data")
    if other.formula != experiment.formula:
        said.append(f"formula {_shortened(other.formula)}")
    if other.learning_rate != experiment.learning_rate:
        said.append(f"rate {rate(other.learning_rate)}")
    if other.seed != experiment.seed:
        said.append(f"seed {other.seed}")
    if other.start != experiment.start:
        said.append(_start(experiment, other))
    if other.standardise != experiment.standardise:
        said.append("standardised" if other.standardise else "not standardised")
    if other.zero_grad != experiment.zero_grad:
        said.append(f"zero_grad {'on' if other.zero_grad else 'off'}")
    if other.held_out != experiment.held_out:
        said.append(f"{number(100 * other.held_out, 2)} % held out")
    return said


def _start(experiment: Experiment, other: Experiment) -> str:
    changed = [name for name, value in other.start.items() if experiment.start.get(name) != value]
    if len(changed) == 1 and not experiment.start.keys() - other.start.keys():
        return f"start {changed[0]} = {number(other.start[changed[0]])}"
    return "other start"


def _shortened(formula: str) -> str:
    return formula if len(formula) <= LONGEST_FORMULA else formula[: LONGEST_FORMULA - 1] + "…"
