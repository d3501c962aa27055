"""Which replies a lesson means by "104 ± 1", "< 12", "else" or the reply itself."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from engine.lessons.question import Reply
from engine.lessons.typed import typed_number

ELSE = "else"
NUMERIC = ("number", "loss", "epoch", "point")
_CONDITION = re.compile(r"([<>])\s*(\S.*)|(\S.*?)\s*(?:±|\+-)\s*(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Replies:
    """Some replies: `low` to `high`, both excluded where `open`; exactly `text`; or all others."""

    how: Literal["range", "text", "else"]
    low: float = -math.inf
    high: float = math.inf
    open: bool = False
    text: str = ""

    def include(self, reply: Reply) -> bool:
        """Whether `reply` is one of them."""
        match self.how, reply:
            case "else", _:
                return True
            case "text", str():
                return reply == self.text
            case "range", int() | float():
                inside = self.low <= reply <= self.high
                return inside and not (self.open and reply in (self.low, self.high))
        return False


def replies_meant(when: str, kind: str) -> Replies:
    """The replies that `when` means for an answer of this `kind`. Raises ValueError."""
    if when == ELSE:
        return Replies("else")
    if kind not in NUMERIC:
        return Replies("text", text=when)
    condition = _CONDITION.fullmatch(when.strip())
    if condition is None:
        value = typed_number(when)
        return Replies("range", value, value)
    sign, bound, middle, around = condition.groups()
    if sign == "<":
        return Replies("range", high=typed_number(bound), open=True)
    if sign == ">":
        return Replies("range", low=typed_number(bound), open=True)
    value, width = typed_number(middle), typed_number(around)
    return Replies("range", value - width, value + width)
