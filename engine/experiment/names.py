"""What the data is called in lines of code, such as `time` and `speed`."""

import keyword
import re
import unicodedata
from functools import lru_cache

from engine.experiment.data import Points, RollerCoaster
from engine.experiment.experiment import Experiment
from engine.formula import parse

# Names with another meaning in the lines of code of the five stages.
_TAKEN = {"f", "preds", "loss", "mse", "params", "lr", "torch"}
# A longer name would push the rest of the line out of its card.
LONGEST_NAME = 12


def names_of_data(experiment: Experiment) -> tuple[str, str]:
    """What inputs and targets are called in the code: Python names, short and not the same."""
    data = experiment.data
    if isinstance(data, RollerCoaster):
        return "time", "speed"
    names = (data.input_name, data.target_name) if isinstance(data, Points) else ("", "")
    inputs = identifier(names[0]) or parse(experiment.formula).input
    targets = identifier(names[1]) or "y"
    if targets == inputs:
        targets = "y" if inputs != "y" else "targets"
    return inputs, targets


@lru_cache(maxsize=64)
def identifier(name: str) -> str:
    """The column heading `name` as a short Python name; empty if it cannot be made one.

    >>> identifier("Height (cm)"), identifier("2024"), identifier("class")
    ('height', '', 'class_')
    """
    plain = re.sub(r"[(\[{].*", "", unicodedata.normalize("NFKC", name)).lower() or name.lower()
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    made = ""
    for word in words:
        longer = f"{made}_{word}" if made else word[:LONGEST_NAME]
        if len(longer) > LONGEST_NAME:
            break
        made = longer
    if keyword.iskeyword(made) or made in _TAKEN:
        made += "_"
    return made if made.isidentifier() else ""
