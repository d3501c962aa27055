"""Lessons from files: one that is opened, and all that lie in a folder of one's own.

Files are read in a thread, for they may come from anyone and lie anywhere.
"""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.files.job import Job

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
        self._opening = self._begin(self._opening, lambda: _read(path))
        self._opening.done.connect(lambda lessons: self.opened.emit(lessons, name_of(path)))
        self._opening.failed.connect(self._say)

    def look(self) -> None:
        """Look for the sets of lessons in the folder."""
        self._looking = self._begin(self._looking, lambda: sets_in(folder()))
        self._looking.done.connect(self.listed)
        self._looking.failed.connect(self._say)

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
        for job in (self._opening, self._looking):
            if job is not None:
                job.cancel()
        self._opening = self._looking = None

    def _begin(self, before: Job | None, work: Callable[[], Any]) -> Job:
        if before is not None:
            before.cancel()
            before.deleteLater()
        job = Job(lambda _progress, _cancelled: work(), self)
        job.start()
        return job

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


def sets_in(place: Path) -> tuple[OwnSet, ...]:
    """The files of lessons in `place`, by name; those that are none say why."""
    from engine.lessons import LessonError

    try:
        names = sorted(each for each in place.iterdir() if each.suffix.lower() == SUFFIX)
    except OSError:
        # There is no such folder before the first file is to be put there.
        return ()
    found = []
    for path in names[:MOST]:
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
