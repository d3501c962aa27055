"""A classroom layout: which views a file shows, what may be changed in it, and the task above.

It is data that may come from anyone: names that are not known, and texts that are too long or
cannot be shown, are refused with a sentence. No markup in a task means anything.
"""

import unicodedata
from typing import Literal, get_args

from pydantic import Field, field_validator

from engine.experiment.described import Described
from engine.numbers import count
from engine.text import shortened

# Every setting that a person can change, as it is called within a sentence.
SETTINGS = {
    "learning_rate": "the learning rate",
    "epochs": "the epochs",
    "stop_at_loss": "the loss to stop at",
    "seed": "the seed",
    "zero_grad": "zero_grad",
    "requires_grad": "requires_grad",
    "start": "the starting values",
    "formula": "the formula",
    "data": "the data",
    "standardise": "standardise",
    "held_out": "the held-out share",
}
# The views, of which a layout shows at least one, and the two panels around them.
VIEWS = (
    "fit", "graph", "by_hand", "landscape", "loss", "loss_parts", "curvature", "signs", "moves",
)  # fmt: skip
PANELS = ("stages", "log")
MAX_TASK = 600
MAX_LINES = 8

Closing = Literal["fixed", "hidden"]
# Invisible, but Persian, the scripts of India and some emoji are not written without them.
_JOINERS = "\u200c\u200d"


class Classroom(Described):
    """What a person sees of a file until they unlock it.

    `views` are the names of what is shown, out of VIEWS and PANELS. A setting that `settings` does
    not name is free. `task` is plain text, whose line breaks are kept.

    Raises pydantic's ValidationError, whose sentence `sentence()` gives, for a bad value.
    """

    task: str = ""
    views: tuple[str, ...] = (*VIEWS, *PANELS)
    settings: dict[str, str] = Field(default_factory=dict)

    @field_validator("task")
    @classmethod
    def _task(cls, task: str) -> str:
        if len(task) > MAX_TASK:
            raise ValueError(
                f"The task may have at most {count(MAX_TASK)} characters;"
                f" this one has {count(len(task))}."
            )
        lines = task.count("\n") + 1
        if lines > MAX_LINES:
            raise ValueError(
                f"The task may have at most {MAX_LINES} lines; this one has {count(lines)}."
            )
        for letter in task:
            if not _is_plain(letter):
                raise ValueError(
                    "The task must be plain text;"
                    f" the character U+{ord(letter):04X} in it cannot be shown."
                )
        return task

    @field_validator("views")
    @classmethod
    def _views(cls, views: tuple[str, ...]) -> tuple[str, ...]:
        known = (*VIEWS, *PANELS)
        for k, name in enumerate(views):
            if name not in known:
                raise ValueError(
                    f"There is no view called “{shortened(name)}”; there are {', '.join(known)}."
                )
            if name in views[:k]:
                raise ValueError(f"The view {name} is named twice.")
        if not any(name in VIEWS for name in views):
            raise ValueError("A classroom layout shows at least one view of the run.")
        return views

    @field_validator("settings")
    @classmethod
    def _settings(cls, settings: dict[str, str]) -> dict[str, str]:
        for name, closing in settings.items():
            if name not in SETTINGS:
                raise ValueError(
                    f"There is no setting called “{shortened(name)}”;"
                    f" there are {', '.join(SETTINGS)}."
                )
            if closing not in get_args(Closing):
                raise ValueError(
                    f"A setting is fixed or hidden, or not named; “{shortened(closing)}”, as for"
                    f" {name}, is neither."
                )
        return settings

    @property
    def closed(self) -> frozenset[str]:
        """The settings that cannot be changed: those that are fixed, and those that are hidden."""
        return frozenset(self.settings)


def _is_plain(letter: str) -> bool:
    spaced = unicodedata.category(letter) == "Zs"
    return letter == "\n" or letter.isprintable() or spaced or letter in _JOINERS
