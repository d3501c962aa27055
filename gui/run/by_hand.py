"""The gradient by hand as a view shows it: what it asks for, and how far it may show the answer."""

import time

from engine.queries import ByHand, ByHandQuery, Snapshot
from engine.runs import Stage
from gui.run.view import View

SOONEST = 0.3
"""While it plays, other numbers are asked for after this many seconds at the soonest."""


class AskedByHand:
    """Keeps the question of one view, and the last answer until the next one comes."""

    def __init__(self) -> None:
        self.by_hand: ByHand | None = None
        self._query: ByHandQuery | None = None
        self._reached: Stage | None = None
        self._asked_at = 0.0

    def forget(self) -> None:
        """Another run is shown."""
        self.by_hand = self._query = self._reached = None

    def query(self, view: View, param: int) -> ByHandQuery | None:
        """The question about the parameter `param` in the update of `view`, if there is one.

        While it plays, mostly the last one again.
        """
        if param >= len(view.facts.names):
            return None
        query, now = self._query, time.monotonic()
        soon = view.playing and now - self._asked_at < SOONEST
        if query is not None and soon and query.param == param:
            return query
        if query is None or not query.is_about(view.snapshot, param):
            query, self._asked_at = ByHandQuery(view.snapshot, param), now
            self._query = query
        return query

    def take(self, query: ByHandQuery, by_hand: ByHand) -> None:
        """Keep the answer."""
        self.by_hand = by_hand
        begun = query.begun
        self._reached = by_hand.reached(begun) if isinstance(begun, Snapshot) else None

    def reached(self, view: View) -> Stage | None:
        """The stage as far as which the answer may be shown beside `view`.

        Until the answer about another update comes, the old one is shown as far as it was.
        """
        by_hand = self.by_hand
        if by_hand is not None and by_hand.number == view.snapshot.number:
            self._reached = by_hand.reached(view.snapshot)
        return self._reached
