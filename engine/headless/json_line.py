"""One object as a line of JSON whose numbers read back exactly, those that are not finite too."""

import json
import math
from collections.abc import Mapping
from typing import Any


def json_line(fields: Mapping[str, Any]) -> str:
    """`fields` as a line. A number that is not finite, which JSON cannot write, is `null`.

    `not_finite` in the same line then has "inf", "-inf" or "nan" under the same name and in the
    same place.
    """
    told = _not_finite(fields)
    if told:
        fields = {**_finite(fields), "not_finite": told}
    return json.dumps(fields, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """`value` with None for each number that is not finite."""
    if isinstance(value, Mapping):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _not_finite(value: Any) -> Any:
    """The numbers in `value` that are not finite, as text; None for the others, and if all are.

    Of an object only the names that hold such a number are left.
    """
    if isinstance(value, Mapping):
        named = {name: said for name, each in value.items() if (said := _not_finite(each))}
        return named or None
    if isinstance(value, list):
        told = [_not_finite(each) for each in value]
        return told if any(told) else None
    return str(value) if isinstance(value, float) and not math.isfinite(value) else None
