"""A run is laid aside while others are shown, and taken up again as it was."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.queries import Problem, Query
from engine.runs import Stage
from gui.run import View
from gui.run.laid_aside import LaidAside
from tests.gui.run.test_player import Played, assert_is_the_article, play

__all__ = ["play"]
OTHER = Experiment(learning_rate=3e-5)


def lay(played: Played) -> LaidAside:
    laid: list[LaidAside] = []
    played.player.lay_aside(laid.append)
    played.until(lambda: bool(laid))
    return laid[0]


def begin(played: Played, number: int, stages: int = 0, **how: Any) -> None:
    before = played.player.run
    played.player.begin(OTHER, number, stages, **{"behind": False} | how)
    played.until(lambda: played.player.run is not before)
    played.until_shown(number, Stage(stages) if stages else None)


def test_a_run_goes_on_where_it_was(play) -> None:
    played = play()
    played.player.rerun(7)
    played.until_shown(7)
    run = played.player.run
    laid = lay(played)
    begin(played, 20)
    played.player.take_up(laid)
    played.until_shown(7)
    assert played.player.run is run
    assert played.player.experiment == Experiment()
    played.player.step_epoch()
    played.until_shown(8)
    assert_is_the_article(played.player)
    assert len(played.player.history) == 8


@pytest.mark.parametrize("stages", [1, 2, 3, 4])
def test_an_update_under_way_goes_on_from_its_stage(play, stages: int) -> None:
    played = play()
    played.player.step_epoch()
    for _ in range(stages):
        played.player.step_stage()
    played.until_shown(1, Stage(stages))
    laid = lay(played)
    begin(played, 3, 4)
    played.player.take_up(laid)
    played.until_shown(1, Stage(stages))
    for _ in range(5 - stages):
        played.player.step_stage()
    played.until_shown(2)
    assert_is_the_article(played.player)


def test_an_epoch_of_the_past_is_shown_again(play) -> None:
    played = play()
    played.player.rerun(30)
    played.until_shown(30)
    played.player.seek(11)
    played.player.step_stage()
    played.until_shown(11, Stage.PREDICT)
    laid = lay(played)
    begin(played, 5)
    played.player.take_up(laid)
    played.until_shown(11, Stage.PREDICT)
    assert len(played.player.history) == 30


@pytest.mark.parametrize("fields", [{"epochs": 50}, {"formula": "a*t + b"}])
def test_what_was_changed_while_it_waited_to_be_laid_aside_counts(play, fields: Any) -> None:
    played = play(epochs=40)
    wanted = played.player.experiment.changed(**fields)
    laid: list[LaidAside] = []

    def then(run: LaidAside) -> None:
        laid.append(run)
        played.player.begin(OTHER, 3, 0, behind=False)

    played.player.step_stage()
    played.player.lay_aside(then)
    played.change(**fields)
    played.until(lambda: played.player.experiment == OTHER and len(played.player.history) == 3)
    played.player.take_up(laid[0])
    played.until(lambda: played.player.run.experiment == wanted)
    assert played.player.experiment == wanted
    played.until(lambda: played.player.stage == (None if "formula" in fields else Stage.PREDICT))
    assert not played.player.superseded


@dataclass(frozen=True)
class Slow(Query[str]):
    """Answered in so many steps as to be under way when it is asked for again."""

    def steps(self, problem: Problem) -> Generator[None, None, str]:
        for _ in range(1_000):
            yield
        return "at last"


class Curious(QObject):
    """A view with a question that takes long."""

    queryChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told = ""

    def query(self, view: View) -> Slow:
        return Slow()

    def show_answer(self, query: Slow, answer: str) -> None:
        self.told = answer


def test_what_was_asked_about_it_is_asked_again(play) -> None:
    played, curious = play(), Curious()
    played.player.questions.add(curious)
    played.player.step_epoch()
    played.until(lambda: played.player.questions.busy)
    laid = lay(played)
    # The worker leaves the question when it loads another run, of which nothing is seen here.
    played.player.begin(OTHER, 3, 0, behind=False)
    played.player.take_up(laid)
    played.until(lambda: curious.told == "at last")
    assert not played.player.questions.busy


def test_what_comes_late_of_another_run_changes_nothing(play) -> None:
    played = play()
    played.player.rerun(5)
    played.until_shown(5)
    laid = lay(played)
    for number in (400, 0, 900):
        played.player.begin(OTHER, number, 2, behind=False)
    played.player.take_up(laid)
    played.until_shown(5)
    played.player.rerun(6)
    played.until_shown(6)
    assert_is_the_article(played.player)
    assert len(played.player.history) == 6


def test_no_two_runs_have_the_same_number(play) -> None:
    played = play()
    numbers = [played.player.run.id]
    laid = lay(played)
    for _ in range(3):
        begin(played, 1)
        numbers.append(played.player.run.id)
    played.player.take_up(laid)
    played.until_shown(0)
    played.player.reset()
    played.until(lambda: played.player.run is not laid.run)
    numbers.append(played.player.run.id)
    assert len(set(numbers)) == len(numbers)


def test_a_lesson_shows_the_run_before_only_where_it_is_wanted(play) -> None:
    played = play()
    played.player.rerun(9)
    played.until_shown(9)
    laid = lay(played)
    begin(played, 4)
    assert played.screen.view.previous is None
    played.player.begin(Experiment(learning_rate=2e-5), 2, 0, behind=True)
    played.until_shown(2)
    assert played.screen.view.previous is not None
    assert played.screen.view.previous.experiment == OTHER
    played.player.take_up(laid)
    played.until_shown(9)
    assert played.screen.view.previous is None


@pytest.mark.parametrize("recorded", [0, 25])
def test_playing_ends_where_it_should(play, recorded: int) -> None:
    played = play()
    played.player.set_speed(None)
    if recorded:
        played.player.rerun(recorded)
        played.until_shown(recorded)
        played.player.seek(3)
        played.until_shown(3)
    played.player.play_to(17)
    played.until_shown(17)
    played.until(lambda: not played.screen.view.playing)
    assert played.player.state == "paused"
    assert len(played.player.history) == max(recorded, 17)
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    assert_is_the_article(played.player)


def test_an_epoch_is_gone_to_whether_it_is_trained_or_not(play) -> None:
    played = play()
    for number in (12, 4, 30):
        played.player.go_to(number)
        played.until_shown(number)
    assert len(played.player.history) == 30
    np.testing.assert_array_equal(
        played.screen.view.snapshot.params, played.player.history[29].params
    )
