"""The description of a run: what is trained, shown in the controls, saved and shared.

An `Experiment` says everything that determines a run to the last bit. It is frozen and validated;
what is wrong with a value is said in one sentence for people. No PyTorch is imported here.
"""

import math
from dataclasses import fields
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from engine.experiment.data import Data, RollerCoaster
from engine.experiment.described import (
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    MAX_NUMBER,
    MAX_SEED,
    Described,
    between,
)
from engine.experiment.settings import Settings
from engine.formula import parse
from engine.numbers import exact
from engine.text import shortened

ARTICLE_FORMULA = "a*(t**2) + b*(t) + c"


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
    # Training ends with the first update whose loss is at or below this; None: never.
    stop_at_loss: float | None = None
    seed: int = 0
    requires_grad: bool = True
    zero_grad: bool = True
    # Parameters that do not start where the seed's `torch.randn` puts them.
    start: dict[str, float] = Field(default_factory=dict)
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
        return between("number of epochs", value, 1, MAX_EPOCHS)

    @field_validator("stop_at_loss")
    @classmethod
    def _stop_at_loss(cls, value: float | None) -> float | None:
        if value is not None and not 0 <= value < math.inf:
            raise ValueError(
                f"The loss to stop at must be a number from 0 on; {exact(value)} is not."
            )
        return value

    @field_validator("seed")
    @classmethod
    def _seed(cls, value: int) -> int:
        return between("seed", value, 0, MAX_SEED)

    @field_validator("held_out")
    @classmethod
    def _held_out(cls, value: float) -> float:
        return between("held-out share", value, 0.0, 0.9)

    @field_validator("start")
    @classmethod
    def _start(cls, start: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        # Where the formula itself is wrong, there are no names, and its own error is reported.
        if "formula" in info.data:
            names = parse(info.data["formula"]).names
            for name, value in start.items():
                if name not in names:
                    raise ValueError(
                        f"The formula has no parameter {shortened(name)};"
                        f" it has {', '.join(names)}."
                    )
                between(f"starting value of {name}", value, -MAX_NUMBER, MAX_NUMBER)
        return start

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names, in order of appearance in the formula."""
        return parse(self.formula).names

    @property
    def settings(self) -> Settings:
        """What may change while a run goes on."""
        return Settings(**{field.name: getattr(self, field.name) for field in fields(Settings)})

    def has_reached(self, loss: float) -> bool:
        """Whether training stops at `loss`."""
        return self.stop_at_loss is not None and loss <= self.stop_at_loss

    def changed(self, **fields: Any) -> "Experiment":
        """A copy with `fields` replaced, validated as a whole.

        A new formula drops the starting values of parameters that it does not have. Raises
        pydantic's ValidationError.
        """
        values = {name: getattr(self, name) for name in type(self).model_fields} | fields
        if isinstance(fields.get("formula"), str) and "start" not in fields:
            names = _names_in(fields["formula"])
            values["start"] = {k: v for k, v in self.start.items() if k in names}
        return type(self).model_validate(values)


def _names_in(formula: str) -> tuple[str, ...]:
    """The parameters of `formula`; none where it is not a formula."""
    try:
        return parse(formula).names
    except ValueError:
        return ()
