"""Listening to an update: nothing of it changes, and nothing is left behind."""

import gc
import weakref

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment.presets import PRESETS
from engine.queries import Captured
from engine.training import Recorder, capture


def captured_at(recorder: Recorder) -> Captured:
    return recorder.problem.capture(recorder.begun)


@pytest.mark.parametrize("zero_grad", [True, False])
def test_a_run_that_is_listened_to_stays_the_same_to_the_last_bit(zero_grad: bool) -> None:
    alone, overheard = (Recorder(Experiment(zero_grad=zero_grad)) for _ in range(2))
    for _ in range(4):
        captured = captured_at(overheard)
        one, other = alone.train(1)[0], overheard.train(1)[0]
        assert one.updated_params.tobytes() == other.updated_params.tobytes()
        assert captured.gradient is not None
        assert captured.gradient.tobytes() == other.gradient.tobytes()


def test_an_update_under_way_can_be_listened_to_at_every_stage() -> None:
    recorder = Recorder(Experiment())
    recorder.train(3)
    before = captured_at(recorder)
    for _ in range(4):
        recorder.advance()
        now = captured_at(recorder)
        assert [value.tobytes() for value in now.values] == [
            value.tobytes() for value in before.values
        ]
        assert now.walked == before.walked


def test_the_walk_is_the_one_that_pytorch_takes() -> None:
    captured = captured_at(Recorder(Experiment()))
    assert captured.walked == (
        "MeanBackward0",
        "PowBackward0",
        "SubBackward0",
        "AddBackward0",
        "AddBackward0",
        "MulBackward0",
        "MulBackward0",
        "UnbindBackward0",
        "AccumulateGrad",
    )
    # Of the two products, the one that was calculated last is the first on the way back.
    turns = {call.output: call.turn for call in captured.calls}
    products = [call for call in captured.calls if call.function == "mul"]
    assert [turns[call.output] for call in products] == [6, 5]


def test_as_many_steps_are_walked_as_the_window_counts() -> None:
    for preset in PRESETS:
        recorder = Recorder(Experiment(**preset.fields))
        assert len(captured_at(recorder).walked) == recorder.problem.operations


def test_the_numbers_are_those_before_the_update() -> None:
    recorder = Recorder(Experiment())
    start = recorder.begun.params
    captured = captured_at(recorder)
    recorder.train(5)
    assert [float(captured.values[place]) for place in captured.params] == start.tolist()


def test_what_was_left_over_is_added_to() -> None:
    recorder = Recorder(Experiment(zero_grad=False))
    recorder.train(1)
    captured = captured_at(recorder)
    assert captured.own_gradient is not None
    assert captured.gradient is not None
    left = recorder.begun.leftover
    assert left.any()
    np.testing.assert_array_equal(captured.gradient, left + captured.own_gradient)


def test_nothing_listens_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hooks that stayed would hold the listener, and with it the graph and all its numbers."""
    heard: list[weakref.ref[object]] = []

    class Noted(capture._Backward):
        def __init__(self, root: object) -> None:
            super().__init__(root)  # type: ignore[arg-type]
            heard.append(weakref.ref(self))

    monkeypatch.setattr(capture, "_Backward", Noted)
    captured_at(Recorder(Experiment()))
    captured_at(Recorder(Experiment(requires_grad=False)))
    gc.collect()
    assert [each() for each in heard] == [None, None]


def test_listening_again_and_again_does_not_grow() -> None:
    recorder = Recorder(Experiment())
    captured_at(recorder)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(30):
        captured_at(recorder)
    gc.collect()
    assert len(gc.get_objects()) - before < 30


def test_a_refusal_is_told_in_pytorch_s_words() -> None:
    captured = captured_at(Recorder(Experiment(requires_grad=False)))
    assert "does not require grad" in captured.refusal
    assert captured.gradient is captured.own_gradient is None
    assert captured.walked == ()
    assert all(call.arrived is None and call.steps == () for call in captured.calls)
