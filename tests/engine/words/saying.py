"""Writes down what is said: texts as they are, and objects with all their fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from engine.experiment.described import Described

# float64 sums differ in their last digits from one processor to the other.
DIGITS = 6


class Said:
    """What is said, in parts with a heading each."""

    def __init__(self, parts: dict[str, list[str]] | None = None, begin: str = "") -> None:
        self.parts = {} if parts is None else parts
        self._begin = begin

    def about(self, what: str) -> "Said":
        """The same, for parts whose headings begin with `what` they are about."""
        return Said(self.parts, f"{self._begin}{what}: ")

    def __call__(self, heading: str, *found: object) -> None:
        """Write down a new part: everything `found`."""
        heading = f"{self._begin}{heading}"
        assert heading not in self.parts
        self.parts[heading] = [line for each in found for line in lines_of(each)]

    def each(self, asked: Callable[..., object], *cases: object, heading: str = "") -> None:
        """Write down what is answered in each of the `cases`: an argument, or a tuple of some."""
        told = []
        for case in cases:
            arguments = case if isinstance(case, tuple) else (case,)
            first, *more = lines_of(asked(*arguments))
            told += [f"{', '.join(map(_short, arguments))}: {first}", *(f"  {m}" for m in more)]
        self(heading or asked.__name__, *told)


def lines_of(found: object) -> Iterator[str]:
    """`found` in lines; of an object each field, with what is in it further to the right."""
    match found:
        case str():
            # What has no letters must be seen all the same.
            yield from found.split("\n") if found else ["(nothing)"]
        case _ if _is_plain(found):
            yield _short(found)
        case np.ndarray():
            yield _short(found.tolist())
        case tuple() | list() | Mapping() if not found:
            yield "none"
        case Mapping():
            yield from _named(found.items())
        case Described():
            yield type(found).__name__
            yield from _named(dict(found).items())
        case _ if is_dataclass(found):
            yield type(found).__name__
            yield from _named((each.name, getattr(found, each.name)) for each in fields(found))
        case tuple() | list():
            for each in found:
                first, *more = lines_of(each)
                yield f"- {first}"
                yield from (f"  {line}" for line in more)
        case _:
            raise TypeError(f"nobody has said how to write down {found!r}")


def _named(pairs: Any) -> Iterator[str]:
    for name, value in pairs:
        first, *more = lines_of(value)
        yield f"  {name}: {first}"
        yield from (f"    {line}" for line in more)


def _is_plain(found: object) -> bool:
    return found is None or isinstance(found, bool | int | float | np.generic)


def _short(found: object) -> str:
    match found:
        case float() | np.floating():
            return f"{float(found):.{DIGITS}g}"
        case tuple() | list():
            return f"({', '.join(map(_short, found))})"
        case str():
            return f"“{found}”"
    return str(found)
