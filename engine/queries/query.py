"""What a question about a run is: frozen, with a plain answer, computed where PyTorch is.

A new question is a file here with a frozen dataclass that extends `Query`. A quick one says its
`answer`; one that takes more than a frame says its `steps`. It asks the problem for whatever needs
PyTorch and computes the rest with NumPy, so that the window can send it and read the answer.
"""

from abc import ABC
from collections.abc import Generator, Sequence
from typing import Generic, Protocol, Self, TypeVar

from engine.runs import Doubles, Vector

A_co = TypeVar("A_co", covariant=True)


class Problem(Protocol):
    """What a question may ask of the problem that a run learns: see `engine.training.Problem`."""

    names: tuple[str, ...]
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
    def standardising(self, on: bool) -> Self: ...
    def scaled(self, inputs: Doubles) -> Doubles: ...
    def evaluate(self, params: Vector) -> tuple[Vector, float, Vector]: ...
    def predictions(self, params: Vector) -> Vector: ...
    def held_out_predictions(self, params: Vector) -> Vector: ...
    def curve(self, inputs: Doubles, params: Doubles) -> Doubles: ...
    def losses(self, params: Sequence[float | Doubles], every: int = 1) -> Doubles: ...


class Query(ABC, Generic[A_co]):
    """A question to the problem of a run. What extends it is a frozen dataclass.

    Two that are equal have the same answer, and only one of them is asked; with arrays in it, a
    question is best declared with `eq=False`, and then equal to no other.
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
        """The answer, with a `yield` wherever training or another question may have its turn.

        At most a frame of work, some 10 ms, lies between two of them.
        """
        return self.answer(problem)
        yield
