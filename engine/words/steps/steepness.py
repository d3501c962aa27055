"""How many times steeper the loss is along one parameter than along the others."""

import math
from collections.abc import Sequence

from engine.numbers import number
from engine.words.lists import joined


def steepness(names: Sequence[str], slopes: Sequence[float]) -> str:
    """A sentence that compares `slopes`, the derivatives of the loss, or ''."""
    sizes = {name: abs(slope) for name, slope in zip(names, slopes, strict=True)}
    if len(sizes) < 2 or not all(map(math.isfinite, sizes.values())):
        return ""
    steepest = max(sizes, key=lambda name: sizes[name])
    others = {name: size for name, size in sizes.items() if name != steepest}
    if not sizes[steepest]:
        return "No parameter has a slope here."
    flat = [name for name, size in others.items() if not size]
    told = [
        f"{_times(sizes[steepest] / size)} times that of {name}"
        for name, size in others.items()
        if size
    ]
    said = f"{steepest}’s slope is {joined(told)}" if told else f"{steepest} alone has a slope"
    if flat and told:
        said += f"; {joined(flat)} {'has' if len(flat) == 1 else 'have'} none"
    return f"{said}: one learning rate has to serve {_all(len(sizes))}."


def _times(ratio: float) -> str:
    """`ratio` with three digits, as in 15.5 and 211, or all digits before the point."""
    return f"{ratio:,.0f}" if ratio >= 1000 else number(ratio, 3)


def _all(count: int) -> str:
    words = ("both", "all three", "all four", "all five", "all six")
    return words[count - 2] if count - 2 < len(words) else f"all {count}"
