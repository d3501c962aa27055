"""What was predicted beside what happened, as it is told in the panel and marked in the picture."""

from collections.abc import Callable

from engine.lessons import Reply
from engine.numbers import grouped
from engine.predicting import Posed, Sort
from gui.lessons.words import lines as lines_of

MARKED: dict[Sort, str] = {
    "direction": "it moved",
    "largest": "moves most",
    "point": "adds most",
    "loss_size": "it went here",
    "curve": "it became this",
    "loss_curve": "it went this way",
}
"""The words beside what happened, where that is drawn in a picture."""
HAPPENED: dict[Sort, str] = {
    "direction": "It moved",
    "loss_way": "It did",
    "flip": "It was",
    "largest": "It is",
    "point": "It is",
    "loss_size": "It went to",
}
"""The captions of what happened, in the panel."""
SAID = "you said"
DREW = "you drew"


def said_beside(posed: Posed) -> str:
    """The words beside what was predicted."""
    return DREW if posed.sort in ("curve", "loss_curve") else SAID


def lines(posed: Posed, reply: Reply, named: Callable[[int], str]) -> list[tuple[str, str]]:
    """What was said and what happened, each with its caption; none of what was drawn."""
    if posed.sort in ("curve", "loss_curve"):
        return []
    (said, first), (_, second) = lines_of(posed.question, reply, posed.truth, named)
    if posed.sort == "loss_size" and isinstance(reply, float):
        # Nobody aims at more digits.
        first = grouped(reply, 3)
    return [(said, first), (HAPPENED[posed.sort], second)]
