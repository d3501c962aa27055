"""How one experiment differs from another, in a few words for a legend."""

from dataclasses import asdict

from engine.experiment import Experiment
from engine.numbers import number, rate
from engine.runs import Run

LONGEST_FORMULA = 40


def as_trained(run: Run) -> Experiment:
    """The experiment of `run` with the settings of its last update.

    Settings that were changed afterwards never acted.
    """
    if not len(run.history):
        return run.experiment
    return run.experiment.changed(**asdict(run.history[-1].settings))


def differences(experiment: Experiment, other: Experiment) -> str:
    """What is different in `other`: "rate 0.00003, seed 1"; empty if nothing is.

    The number of epochs does not count, because it does not change those that are trained. If the
    data differ, only that is said.
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
