"""A working window is killed again and again: its file and its unsaved work are never broken."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from engine.experiment import Experiment
from engine.experiment.document import DocumentError, load
from engine.experiment.unsaved import STATE, UnsavedError, read
from engine.replacing import SUFFIX

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 1.5


def kills(count: int) -> list[str]:
    """Kill a window `count` times while it saves and keeps; returns what was wrong."""
    with tempfile.TemporaryDirectory() as home:
        return Kills(Path(home)).run(count)


class Kills:
    """A person with the folder `home` whose window is killed."""

    def __init__(self, home: Path, seed: int = 0) -> None:
        self._home, self._file = home, home / "mine.learnscope"
        self._chance = random.Random(seed)
        self._had: set[int] = set()
        self._wrong: list[str] = []
        self._counts = dict.fromkeys(("kept", "offered", "leftovers", "saved"), 0)

    def run(self, count: int) -> list[str]:
        """Kill it `count` times, and start it once more; prints how much was found."""
        expected: int | None = None
        for number in range(count + 1):
            expected = self._once(number, expected, last=number == count)
        print(f"{count} kills", *(f"{name} {many}" for name, many in self._counts.items()))
        return self._wrong

    def _once(self, number: int, expected: int | None, last: bool) -> int | None:
        """Start it, check what it offers, and kill it; the seed that the next should offer."""
        run = self._start(1 + max(self._had, default=0))
        try:
            offered, seed = self._until_ready(run)
            if seed != expected:
                self._wrong.append(f"Kill {number}: {seed} came back, not {expected}: {offered}")
            # What it is writing itself at this moment is none.
            if left := [name for name in self._leftovers() if f"-{run.pid}-" not in name]:
                self._wrong.append(f"Kill {number}: the next start leaves {left}")
            self._counts["offered"] += seed is not None
            if not last:
                assert run.stdin
                run.stdin.write("go\n")
                run.stdin.flush()
                time.sleep(self._chance.uniform(0, MOST_SECONDS))
        finally:
            run.kill()
            rest, _ = run.communicate()
        self._note(rest.splitlines())
        return self._check(number)

    def _check(self, number: int) -> int | None:
        self._counts["leftovers"] += len(self._leftovers())
        if self._file.exists():
            self._counts["saved"] += 1
            try:
                self._is_one_that_was(number, "The file", load(self._file).experiment)
            except DocumentError as error:
                self._wrong.append(f"Kill {number}: the file is broken: {error}")
        states = list(self._home.rglob(STATE))
        if len(states) > 1:
            self._wrong.append(f"Kill {number}: {len(states)} works are kept by one window")
        if not states:
            return None
        self._counts["kept"] += 1
        try:
            work = read(states[0].parent)
        except UnsavedError as error:
            self._wrong.append(f"Kill {number}: what is kept is broken: {error}")
            return None
        for document in work.states[1:]:
            self._is_one_that_was(number, "What is kept", document.experiment)
        return work.states[work.at].experiment.seed

    def _is_one_that_was(self, number: int, what: str, experiment: Experiment) -> None:
        if experiment.seed not in self._had:
            self._wrong.append(f"Kill {number}: {what} is of the seed {experiment.seed}")

    def _leftovers(self) -> list[str]:
        return [path.name for path in self._home.rglob(f".*{SUFFIX}")]

    def _start(self, first: int) -> subprocess.Popen[str]:
        home = {name: str(self._home) for name in ("HOME", "USERPROFILE")}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.worked", str(self._file), str(first)],
            cwd=ROOT,
            env=os.environ | home | {"QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def _until_ready(self, run: subprocess.Popen[str]) -> list[Any]:
        assert run.stdout
        for line in run.stdout:
            self._note([line])
            if line.startswith("ready"):
                return list(json.loads(line.partition(" ")[2]))
        raise AssertionError("The window ended before it was ready.")

    def _note(self, lines: list[str]) -> None:
        for line in lines:
            word, _, what = line.partition(" ")
            if word == "had" and what.strip().isdigit():
                self._had.add(int(what))
