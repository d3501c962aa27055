"""The data a model learns from: generated from a formula and the seed, or given as points."""

from typing import Annotated, Literal

from pydantic import FailFast, Field, field_validator, model_validator

from engine.experiment.described import MAX_NUMBER, MAX_POINTS, Described, between, plain
from engine.formula import parse
from engine.numbers import count, exact


class Sampled(Described):
    """Evenly spaced inputs from `start` to `stop`, both included, with noise on the targets.

    `noise` is the standard deviation of the normal noise that is added.
    """

    points: int = 20
    noise: float = 1.0
    start: float = 0.0
    stop: float = 19.0

    @field_validator("points")
    @classmethod
    def _points(cls, value: int) -> int:
        return between("number of points", value, 2, MAX_POINTS)

    @field_validator("noise")
    @classmethod
    def _noise(cls, value: float) -> float:
        return between("noise", value, 0, 1e9)

    @field_validator("start", "stop")
    @classmethod
    def _ends(cls, value: float) -> float:
        return between("range", value, -1e9, 1e9)

    @model_validator(mode="after")
    def _order(self) -> "Sampled":
        if not self.start < self.stop:
            raise ValueError(
                f"The range must begin before it ends; {plain(self.start)} to {plain(self.stop)}"
                " does not."
            )
        return self

    @property
    def size(self) -> int:
        """How many points there are, held-out ones included."""
        return self.points


class RollerCoaster(Sampled):
    """The article's data: the speed of a roller coaster, `randn + 0.75*(time - 9.5)**2 + 1`."""

    kind: Literal["roller_coaster"] = "roller_coaster"


class Generated(Sampled):
    """Data drawn from a formula whose true parameters, `truth`, are known."""

    kind: Literal["generated"] = "generated"
    formula: str
    truth: tuple[float, ...]

    @field_validator("formula")
    @classmethod
    def _formula(cls, value: str) -> str:
        parse(value)
        return value

    @field_validator("truth")
    @classmethod
    def _truth(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(between("true parameter", v, -MAX_NUMBER, MAX_NUMBER) for v in value)

    @model_validator(mode="after")
    def _as_many(self) -> "Generated":
        names = parse(self.formula).names
        if len(names) != len(self.truth):
            raise ValueError(
                f"The data's formula has the parameters {', '.join(names)}, but {len(self.truth)}"
                " true values are given; give one for each."
            )
        return self


class Points(Described):
    """Given points: read from a table, pasted, or set by hand."""

    kind: Literal["points"] = "points"
    inputs: Annotated[tuple[float, ...], FailFast()]
    targets: Annotated[tuple[float, ...], FailFast()]
    input_name: str = Field(default="t", max_length=200)
    target_name: str = Field(default="y", max_length=200)
    source: str = Field(default="", max_length=1000)

    @field_validator("inputs", "targets")
    @classmethod
    def _numbers(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        for row, value in enumerate(values, 1):
            if not abs(value) <= MAX_NUMBER:
                raise ValueError(
                    f"Point {count(row)} has {exact(value)}, which float32 cannot hold."
                )
        return values

    @model_validator(mode="after")
    def _as_many(self) -> "Points":
        if len(self.inputs) != len(self.targets):
            raise ValueError(
                f"There are {count(len(self.inputs))} inputs and {count(len(self.targets))}"
                " targets; every point needs one of each."
            )
        between("number of points", len(self.inputs), 2, MAX_POINTS)
        return self

    @property
    def size(self) -> int:
        """How many points there are, held-out ones included."""
        return len(self.inputs)


Data = Annotated[RollerCoaster | Generated | Points, Field(discriminator="kind")]
