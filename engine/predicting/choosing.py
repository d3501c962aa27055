"""Chooses the question: as hard as the person can do, and not to be guessed from the last one."""

from collections.abc import Sequence
from random import Random

from engine.lessons import Reply
from engine.predicting.posed import GROUPS, SORTS, Posed, Sort
from engine.predicting.tally import Tally

# How much rarer a question is whose answer one would guess: as in the epoch before, or as in the
# last question of its sort; and one of the same sort as the last.
GUESSED, SAME_ANSWER, SAME_SORT = 0.25, 0.4, 0.15
HARDEST = 0.6
"""The share of questions that are of the hardest group that is open."""


class Chooser:
    """Chooses with `chance`, and remembers what it has asked."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._last: Sort | None = None
        self._answers: dict[Sort, Reply] = {}

    def choose(self, posed: Sequence[Posed], tally: Tally) -> Posed | None:
        """One of `posed`, for somebody whose replies are in `tally`; None if there is none."""
        if not posed:
            return None
        groups = {SORTS[each.sort].group for each in posed}
        ready = [group for group in tally.open if group in groups]
        if not ready:
            # Only harder ones: the easiest of them.
            ready = [next(group for group in GROUPS if group in groups)]
        easier = [1.0] * (len(ready) - 1)
        hardest = len(easier) * HARDEST / (1 - HARDEST) if easier else 1.0
        group = self._chance.choices(ready, [*easier, hardest])[0]
        wanted = [each for each in posed if SORTS[each.sort].group == group]
        (chosen,) = self._chance.choices(wanted, [self._weight(each, wanted) for each in wanted])
        self._last, self._answers[chosen.sort] = chosen.sort, chosen.truth
        return chosen

    def _weight(self, posed: Posed, among: Sequence[Posed]) -> float:
        weight = 1.0 / sum(each.sort == posed.sort for each in among)
        if posed.expected:
            weight *= GUESSED
        if self._answers.get(posed.sort) == posed.truth:
            weight *= SAME_ANSWER
        if posed.sort == self._last:
            weight *= SAME_SORT
        return weight
