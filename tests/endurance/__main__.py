"""`python -m tests.endurance NAME --count N`: one of the long proofs, with its figures printed."""

import argparse
import sys
from collections.abc import Callable

from tests.endurance.kills import kills
from tests.endurance.mutated import mutated

# What each does `count` times; it returns the sentences that must not be there.
PROOFS: dict[str, Callable[[int], list[str]]] = {"kills": kills, "mutated": mutated}


def main() -> int:
    """Run the proof that is asked for; returns 1 where it fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("name", choices=PROOFS)
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    wrong = PROOFS[given.name](given.count)
    for sentence in wrong:
        print(sentence)
    print("failed" if wrong else "passed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
