"""What is said about a classroom layout: why something cannot be changed, and the way out."""

from collections.abc import Iterable

from engine.experiment import Experiment
from engine.experiment.classroom import SETTINGS
from engine.numbers import count, rate
from engine.words.data import in_short
from engine.words.formula import in_line
from engine.words.lists import joined

UNLOCK, LOCK = "Unloc&k the classroom layout", "Loc&k the classroom layout"
UNLOCK_TIP = "Show everything, and let everything be changed"
LOCK_TIP = "Show what whoever opens the file sees"
WAY_OUT = "File > Unlock the classroom layout frees it."
NO_TASK = "This file shows only what it is about."
ALL_SHOWN = "File > Unlock the classroom layout shows everything."
MADE = (
    "The classroom layout is part of the experiment now, and is saved with it. Whoever opens the "
    "file sees just that."
)
REMOVED = "The experiment has no classroom layout any more: whoever opens the file sees everything."
SEE, SEE_TIP = "See it as they do", "Lock the layout; File > Unlock shows everything again"


def fixed(name: str) -> str:
    """Why the setting `name` cannot be changed.

    >>> fixed("learning_rate")
    'The learning rate is fixed for this task. File > Unlock the classroom layout frees it.'
    """
    return f"{_subject([name])} fixed for this task. {WAY_OUT}"


def no_preset(names: Iterable[str]) -> str:
    """Why no preset can be chosen, where the settings `names` are fixed."""
    ordered = [SETTINGS[name] for name in SETTINGS if name in set(names)]
    way_out = WAY_OUT if len(ordered) == 1 else WAY_OUT.replace("it.", "them.")
    return f"A preset would change {joined(ordered)}, which this task does not allow. {way_out}"


def refused(names: Iterable[str]) -> str:
    """Why nothing was changed, where that would have changed the settings `names`."""
    ordered = [name for name in SETTINGS if name in set(names)]
    way_out = WAY_OUT if len(ordered) == 1 else WAY_OUT.replace("it.", "them.")
    return f"{_subject(ordered)} fixed for this task, so nothing was changed. {way_out}"


def refused_option(name: str, option: str, file: str) -> str:
    """Why the command line's `option` cannot change the setting `name` of `file`."""
    what = _subject([name])
    return (
        f"{what} fixed in the classroom layout of {file}: leave {option} out, or change it in "
        "the window once that is unlocked"
    )


TITLES = {
    "learning_rate": "Learning rate",
    "epochs": "Epochs",
    "stop_at_loss": "Stop at loss",
    "seed": "Seed",
    "zero_grad": "Zero the gradient",
    "requires_grad": "requires_grad",
    "start": "Start from",
    "formula": "Formula",
    "data": "Data",
    "standardise": "Standardise",
    "held_out": "Held out",
}
"""What the settings are called in the column, in its order."""


def value(name: str, experiment: Experiment) -> str:
    """What the setting `name` is now, in short."""
    now = getattr(experiment, name)
    match name:
        case "learning_rate":
            return rate(now)
        case "epochs" | "seed":
            return count(now)
        case "stop_at_loss":
            return "off" if now is None else rate(now)
        case "start":
            return ", ".join(f"{each} = {rate(at)}" for each, at in now.items()) or "drawn"
        case "formula":
            return in_line(now)
        case "data":
            return in_short(now)
        case "held_out":
            return f"{rate(round(100 * now, 10))} %"
    return "on" if now else "off"


def _subject(names: list[str]) -> str:
    said = joined([SETTINGS[name] for name in names])
    one = len(names) == 1 and names[0] not in ("epochs", "start", "data")
    # The names of PyTorch's own switches keep their small letters.
    begun = said if said.startswith(("zero_grad", "requires_grad")) else said[0].upper() + said[1:]
    return f"{begun} {'is' if one else 'are'}"
