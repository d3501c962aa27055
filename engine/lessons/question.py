"""A question that is answered before its answer is seen, and what is said to the reply."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number",
    "direction",
    "point",
    "epoch",
    "loss",
    "chip",
    "card",
    "choice",
    "sign",
    "curve",
    "loss_curve",
]
"""What a reply is: `number`, `choice` and `sign` are asked beside the pictures, others in them."""

Reply = float | int | str | tuple[float, ...]
"""A number or a loss; a point's place or an epoch; "left", "right", a stage, a parameter or an
option; the heights of a drawn curve."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as plain text, and what kind of reply it wants.

    `about` is the parameter of a `direction` or an `epoch`, the epoch of a `loss`, and the inputs
    or epochs at which a drawn curve is asked for; `options` are what a `choice` is made of; `unit`
    is what a `number` is counted in, "" for none.
    """

    text: str
    kind: Kind
    about: str | int | tuple[float, ...] | None = None
    options: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a reply is `right`, and what to `say` to it: one or two sentences."""

    right: bool
    say: str
