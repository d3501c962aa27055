"""What comes next is, to the bit, what is then trained, and the run stays where it is."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import ComingQuery, SnapshotQuery
from engine.runs import Stage
from engine.training import Recorder
from tests.records import scale_around

INPUTS = np.linspace(0.0, 19.0, 9)


@pytest.mark.parametrize("zero_grad", [True, False])
@pytest.mark.parametrize("rate", [1e-5, 3.3e-5])
@pytest.mark.parametrize("before", [0, 1, 7])
def test_it_is_to_the_bit_what_is_then_trained(zero_grad: bool, rate: float, before: int) -> None:
    recorder = Recorder(Experiment(zero_grad=zero_grad, learning_rate=rate, epochs=100))
    if before:
        recorder.train(before)
    coming = ComingQuery(recorder.begun, 50, INPUTS).answer(recorder.problem)
    assert recorder.number == before
    made = recorder.train(51)
    update = made[0]
    assert coming.first.number == update.number == before + 1
    np.testing.assert_array_equal(coming.first.updated_params, update.updated_params)
    np.testing.assert_array_equal(coming.first.leftover, update.leftover)
    np.testing.assert_array_equal(coming.predictions, made.predictions[0])
    np.testing.assert_array_equal(coming.gradients, made.gradient[:50])
    np.testing.assert_array_equal(coming.losses, made.loss)
    seen = SnapshotQuery(update, Stage.UPDATE, INPUTS, scale_around(update.params))
    snapshot = seen.answer(recorder.problem)
    np.testing.assert_array_equal(coming.curve, snapshot.curve)
    np.testing.assert_array_equal(coming.updated_curve, snapshot.updated_curve)
    np.testing.assert_array_equal(coming.own_gradient, snapshot.own_gradient)
    assert coming.change == snapshot.loss_change


def test_an_update_under_way_is_the_first_to_come() -> None:
    recorder = Recorder(Experiment(zero_grad=False))
    recorder.train(3)
    for _ in range(3):
        recorder.advance()
    coming = ComingQuery(recorder.begun, 1, INPUTS).answer(recorder.problem)
    np.testing.assert_array_equal(coming.first.updated_params, recorder.train(1)[0].updated_params)


def test_it_ends_where_training_ends() -> None:
    far = Recorder(Experiment(learning_rate=4e-5, epochs=500))
    coming = ComingQuery(far.begun, 500, INPUTS).answer(far.problem)
    assert len(coming.gradients) == len(far.train(500)) - 1
    assert coming.finite
    stopping = Recorder(Experiment(stop_at_loss=700.0))
    coming = ComingQuery(stopping.begun, 50, INPUTS, 700.0).answer(stopping.problem)
    assert len(coming.gradients) == len(stopping.train(50)) < 20


def test_a_step_that_is_not_finite_is_told() -> None:
    recorder = Recorder(Experiment(learning_rate=1e6))
    recorder.train(3)
    coming = ComingQuery(recorder.begun, 9, INPUTS).answer(recorder.problem)
    recorder.train(2)
    later = ComingQuery(recorder.begun, 9, INPUTS).answer(recorder.problem)
    assert not (coming.finite and later.finite)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("predictions", [1.0, np.inf]), ("curve", [np.nan]), ("updated_curve", [np.inf]),
        ("losses", [1.0, np.inf, 1.0]), ("losses", [np.nan, 1.0]), ("change", np.nan),
        ("first", np.inf),
    ],
)  # fmt: skip
def test_it_is_finite_where_all_that_is_seen_of_the_first_is(field: str, value: object) -> None:
    recorder = Recorder(Experiment())
    coming = ComingQuery(recorder.begun, 3, INPUTS).answer(recorder.problem)
    assert coming.finite
    spoilt = replace(coming.first, loss=value) if field == "first" else np.array(value)
    assert not replace(coming, **{field: spoilt}).finite
    later = np.array([*coming.losses[:2], np.inf])
    assert replace(coming, losses=later).finite


@pytest.mark.parametrize(("count", "updates"), [(0, 1), (1, 1), (2, 2), (9, 9)])
def test_it_is_as_many_updates_as_are_asked_for(count: int, updates: int) -> None:
    recorder = Recorder(Experiment())
    query = ComingQuery(recorder.begun, count, INPUTS)
    assert sum(1 for _ in query.steps(recorder.problem)) == updates - 1
    coming = query.answer(recorder.problem)
    assert (coming.gradients.shape, coming.losses.shape) == ((updates, 3), (updates + 1,))


def test_it_ends_after_the_update_that_begins_with_the_loss_to_stop_at() -> None:
    recorder = Recorder(Experiment())
    losses = ComingQuery(recorder.begun, 9, INPUTS).answer(recorder.problem).losses
    for stop, updates in ((losses[2], 3), (np.nextafter(losses[2], np.float32(0)), 4)):
        query = ComingQuery(recorder.begun, 9, INPUTS, float(stop))
        assert len(query.answer(recorder.problem).gradients) == updates
