"""Questions whose answers take long are asked seldom while a run plays."""

import time

SOONEST = 0.3
"""While it plays, something else is asked for after this many seconds at the soonest."""


class Seldom:
    """Says whether it is time to ask anew, for one view."""

    def __init__(self) -> None:
        self._asked_at = 0.0

    def waits(self, playing: bool) -> bool:
        """Whether the question asked last is to be repeated, because a run is `playing`."""
        return playing and time.monotonic() - self._asked_at < SOONEST

    def asked(self) -> None:
        """Note that something else is asked for now."""
        self._asked_at = time.monotonic()
