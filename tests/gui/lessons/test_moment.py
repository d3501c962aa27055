"""A lesson's moment: which it is, whether it is there, and what is done once it is."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.runs import Stage
from gui.lessons.moment import Moment, Waiting


class Run(QObject):
    """A player that is where it is told to be."""

    viewChanged = Signal(object)
    stateChanged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cursor, self.stage = 0, None
        self.state = "paused"
        self.failure: object | None = None
        self.showing = SimpleNamespace(looking=False)
        self.begun: list[Any] = []

    def begin(self, *where: object, behind: bool) -> None:
        self.begun.append((*where, behind))


@pytest.fixture
def run(qapp: object) -> Run:
    return Run()


@pytest.mark.parametrize(
    ("epoch", "stage", "whole", "stages"),
    [
        (1, "none", 0, 0), (1, "predict", 0, 1), (1, "loss", 0, 2), (4, "backward", 3, 3),
        (4, "gradient", 3, 4), (4, "update", 4, 0), (0, "update", 0, 0),
    ],
)  # fmt: skip
def test_an_epoch_and_a_stage_are_a_moment(
    run: Run, epoch: int, stage: str, whole: int, stages: int
) -> None:
    experiment = Experiment(seed=3)
    shown: Any = SimpleNamespace(experiment=experiment, epoch=epoch, stage=stage)
    moment = Moment.of(shown)
    assert moment == Moment(experiment, whole, stages)
    player: Any = run
    moment.begin(player)
    moment.begin(player, behind=True)
    assert run.begun == [(experiment, whole, stages, False), (experiment, whole, stages, True)]
    run.cursor, run.stage = whole, Stage(stages) if stages else None
    assert moment.reached(player)
    run.cursor += 1
    assert not moment.reached(player)
    run.cursor, run.stage = whole, Stage(stages + 1)
    assert not moment.reached(player)


def test_it_waits_until_the_run_rests_where_it_should(run: Run) -> None:
    player: Any = run
    waiting = Waiting(player, run)
    done: list[str] = []
    waiting.until(lambda: run.cursor == 3, lambda: done.append("there"))
    assert waiting.busy
    for state, looking, cursor in (
        ("paused", False, 2), ("loading", False, 3), ("playing", False, 3), ("paused", True, 3)
    ):  # fmt: skip
        run.state, run.showing.looking, run.cursor = state, looking, cursor
        run.viewChanged.emit(None)
        run.stateChanged.emit(state)
        assert done == []
    run.showing.looking = False
    run.viewChanged.emit(None)
    assert done == ["there"]
    assert not waiting.busy
    # Once.
    run.viewChanged.emit(None)
    run.stateChanged.emit("paused")
    assert done == ["there"]


def test_what_is_there_already_is_not_waited_for(run: Run) -> None:
    player: Any = run
    waiting = Waiting(player, run)
    done: list[str] = []
    waiting.until(lambda: True, lambda: done.append("there"))
    assert done == ["there"]
    # What comes next may wait again.
    waiting.until(
        lambda: True, lambda: waiting.until(lambda: run.cursor == 1, lambda: done.append("next"))
    )
    assert waiting.busy
    run.cursor = 1
    run.stateChanged.emit("paused")
    assert done == ["there", "next"]


def test_a_run_that_cannot_go_on_is_not_waited_for(run: Run) -> None:
    player: Any = run
    waiting = Waiting(player, run)
    done: list[str] = []
    waiting.until(lambda: False, lambda: done.append("given up"))
    run.failure = object()
    run.stateChanged.emit("failed")
    assert done == ["given up"]


def test_stopped_or_asked_for_something_else_it_forgets(run: Run) -> None:
    player: Any = run
    waiting = Waiting(player, run)
    done: list[str] = []
    waiting.until(lambda: run.cursor == 1, lambda: done.append("one"))
    waiting.until(lambda: run.cursor == 2, lambda: done.append("two"))
    run.cursor = 1
    run.viewChanged.emit(None)
    assert done == []
    waiting.stop()
    assert not waiting.busy
    run.cursor = 2
    run.viewChanged.emit(None)
    assert done == []
