"""The signals that ask the program to end: Ctrl+C, a closed terminal, a shutdown."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# A closed terminal is said by a signal only where there is one for it.
ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Ended(BaseException):
    """The program was asked to end by a signal; `code` is what a shell calls that."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Ctrl+C ends the process at once, as long as nothing else is said.

    While libraries are loaded, Python's own exception gets lost now and then: in a callback, or
    where a library takes every exception for one of its own. There is nothing to tidy up yet.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def raising() -> Iterator[None]:
    """Whoever asks the program to end raises `Ended`; what was ignored before stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: FrameType | None) -> None:
        # Once is enough: what is tidied up now is not interrupted.
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Ended(number)

    before = {
        each: signal.getsignal(each)
        for each in ENDING
        if signal.getsignal(each) is not signal.SIG_IGN
    }
    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
