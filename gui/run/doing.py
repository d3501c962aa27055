"""The states of the player, which does one thing at a time."""

from enum import Enum, auto


class Doing(Enum):
    """The player's state; everything else that it reports follows from this and from its run."""

    LOADING = auto()
    RESTING = auto()
    # The worker has been asked for a stage or an update.
    STEPPING = auto()
    # It plays: the next frame is due when the clock says so.
    PLAYING = auto()
    # It plays, and the worker trains a slice of updates.
    TRAINING = auto()
    CLOSED = auto()


# A request is under way that must be answered before anything else is done.
WAITING = (Doing.LOADING, Doing.STEPPING, Doing.TRAINING, Doing.CLOSED)
