"""How predictions have gone so far, by the sort of question, and how hard the next may be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from engine.predicting.posed import GROUPS, SORTS, Group, Sort

RECENT = 8
ENOUGH = 4
"""From so many of the `RECENT` replies on it can be said how well they go."""
WELL = 0.75
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Replies by sort: how many were (right, given). `recent` are the last ones of each group."""

    counts: Mapping[Sort, tuple[int, int]] = field(default_factory=dict)
    recent: Mapping[Group, tuple[bool, ...]] = field(default_factory=dict)

    def with_reply(self, sort: Sort, right: bool) -> "Tally":
        """This tally with one more reply."""
        was_right, given = self.counts.get(sort, (0, 0))
        group = SORTS[sort].group
        recent = (*self.recent.get(group, ()), right)[-RECENT:]
        return replace(
            self,
            counts={**self.counts, sort: (was_right + right, given + 1)},
            recent={**self.recent, group: recent},
        )

    @property
    def given(self) -> int:
        """How many replies there are."""
        return sum(given for _, given in self.counts.values())

    @property
    def words(self) -> str:
        """The tally in a line, such as `signs 9 of 10, sizes 4 of 10`; "" where it is empty."""
        said = []
        for group in GROUPS:
            counts = [self.counts.get(sort, (0, 0)) for sort in SORTS if SORTS[sort].group == group]
            right, given = (sum(each) for each in zip(*counts, strict=True))
            if given:
                said.append(f"{group} {right:,} of {given:,}")
        return ", ".join(said)

    @property
    def open(self) -> tuple[Group, ...]:
        """The groups that are asked: a harder one once the ones before it go well."""
        opened = [GROUPS[0]]
        for easier, harder in pairwise(GROUPS):
            recent = self.recent.get(easier, ())
            if len(recent) < ENOUGH or sum(recent) < WELL * len(recent):
                break
            opened.append(harder)
        return tuple(opened)

    def written(self) -> str:
        """The tally as text, which `read` reads."""
        return json.dumps({"counts": dict(self.counts), "recent": dict(self.recent)})

    @classmethod
    def read(cls, text: str) -> "Tally":
        """The tally that `text` holds; what cannot be read, or is none, is left out."""
        try:
            held = json.loads(text)
            counts, recent = held["counts"], held["recent"]
            return cls(
                {sort: _pair(counts[sort]) for sort in SORTS if sort in counts},
                {group: _replies(recent[group]) for group in GROUPS if group in recent},
            )
        except (ValueError, TypeError, KeyError, RecursionError):
            return cls()


def _pair(held: object) -> tuple[int, int]:
    match held:
        case [int(right), int(given)] if 0 <= right <= given <= MOST:
            return right, given
    raise ValueError


def _replies(held: object) -> tuple[bool, ...]:
    if not isinstance(held, list):
        raise TypeError
    return tuple(bool(each) for each in held[-RECENT:])
