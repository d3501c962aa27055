"""Which graph to ask for: one question for each update, and few while the run plays."""

import time

from engine.queries import GraphQuery
from engine.runs import Begun
from gui.run import View

SOONEST = 0.3
"""While it plays, another graph is asked for after this many seconds at the soonest."""


class GraphQuestions:
    """Keeps the question, so that the same update is asked about once."""

    def __init__(self) -> None:
        self._query: GraphQuery | None = None
        self._key: tuple[object, ...] = ()
        self._asked_at = 0.0

    def about(self, view: View) -> GraphQuery:
        """The question about the update of `view`; while it plays, mostly the last one again."""
        begun = view.snapshot
        now = time.monotonic()
        if view.playing and self._query is not None and now - self._asked_at < SOONEST:
            return self._query
        key = (
            view.run, begun.number, begun.settings, begun.params.tobytes(),
            begun.leftover.tobytes(),
        )  # fmt: skip
        if self._query is None or key != self._key:
            self._key, self._asked_at = key, now
            self._query = GraphQuery(Begun(**begun.beginning))
        return self._query
