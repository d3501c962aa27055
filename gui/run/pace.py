"""The pace of playing: how many updates the next frame shows, and when it is due."""

import time

# At a chosen speed the eye needs no more frames a second than this.
FRAMES_A_SECOND = 30
# At full speed frames take time from training, so there are fewer, with several slices of training
# between two of them.
SLICE_SECONDS = 0.02
FULL_SPEED_FRAME_SECONDS = 0.07
# How many recorded epochs a second are shown if the speed is "as fast as it goes".
WALK_RATE = 5_000
MOST_EPOCHS = 100_000
# The longest wait that QTimer's 32 bits can hold.
LONGEST_WAIT_MS = 2**31 - 1


class Pace:
    """Keeps time at `speed` epochs a second; None is as fast as it goes.

    `slice_seconds` is how long a slice of training may take; `frame_seconds` how long, at full
    speed, it takes from one frame to the next.
    """

    def __init__(self) -> None:
        self.speed: float | None = 10.0
        self.slice_seconds = SLICE_SECONDS
        self.frame_seconds = FULL_SPEED_FRAME_SECONDS
        self._shown = 0.0
        self._due = 0.0
        self._trained, self._seconds = 0, 0.0

    def begin(self) -> None:
        """The next frame is due now."""
        self._due = time.perf_counter()

    def looks(self) -> bool:
        """Whether the slice that begins now ends with a frame; at full speed, not all do."""
        if self.speed is not None:
            return True
        end = time.perf_counter() + self.slice_seconds
        # The slice that ends nearest to when the frame is due.
        if end - self._shown < self.frame_seconds - self.slice_seconds / 2:
            return False
        self._shown = end
        return True

    def wait(self) -> int:
        """Milliseconds until the next frame is due; 0 at full speed."""
        if self.speed is None:
            return 0
        # Frames that a slow machine has missed are not made up for later.
        self._due = max(self._due, time.perf_counter() - 1 / FRAMES_A_SECOND)
        return round(min(max(0.0, (self._due - time.perf_counter()) * 1000), LONGEST_WAIT_MS))

    def epochs(self, recorded: bool) -> int:
        """How many epochs to go on for the frame that is due; `recorded` ones need no training."""
        if self.speed is None:
            return int(WALK_RATE * self.slice_seconds) if recorded else MOST_EPOCHS
        count = max(1, round(self.speed / FRAMES_A_SECOND))
        self._due += count / self.speed
        return count

    def measure(self, trained: int, seconds: float) -> None:
        """Note that `trained` updates of this run took so many `seconds`."""
        self._trained += trained
        self._seconds += seconds

    def begin_run(self) -> None:
        """Measure anew: another run begins."""
        self._trained, self._seconds = 0, 0.0

    @property
    def rate(self) -> float | None:
        """Updates a second while playing: `speed`, or the measured rate; None before that."""
        if self.speed is not None:
            return self.speed
        return self._trained / self._seconds if self._seconds else None
