"""One fault in one copy of the program: which tests may notice it, and whether they do."""

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest

from tests.mutation.faults import Fault
from tests.mutation.forks import run_pytest
from tests.mutation.reach import Reach

# Pytest's own codes: all passed; nothing to run.
UNNOTICED = (0, 5)


@dataclass(frozen=True)
class Mutant:
    """A fault and the file it is put into, relative to the root."""

    path: str
    fault: Fault


class _Chosen:
    """A plugin that runs the tests chosen, in the order chosen."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._places),
            key=lambda item: self._places[item.nodeid],
        )


def chosen(mutant: Mutant, tests: Sequence[Reach], budget: float) -> list[Reach]:
    """The tests that may notice: the module's own first, then the others that reach the fault.

    Of the others those that stand where the module does come first, and the quickest of them. Only
    as many are taken as take `budget` seconds. A fault outside all functions may be noticed by
    whatever enters its module.
    """
    place = f"{mutant.path}:{mutant.fault.function}"
    stem = Path(mutant.path).stem
    own = [test for test in tests if _is_own(stem, test.test)]
    others: Iterator[Reach] = iter(
        sorted(
            (
                test
                for test in tests
                if not _is_own(stem, test.test) and any(_at(place, at) for at in test.functions)
            ),
            key=lambda test: (-_shared(mutant.path, test.test), test.seconds),
        )
    )
    # Those of its own that reach it come first.
    own.sort(key=lambda test: (not any(_at(place, at) for at in test.functions), test.seconds))
    left = budget
    picked = list(own)
    for test in others:
        left -= test.seconds
        if left < 0:
            break
        picked.append(test)
    return picked


def _shared(path: str, test: str) -> int:
    """How many folders the module and the test have in common, from the top."""
    module, tests = (Path(each.partition("::")[0]).parent.parts for each in (path, test))
    return sum(accumulate((a == b for a, b in zip(module, tests[1:], strict=False)), min))


def _at(place: str, function: str) -> bool:
    return function.startswith(place) if place.endswith(":") else function == place


def _is_own(stem: str, test: str) -> bool:
    """Whether the file of tests bears the module's name, or the first words of it, or more."""
    tested = Path(test.partition("::")[0]).stem.removeprefix("test_")
    return f"{tested}_".startswith(f"{stem}_") or f"{stem}_".startswith(f"{tested}_")


def is_noticed(tree: Path, mutant: Mutant, tests: Sequence[Reach]) -> bool:
    """Whether one of `tests` fails, crashes or hangs in the copy `tree` with the fault in it."""
    if not tests:
        return False
    file = tree / mutant.path
    whole = file.read_bytes()
    # A compiled module is known by the second in which its source was written.
    compiled = Path(importlib.util.cache_from_source(str(file)))
    compiled.unlink(missing_ok=True)
    file.write_bytes(mutant.fault.put_into(whole))
    files = list(dict.fromkeys(test.test.partition("::")[0] for test in tests))
    seconds = 30 + 4 * sum(test.seconds for test in tests)
    longest = 20 + 4 * max(test.seconds for test in tests)
    try:
        code = run_pytest(
            tree,
            ["-x", f"--timeout={longest:.0f}", *files],
            _Chosen([test.test for test in tests]),
            seconds,
        )
    finally:
        file.write_bytes(whole)
        compiled.unlink(missing_ok=True)
    return code not in UNNOTICED
