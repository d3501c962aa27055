"""Finds the ways out of a run's trouble: the remedies of its notice, with what each promises.

What cannot be foretold is tried by the worker, between its other work, and joins them later.
"""

from PySide6.QtCore import QObject, Signal

from engine.queries import Outcome, RemediesQuery
from engine.runs import Run
from engine.words.ends.notices import Notice
from engine.words.remedies import Offer, offers, to_try
from engine.words.ways import in_vain, trying
from gui.run import Player
from gui.run.asker import Asker


class WaysOut(QObject):
    """The ways out of the trouble that the last `notice` is about; `found` says there are more."""

    found = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._asker = Asker(player.link, self)
        self._asker.answered.connect(self._on_tried)
        self.notice: Notice | None = None
        self._about: tuple[Run, Notice] | None = None
        self._query: RemediesQuery | None = None
        self.offers: tuple[Offer, ...] = ()
        self.said = ""

    @property
    def busy(self) -> bool:
        """Whether remedies are being tried."""
        return self._asker.busy

    @property
    def several(self) -> bool:
        """Whether there are, or may be, more than one."""
        return len(self.offers) > 1 or self._query is not None

    def begin(self, run: Run, notice: Notice) -> None:
        """Find the ways out of what `notice` says of `run`."""
        self.forget()
        self.notice = notice
        if run.failure is not None and run.failure.kind != "diverged":
            # Without its remedy this run cannot go on at all.
            self.offers = tuple(Offer(remedy, None) for remedy in notice.remedies)
            return
        self._about = run, notice
        self.offers = offers(run, notice)
        self._query = to_try(run, notice)
        if self._query is not None:
            self.said = trying(self._query)
            self._asker.ask(run.id, self._query)

    def forget(self) -> None:
        """Stop trying; what the last notice was about is over."""
        self._asker.forget()
        self.notice = self._about = self._query = None
        self.offers, self.said = (), ""

    def _on_tried(self, query: RemediesQuery, outcomes: tuple[Outcome, ...]) -> None:
        # Of what is forgotten there comes no answer.
        assert self._about is not None
        run, notice = self._about
        self.offers = offers(run, notice, outcomes)
        helped = any(offer.promise and offer.promise.tried for offer in self.offers)
        self.said = "" if helped else in_vain(query)
        self.found.emit()
