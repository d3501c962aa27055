"""What is replayed is what the plain way gives, to the last bit; what is not ends the replay."""

import itertools
import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment, Points
from engine.experiment.presets import PRESETS, Preset
from engine.runs import Stage, Updates
from engine.training import Problem, Recorder, RefusedError
from engine.training.replay import Replay, Rows, _same

ROOT = Path(__file__).parents[3]
COLUMNS = ("params", "predictions", "loss", "gradient", "held_out_loss", "leftover")
PARTS = (
    "a*t", "b*(t**2)", "-c", "sin(a*t + b)", "exp(-abs(b)*t)", "softplus(c*t)", "relu(a - t)",
    "maximum(a*t, b)", "minimum(c, t)", "tanh(a)/(1 + b*b)", "sigmoid(c*t)", "log(1 + a**2)",
    "sqrt(1 + c*c)", "2**a", "abs(a*t)", "t*t", "a/(1 + exp(t))", "tan(b)", "3",
)  # fmt: skip


def both(experiment: Experiment) -> tuple[Recorder, Recorder]:
    return Recorder(experiment), Recorder(experiment, Problem(experiment, plain=True))


def assert_same(one: Updates, other: Updates) -> None:
    assert (one.first, one.settings) == (other.first, other.settings)
    for name in COLUMNS:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


def replays(recorder: Recorder) -> bool:
    return bool(recorder._replay._tape)


@pytest.fixture(autouse=True)
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


@pytest.mark.parametrize("zero_grad", [True, False])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset(preset: Preset, zero_grad: bool, said: pytest.LogCaptureFixture) -> None:
    experiment = Experiment(**preset.fields).changed(zero_grad=zero_grad, held_out=0.2)
    replayed, plain = both(experiment)
    for count in (1, 40, 300):
        assert_same(replayed.train(count), plain.train(count))
    assert replays(replayed)
    assert not replays(plain)
    assert not said.records


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4), st.sampled_from("+-*"),
       st.booleans(), st.booleans(), st.floats(-9, -2))  # fmt: skip
def test_random_formulas(
    parts: list[str], symbol: str, zero_grad: bool, standardise: bool, power: float
) -> None:
    formula = f" {symbol} ".join(f"({part})" for part in [*parts, "a"])
    replayed, plain = both(
        Experiment(
            formula=formula,
            learning_rate=10.0**power,
            zero_grad=zero_grad,
            standardise=standardise,
            held_out=0.1,
        )
    )
    for _ in range(2):
        one, other = replayed.train(90), plain.train(90)
        assert len(one) == len(other)
        assert_same(one, other)
        if not other.finite:
            return
    assert replays(replayed)


def test_settings_changed_and_stages_run_in_between(said: pytest.LogCaptureFixture) -> None:
    replayed, plain = recorders = both(Experiment())

    def train(count: int) -> None:
        assert_same(replayed.train(count), plain.train(count))

    train(100)
    for fields in ({"learning_rate": 2e-5}, {"zero_grad": False}, {"learning_rate": 1e-7},
                   {"zero_grad": True}):  # fmt: skip
        for each in recorders:
            each.settings = replace(each.settings, **fields)
        train(100)
        assert replays(replayed)
        for each in recorders:
            each.advance(), each.advance()
        train(1)
        train(7)
        for each in recorders:
            each.advance(), each.advance(), each.advance()
            each.abandon()
        train(60)
        assert replays(replayed)
    assert not said.records


@pytest.mark.parametrize("zero_grad", [True, False])
def test_it_diverges_in_the_same_epoch(zero_grad: bool) -> None:
    # Slowly enough that the last epochs are replayed without a check.
    replayed, plain = both(Experiment(learning_rate=3.6e-5, zero_grad=zero_grad))
    one, other = replayed.train(20_000), plain.train(20_000)
    assert not other.finite or not zero_grad
    assert_same(one, other)
    assert replays(replayed)


@pytest.mark.parametrize("zero_grad", [True, False])
def test_it_stops_at_the_same_loss(zero_grad: bool) -> None:
    replayed, plain = recorders = both(Experiment(zero_grad=zero_grad))
    stop = float(np.min(Recorder(Experiment(zero_grad=zero_grad)).train(200).loss))
    for each in recorders:
        each.stop_at_loss = stop
    assert_same(replayed.train(1000), plain.train(1000))
    for each in recorders:
        each.stop_at_loss = None
    assert_same(replayed.train(200), plain.train(200))


def test_pytorch_refuses_as_before(said: pytest.LogCaptureFixture) -> None:
    recorder = Recorder(Experiment())
    recorder.train(100)
    recorder.settings = replace(recorder.settings, requires_grad=False)
    with pytest.raises(RefusedError) as refused:
        recorder.train(10)
    assert refused.value.stage is Stage.BACKWARD
    assert refused.value.begun.number == 101
    assert not said.records


def corrupt(recorder: Recorder) -> None:
    """Let the loss that is replayed be wrong in its last bit."""
    loss = recorder._replay._made.loss
    recorder._replay._tape.append(lambda: np.nextafter(loss, np.float32(0), out=loss))


def fail(recorder: Recorder) -> None:
    """Let the replay fail when half of it has run, the parameters updated."""

    def failing() -> None:
        raise ZeroDivisionError("broken")

    recorder._replay._tape.append(failing)


