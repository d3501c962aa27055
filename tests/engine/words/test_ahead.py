"""How far a run has come, and when it will end, in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.runs import History
from engine.words.ahead import duration, ending, epoch_of, progress
from tests.gui.views import make_view


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "1 s"), (12.3, "12 s"), (33.0, "35 s"), (57.4, "55 s"), (58.0, "1 min"),
        (125.0, "2 min"), (3569.0, "59 min"), (3571.0, "1 h"), (7300.0, "2 h"),
        (1e6, "over two days"),
    ],
)  # fmt: skip
def test_time_is_told_as_exactly_as_it_is_known(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_an_epoch_is_one_of_those_asked_for() -> None:
    assert epoch_of(1_037, 2_000) == "epoch 1,037 of 2,000"
    assert epoch_of(37, 30) == "epoch 37"


@given(st.integers(1, 30), st.integers(1, 40), st.floats(1e-3, 1e6) | st.none())
def test_all_is_only_said_when_all_are_trained(
    trained: int, asked: int, rate: float | None
) -> None:
    history = make_view(epochs=30).history if trained == 30 else make_view(epochs=trained).history
    said = progress(Experiment(epochs=asked), history, rate)
    assert said.startswith("all") == (trained == asked)
    assert ("left" in said) == (
        rate is not None and trained < asked and (asked - trained) / rate > 5
    )


def test_the_time_left_ends_where_the_loss_is_reached() -> None:
    view = make_view(epochs=100)
    long = Experiment(epochs=100_000)
    assert progress(long, view.history, 10.0).endswith("about 3 h left")
    near = long.changed(stop_at_loss=618.0)
    assert progress(near, view.history, 10.0).endswith(("s left", "min left"))
    reached = long.changed(stop_at_loss=700.0)
    assert progress(reached, view.history, 10.0) == "100 trained: the loss is reached"


def test_a_loss_beyond_the_last_epoch_is_not_promised() -> None:
    view = make_view(epochs=200)
    said = ending(Experiment(stop_at_loss=600.0), view.history, view.facts, 10.0)
    assert said == "about epoch 3,300, after the last"
    longer = Experiment(stop_at_loss=600.0, epochs=10_000)
    assert ending(longer, view.history, view.facts, 10.0) == "about epoch 3,300 · 5 min"


def test_what_cannot_be_told_is_not(  # an oscillating loss, and no loss at all
) -> None:
    swings = make_view(Experiment(zero_grad=False), epochs=100)
    experiment = replace(swings, experiment=Experiment(stop_at_loss=1.0)).experiment
    assert ending(experiment, swings.history, swings.facts, 1.0) == "not at this pace"
    assert ending(experiment, History(3), swings.facts, 1.0) == "not to be told yet"


def test_a_run_that_diverged_has_nothing_left_to_go() -> None:
    view = make_view(Experiment(learning_rate=1e-4))
    assert len(view.history) < 200
    assert ending(view.experiment, view.history, view.facts, 10.0) == "it cannot go on"
