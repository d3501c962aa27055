"""A few of the commands; `python -m tests.endurance commands` gives a hundred thousand."""

from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Run
from engine.training import Recorder
from gui.window import MainWindow
from tests.endurance.commands import again, commands


@pytest.mark.usefixtures("quiet")
def test_whatever_is_done_the_numbers_stay_right() -> None:
    said: list[str] = []
    assert commands(400, 3, said.append) == []
    assert "updates checked" in said[-1]


@pytest.mark.qt_no_exception_capture
@pytest.mark.usefixtures("quiet")
def test_what_is_raised_behind_a_signal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_window: MainWindow, _updates: object) -> None:
        raise OSError("no updates today")

    monkeypatch.setattr(MainWindow, "_on_trained", fails)
    wrong = commands(1, 3, lambda _: None)
    assert wrong
    assert all("something was raised: OSError: no updates today" in each for each in wrong)


def test_a_number_that_is_wrong_in_its_last_bit_is_noticed() -> None:
    experiment = Experiment(epochs=60, zero_grad=False)
    recorder = Recorder(experiment)
    begun = recorder.problem.start
    facts: Any = type("Facts", (), {
        "inputs": recorder.problem.inputs, "targets": recorder.problem.targets,
        "names": recorder.problem.names, "start": begun,
    })  # fmt: skip
    run = Run(1, experiment, facts)
    run.history.append(recorder.train(60))
    for update, (params, gradient, loss, updated) in zip(run.history, again(run), strict=True):
        np.testing.assert_array_equal(update.params, params)
        np.testing.assert_array_equal(update.gradient, gradient)
        np.testing.assert_array_equal(update.updated_params, updated)
        assert update.loss == loss
        assert update.loss != np.nextafter(np.float32(loss), np.float32(0))
