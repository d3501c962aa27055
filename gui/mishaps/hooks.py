"""Catches every exception that nobody has handled, in any thread, and tells of it.

Python hands such an exception to `sys.excepthook` or, in its own threads, to
`threading.excepthook`; PySide6 does so for slots, event handlers and shortcuts, and goes on.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Signal

from gui.mishaps.mishap import Mishap


class Hooks(QObject):
    """While it is entered, `happened` carries a Mishap for every exception left unhandled.

    Connect it with a queued connection: it is emitted in the thread, and in the middle of the
    painting or the event, in which the exception was raised. The hooks that were there before are
    called too, which write the traceback to stderr.
    """

    happened = Signal(object)

    def __enter__(self) -> Self:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._on_exception, self._on_thread_exception
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._before[0](kind, error, trace)
        self._tell(error)

    def _on_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        self._before[1](told)
        if told.exc_value is not None:
            self._tell(told.exc_value)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, Exception):
            self.happened.emit(Mishap.of(error))


@contextmanager
def contained() -> Iterator[None]:
    """Keep an exception from what comes after: it is handed to `sys.excepthook` instead."""
    try:
        yield
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)


def handler(does: Callable[[], object]) -> Callable[..., None]:
    """A slot that calls `does` when an action is triggered, and contains what goes wrong there.

    PySide6 6.8.0 crashes where an exception leaves a slot that a shortcut has called.
    """

    def handle(_checked: bool = False) -> None:
        with contained():
            does()

    return handle
