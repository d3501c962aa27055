"""What a benchmark says: one row, a ratio beside the bound it is held against."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# What the eye takes for movement: the time that one frame may take.
FRAME = 1 / 30


@dataclass(frozen=True)
class Row:
    """`figure`, a ratio, is held against `bound`; `at_least` says from which side.

    `detail` is for people.
    """

    name: str
    figure: float
    bound: float | None
    detail: str
    at_least: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if self.bound is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(works: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """The figures of each of `works`, measured in turn, so that a drifting machine hits all."""
    figures: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, mine in zip(works, figures, strict=True):
            mine.append(work())
    return figures


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios, round by round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def milliseconds(figures: Sequence[float]) -> str:
    """The median of `figures`, in seconds, for people."""
    return f"{statistics.median(figures) * 1000:.1f} ms"
