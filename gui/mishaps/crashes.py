"""Notes where a native crash happens, and finds what earlier crashes have left behind.

`faulthandler` writes the Python stack of every thread when the process crashes in native code. The
file is this process's own, in the platform's data folder, and gone after a clean end.
"""

import faulthandler
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from PySide6.QtCore import QLockFile, QStandardPaths

FOLDER = "crashes"
LONGEST = 20_000


class Crashes:
    """While it is entered, a native crash is noted; `left_behind` is the stack of the last one.

    A folder that cannot be written to only means that no crash is noted.
    """

    def __init__(self) -> None:
        self.left_behind = ""
        self._file: Path | None = None

    def __enter__(self) -> Self:
        with suppress(OSError):
            self._begin()
        return self

    def _begin(self) -> None:
        data = QStandardPaths.StandardLocation.AppLocalDataLocation
        folder = Path(QStandardPaths.writableLocation(data)) / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.glob("*.txt"), key=lambda file: file.stat().st_mtime):
            self.left_behind = _taken(file) or self.left_behind
        file = folder / f"{os.getpid()}.txt"
        self._lock = _lock(file)
        if self._lock.tryLock(0):
            self._stream = file.open("w", encoding="utf-8")
            self._file = file
            # Who has enabled it already wants to read it elsewhere.
            self._ours = not faulthandler.is_enabled()
            if self._ours:
                faulthandler.enable(self._stream)

    def __exit__(self, *_: object) -> None:
        if self._file is None:
            return
        if self._ours:
            faulthandler.disable()
        self._stream.close()
        with suppress(OSError):
            self._file.unlink()
        self._lock.unlock()


def _taken(file: Path) -> str:
    """What a process that is gone has left in `file`, which is removed; "" if it still runs."""
    lock = _lock(file)
    if not lock.tryLock(0):
        return ""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            text = stream.read(LONGEST)
        file.unlink()
    finally:
        lock.unlock()
    return text


def _lock(file: Path) -> QLockFile:
    lock = QLockFile(f"{file}.lock")
    # Only the end of its process makes a lock stale, not its age.
    lock.setStaleLockTime(0)
    return lock
