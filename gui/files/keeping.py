"""Keeps a window's unsaved work aside while the person works, so that no crash can lose it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.experiment.unsaved import Work, Writer
from gui.files.job import Job
from gui.files.shelf import Place, new_place
from gui.run import Changes, Player, View

# Until so long after a change, further ones are written together with it.
SOON_MS = 250
# What is shown alone is written less often, for it changes with every frame.
LATER_MS = 2_000


class Keeping(QObject):
    """Writes the work of `player` and `changes` while it is not saved; removes it when it is.

    It is written in a thread of its own. `file` says to which file the work belongs. `failed` says,
    once, why nothing can be kept.
    """

    failed = Signal(str)

    def __init__(
        self, player: Player, changes: Changes, file: Callable[[], Path | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._player, self._changes, self._file = player, changes, file
        self._place: Place | None = None
        self._writer: Writer | None = None
        self._job: Job | None = None
        self._again = self._closed = self._told = self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        self._shown: tuple[int, int, int | None] = (0, 0, None)
        changes.indexChanged.connect(lambda _index: self._soon(SOON_MS))
        changes.cleanChanged.connect(self._on_clean)
        player.viewChanged.connect(self._on_view)

    def take(self, place: Place) -> None:
        """Go on with the work in `place`, which it has been brought back from."""
        self._leave()
        self._place, self._writer = place, Writer(place.folder)
        self._soon(SOON_MS)

    def keep(self, quiet: bool) -> None:
        """Write the work now, and leave it for another start; `quiet` work is not offered there."""
        self._end_job()
        self._timer.stop()
        try:
            self._writer_here().write(self._work(quiet))
        except OSError as error:
            self._say(error)
        self._leave()

    def hold(self, held: bool) -> None:
        """Write nothing while the player has another experiment; first what is to be written."""
        if held and (self._timer.isActive() or self._again):
            self._timer.stop()
            self._end_job()
            self._write()
        self._held = held
        self._soon(SOON_MS)

    def end(self) -> None:
        """Write what is not saved and stop; the second call does nothing."""
        if self._closed:
            return
        if not self._changes.isClean():
            self.keep(quiet=False)
        self._closed = True
        self._timer.stop()
        self._end_job()
        self._leave()

    def _work(self, quiet: bool = False) -> Work:
        player = self._player
        states, reruns = self._changes.states
        work = Work(
            states=states,
            reruns=reruns,
            at=self._changes.index(),
            file=self._file(),
            when=datetime.now().replace(microsecond=0),
            quiet=quiet,
        )
        if player.superseded:
            return work
        trained, epoch, stage = self._position()
        settings = player.history.settings
        return replace(work, trained=trained, epoch=epoch, stage=stage, settings=settings)

    def _position(self) -> tuple[int, int, int | None]:
        player = self._player
        return len(player.history), player.cursor, player.stage and int(player.stage)

    def _on_view(self, _view: View) -> None:
        if not self._changes.isClean() and self._position() != self._shown:
            self._soon(LATER_MS)

    def _on_clean(self, clean: bool) -> None:
        if clean:
            self._timer.stop()
            self._end_job()
            if self._place is not None:
                self._place.clear()
            # The folder is gone, and with it the points that the writer has written.
            self._writer = None
        else:
            self._soon(SOON_MS)

    def _soon(self, milliseconds: int) -> None:
        if self._closed or self._held or self._changes.isClean():
            return
        if not self._timer.isActive() or self._timer.remainingTime() > milliseconds:
            self._timer.start(milliseconds)

    def _write(self) -> None:
        if self._job is not None:
            self._again = True
            return
        try:
            writer = self._writer_here()
        except OSError as error:
            self._say(error)
            return
        self._shown = self._position()
        work = self._work()
        job = Job(lambda _progress, _cancelled: writer.write(work), self)
        job.done.connect(lambda _: self._on_written())
        job.failed.connect(self._say)
        job.failed.connect(lambda _: self._on_written())
        self._job = job
        job.start()

    def _on_written(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        if self._again:
            self._again = False
            self._soon(SOON_MS)

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._again = False

    def _writer_here(self) -> Writer:
        if self._place is None:
            self._place = new_place()
        if self._writer is None:
            self._writer = Writer(self._place.folder)
        return self._writer

    def _leave(self) -> None:
        if self._place is not None:
            self._place.leave()
        self._place = self._writer = None

    def _say(self, error: OSError) -> None:
        if not self._told:
            self._told = True
            why = error.strerror or str(error)
            self.failed.emit(
                f"Unsaved changes cannot be kept aside ({why}): save the experiment now and then."
            )
