"""The description of a run: the one thing that is saved, shared, shown in the controls and trained.

An `Experiment` says everything that determines a run to the last bit. It is frozen and validated;
what is wrong with a value is said in one sentence for people. No PyTorch is imported here.
"""

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from engine.experiment.settings import Settings
from engine.formula.formula import parse
from engine.numbers import count, exact, shortened

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ARTICLE_FORMULA = "a*(t**2) + b*(t) + c"
MAX_POINTS = 1_000_000
MAX_EPOCHS = 10_000_000
MAX_SEED = 2**63 - 1
MAX_LEARNING_RATE = 1e6
MAX_PLACE = 60
# float32's largest number: what is larger would turn into infinity on its way into a tensor.
MAX_NUMBER = 3.4028234663852886e38


class Described(BaseModel):
    """What every description shares: frozen, nothing unknown, nothing silently converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sampled(Described):
    """Evenly spaced inputs from `start` to `stop`, both included, with noise on the targets.

    `noise` is the standard deviation of what `torch.randn` adds.
    """

    points: int = 20
    noise: float = 1.0
    start: float = 0.0
    stop: float = 19.0

    @field_validator("points")
    @classmethod
    def _points(cls, value: int) -> int:
        return _between("number of points", value, 2, MAX_POINTS)

    @field_validator("noise")
    @classmethod
    def _noise(cls, value: float) -> float:
        return _between("noise", value, 0, 1e9)

    @field_validator("start", "stop")
    @classmethod
    def _ends(cls, value: float) -> float:
        return _between("range", value, -1e9, 1e9)

    @model_validator(mode="after")
    def _order(self) -> "Sampled":
        if not self.start < self.stop:
            raise ValueError(
                f"The range must begin before it ends; {_plain(self.start)} to {_plain(self.stop)}"
                " does not."
            )
        return self


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
        return tuple(_between("true parameter", v, -MAX_NUMBER, MAX_NUMBER) for v in value)

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
    """Points that are there already: read from a table, pasted, or set by hand."""

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
        _between("number of points", len(self.inputs), 2, MAX_POINTS)
        return self


Data = Annotated[RollerCoaster | Generated | Points, Field(discriminator="kind")]


class Experiment(Described):
    """A run, described: with the defaults it is the article's example, to the last bit.

    Raises pydantic's ValidationError, whose sentence `sentence()` gives, for a bad value.
    """

    data: Data = RollerCoaster()
    formula: str = ARTICLE_FORMULA
    loss: Literal["mse"] = "mse"
    optimizer: Literal["sgd"] = "sgd"
    learning_rate: float = 1e-5
    epochs: int = 200
    seed: int = 0
    requires_grad: bool = True
    zero_grad: bool = True
    # Parameters that do not start where the seed's `torch.randn` puts them.
    start: dict[str, float] = {}
    standardise: bool = False
    held_out: float = 0.0

    @field_validator("formula")
    @classmethod
    def _formula(cls, value: str) -> str:
        parse(value)
        return value

    @field_validator("learning_rate")
    @classmethod
    def _learning_rate(cls, value: float) -> float:
        if not 0 < value <= MAX_LEARNING_RATE:
            raise ValueError(
                f"The learning rate must be above 0 and at most 1,000,000; {exact(value)} is not."
            )
        return value

    @field_validator("epochs")
    @classmethod
    def _epochs(cls, value: int) -> int:
        return _between("number of epochs", value, 1, MAX_EPOCHS)

    @field_validator("seed")
    @classmethod
    def _seed(cls, value: int) -> int:
        return _between("seed", value, 0, MAX_SEED)

    @field_validator("held_out")
    @classmethod
    def _held_out(cls, value: float) -> float:
        return _between("held-out share", value, 0.0, 0.9)

    @field_validator("start")
    @classmethod
    def _start(cls, start: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        # Without a formula there are no names, and what is wrong is said of the formula.
        if "formula" in info.data:
            names = parse(info.data["formula"]).names
            for name, value in start.items():
                if name not in names:
                    raise ValueError(
                        f"The formula has no parameter {shortened(name)};"
                        f" it has {', '.join(names)}."
                    )
                _between(f"starting value of {name}", value, -MAX_NUMBER, MAX_NUMBER)
        return start

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names, in order of appearance in the formula."""
        return parse(self.formula).names

    @property
    def settings(self) -> Settings:
        """What may change while a run goes on."""
        return Settings(**{field.name: getattr(self, field.name) for field in fields(Settings)})

    def changed(self, **fields: Any) -> "Experiment":
        """A copy with `fields` replaced, validated as a whole.

        Raises pydantic's ValidationError. A starting value whose parameter is gone goes with it.
        """
        values = {name: getattr(self, name) for name in type(self).model_fields} | fields
        if isinstance(fields.get("formula"), str) and "start" not in fields:
            names = parse_names(fields["formula"])
            values["start"] = {k: v for k, v in self.start.items() if k in names}
        return type(self).model_validate(values)


def parse_names(formula: str) -> tuple[str, ...]:
    """The parameters of `formula`, or none where it is not one."""
    try:
        return parse(formula).names
    except ValueError:
        return ()


def sentence(error: ValidationError) -> str:
    """What is wrong, as one sentence: the first of pydantic's errors, in our own words."""
    return _said(error.errors()[0])


def sentences(error: ValidationError) -> dict[str, str]:
    """What is wrong with an experiment, a sentence for each of its fields that is wrong."""
    said: dict[str, str] = {}
    for each in error.errors():
        said.setdefault(str(each["loc"][0]), _said(each))
    return said


def _said(error: "ErrorDetails") -> str:
    if error["type"] == "value_error":
        said = str(error["ctx"]["error"])
        return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?")) else ".")
    # Names come from whoever wrote the file: not too long, and on one line.
    place = " ".join(_short(part) for part in error["loc"]) or "experiment"
    match error["type"]:
        case "extra_forbidden":
            return f"An experiment has nothing called “{place}”."
        case "missing":
            return f"The {place} is missing."
        case "json_invalid":
            return "This is not JSON."
        case "string_too_long":
            return f"The {place} may have at most {error['ctx']['max_length']} characters."
        case "union_tag_invalid":
            return f"Data of the kind '{_short(error['ctx']['tag'])}' is not known."
        case "union_tag_not_found":
            return "The data do not say of which kind they are."
    said = error["msg"].removeprefix("Input ").removeprefix("String ")
    return f"The {place} {said}."


def _short(part: object) -> str:
    text = " ".join(str(part).replace("_", " ").split())
    return text if len(text) <= MAX_PLACE else text[:MAX_PLACE] + "…"


Number = int | float
N = TypeVar("N", int, float)


def _between(what: str, value: N, low: Number, high: Number) -> N:
    if not low <= value <= high:
        raise ValueError(
            f"The {what} must be between {_plain(low)} and {_plain(high)}; {_plain(value)} is not."
        )
    return value


def _plain(value: Number) -> str:
    return shortened(count(value)) if isinstance(value, int) else exact(value).removesuffix(".0")
