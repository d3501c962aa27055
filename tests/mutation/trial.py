"""One fault in one copy of the program: which tests may notice it, and whether they do."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest

from tests.mutation.faults import Fault
from tests.mutation.forks import run_pytest
from tests.mutation.reach import Reach

# Pytest's own codes: all passed; nothing to run.
UNNOTICED = (0, 5)
# The tests that look at the whole window: what it paints, its colours, its distances.
LOOKS = (
    "tests/gui/approved/",
    "tests/gui/window/test_recoloured.py",
    "tests/gui/window/test_places.py",
)


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


def chosen(mutant: Mutant, tests: Sequence[Reach], budget: float, tree: Path) -> list[Reach]:
    """The tests that may notice: the module's own first, then the others that reach the fault.

    Of the others as many as take `budget` seconds: for half of that the quickest of those that
    stand where the module does, then those whose files, in `tree`, speak of what the line speaks
    of. Those that look at the whole window are always among them. A fault outside all functions may
    be noticed by whatever enters its module; in a module without functions, by the tests of its
    folder.
    """
    place = f"{mutant.path}:{mutant.fault.function}"
    stem = Path(mutant.path).stem
    own = [test for test in tests if _is_own(stem, test.test)]
    others = [
        test
        for test in tests
        if not _is_own(stem, test.test) and any(_at(place, at) for at in test.functions)
    ]
    if not others and not own:
        folder = len(Path(mutant.path).parent.parts)
        others = [
            test
            for test in tests
            if _shared(mutant.path, test.test) == folder or test.test.startswith(LOOKS)
        ]
    # Those of its own that reach it come first.
    own.sort(key=lambda test: (not any(_at(place, at) for at in test.functions), test.seconds))
    others.sort(key=lambda test: (-_shared(mutant.path, test.test), test.seconds))
    looks = [test for test in others if test.test.startswith(LOOKS)]
    others = [test for test in others if test not in looks]
    near = _within(others, budget / 2)
    left = budget - sum(test.seconds for test in near)
    said = _said_in(others[len(near) :], mutant.fault.words, tree)
    rest = sorted(others[len(near) :], key=lambda test: (-said[_file(test.test)], test.seconds))
    return [*own, *near, *looks, *_within(rest, left)]


def _within(tests: Sequence[Reach], seconds: float) -> Sequence[Reach]:
    """The first of `tests`, as many as take so many `seconds`."""
    ends = accumulate(test.seconds for test in tests)
    return tests[: sum(end <= seconds for end in ends)]


def _said_in(tests: Sequence[Reach], words: frozenset[str], tree: Path) -> dict[str, float]:
    """How much each file of `tests` speaks of `words`; one that few speak of counts more."""
    texts = {
        file: (tree / file).read_text(errors="replace").lower()
        for file in {_file(test.test) for test in tests}
    }
    counts = {word: sum(word in text for text in texts.values()) for word in words}
    return {
        file: sum(1 / counts[word] for word in words if word in text)
        for file, text in texts.items()
    }


def _file(test: str) -> str:
    return test.partition("::")[0]


def _shared(path: str, test: str) -> int:
    """How many folders the module and the test have in common, from the top."""
    module, tests = (Path(_file(each)).parent.parts for each in (path, test))
    return sum(accumulate((a == b for a, b in zip(module, tests[1:], strict=False)), min))


def _at(place: str, function: str) -> bool:
    return function.startswith(place) if place.endswith(":") else function == place


def _is_own(stem: str, test: str) -> bool:
    """Whether the file of tests bears the module's name, or the first words of it, or more."""
    tested = Path(_file(test)).stem.removeprefix("test_")
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
    files = list(dict.fromkeys(_file(test.test) for test in tests))
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
