"""What a benchmark says: one row, a figure beside the bound it is held against."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`figure` is held against `bound`; `at_least` says from which side. `detail` is for people."""

    name: str
    figure: float
    bound: float | None
    at_least: bool
    unit: str
    detail: str

    @property
    def holds(self) -> bool | None:
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
