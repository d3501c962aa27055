"""The file that is written without a window: there when all is in it, or as it was before."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

from engine.headless.epochs import HeadlessError
from engine.replacing import remove_leftovers, temporary_beside


class Output:
    """A text file that takes the place of the one at `path` when all is in it.

    It also does where the run fails: what was trained until then is in it. A device or a pipe is
    written as it is. Raises OSError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._target = Path(os.path.realpath(path))
        self._temporary: Path | None = None
        mode = None
        # Of the path itself: what `/dev/stdout` leads to has no other name where it is a pipe.
        with suppress(FileNotFoundError):
            mode = path.stat().st_mode
        if mode is not None and not stat.S_ISREG(mode):
            self._stream: TextIO = path.open("w", encoding="utf-8")
            return
        if mode is not None:
            # Refused as writing it would be.
            self._target.open("a", encoding="utf-8").close()
        remove_leftovers(self._target.parent)
        self._temporary = temporary_beside(self._target)
        self._stream = self._temporary.open("x", encoding="utf-8")
        if mode is not None:
            self._temporary.chmod(stat.S_IMODE(mode))

    def __enter__(self) -> TextIO:
        return self._stream

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._stream.close()
            if self._temporary is not None and (kind is None or isinstance(error, HeadlessError)):
                self._temporary.replace(self._target)
        finally:
            if self._temporary is not None:
                with suppress(OSError):
                    self._temporary.unlink()
