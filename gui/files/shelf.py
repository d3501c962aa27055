"""Where unsaved work is kept: a folder for each window, and a lock that says whose it is.

The lock stands beside the folder and belongs to one window of one running program. Qt finds the
lock of a program that has ended, however it ended, so its work can be taken by another.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

from engine.experiment import Experiment
from engine.experiment.document import Document
from engine.experiment.unsaved import (
    STATE,
    Head,
    UnsavedError,
    Work,
    Writer,
    read_head,
    times_begun,
)
from engine.replacing import remove_leftovers

_LOCK = ".lock"


def shelf() -> Path:
    """The folder in which the windows' folders are."""
    places = QStandardPaths.StandardLocation
    return Path(QStandardPaths.writableLocation(places.GenericDataLocation)) / "Learnscope/unsaved"


class Place:
    """A window's folder, and the lock that keeps others away from it."""

    def __init__(self, folder: Path, lock: QLockFile) -> None:
        self.folder = folder
        self._lock = lock

    def leave(self) -> None:
        """Let others have it, as it is."""
        self._lock.unlock()

    def clear(self) -> None:
        """Remove the work in it."""
        # Imported here, with the compressions behind it: few windows need it.
        import shutil

        # Without its state it is no work any more, even if the rest cannot be removed now.
        with suppress(OSError):
            (self.folder / STATE).unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    def set_aside(self) -> Path:
        """Move it to where nobody looks for work, and return where that is."""
        aside = self.folder.parents[1] / "set aside" / self.folder.name
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            self.folder.rename(aside)
        except OSError:
            return self.folder
        finally:
            self.leave()
        return aside


@dataclass(frozen=True)
class Found:
    """Work that a window has left behind. `begun` says how often bringing it back was begun."""

    place: Place
    head: Head
    begun: int


@dataclass(frozen=True)
class Damaged:
    """Work that cannot be read: where it is now, and why."""

    folder: Path
    why: str


def new_place() -> Place:
    """A place for a window, which is not there before something is written. Raises OSError."""
    root = shelf()
    root.mkdir(parents=True, exist_ok=True)
    folder = root / os.urandom(8).hex()
    lock = _locked(folder)
    if lock is None:
        raise OSError(f"{root} cannot be written to")
    return Place(folder, lock)


def left_behind() -> tuple[list[Found], list[Damaged]]:
    """The work of windows that are no more, the latest first, and what of it is damaged.

    What was found is locked until it is left. Of the quiet work only the latest stays.
    """
    found: list[Found] = []
    damaged: list[Damaged] = []
    try:
        folders = sorted(path for path in shelf().iterdir() if path.is_dir())
    except OSError:
        return found, damaged
    for folder in folders:
        lock = _locked(folder)
        if lock is None:
            continue
        place = Place(folder, lock)
        remove_leftovers(folder)
        if not (folder / STATE).exists():
            # Its window has ended before it had written anything.
            place.clear()
            place.leave()
            continue
        try:
            found.append(Found(place, read_head(folder), times_begun(folder)))
        except UnsavedError as error:
            damaged.append(Damaged(place.set_aside(), str(error)))
    _remove_locks()
    found.sort(key=lambda each: each.head.when, reverse=True)
    for each in [each for each in found if each.head.quiet][1:]:
        found.remove(each)
        each.place.clear()
        each.place.leave()
    return found, damaged


def bring_over(text: str) -> None:
    """Keep as quiet work the experiment that an older program left in its settings as JSON."""
    if not text:
        return
    with suppress(ValueError, OSError):
        experiment = Experiment.model_validate_json(text)
        place = new_place()
        states = (Document(experiment),)
        work = Work(states, (), 0, None, datetime.now().replace(microsecond=0), quiet=True)
        Writer(place.folder).write(work)
        place.leave()


def _locked(folder: Path) -> QLockFile | None:
    lock = QLockFile(str(folder) + _LOCK)
    # A lock never grows old: its owner may have been open for weeks.
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None


def _remove_locks() -> None:
    """Remove the locks of windows that have ended without leaving work."""
    for path in shelf().glob(f"*{_LOCK}"):
        folder = path.with_suffix("")
        if not folder.exists() and (lock := _locked(folder)) is not None:
            lock.unlock()
