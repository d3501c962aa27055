"""The pace of playing, against a clock that stands still until it is told to go on."""

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest

from gui.run.pace import Pace

# How long a slice of training takes at full speed, and what is between two frames then.
SLICE_SECONDS, FULL_SPEED_FRAME_SECONDS = 0.02, 0.07


class Clock:
    """Shows `now`, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("gui.run.pace.time", SimpleNamespace(perf_counter=lambda: clock.now))
    return clock


def paced(speed: float | None) -> Pace:
    pace = Pace()
    pace.speed = speed
    pace.begin()
    return pace


def played(pace: Pace, clock: Clock, frames: int, costs: Callable[[int], float]) -> int:
    """The epochs of so many frames, each shown when it is due and taking `costs(k)` seconds."""
    epochs = 0
    for k in range(frames):
        clock.now += pace.wait() / 1000
        epochs += pace.epochs(recorded=False)
        clock.now += costs(k)
    return epochs


def test_the_first_frame_is_due_at_once(clock: Clock) -> None:
    assert paced(2.0).wait() == 0


@pytest.mark.parametrize(
    ("speed", "epochs", "milliseconds"),
    [
        (5e-324, 1, 2**31 - 1),
        (0.5, 1, 2000),
        (2.0, 1, 500),
        (30.0, 1, 33),
        (60.0, 2, 33),
        (3000.0, 100, 33),
    ],
)
def test_a_frame_shows_as_many_epochs_as_its_time_is_worth(
    clock: Clock, speed: float, epochs: int, milliseconds: int
) -> None:
    pace = paced(speed)
    assert pace.epochs(recorded=False) == epochs
    assert pace.wait() == milliseconds


@pytest.mark.parametrize("speed", [1.0, 10.0, 50.0, 1_000.0])
def test_what_a_frame_costs_does_not_slow_the_playing(clock: Clock, speed: float) -> None:
    pace = paced(speed)
    begun = clock.now
    epochs = played(pace, clock, 400, lambda k: 0.004 * (k % 5))
    assert epochs / (clock.now - begun) == pytest.approx(speed, rel=0.02)


def test_one_late_frame_is_made_up_for_and_a_long_stop_is_not(clock: Clock) -> None:
    pace = paced(10.0)
    pace.epochs(recorded=False)
    clock.now += 0.12
    assert pace.wait() == 0
    pace.epochs(recorded=False)
    assert pace.wait() == 80
    clock.now += 60
    frames_at_once = 0
    while pace.wait() == 0:
        pace.epochs(recorded=False)
        frames_at_once += 1
    assert frames_at_once == 1


def test_the_rate_is_the_speed_asked_for_and_at_full_speed_the_one_measured() -> None:
    assert paced(20.0).rate == 20.0
    pace = paced(None)
    assert pace.rate is None
    pace.measure(300, 2.0)
    pace.measure(100, 2.0)
    assert pace.rate == 100.0
    pace.begin_run()
    assert pace.rate is None


def test_the_slowest_pace_waits_no_longer_than_a_timer_can(clock: Clock) -> None:
    pace = paced(1e-12)
    assert pace.epochs(recorded=False) == 1
    assert pace.wait() == 2_147_483_647


def test_full_speed_never_waits(clock: Clock) -> None:
    pace = paced(None)
    assert pace.epochs(recorded=False) == 100_000
    assert pace.wait() == 0


def test_recorded_epochs_are_walked_through_no_faster_than_the_eye_follows(clock: Clock) -> None:
    pace = paced(None)
    assert pace.epochs(recorded=True) == 100
    assert pace.wait() == 0
    assert paced(60.0).epochs(recorded=True) == paced(60.0).epochs(recorded=False)


@pytest.mark.parametrize("speed", [0.5, 10.0, 5_000.0])
def test_at_a_person_s_speed_every_slice_is_looked_at(clock: Clock, speed: float) -> None:
    pace = paced(speed)
    assert [pace.looks() for _ in range(4)] == [True] * 4


def test_at_full_speed_a_slice_is_looked_at_once_a_frame(clock: Clock) -> None:
    pace = paced(None)
    looked_at = []
    for _ in range(100):
        if pace.looks():
            looked_at.append(clock.now + pace.slice_seconds)
        clock.now += SLICE_SECONDS
    gaps = [later - earlier for earlier, later in pairwise(looked_at)]
    assert len(gaps) > 10
    for gap in gaps:
        assert abs(gap - FULL_SPEED_FRAME_SECONDS) < 0.51 * SLICE_SECONDS


@pytest.mark.parametrize(("painting", "slices"), [(0.0, 4), (0.015, 3), (0.025, 2), (0.1, 1)])
def test_painting_takes_the_place_of_slices(clock: Clock, painting: float, slices: int) -> None:
    """At full speed the frames come as often, however long they take."""
    pace = paced(None)
    trained = 0
    while not pace.looks():
        clock.now += SLICE_SECONDS
    for _ in range(10):
        clock.now += SLICE_SECONDS + painting
        trained += 1
        while not pace.looks():
            clock.now += SLICE_SECONDS
            trained += 1
    assert trained == 10 * slices


def test_another_speed_begins_anew(clock: Clock) -> None:
    pace = paced(0.5)
    pace.epochs(recorded=False)
    assert pace.wait() == 2000
    pace.speed = 10.0
    pace.begin()
    assert pace.wait() == 0
    pace.epochs(recorded=False)
    assert pace.wait() == 100


def test_there_are_no_more_frames_than_the_eye_needs(clock: Clock) -> None:
    pace = paced(700.0)
    begun = clock.now
    played(pace, clock, 60, lambda _k: 0.0)
    assert 60 / (clock.now - begun) < 1.1 * 30
