"""Texts that were approved: what a test tells is compared with a file, which `--approve` rewrites.

The file stands beside the test, in `approved/`, in a folder named like the test's file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from operator import eq
from pathlib import Path

import pytest

# What a number may differ by, as a share of itself, and of the largest one on its line.
OWN, LINE = 2e-5, 1e-6
# Below this a number is what rounding leaves of 0.
NOTHING = 1e-12
MOST_TOLD = 20
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]\d+)?(?!\w)")

Alike = Callable[[str, str], bool]


@dataclass(frozen=True)
class Hold:
    """Holds lines against the approved ones of a name, or approves them."""

    folder: Path
    approving: bool

    def __call__(self, name: str, lines: Iterable[str], alike: Alike = eq) -> None:
        """Fail, and tell which lines differ, where one is not `alike` to the approved one."""
        file, found = self.folder / f"{name}.txt", [*lines]
        assert not any("\n" in line for line in found), "a line is one line"
        if self.approving:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{line}\n" for line in found), "utf-8", newline="\n")
        elif not file.exists():
            pytest.fail(f"Nothing is approved yet: --approve writes {file}.", pytrace=False)
        elif differ := differences(file.read_text("utf-8").split("\n")[:-1], found, alike):
            more = [f"and {len(differ) - MOST_TOLD} more"] if len(differ) > MOST_TOLD else []
            pytest.fail("\n".join([str(file), *differ[:MOST_TOLD], *more]), pytrace=False)


def differences(approved: list[str], found: list[str], alike: Alike) -> list[str]:
    """The lines that went (-) and came (+), each place with its line's number."""
    same = [was if alike(was, now) else now for was, now in zip(approved, found, strict=False)]
    return [*unified_diff(approved, same + found[len(same) :], n=0, lineterm="")][2:]


def nearly(was: str, now: str) -> bool:
    """Whether two lines say the same, but for the digits in which processors differ.

    A whole number and a word must be the same. Of the numbers on one line, all are as exact as
    the largest.
    """
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


def headed(parts: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The lines of all parts, each part under its heading."""
    for heading, lines in parts.items():
        yield f"== {heading}"
        yield from lines
