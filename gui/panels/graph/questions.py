"""Which graph to ask for: one question for each update, and few while the run plays."""

from engine.queries import GraphQuery
from engine.runs import Begun
from gui.run import View
from gui.run.seldom import Seldom


class GraphQuestions:
    """Keeps the question, so that the same update is asked about once."""

    def __init__(self) -> None:
        self._query: GraphQuery | None = None
        self._key: tuple[object, ...] = ()
        self._seldom = Seldom()

    def about(self, view: View) -> GraphQuery:
        """The question about the update of `view`; while it plays, mostly the last one again."""
        begun = view.snapshot
        if self._query is not None and self._seldom.waits(view.playing):
            return self._query
        key = (
            view.run, begun.number, begun.settings, begun.params.tobytes(),
            begun.leftover.tobytes(),
        )  # fmt: skip
        if self._query is None or key != self._key:
            self._seldom.asked()
            self._key = key
            self._query = GraphQuery(Begun(**begun.beginning))
        return self._query