@pytest.mark.parametrize("zero_grad", [True, False])
@pytest.mark.parametrize("trained", [5, 60])
@pytest.mark.parametrize("spoil", [corrupt, fail])
def test_it_falls_back_and_says_so_once(
    spoil: Callable[[Recorder], None],
    trained: int,
    zero_grad: bool,
    said: pytest.LogCaptureFixture,
) -> None:
    replayed, plain = both(Experiment(zero_grad=zero_grad))
    replayed.train(trained), plain.train(trained)
    if spoil is corrupt and trained > 32:
        # The next epoch is one of those that are checked.
        replayed._replay._replayed = 511
    spoil(replayed)
    assert_same(replayed.train(200), plain.train(200))
    assert not replays(replayed)
    replayed.settings = replace(replayed.settings, learning_rate=1e-6)
    replayed.train(50)
    assert not replays(replayed)
    (record,) = said.records
    assert "the plain way" in record.getMessage()


def test_memory_that_moves_is_not_written_to() -> None:
    """Other points, another formula, no input: each run has memory of its own."""
    points = Points(inputs=(1.0, 2.0), targets=(2.0, 3.0))
    for formula in ("a", "a + b", "a*t"):
        replayed, plain = both(Experiment(formula=formula, data=points, learning_rate=0.01))
        first = replayed.train(80)
        kept = first.predictions.copy()
        assert_same(first, plain.train(80))
        assert_same(replayed.train(80), plain.train(80))
        assert first.predictions.tobytes() == kept.tobytes()


@pytest.mark.parametrize("plain", [False, True])
def test_all_that_is_trained_of_a_plain_problem_is_trained_plainly(
    plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    monkeypatch.setattr(Replay, "_look_on", lambda self, rows, k: looked.append(self) or rows)
    problem = Problem(Experiment(), plain=plain)
    changed = problem.changed(learning_rate=1e-6)
    for recorder in (Recorder(Experiment(), problem), problem.rerun(), changed.rerun()):
        looked.clear()
        recorder.train(3)
        assert bool(looked) is not plain


def test_looking_on_loads_no_compiler() -> None:
    """It would take a second in which the first run stands still."""
    code = """
import sys
from engine.experiment import Experiment
from engine.training import Recorder
recorder = Recorder(Experiment())
recorder.train(100)
assert recorder._replay._tape
print({"torch._dynamo", "sympy"} & {*sys.modules})
"""
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout
    assert said == "set()\n"


def checks(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The updates that are trained plainly beside their replay, from now on."""
    checked: list[int] = []
    check = Replay._check

    def noted(self: Replay, rows: Rows, k: int) -> None:
        checked.append(self._replayed - 1)
        check(self, rows, k)

    monkeypatch.setattr(Replay, "_check", noted)
    return checked


def test_the_first_replayed_are_checked_and_then_one_in_512(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder = Recorder(Experiment(epochs=3_000))
    checked = checks(recorder, monkeypatch)
    for count in (500, 20, 600, 480):
        recorder.train(count)
    assert checked == [*range(32), 511, 1023, 1535]


def test_after_a_change_it_looks_on_and_checks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(Experiment())
    recorder.train(100)
    checked = checks(recorder, monkeypatch)
    recorder.settings = replace(recorder.settings, learning_rate=2e-6)
    recorder.train(100)
    assert checked == [*range(32)]


@pytest.mark.parametrize("plain", [False, True])
def test_a_slice_of_no_time_is_one_update(plain: bool) -> None:
    recorder = Recorder(Experiment(), Problem(Experiment(), plain=plain))
    recorder.train(100)
    for _ in range(3):
        assert len(recorder.train(1_000, seconds=0)) == 1


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(corrupt, "a replayed epoch was not the same as the plain one"), (fail, "broken")],
)
def test_why_it_falls_back_is_told(
    spoil: Callable[[Recorder], None], why: str, said: pytest.LogCaptureFixture
) -> None:
    recorder = Recorder(Experiment())
    recorder.train(5)
    spoil(recorder)
    recorder.train(5)
    (record,) = said.records
    assert record.getMessage() == (
        f"Every epoch of this run is trained the plain way from now on: {why}"
    )


def test_an_error_without_words_is_told_by_its_kind(said: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        raise ZeroDivisionError

    for trained in (5, 60):
        recorder = Recorder(Experiment())
        recorder.train(trained)
        recorder._replay._tape.append(failing)
        recorder.train(5)
    assert [each.getMessage().rpartition(": ")[2] for each in said.records] == [
        "ZeroDivisionError"
    ] * 2


def test_epochs_that_run_other_operations_are_not_replayed(
    said: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = itertools.count()
    monkeypatch.setattr("engine.training.replay.described", lambda operations, made: next(numbers))
    replayed, plain = both(Experiment())
    assert_same(replayed.train(50), plain.train(50))
    assert not replays(replayed)
    (record,) = said.records
    assert record.getMessage().endswith(": two epochs ran different operations")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([1.0, 2.0], [1.0, 2.0], True), ([1.0, 2.0], [1.0, 3.0], False), ([0.0], [-0.0], False),
        ([np.nan, 1.0], [-np.nan, 1.0], True), ([np.nan, 1.0], [-np.nan, 2.0], False),
        ([np.nan, 1.0], [1.0, np.nan], False), ([np.inf, np.nan], [np.inf, -np.nan], True),
        ([np.inf, 1.0], [-np.inf, 1.0], False), ([1.0, 1.0], [np.nan, 1.0], False),
    ],
)  # fmt: skip
def test_bits_are_the_same_but_for_the_signs_of_what_is_no_number(
    one: list[float], other: list[float], same: bool
) -> None:
    assert _same(np.array(one, np.float32), np.array(other, np.float32)) is same
