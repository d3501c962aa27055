"""Which functions of the program each test reaches, in whatever thread it runs them.

A tracer sees Python's threads and not Qt's. So every function is compiled with a first line more,
which says that it was entered.
"""

import ast
import builtins
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.forks import run_pytest
from tests.mutation.names import functions_in

MOST_SECONDS = 600.0
# They drive a program of their own, where no fault is seen, or are about this script.
LEFT_OUT = ("desktop", "benchmarks", "mutation")


@dataclass(frozen=True)
class Reach:
    """What one test reaches, as "path:qualified name", and the seconds it takes."""

    test: str
    seconds: float
    functions: frozenset[str]


class _Listener:
    """A plugin that writes down what each test of a file reaches; a test that fails is left out."""

    def __init__(self, tree: Path, answer: Path) -> None:
        self._tree = tree
        self._answer = answer
        self._entered: set[str] = set()
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        self._reached: dict[str, set[str]] = {}

    def listen(self) -> None:
        """Compile every function so that it says when it is entered."""
        compile_plainly = SourceFileLoader.source_to_code

        def compile_probed(loader: SourceFileLoader, data: Any, path: Any, **more: Any) -> Any:
            place = Path(path)
            if place.is_relative_to(self._tree) and "tests" not in place.parts:
                data = probed(data, place.relative_to(self._tree).as_posix())
            return compile_plainly(loader, data, path, **more)

        SourceFileLoader.source_to_code = compile_probed  # type: ignore[method-assign]
        builtins.entered = self._enter  # type: ignore[attr-defined]

    def _enter(self, name: str) -> None:
        self._entered.add(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
        self._entered = set()
        result = yield
        self._reached[item.nodeid] = self._entered
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed or (report.skipped and not hasattr(report, "wasxfail")):
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        tests = [
            {"test": test, "seconds": self._seconds[test], "functions": sorted(functions)}
            for test, functions in self._reached.items()
            if test not in self._failed
        ]
        failed = sorted(self._failed)
        self._answer.write_text(json.dumps({"tests": tests, "failed": failed}))


def probed(source: bytes, path: str) -> ast.Module:
    """`source` with a call of `entered` at the start of every function."""
    tree = ast.parse(source)
    for function, name in functions_in(tree):
        (call,) = ast.parse(f"entered({f'{path}:{name}'!r})").body
        documented = ast.get_docstring(function, clean=False) is not None
        function.body.insert(int(documented), call)
        for node in ast.walk(call):
            ast.copy_location(node, function.body[-1])
    return ast.fix_missing_locations(tree)


def test_files(root: Path) -> list[str]:
    found = (path.relative_to(root) for path in (root / "tests").rglob("test_*.py"))
    return sorted(
        path.as_posix()
        for path in found
        if not any(word in part for part in path.parts for word in LEFT_OUT)
    )


def listen_to(tree: Path, file: str) -> dict[str, Any]:
    """What the tests of `file` reach, as it is kept."""
    answer = tree / ".scratch" / "reach.json"
    answer.unlink(missing_ok=True)
    listener = _Listener(tree, answer)
    run_pytest(tree, [file], listener, MOST_SECONDS, partial(_probe, listener))
    kept = json.loads(answer.read_text()) if answer.exists() else {"tests": [], "failed": [file]}
    if not kept["tests"] and not kept["failed"]:
        kept["failed"] = [file]
    return {"digest": digest(tree / file), **kept}


def _probe(listener: _Listener) -> None:
    sys.dont_write_bytecode = True
    listener.listen()


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Reached:
    """What has been heard of each file of tests, kept in `.mutation/` between two runs."""

    def __init__(self, root: Path) -> None:
        self._file = root / ".mutation" / "reach.json"
        self._root = root
        self.kept: dict[str, dict[str, Any]] = {}
        if self._file.exists():
            self.kept = json.loads(self._file.read_text())

    def missing(self) -> list[str]:
        """The files of tests that are not known as they are now."""
        files = test_files(self._root)
        self.kept = {file: self.kept[file] for file in files if file in self.kept}
        return [
            file
            for file in files
            if self.kept.get(file, {}).get("digest") != digest(self._root / file)
        ]

    def keep(self, file: str, heard: dict[str, Any]) -> None:
        self.kept[file] = heard
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(json.dumps(self.kept))

    @property
    def failed(self) -> list[str]:
        return [test for heard in self.kept.values() for test in heard["failed"]]

    def tests(self) -> list[Reach]:
        return [
            Reach(each["test"], each["seconds"], frozenset(each["functions"]))
            for heard in self.kept.values()
            for each in heard["tests"]
        ]
