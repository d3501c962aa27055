"""One exception that nobody foresaw, as plain text: it can cross threads and be copied."""

import traceback
from dataclasses import dataclass
from typing import Self

# A message can quote what it is about, such as a whole table.
LONGEST_MESSAGE = 200
LONGEST_STACK = 20_000


@dataclass(frozen=True, slots=True)
class Mishap:
    """What an exception says, in a line; the `place` that raised it; and its whole `stack`."""

    said: str
    place: str
    stack: str

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """The mishap that `error` is."""
        lines = "".join(traceback.format_exception(error))
        if len(lines) > LONGEST_STACK:
            lines = f"{lines[: LONGEST_STACK // 2]}\n…\n{lines[-LONGEST_STACK // 2 :]}"
        return cls(_said(error), _place(error), lines)


def _said(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        message = " ".join(str(error).split())
    except Exception:
        # An exception can fail even at saying what it is.
        message = ""
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[:LONGEST_MESSAGE]}…"
    return f"{kind}: {message}" if message else kind


def _place(error: BaseException) -> str:
    """The kind of exception and the line that raised it: the same for one that is repeated."""
    trace = error.__traceback__
    calls = [f"{frame.f_code.co_filename}:{line}" for frame, line in traceback.walk_tb(trace)]
    return f"{type(error).__name__} in {calls[-1] if calls else 'the library'}"
