"""Whole objects as lines: every field and property by its name, with kinds, shapes and numbers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from engine.experiment.described import Described
from tests.approved import headed

# Sums of float32 differ in further digits from one processor to the other.
DIGITS = 6
# Of more numbers than `FEW`, so many are told, with the least, the largest and the mean.
FEW, SOME = 16, 5
# Told already, field by field.
LEFT_OUT = {"beginning"}


class Said:
    """What is said, in parts with a heading each."""

    def __init__(self, parts: dict[str, list[str]] | None = None, begin: str = "") -> None:
        self._parts = {} if parts is None else parts
        self._begin = begin

    def about(self, what: str) -> "Said":
        """The same, for parts whose headings begin with `what` they are about."""
        return Said(self._parts, f"{self._begin}{what}: ")

    def __call__(self, heading: str, *found: object) -> None:
        """Write down a new part: everything `found`."""
        heading = f"{self._begin}{heading}"
        assert heading not in self._parts
        self._parts[heading] = [line for each in found for line in told(each)]

    def each(self, asked: Callable[..., object], *cases: object, heading: str = "") -> None:
        """Write down what is answered in each of the `cases`: an argument, or a tuple of some."""
        lines: list[str] = []
        for case in cases:
            arguments = case if isinstance(case, tuple) else (case,)
            first, *more = told(asked(*arguments))
            lines += [f"{', '.join(map(_word, arguments))}: {first}", *(f"  {m}" for m in more)]
        self(heading or asked.__name__, *lines)

    @property
    def lines(self) -> Iterator[str]:
        """All parts."""
        return headed(self._parts)


def told(value: Any, name: str = "") -> Iterator[str]:
    """The lines of `value`, each with what it is of the whole, which is called `name`."""
    begin = f"{name}: " if name else ""
    match value:
        case Enum():
            yield f"{begin}{value.name}"
        case str():
            # What has no letters must be seen all the same.
            first, *more = (value or "(nothing)").split("\n")
            yield f"{begin}{first}"
            yield from (f"  {line}" if name else line for line in more)
        case np.ndarray():
            yield f"{begin}{value.dtype} {value.shape}: {_numbers(value)}"
        case Mapping() if value:
            for key, each in value.items():
                yield from told(each, f"{name}[{key}]")
        case Mapping() | tuple() | list() if not value or not all(map(_is_plain, value)):
            yield f"{begin}{len(value)} of them"
            for k, each in enumerate(value):
                yield from told(each, f"{name}[{k}]")
        case _ if is_dataclass(value) or isinstance(value, Described):
            yield f"{begin}{type(value).__name__}"
            for part in _parts_of(value):
                each = getattr(value, part)
                if part == "axes":
                    # Which way an axis points is nobody's choice.
                    each = each * np.sign(each[np.abs(each).argmax(axis=0), range(len(each))])
                yield from told(each, f"{name}.{part}" if name else part)
        case _ if _is_plain(value) or isinstance(value, tuple | list | frozenset):
            yield f"{begin}{_word(value)}"
        case _:
            raise TypeError(f"nobody has said how to tell {value!r}")


def _parts_of(value: Any) -> list[str]:
    """The names of its fields and then of its properties."""
    if isinstance(value, Described):
        return [*dict(value)]
    found = [field.name for field in fields(value)]
    for kind in type(value).__mro__:
        found += (each for each, made in vars(kind).items() if _is_property(made))
    return [each for each in dict.fromkeys(found) if each[0] != "_" and each not in LEFT_OUT]


def _is_property(made: object) -> bool:
    return isinstance(made, property | cached_property)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float | np.generic)


def _word(value: object) -> str:
    match value:
        case Enum():
            return value.name
        case float() | np.floating():
            text = f"{float(value):.{DIGITS}g}"
            # It is no whole number, even where it is as large as one.
            return f"{text}.0" if text.removeprefix("-").isdigit() else text
        case str():
            return f"“{value}”"
        case tuple() | list():
            return f"({', '.join(map(_word, value))})"
        case frozenset():
            return f"{{{', '.join(sorted(map(_word, value)))}}}"
    return str(value)


def _numbers(values: np.ndarray) -> str:
    if values.dtype.kind != "f" or not np.isfinite(values).all() or values.size <= FEW:
        each = values.ravel().tolist()
        return " ".join(map(_word, each if values.size <= 4 * FEW else each[:: values.size // FEW]))
    places = np.linspace(0, values.size - 1, SOME).astype(int)
    doubles = values.astype(np.float64)
    ends = doubles.min(), doubles.max(), doubles.mean()
    return " ".join([*map(_word, values.ravel()[places]), "|", *map(_word, ends)])
