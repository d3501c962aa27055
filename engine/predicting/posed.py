"""A question about the run that is shown, with its answer."""

from dataclasses import dataclass
from typing import Literal

from engine.lessons import Question, Reply

Sort = Literal[
    "direction", "loss_way", "flip", "largest", "point", "loss_size", "curve", "loss_curve"
]
Group = Literal["signs", "sizes", "curves"]


@dataclass(frozen=True, slots=True)
class OfSort:
    """What a sort of question is called in a tally, and the group of the same difficulty."""

    title: str
    group: Group


SORTS: dict[Sort, OfSort] = {
    "direction": OfSort("Which way a parameter goes", "signs"),
    "loss_way": OfSort("Whether the loss falls or rises", "signs"),
    "flip": OfSort("Which gradient changes its sign", "signs"),
    "largest": OfSort("Which parameter moves most", "sizes"),
    "point": OfSort("Which point adds most to the loss", "sizes"),
    "loss_size": OfSort("Where the loss will be", "sizes"),
    "curve": OfSort("What the curve will look like", "curves"),
    "loss_curve": OfSort("Where the loss will go", "curves"),
}
GROUPS: tuple[Group, ...] = ("signs", "sizes", "curves")
"""From the easiest to the hardest."""


@dataclass(frozen=True, slots=True)
class Posed:
    """One question that can be asked now: it has one right answer, the `truth`.

    `heading` says what is predicted. Of a drawn line the truth are its heights (k,), and `now` (k,)
    those of the line as it is; of a loss `now` (1,) is the present one. `expected` says that the
    truth is what one would say who takes the epoch before for the rule. `hide` is what gives the
    answer away, and `part` the part of the window that the question is about. After the reply the
    run goes on for `epochs`; for 0, by the step that was asked for. `because` says, in the run's
    numbers, why it goes so.
    """

    sort: Sort
    heading: str
    question: Question
    truth: Reply
    because: str
    hide: frozenset[str]
    part: str
    now: tuple[float, ...] = ()
    expected: bool = False
    epochs: int = 0
