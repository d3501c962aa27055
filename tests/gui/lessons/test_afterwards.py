"""What is seen after a reply: the actions one after the other, at a pace that the eye follows."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, Signal

from engine.experiment import Experiment
from engine.lessons import Epoch, KeepPrevious, Play, Run, Turn
from engine.runs import Stage
from gui.lessons.afterwards import Afterwards
from gui.lessons.moment import Moment, Waiting

MOMENT = Moment(Experiment(seed=3), 4, 2)
LOSS = Turn(do="view", show="loss")


def play(to: int, begin: int | None = None) -> Play:
    return Play.model_validate({"do": "play", "from": begin, "to": to})


class Shown(QObject):
    """A window and its player, both of which do at once what they are asked for."""

    viewChanged = Signal(object)
    stateChanged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cursor, self.stage = 4, Stage.LOSS
        self.state, self.failure = "paused", None
        self.speed: float | None = 10.0
        self.showing = SimpleNamespace(looking=False)
        self.moves = True
        self.done: list[Any] = []
        self.waiting = Waiting(self.player, self)
        self.afterwards = Afterwards(self.window, self.waiting, self)

    @property
    def player(self) -> Any:
        return self

    @property
    def window(self) -> Any:
        return self

    def set_speed(self, speed: float | None) -> None:
        self.speed = speed
        self.done.append(("speed", speed))

    def appear(self, appearance: object) -> None:
        self.done.append(appearance)

    def step_stage(self) -> None:
        stage = int(self.stage or 0) + 1
        self.done.append(stage)
        self.cursor, self.stage = (self.cursor + 1, None) if stage == 5 else (
            self.cursor, Stage(stage)
        )  # fmt: skip
        self.viewChanged.emit(None)

    def go_to(self, epoch: int) -> None:
        self.cursor, self.stage = epoch, None
        self.done.append(("to", epoch))
        self.viewChanged.emit(None)

    def play_to(self, epoch: int) -> None:
        self.done.append(("play to", epoch))

    def arrive(self, epoch: int) -> None:
        self.cursor, self.stage = epoch, None
        self.viewChanged.emit(None)

    def begin(self, experiment: Experiment, whole: int, stages: int, *, behind: bool) -> None:
        self.done.append(("begin", experiment.seed, whole, stages, behind))
        self.cursor, self.stage = whole, Stage(stages) if stages else None
        self.viewChanged.emit(None)

    def timer(self, *, lasting: bool) -> QTimer:
        """The one that waits between two stages, or the one that hurries after a long time."""
        (found,) = (
            each for each in self.afterwards.findChildren(QTimer)
            if (each.interval() == 6_000) is lasting
        )  # fmt: skip
        return found


@pytest.fixture
def shown(qapp: object) -> Shown:
    return Shown()


@pytest.mark.parametrize(
    ("to", "moves", "speed"),
    [(4 + 40, True, 10.0), (4 + 80, True, 20.0), (4 + 4, True, 2.0), (4 + 40, False, None)],
)
def test_it_plays_so_that_it_takes_four_seconds(
    shown: Shown, to: int, moves: bool, speed: float | None
) -> None:
    shown.moves = moves
    shown.set_speed(0.5)
    shown.done.clear()
    shown.afterwards.begin([play(to), LOSS], MOMENT)
    assert shown.done == [("speed", speed), ("play to", to)]
    assert shown.afterwards.busy
    shown.arrive(to - 1)
    assert len(shown.done) == 2
    # Then the person's own speed is back, and what is next comes.
    shown.arrive(to)
    assert shown.done[2:] == [("speed", 0.5), LOSS]
    assert not shown.afterwards.busy


def test_what_takes_too_long_goes_as_fast_as_it_can(shown: Shown) -> None:
    shown.afterwards.begin([play(44)], MOMENT)
    hurry = shown.timer(lasting=True)
    assert hurry.isActive()
    hurry.timeout.emit()
    assert shown.speed is None
    shown.afterwards.stop()
    assert shown.speed == 10.0
    assert not hurry.isActive()
    shown.afterwards.stop()
    assert shown.done[-2:] == [("speed", None), ("speed", 10.0)]


def test_playing_may_begin_elsewhere(shown: Shown) -> None:
    shown.afterwards.begin([play(21, begin=1), Epoch(do="epoch", to=7)], MOMENT)
    assert shown.done == [("to", 1), ("speed", 5.0), ("play to", 21)]
    shown.arrive(21)
    assert shown.done[3:] == [("speed", 10.0), ("to", 7)]


@pytest.mark.parametrize(
    ("to", "stages"), [("update", [3, 4, 5]), ("gradient", [3, 4]), ("loss", [])]
)
def test_stages_are_run_one_by_one_with_a_pause_between_them(
    shown: Shown, to: Any, stages: list[int]
) -> None:
    shown.afterwards.begin([Run(do="stage", to=to), LOSS], MOMENT)
    pause = shown.timer(lasting=False)
    for done in range(1, len(stages)):
        assert shown.done == stages[:done]
        assert shown.afterwards.busy
        assert pause.isActive()
        pause.timeout.emit()
    # After the last there is none.
    assert shown.done == [*stages, LOSS]
    pause.stop()


def test_without_movement_there_is_no_pause(shown: Shown) -> None:
    shown.moves = False
    shown.afterwards.begin([Run(do="stage", to="update")], MOMENT)
    assert shown.done == [3, 4, 5]
    assert not shown.afterwards.busy


def test_what_cannot_go_on_is_left_out(shown: Shown) -> None:
    shown.failure = object()  # type: ignore[assignment]
    shown.afterwards.begin([Run(do="stage", to="update"), LOSS], MOMENT)
    assert shown.done == [LOSS]


def test_the_article_s_run_stands_behind_the_lesson_s(shown: Shown) -> None:
    article = Experiment()
    shown.afterwards.begin([KeepPrevious(do="keep_previous"), LOSS], MOMENT)
    assert shown.done == [
        ("begin", article.seed, article.epochs, 0, False), ("begin", 3, 4, 2, True),
        LOSS,
    ]  # fmt: skip


def test_stopped_it_does_nothing_more(shown: Shown) -> None:
    shown.afterwards.begin([Run(do="stage", to="update"), LOSS], MOMENT)
    shown.afterwards.stop()
    assert not shown.afterwards.busy
    assert not shown.timer(lasting=False).isActive()
    assert shown.done == [3]
