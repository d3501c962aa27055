"""Lessons from files: one that is opened, and all that lie in a folder of one's own.

Files are read in a thread, for they may come from anyone and lie anywhere.
"""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.files.job import Cancelled, Job

if TYPE_CHECKING:
    from engine.lessons import LessonSet

SUFFIX = ".toml"
# More files than anybody has lessons for.
MOST = 100


class OwnSet(NamedTuple):
    """A file in the folder: the title of its lessons, or what is `wrong` with it."""

    path: Path
    title: str
    wrong: str = ""


class LessonFiles(QObject):
    """Emits `opened` with a LessonSet and the name by which its progress is remembered.

    `failed` carries a sentence for the person; `listed` the OwnSets (tuple) of the folder.
    """

    opened = Signal(object, str)
    failed = Signal(str)
    listed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._opening: Job | None = None
        self._looking: Job | None = None

    def open(self, path: Path) -> None:
        """Read the lessons in `path`."""
        if self._opening is not None:
            self._opening.abandon()
        self._opening = self._begin(lambda _cancelled: _read(path))
        self._opening.done.connect(lambda lessons: self.opened.emit(lessons, name_of(path)))

    def look(self) -> None:
        """Look for the sets of lessons in the folder, unless that is being done."""
        if self._looking is None:
            self._looking = self._begin(lambda cancelled: sets_in(folder(), cancelled))
            self._looking.done.connect(self.listed)

    def show_folder(self) -> None:
        """Show the folder, made if need be, in the desktop's own way."""
        place = folder()
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(f"The folder {place} cannot be made ({error.strerror}).")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self.failed.emit(f"Put files of lessons ({SUFFIX}) into {place}.")

    def end(self) -> None:
        """Stop reading."""
        for job in self.findChildren(Job):
            job.cancel()

    def _begin(self, work: Callable[[Cancelled], Any]) -> Job:
        job = Job(lambda _progress, cancelled: work(cancelled), self)
        job.failed.connect(self._say)
        job.finished.connect(lambda: self._forget(job))
        job.start()
        return job

    def _forget(self, job: Job) -> None:
        if job is self._opening:
            self._opening = None
        if job is self._looking:
            self._looking = None
        job.deleteLater()

    def _say(self, error: Exception) -> None:
        from engine.lessons import LessonError

        if not isinstance(error, LessonError):
            # Nobody foresaw it, so there is a report of it.
            raise error
        self.failed.emit(str(error))


def folder() -> Path:
    """Where a person's own sets of lessons are."""
    places = QStandardPaths.StandardLocation
    return Path(QStandardPaths.writableLocation(places.GenericDataLocation)) / "Learnscope/lessons"


def sets_in(place: Path, cancelled: Cancelled = lambda: False) -> tuple[OwnSet, ...]:
    """The files of lessons in `place`, by name; those that are none say why.

    Fewer if it is `cancelled` on the way.
    """
    from engine.lessons import LessonError

    try:
        names = sorted(each for each in place.iterdir() if each.suffix.lower() == SUFFIX)
    except OSError:
        # There is no such folder before the first file is to be put there.
        return ()
    found = []
    for path in names[:MOST]:
        if cancelled():
            break
        try:
            found.append(OwnSet(path, _read(path).title))
        except LessonError as error:
            found.append(OwnSet(path, path.name, str(error)))
    return tuple(found)


def name_of(path: Path) -> str:
    """The name by which the progress in the lessons of `path` is remembered."""
    return f"file-{zlib.crc32(str(path.absolute()).encode('utf-8', 'surrogateescape')):08x}"


def _read(path: Path) -> "LessonSet":
    # Imported here: most starts read no lessons.
    from engine.lessons import read_file

    return read_file(path)
