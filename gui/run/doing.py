"""What the player does: one thing at a time."""

from enum import Enum, auto


class Doing(Enum):
    """What the player does; all that it says of itself follows from this and from its run."""

    LOADING = auto()
    RESTING = auto()
    # The worker has been asked for a stage or an update.
    STEPPING = auto()
    # It plays: the next frame is due when the clock says so.
    PLAYING = auto()
    # It plays, and the worker trains a slice of updates.
    TRAINING = auto()
    CLOSED = auto()


# With something under way that must come to its end before the next thing is done.
WAITING = (Doing.LOADING, Doing.STEPPING, Doing.TRAINING, Doing.CLOSED)
