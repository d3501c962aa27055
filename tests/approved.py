"""Texts that were approved: what a test tells is held against a file, which `--approve` rewrites.

The file stands beside the test, in `approved/`. A whole number and a word must be the same; another
number may differ as the last digits of processors do, of which those on one line are alike.
"""

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path

import pytest

# What a number may differ by, as a share of itself, and of the largest one on its line.
OWN, LINE = 2e-5, 1e-6
# Below this a number is what rounding leaves of 0.
NOTHING = 1e-12
MOST_TOLD = 20
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]\d+)?(?!\w)")

Hold = Callable[[str, Iterable[str]], None]


def hold_in(test: Path, approving: bool) -> Hold:
    """Holds lines against the approved ones of a name, for the tests in the file `test`."""

    def hold(name: str, lines: Iterable[str]) -> None:
        file = test.parent / "approved" / test.stem.removeprefix("test_") / f"{name}.txt"
        found = list(lines)
        if approving:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{line}\n" for line in found), "utf-8")
            return
        approved = file.read_text("utf-8").split("\n")[:-1]
        unlike = [
            f"{number}: {was}  →  {now}"
            for number, (was, now) in enumerate(zip_longest(approved, found, fillvalue=""), 1)
            if not alike(was, now)
        ]
        if unlike:
            pytest.fail("\n".join([str(file), *unlike[:MOST_TOLD]]), pytrace=False)

    return hold


def alike(was: str, now: str) -> bool:
    """Whether two lines say the same, but for the last digits of their numbers."""
    if was == now:
        return True
    if NUMBER.sub("#", was) != NUMBER.sub("#", now):
        return False
    pairs = [*zip(NUMBER.findall(was), NUMBER.findall(now), strict=True)]
    largest = max(abs(float(each)) for pair in pairs for each in pair)
    return all(one == other or _near(one, other, LINE * largest) for one, other in pairs)


def _near(one: str, other: str, more: float) -> bool:
    if not {".", "e"} & {*one, *other}:
        return False
    was, now = float(one), float(other)
    return abs(was - now) <= OWN * max(abs(was), abs(now)) + more + NOTHING


def hold_of(request: pytest.FixtureRequest) -> Hold:
    """Holds lines against approved ones for the test of `request`."""
    return hold_in(request.path, request.config.getoption("approve"))


def written(parts: dict[str, list[str]]) -> str:
    """The parts with their lines, as a file has them."""
    return "".join("\n".join([f"== {name}", *lines, ""]) for name, lines in parts.items())


def read(text: str) -> dict[str, list[str]]:
    """The parts that `written` has made a text of."""
    parts = (part.split("\n") for part in ("\n" + text.removesuffix("\n")).split("\n== ")[1:])
    return {name: lines for name, *lines in parts}


def approve(file: Path, parts: dict[str, list[str]]) -> None:
    """Write down that `parts` are as they should be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written(parts), "utf-8")
