"""Offers unsaved work that was kept aside, in the banner: one after the other."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from engine.experiment import unsaved
from engine.replacing import remove_leftovers
from engine.words import unsaved as words
from gui.files import Documents
from gui.files.job import Job
from gui.files.shelf import Damaged, Found, bring_over, left_behind
from gui.run import Player
from gui.widgets.banner import Banner, Way


class Offering(QObject):
    """Looks for unsaved work once, and says in `banner` what was found, when a run is shown.

    What is neither brought back nor discarded waits for another start. What is discarded is there
    until `end`.
    """

    def __init__(
        self, documents: Documents, player: Player, banner: Banner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._documents, self._player, self._banner = documents, player, banner
        self._waiting: list[Found] = []
        self._quiet: list[Found] = []
        self._damaged: list[Damaged] = []
        self._discarded: list[Found] = []
        self._job: Job | None = None
        # Found, and not said yet.
        self._unsaid = False
        documents.returned.connect(self._next)
        documents.unreadable.connect(self._on_unreadable)
        player.viewChanged.connect(self._on_view)

    @property
    def looked(self) -> bool:
        """Whether it has looked, or need not."""
        return self._job is None or self._job.isFinished()

    @property
    def latest(self) -> Found | None:
        """The work that was left last, of what can still be brought back."""
        found = [*self._waiting, *self._quiet]
        return max(found, key=lambda each: each.head.when, default=None)

    def look(self) -> None:
        """Look for what is left behind, in a thread."""
        folders, older = self._documents.folders, self._documents.older_unsaved

        def search(_progress: object, _cancelled: object) -> tuple[list[Found], list[Damaged]]:
            bring_over(older)
            for folder in folders:
                remove_leftovers(folder)
            return left_behind()

        self._job = Job(search, self)
        self._job.done.connect(self._on_found)
        self._job.start()

    def bring_back_latest(self) -> None:
        """Bring back what was left last, offered or not."""
        found = self.latest
        if found is not None:
            self._bring_back(found)

    def end(self) -> None:
        """Remove what was discarded, and leave the rest for another start."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        for found in self._discarded:
            found.place.clear()
        for found in self._waiting:
            if not found.begun:
                # Reading it was given up, which is no crash.
                unsaved.end(found.place.folder)
        for found in (*self._discarded, *self._waiting, *self._quiet):
            found.place.leave()
        self._discarded, self._waiting, self._quiet = [], [], []

    def _on_found(self, result: tuple[list[Found], list[Damaged]]) -> None:
        self._documents.forget_older_unsaved()
        found, self._damaged = result
        self._quiet = [each for each in found if each.head.quiet]
        self._waiting = [each for each in found if not each.head.quiet]
        self._unsaid = self._player.facts is None
        if not self._unsaid:
            self._next()

    def _on_view(self, _view: object) -> None:
        # Loading the first run takes away what was said before.
        if self._unsaid:
            self._unsaid = False
            self._next()

    def _on_unreadable(self, damaged: Damaged) -> None:
        self._damaged.append(damaged)
        self._next()

    # --- what is said

    def _next(self) -> None:
        """Say what comes next, if there is anything."""
        if self._damaged:
            damaged = self._damaged.pop(0)
            more = [Way("Next", self._next)] if self._damaged or self._waiting else []
            self._banner.show_message("warning", words.damaged(damaged.folder, damaged.why), more)
        elif self._waiting:
            self._offer(self._waiting[0])

    def _offer(self, found: Found, *more: Way) -> None:
        named = _named(found)
        if found.begun > 1:
            self._waiting.remove(found)
            # Whoever moves it back may try again.
            unsaved.end(found.place.folder)
            ways = [Way("Next", self._next)] if self._waiting else []
            said = words.set_aside(named, found.place.set_aside())
            self._banner.show_message("warning", said, [*ways, *more])
            return
        if found.begun:
            said, label, tip = (
                words.offer_with_care(named), words.ONLY_EXPERIMENT, words.ONLY_EXPERIMENT_TIP,
            )  # fmt: skip
        else:
            said, label, tip = words.offer(named), words.BRING_BACK, words.BRING_BACK_TIP
        ways = [
            Way(label, partial(self._bring_back, found), tip),
            Way(words.DISCARD, partial(self._discard, found), words.DISCARD_TIP),
        ]
        self._banner.show_message("info", said, [*ways, *more])

    def _bring_back(self, found: Found) -> None:
        self._documents.bring_back(found, not found.begun, partial(self._taken, found))

    def _taken(self, found: Found) -> None:
        for each in (self._waiting, self._quiet):
            if found in each:
                each.remove(found)

    def _discard(self, found: Found) -> None:
        self._waiting.remove(found)
        self._discarded.append(found)
        back = Way(words.KEEP, partial(self._keep, found))
        if self._waiting:
            self._offer(self._waiting[0], back)
        else:
            self._banner.show_message("info", words.discarded(_named(found)), [back])

    def _keep(self, found: Found) -> None:
        self._discarded.remove(found)
        self._waiting.insert(0, found)
        self._offer(found)


def _named(found: Found) -> str:
    return words.changes(found.head.file, found.head.when, datetime.now())
