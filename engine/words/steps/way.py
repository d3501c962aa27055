"""How far a parameter still has to go, and how much of that way a step covers or undoes."""

import math
from dataclasses import dataclass

from engine.numbers import number
from engine.words.ends.rough import about

# Closer than this share of its size, float32 hardly tells a value from the best one.
ARRIVED = 1e-6
LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Way:
    """`left` and `step` in words, and the step's `share` of the way, below 0 if it leads away.

    `share` is None before the update, or if no goal is known. `side` says where the step ended if
    that was not between the old value and the goal.
    """

    left: str
    step: str
    share: float | None
    side: str = ""

    @property
    def ever_briefer(self) -> tuple[str, ...]:
        """The step in fewer and fewer words; without a step, what is left."""
        brief = self.step.removeprefix("this step").lstrip(": ")
        return tuple(filter(None, (self.step, brief, self.side))) or (self.left,)

    @property
    def text(self) -> str:
        """Both in one line."""
        return " · ".join(filter(None, (self.left, self.step)))


def way(before: float, after: float | None, goal: float | None, goal_name: str) -> Way:
    """The way of a parameter from `before` to `goal`, which is called `goal_name`.

    `after` is where the step led; None before it.
    """
    if goal is None or not math.isfinite(before):
        return Way("no best value is known", "", None)
    left = goal - before
    if abs(left) <= ARRIVED * max(abs(goal), abs(before)):
        return Way(f"at its {goal_name}: nothing left to go", "", None)
    start = "left to go" if goal_name == "best value" else f"to the {goal_name}"
    said = f"{start}: {number(abs(left))}"
    if after is None or not math.isfinite(after):
        return Way(said, "", None)
    share = (after - before) / left
    if share == 0:
        return Way(said, "this step: nothing of it", 0.0)
    if share < 0:
        step = f"this step leads away, by {_part(-share).removesuffix(' of')}"
        return Way(said, step, share, "leads away")
    if share > 1 + 1e-9:
        past = "far past" if share > 2 else "past"
        step = f"this step: {_part(share)} the way, {past} it"
        return Way(said, step, share, f"{past} the {goal_name}")
    return Way(said, f"this step: {_part(share)} the way", share)


def _part(share: float) -> str:
    """`39 % of`, `1/2,000,000 of` or `150,000 times`; what follows names the way."""
    if share < LEAST_SHARE:
        times = float(f"{1 / share:.1e}")
        return f"1/{times:,.0f} of" if times < 1e12 else "next to nothing of"
    percent = 100 * share
    if percent >= 1e4:
        return f"{about(share)} times" if share < 1e15 else "countless times"
    digits = max(0, 1 - math.floor(math.log10(percent)))
    # Without trailing zeros: 0.33 %, 39 %, 5 %.
    text = f"{percent:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else f"{percent:,.0f}"
    return f"{text} % of"
