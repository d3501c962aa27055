"""What takes long, such as the answer to a question, is asked for seldom while a run plays."""

import time

SOONEST = 0.3
"""While it plays, something else is asked for after this many seconds at the soonest."""


class Seldom:
    """Says whether it is time to ask anew, for one view: every `soonest` seconds at most."""

    def __init__(self, soonest: float = SOONEST) -> None:
        self._soonest = soonest
        self._asked_at = 0.0

    def waits(self, playing: bool) -> bool:
        """Whether what was asked for last must do, because a run is `playing`."""
        return playing and time.monotonic() - self._asked_at < self._soonest

    def asked(self) -> None:
        """Note that something else is asked for now."""
        self._asked_at = time.monotonic()
