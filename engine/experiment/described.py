"""What all descriptions share: a frozen base class, the bounds, and sentences for wrong values."""

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.numbers import count, exact
from engine.text import shortened

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_POINTS = 1_000_000
MAX_EPOCHS = 10_000_000
MAX_SEED = 2**63 - 1
MAX_LEARNING_RATE = 1e6
# float32's largest number: a larger one would become infinity in a tensor.
MAX_NUMBER = 3.4028234663852886e38

_MAX_PLACE = 61

Number = int | float
N = TypeVar("N", int, float)


class Described(BaseModel):
    """The base of every description: frozen, without unknown fields or silent conversions."""

    # Built when first used: most starts need few of the kinds.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def sentence(error: ValidationError) -> str:
    """What is wrong, as one sentence: the first of pydantic's errors, in our own words."""
    return _said(error.errors()[0])


def sentences(error: ValidationError) -> dict[str, str]:
    """What is wrong with an experiment: one sentence for each wrong field, by the field's name."""
    said: dict[str, str] = {}
    for each in error.errors():
        said.setdefault(str(each["loc"][0]), _said(each))
    return said


def _said(error: "ErrorDetails") -> str:
    if error["type"] == "value_error":
        said = str(error["ctx"]["error"])
        return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?")) else ".")
    # Names come from whoever wrote the file: not too long, and on one line.
    place = " ".join(_in_words(part) for part in error["loc"]) or "experiment"
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
            return f"Data of the kind '{_in_words(error['ctx']['tag'])}' is not known."
        case "union_tag_not_found":
            return "The data do not say of which kind they are."
    said = error["msg"].removeprefix("Input ").removeprefix("String ")
    return f"The {place} {said}."


def _in_words(part: object) -> str:
    return shortened(str(part).replace("_", " "), _MAX_PLACE)


def between(what: str, value: N, low: Number, high: Number) -> N:
    """`value`. Raises ValueError, with a sentence about `what`, unless `low` <= value <= `high`."""
    if not low <= value <= high:
        raise ValueError(
            f"The {what} must be between {plain(low)} and {plain(high)}; {plain(value)} is not."
        )
    return value


def plain(value: Number) -> str:
    """`value` as a sentence names a bound: `1,000,000`, `0.9`, `5`."""
    return shortened(count(value)) if isinstance(value, int) else exact(value).removesuffix(".0")
