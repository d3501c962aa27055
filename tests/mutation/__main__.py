"""Puts small faults into the program, one at a time, and says which of them no test notices.

Only tests that can notice a fault are run: those of the module's own file, then of those that reach
the function it is in the nearest, then those that speak of what its line does. What each reaches is
found out once and kept in `.mutation/`; `--fresh` finds it out anew. It needs `os.fork`, which
Windows has not.
"""

import argparse
import multiprocessing
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.mutation import forks
from tests.mutation.faults import faults_in
from tests.mutation.reach import Reach, Reached, listen_to
from tests.mutation.trial import Mutant, chosen, is_noticed

ROOT = Path(__file__).parents[2]
NOT_COPIED = (
    ".git", ".venv*", "__pycache__", "*.egg-info", "build", "dist", ".*_cache", ".hypothesis",
    ".mutation",
)  # fmt: skip
# The copy of the program that a process of the pool puts its faults into.
tree: Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", default=["engine", "gui"], help="files and folders")
    parser.add_argument("--sample", type=int, metavar="N", help="only N faults, at random")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample (0)")
    parser.add_argument("--lines", nargs="+", metavar="FILE:LINE", help="only faults of these")
    parser.add_argument("--list", action="store_true", help="print the faults and run nothing")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (2)")
    parser.add_argument(
        "--budget", type=float, default=60, metavar="SECONDS",
        help="for tests other than the module's own, of each fault (60)",
    )  # fmt: skip
    parser.add_argument("--fresh", action="store_true", help="find out anew what tests reach")
    options = parser.parse_args(arguments)
    paths = options.paths
    if options.lines:
        paths = sorted({line.rpartition(":")[0] for line in options.lines})
    mutants = mutants_in(paths, options.lines)
    if options.sample is not None and options.sample < len(mutants):
        mutants = random.Random(options.seed).sample(mutants, options.sample)
        mutants.sort(key=lambda mutant: (mutant.path, mutant.fault.start))
    if options.list:
        for mutant in mutants:
            print(described(mutant))
        return 0
    with tempfile.TemporaryDirectory(prefix="learnscope-mutation-") as room:
        return report(mutants, options, Path(room))


def mutants_in(paths: Sequence[str], lines: Sequence[str] | None) -> list[Mutant]:
    found: list[Mutant] = []
    for path in paths:
        place = (ROOT / path).resolve()
        if not place.exists():
            raise SystemExit(f"There is no {path}.")
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            name = file.relative_to(ROOT).as_posix()
            found += (Mutant(name, fault) for fault in faults_in(file.read_bytes()))
    if lines is None:
        return found
    return [mutant for mutant in found if f"{mutant.path}:{mutant.fault.line}" in lines]


def described(mutant: Mutant) -> str:
    before, after = mutant.fault.shown((ROOT / mutant.path).read_bytes())
    return f"{mutant.path}:{mutant.fault.line}: {before}  →  {after}"


def report(mutants: list[Mutant], options: argparse.Namespace, room: Path) -> int:
    """Run them all; 1 where a fault goes unnoticed."""
    forks.prepare()
    with multiprocessing.get_context("fork").Pool(options.jobs, use_copy, (room,)) as pool:
        tests = known_tests(pool, options.fresh)
        put, noticed = Counter[str](), Counter[str]()
        judge = partial(judged, tests=tests, budget=options.budget)
        for done, (mutant, seen) in enumerate(pool.imap_unordered(judge, mutants), 1):
            folder = str(Path(mutant.path).parent)
            put[folder] += 1
            noticed[folder] += seen
            if not seen:
                print(described(mutant), flush=True)
            elif done % 20 == 0:
                print(f"{done} of {len(mutants)}", file=sys.stderr)
    print()
    for folder in sorted(put):
        print(rate(folder, noticed[folder], put[folder]))
    print(rate("all", noticed.total(), put.total()))
    return int(noticed.total() < put.total())


def rate(name: str, noticed: int, put: int) -> str:
    return f"{name:<16} {noticed} of {put} noticed, {noticed / max(put, 1):.1%}"


def known_tests(pool: Any, fresh: bool) -> list[Reach]:
    """Every test that passes here, with what it reaches."""
    reached = Reached(ROOT)
    if fresh:
        reached.kept.clear()
    missing = reached.missing()
    if missing:
        print(f"Finding out what {len(missing)} files of tests reach …", file=sys.stderr)
    for file, heard in pool.imap_unordered(heard_of, missing):
        reached.keep(file, heard)
    for test in reached.failed:
        print(f"Left out, for it does not pass here: {test}", file=sys.stderr)
    return reached.tests()


def use_copy(room: Path) -> None:
    """A copy of the program for this process of the pool alone."""
    global tree  # noqa: PLW0603
    tree = Path(tempfile.mkdtemp(dir=room))
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*NOT_COPIED), dirs_exist_ok=True)


def heard_of(file: str) -> tuple[str, dict[str, Any]]:
    return file, listen_to(tree, file)


def judged(mutant: Mutant, tests: Sequence[Reach], budget: float) -> tuple[Mutant, bool]:
    return mutant, is_noticed(tree, mutant, chosen(mutant, tests, budget, tree))


if __name__ == "__main__":
    sys.exit(main())
