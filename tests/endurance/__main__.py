"""`python -m tests.endurance NAME --count N`: one of the long proofs, with its figures printed."""

import argparse
import os
import sys
from collections.abc import Callable
from inspect import signature

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.endurance.commands import commands
from tests.endurance.kills import kills
from tests.endurance.memory import memory
from tests.endurance.mutated import mutated
from tests.endurance.opened import opened
from tests.endurance.questions import questions

# What each does `count` times, or for `count` minutes; it returns what was wrong.
PROOFS: dict[str, tuple[Callable[..., list[str]], int]] = {
    "commands": (commands, 100_000),
    "kills": (kills, 200),
    "memory": (memory, 60),
    "mutated": (mutated, 10_000),
    "opened": (opened, 2_000),
    "questions": (questions, 10_000),
}


def main() -> int:
    """Run the proof that is asked for; returns 1 where it fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("name", choices=PROOFS)
    parser.add_argument("--count", type=int, help="how many; of memory, how many minutes")
    parser.add_argument("--seed", type=int, help="another course of chance, where there is one")
    given = parser.parse_args()
    proof, usual = PROOFS[given.name]
    chance = {} if given.seed is None else {"seed": given.seed}
    if chance and "seed" not in signature(proof).parameters:
        parser.error(f"{given.name} knows no seed")
    wrong = proof(given.count or usual, **chance)
    for sentence in wrong:
        print(sentence)
    print("failed" if wrong else "passed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
