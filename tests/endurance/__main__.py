"""Runs a long trial and prints its figures; the exit code is 1 where something went wrong."""

import argparse
import os
import sys
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from tests.endurance import commands, kills, memory, mutated

# Each adds its options to a parser, and returns what runs it with them: whether all went well.
TRIALS: dict[str, Callable[[argparse.ArgumentParser], Callable[[argparse.Namespace], bool]]] = {
    "commands": commands.trial,
    "kills": kills.trial,
    "memory": memory.trial,
    "mutated": mutated.trial,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    names = parser.add_subparsers(required=True, metavar="NAME")
    for name, trial in TRIALS.items():
        one = names.add_parser(name, help=sys.modules[trial.__module__].__doc__)
        one.set_defaults(run=trial(one))
    options = parser.parse_args()
    return 0 if options.run(options) else 1


if __name__ == "__main__":
    sys.exit(main())
