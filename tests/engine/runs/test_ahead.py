"""When a loss will be reached: near the truth where it can be known, and silent where it cannot."""

import math

import numpy as np
import pytest

from engine.experiment import MAX_EPOCHS, Experiment
from engine.runs import Vector
from engine.runs.ahead import FEWEST, update_reaching
from engine.training import Recorder
from tests.approved import Hold, nearly


def falling(share: float, floor: float, updates: int) -> Vector:
    return (floor + 100.0 * share ** np.arange(updates)).astype(np.float32)


def test_what_falls_by_the_same_share_is_foretold_to_the_update() -> None:
    whole = falling(0.99, 5.0, 2_000)
    for stop in (50.0, 10.0, 5.1):
        truth = int(np.argmax(whole <= stop)) + 1
        foretold = update_reaching(stop, whole[:60])
        assert foretold == pytest.approx(truth, rel=0.01, abs=1)


def test_what_lies_below_the_floor_is_never_reached() -> None:
    assert update_reaching(4.9, falling(0.9, 5.0, 100)) == math.inf


def test_a_straight_line_goes_on_straight() -> None:
    line = (1000.0 - np.arange(100)).astype(np.float32)
    assert update_reaching(800.0, line) == 201


@pytest.mark.parametrize(
    "loss",
    [
        np.full(50, 3.0), 3.0 + np.arange(50.0), 9.0 + np.sin(np.arange(50.0)),
        # It falls by less than can be told from float32's rounding.
        1.0 - 1e-9 * np.arange(50.0), np.array([*range(60, 20, -1), np.nan]),
    ],
)  # fmt: skip
def test_what_does_not_fall_steadily_foretells_nothing(loss: Vector) -> None:
    assert update_reaching(1.0 if loss[0] > 2 else 0.5, loss.astype(np.float32)) == math.inf


def test_a_few_updates_tell_nothing() -> None:
    for count, tells in ((FEWEST - 1, False), (FEWEST, True)):
        loss = falling(0.9, 1.0, count)
        assert (update_reaching(2.0, loss) is not None) is tells


@pytest.mark.parametrize("stop", [617.0, 600.0])
def test_the_articles_run_is_foretold_within_a_tenth(stop: float) -> None:
    loss = Recorder(Experiment()).train(4_000).loss
    truth = int(np.argmax(loss <= stop)) + 1
    assert update_reaching(stop, loss[:200]) == pytest.approx(truth, rel=0.1)


def test_where_the_floor_itself_still_falls_it_says_neither_when_nor_never() -> None:
    loss = Recorder(Experiment(standardise=True, learning_rate=0.01)).train(200).loss
    assert loss[-1] < 10
    for updates in (60, 80, 100):
        assert update_reaching(10.0, loss[:updates]) is None


STEADY = falling(0.99, 5.0, 9_000)
SERIES = {
    "steady": STEADY, "slow": falling(0.9999, 0.0, 9_000),
    "two": STEADY + falling(0.999, 0.0, 9_000),
    "line": (1_000.0 - 0.5 * np.arange(9_000) % 1_990).astype(np.float32)[:1_900],
    "bent": (1e4 - np.arange(3_000.0) ** 1.1).astype(np.float32), "flat": np.full(900, 7.0),
    "roots": (100.0 / np.sqrt(1 + np.arange(9_000.0))).astype(np.float32),
    "steps": np.repeat(falling(0.9, 1.0, 60), 3), "tiny": falling(0.99, 0.0, 2_000) * 1e-30,
    "below zero": falling(0.99, -50.0, 2_000),
}  # fmt: skip


def test_what_is_foretold_is_as_approved(hold: Hold) -> None:
    """After some updates or many, of stops near and far."""
    lines = []
    for name, loss in SERIES.items():
        for count in (8, 9, 12, 13, 16, 17, 40, 41, 400, 1_900, 4_001, 9_000):
            seen = loss[:count].astype(np.float32)
            last = float(seen[-1])
            stops = (2 * last, last, 0.99 * last, 0.5 * last, 5.0, 0.01 * last, 0.0, -60.0)
            found = [update_reaching(stop, seen) for stop in stops]
            lines.append(f"{name}, {len(seen)}: {' '.join(map(str, found))}")
    hold("foretold", lines, nearly)


def test_it_is_foretold_no_further_than_a_run_may_be_long() -> None:
    line = (1e6 - 0.125 * np.arange(41)).astype(np.float32)
    last = float(line[-1])
    assert update_reaching(last - 0.125 * (MAX_EPOCHS - 41), line) == MAX_EPOCHS
    assert update_reaching(last - 0.125 * (MAX_EPOCHS - 40), line) == math.inf


@pytest.mark.parametrize(("steps", "falls"), [(8, False), (9, True)])
def test_a_fall_of_a_few_steps_of_float32_is_none(steps: int, falls: bool) -> None:
    """In each of the two stretches, of two updates each, so many steps."""
    step = float(np.spacing(np.float32(1.0)))
    line = (1.0 + step * steps * np.array([2, 2, 2, 2, 2, 2, 1, 1, 0])).astype(np.float32)
    assert (update_reaching(1.0 - 10 * steps * step, line) != math.inf) is falls


@pytest.mark.parametrize(("steps", "steady"), [(8, True), (9, False)])
def test_a_rise_of_a_few_steps_of_float32_is_none(steps: int, steady: bool) -> None:
    step = float(np.spacing(np.float32(1.0)))
    line = 1.0 + 100 * step * np.arange(8, -1, -1)
    line[5:] += 100 * step
    line[6] = line[5] + steps * step
    assert (update_reaching(0.9999, line.astype(np.float32)) != math.inf) is steady
