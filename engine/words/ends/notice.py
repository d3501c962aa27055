"""A notice for the banner, with remedies that it offers as buttons."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy: change these `fields` of the experiment, then do `then`.

    To "rerun" is to begin anew and to train as far as the run was.
    """

    label: str
    fields: dict[str, Any] = field(default_factory=dict)
    then: Literal["nothing", "reset", "play", "rerun"] = "nothing"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the banner."""

    kind: Literal["info", "warning", "error"]
    text: str
    remedies: tuple[Remedy, ...] = ()
