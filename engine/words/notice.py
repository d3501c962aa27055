"""A notice for the banner, with the ways on that it offers as buttons."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way on: change `fields` of the experiment, then `then`."""

    label: str
    fields: dict[str, Any] = field(default_factory=dict)
    then: Literal["nothing", "reset", "play"] = "nothing"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the banner."""

    kind: Literal["info", "warning", "error"]
    text: str
    remedies: tuple[Remedy, ...] = ()
