"""The base of all questions about a run: frozen, with a plain answer, computed in the worker.

A new question is a file here with a frozen dataclass that extends `Query`. A quick one implements
`answer`; one that takes more than a frame implements `steps`. It asks the problem for whatever
needs PyTorch and computes the rest with NumPy, so that the window can send it and read the answer
without PyTorch.
"""

from abc import ABC
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np

from engine.experiment.settings import Settings
from engine.formula import Derivative
from engine.queries.captured import Captured
from engine.runs import Begun, Doubles, Updates, Vector

A_co = TypeVar("A_co", covariant=True)


class Rerun(Protocol):
    """What trains a run once more: see `engine.training.Recorder`."""

    def train(self, count: int, seconds: float = float("inf")) -> Updates: ...


class Problem(Protocol):
    """What a question may ask of the problem that a run learns: see `engine.training.Problem`."""

    formula: str
    input_name: str
    target_name: str
    names: tuple[str, ...]
    linear: bool
    inputs: Vector
    targets: Vector
    raw_inputs: Vector
    raw_held_out_inputs: Vector
    held_out_targets: Vector
    data_inputs: Vector
    data_targets: Vector
    start: Vector
    standardised: bool
    mean: float
    std: float

    @property
    def operations(self) -> int: ...
    def changed(self, **fields: Any) -> Self: ...
    def rerun(self, settings: Settings | None = None) -> Rerun: ...
    def scaled(self, inputs: Doubles) -> Doubles: ...
    def evaluate(self, params: Vector) -> tuple[Vector, float, Vector]: ...
    def predictions(self, params: Vector) -> Vector: ...
    def held_out_predictions(self, params: Vector) -> Vector: ...
    def curve(self, inputs: Doubles, params: Doubles) -> Doubles: ...
    def capture(self, begun: Begun) -> Captured: ...
    def losses(self, params: Sequence[float | Doubles], every: int = 1) -> Doubles: ...
    def hessian_rows(self, params: Doubles, every: int = 1) -> Iterator[Doubles]: ...
    def derivative(self, k: int) -> Derivative | None: ...
    def local(self, k: int, params: Doubles) -> Doubles: ...


def loss_change(problem: Problem, before: Doubles, after: Doubles) -> float:
    """How much the loss changes from the parameters `before` to those `after`, (p,), in float64."""
    one, other = problem.losses(list(np.stack([before, after]).T))
    return float(other - one)


class Query(ABC, Generic[A_co]):
    """A question about the problem of a run; subclasses are frozen dataclasses.

    Equal questions have the same answer, and are asked only once. A question that holds arrays,
    which cannot be compared so simply, is declared with `eq=False` and equals only itself.
    """

    def answer(self, problem: Problem) -> A_co:
        """The answer: NumPy arrays, numbers, frozen dataclasses of them."""
        steps = self.steps(problem)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                answer: A_co = done.value
                return answer

    def steps(self, problem: Problem) -> Generator[None, None, A_co]:
        """The answer, with a `yield` wherever training or another question may take its turn.

        No more than a frame of work, some 10 ms, may lie between two yields.
        """
        return self.answer(problem)
        yield
