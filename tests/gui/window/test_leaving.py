"""Preparing a run can be left at any time: by closing the window, or for another experiment."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Generated
from engine.queries import FactsQuery
from engine.training import DismissedError, Problem
from gui.window import MainWindow
from tests.article import Article

NAMES = [first + second for first in "abcdghk" for second in "abcdghklm"]
# A search through 63 parameters, which takes a minute.
HEAVY = {
    "formula": "sin(" + " + ".join(f"{name}*sin({k}*t)" for k, name in enumerate(NAMES, 1)) + ")",
    "data": Generated(formula="a*t", truth=(1.0,), points=1_000_000, start=0, stop=10, noise=1.0),
}


class Calls:
    """Counts what is computed of a problem, and knows when the first of it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.begun = threading.Event()
        curve = Problem.curve

        def counted(problem: Problem, *given: object) -> object:
            self.count += 1
            self.begun.set()
            return curve(problem, *given)

        monkeypatch.setattr(Problem, "curve", counted)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(monkeypatch)


@pytest.fixture
def heavy(qtbot: QtBot, calls: Calls) -> Iterator[MainWindow]:
    window = MainWindow(Experiment(**HEAVY), "light")
    qtbot.addWidget(window)
    window.show()
    # The search for the best fit is under way.
    qtbot.waitUntil(lambda: calls.count > 70, timeout=60_000)
    yield window
    window.close_unasked()


def test_a_window_that_is_closed_leaves_the_search(heavy: MainWindow, calls: Calls) -> None:
    heavy.close()
    # The thread has ended, after at most the call that was under way.
    assert heavy.player.link.thread_.isFinished()
    before = calls.count
    # The search alone asks a hundred times as often.
    assert before < 2_000


def test_another_experiment_does_not_wait_for_the_search(
    qtbot: QtBot, heavy: MainWindow, calls: Calls
) -> None:
    heavy.change(Experiment(epochs=5).model_dump(include={"formula", "data", "epochs", "start"}))
    qtbot.waitUntil(lambda: heavy.player.state == "ready", timeout=20_000)
    assert calls.count < 3_000
    assert heavy.player.facts is not None
    assert len(heavy.player.facts.names) == 3
    heavy.player.step_epoch()
    qtbot.waitUntil(lambda: len(heavy.player.history) == 1, timeout=20_000)
    assert heavy.player.history.loss[0] == np.float32(next(Article()).loss)


def test_more_epochs_do_not_begin_the_search_anew(qtbot: QtBot, heavy: MainWindow) -> None:
    run = heavy.player.link.worker.wanted
    heavy.change({"epochs": 7})
    assert heavy.player.link.worker.wanted == run
    assert heavy.player.experiment.epochs == 7


@pytest.mark.parametrize("formula", ["a*t**2 + b*t + c", "a*sin(b*t) + c"])
def test_every_part_of_the_preparation_can_be_left(formula: str) -> None:
    """Whenever nobody waits any more, the next call says so; else nothing changes."""
    experiment = Experiment(formula=formula)
    asked = 0

    def counted() -> bool:
        nonlocal asked
        asked += 1
        return False

    whole = FactsQuery(experiment).answer(Problem(experiment, counted))
    plain = FactsQuery(experiment).answer(Problem(experiment))
    assert whole.valley is not None
    assert plain.valley is not None
    np.testing.assert_array_equal(whole.valley.floor, plain.valley.floor)
    assert asked > 20
    for last in (0, 1, 2, asked // 2, asked - 1):
        left = iter(range(last))
        dismissed = Problem(experiment, lambda left=left: next(left, None) is None)
        with pytest.raises(DismissedError):
            FactsQuery(experiment).answer(dismissed)
