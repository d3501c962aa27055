"""Whole answers as lines: every field and property by its name, with shapes, kinds and numbers."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

# Of more numbers than `FEW`, so many are told, with the least, the largest and the mean.
FEW, SOME = 9, 5
# Told already, field by field.
LEFT_OUT = {"beginning"}


def told(value: Any, name: str) -> Iterator[str]:
    """The lines of `value`, which is called `name`."""
    if is_dataclass(value) and not isinstance(value, type):
        for part in _parts_of(value):
            each = getattr(value, part)
            if part == "axes":
                # Which way an axis points is nobody's choice.
                each = each * np.sign(each[np.abs(each).argmax(axis=0), range(len(each))])
            yield from told(each, f"{name}.{part}")
    elif isinstance(value, np.ndarray):
        yield f"{name}: {value.dtype} {value.shape}: {_numbers(value)}"
    elif isinstance(value, tuple | list) and not _plain(value):
        yield f"{name}: {len(value)} of them"
        for k, each in enumerate(value):
            yield from told(each, f"{name}[{k}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from told(each, f"{name}[{key}]")
    else:
        yield f"{name}: {_word(value)}"


def _parts_of(value: Any) -> list[str]:
    """The names of its fields and then of its properties."""
    found = [field.name for field in fields(value)]
    for kind in type(value).__mro__:
        found += (each for each, made in vars(kind).items() if _is_property(made))
    return [each for each in dict.fromkeys(found) if each[0] != "_" and each not in LEFT_OUT]


def _is_property(made: object) -> bool:
    return isinstance(made, property | cached_property)


def _plain(values: tuple[Any, ...] | list[Any]) -> bool:
    return all(isinstance(each, int | float | str | None) for each in values)


def _word(value: Any) -> str:
    match value:
        case Enum():
            return value.name
        case bool() | int() | None:
            return str(value)
        case float() | np.floating():
            return _number(float(value))
        case str():
            return value if value else "nothing"
        case tuple() | list():
            return f"({', '.join(map(_word, value))})"
        case frozenset():
            return f"{{{', '.join(sorted(map(_word, value)))}}}"
    raise TypeError(f"{type(value)} cannot be told")


def _numbers(values: np.ndarray) -> str:
    if values.dtype.kind != "f" or not np.isfinite(values).all() or values.size <= FEW:
        each = values.ravel().tolist()
        return " ".join(map(_word, each if values.size <= 4 * FEW else each[:: values.size // FEW]))
    places = np.linspace(0, values.size - 1, SOME).astype(int)
    some = " ".join(_number(each) for each in values.ravel()[places].tolist())
    doubles = values.astype(np.float64)
    ends = (float(each) for each in (doubles.min(), doubles.max(), doubles.mean()))
    return some + " | " + " ".join(map(_number, ends))


def _number(value: float) -> str:
    return f"{value:.7g}" if value % 1 or abs(value) >= 1e7 else f"{value:.1f}"


def all_told(answers: Iterator[tuple[str, Any]]) -> Iterator[str]:
    """The lines of several answers, each with its name."""
    for name, answer in answers:
        yield from told(answer, name)
