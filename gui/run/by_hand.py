"""The gradient by hand as a view shows it: what it asks for, and how far it may show the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runs import Stage
from gui.run.seldom import Seldom
from gui.run.view import View

if TYPE_CHECKING:
    from engine.queries import ByHand, ByHandQuery


class AskedByHand:
    """Keeps the question of one view, and the last answer until the next one comes."""

    def __init__(self) -> None:
        self.by_hand: ByHand | None = None
        self._query: ByHandQuery | None = None
        self._reached: Stage | None = None
        self._seldom = Seldom()

    def forget(self) -> None:
        """Another run is shown."""
        self.by_hand = self._query = self._reached = None

    def query(self, view: View, param: int) -> ByHandQuery | None:
        """The question about the parameter `param` in the update of `view`, if there is one.

        While it plays, mostly the last one again.
        """
        from engine.queries import ByHandQuery

        if param >= len(view.facts.names):
            return None
        query = self._query
        if query is not None and query.param == param and self._seldom.waits(view.playing):
            return query
        if query is None or not query.is_about(view.snapshot, param):
            query = self._query = ByHandQuery(view.snapshot, param)
            self._seldom.asked()
        return query

    def take(self, query: ByHandQuery, by_hand: ByHand) -> None:
        """Keep the answer."""
        from engine.queries import Snapshot

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
