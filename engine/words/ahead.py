"""How far a run has come, and how long what is left of it will take, in words."""

import math

from engine.experiment import Experiment
from engine.numbers import count, number
from engine.runs import Facts, History
from engine.runs.ahead import update_reaching

# A shorter time left is not worth announcing.
FEW_SECONDS = 5.0
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def epoch_of(shown: int, asked: int) -> str:
    """Which epoch is shown, and of how many; more may be trained than are now asked for."""
    return f"epoch {count(shown)}" + (f" of {count(asked)}" if shown <= asked else "")


def progress(experiment: Experiment, history: History, rate: float | None) -> str:
    """How many epochs are trained, and the time left if it is worth mentioning.

    `rate` is in epochs a second; None while nothing is being trained.
    """
    trained, asked = len(history), experiment.epochs
    if trained == asked:
        return f"all {count(asked)} trained"
    if trained > asked:
        return f"{count(trained)} trained, {count(asked)} asked for"
    if _is_reached(experiment, history):
        return f"{count(trained)} trained: the loss is reached"
    text = f"{count(trained)} trained" if trained else "none trained yet"
    last = min(float(asked), _expected(experiment, history))
    seconds = (last - trained) / rate if rate else 0.0
    return f"{text} · about {duration(seconds)} left" if seconds > FEW_SECONDS else text


def ending(
    experiment: Experiment, history: History, facts: Facts | None, rate: float | None
) -> str:
    """When a run will end, to be shown beside the fields for its epochs and its loss to stop at.

    `rate` is the pace in epochs a second at which it would go on; None if that is not known.
    """
    trained, asked, stop = len(history), experiment.epochs, experiment.stop_at_loss
    if _is_reached(experiment, history):
        return f"reached at epoch {count(trained)}"
    if trained and not history[-1].finite:
        return "it cannot go on"
    if stop is None:
        if trained >= asked:
            return f"all {count(asked)} trained"
        return f"{count(asked - trained)} to go{_time(asked - trained, rate)}"
    valley = facts.valley if facts else None
    if valley is not None and valley.only and stop < valley.floor_loss:
        return f"never: the best fit has {number(valley.floor_loss)}"
    expected = update_reaching(stop, history.loss)
    if expected is None:
        return "not to be told yet"
    if math.isinf(expected):
        return "not at this pace"
    about = round(expected, -max(len(str(int(expected))) - 2, 0))
    text = f"about epoch {count(int(about))}"
    if expected > asked:
        return f"{text}, after the last"
    return f"{text}{_time(expected - trained, rate)}"


def _is_reached(experiment: Experiment, history: History) -> bool:
    return len(history) > 0 and experiment.has_reached(float(history.loss[-1]))


def _expected(experiment: Experiment, history: History) -> float:
    """The update that is expected to reach the loss to stop at."""
    if experiment.stop_at_loss is None:
        return math.inf
    expected = update_reaching(experiment.stop_at_loss, history.loss)
    return math.inf if expected is None else expected


def _time(epochs: float, rate: float | None) -> str:
    return f" · {duration(epochs / rate)}" if rate else ""


def duration(seconds: float) -> str:
    """`seconds` in words, no more exact than such an estimate can be."""
    if seconds < 20:
        return f"{max(1, round(seconds))} s"
    if seconds < MINUTE - 2.5:
        return f"{5 * round(seconds / 5)} s"
    if seconds < HOUR - MINUTE / 2:
        return f"{max(1, round(seconds / MINUTE))} min"
    if seconds < 2 * DAY:
        return f"{max(1, round(seconds / HOUR))} h"
    return "over two days"
