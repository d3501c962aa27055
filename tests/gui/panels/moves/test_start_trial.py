"""What is tried as a start: asked for, chosen, dropped, and ended by something else shown."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.moves.start_trial import StartTrial
from gui.run import View
from tests.gui.views import make_view


class Heard(StartTrial):
    """A trial that writes down what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        for signal in (self.trialWanted, self.changeWanted, self.moved):
            signal.connect(self.heard.append)

    def said(self) -> list[object]:
        said = list(self.heard)
        self.heard.clear()
        return said


@pytest.fixture
def trial(qtbot: QtBot) -> Heard:
    return Heard()


START = make_view(epochs=1, cursor=0)
A, B, C = (float(value) for value in START.snapshot.params)


def tried(view: View, **values: float) -> View:
    """`view` as it is drawn while `values` are tried."""
    params = view.snapshot.params.copy()
    for name, value in values.items():
        params["abc".index(name)] = value
    return replace(view, snapshot=replace(view.snapshot, params=params))


def test_before_anything_is_shown_nothing_is_tried(trial: Heard) -> None:
    trial.move("a", 1.0)
    trial.choose()
    trial.drop()
    assert trial.said() == []


def test_each_move_keeps_the_values_of_those_before(trial: Heard) -> None:
    trial.see(START)
    trial.move("b", 0.5)
    assert trial.said() == ["b", {"a": A, "b": 0.5, "c": C}]
    trial.see(tried(START, b=0.5))
    trial.move("a", 0.25)
    assert trial.said() == ["a", {"a": 0.25, "b": 0.5, "c": C}]
    assert trial.name == "a"


def test_what_is_chosen_becomes_the_start(trial: Heard) -> None:
    trial.see(START)
    trial.move("b", 0.5)
    trial.said()
    trial.choose()
    assert trial.said() == ["", {"start": {"b": 0.5}}]
    assert trial.name == ""
    trial.choose()
    assert trial.said() == []


def test_values_that_are_set_already_stay_set(trial: Heard) -> None:
    view = make_view(Experiment(start={"a": 2.0}), epochs=1, cursor=0)
    trial.see(view)
    trial.move("b", 0.5)
    trial.choose()
    assert trial.said()[-1] == {"start": {"a": 2.0, "b": 0.5}}
    # The same start again changes nothing, but what is tried is no longer to be shown.
    trial.see(view)
    trial.move("b", float(view.facts.start[1]))
    trial.said()
    trial.choose()
    assert trial.said() == ["", {}]


def test_what_is_dropped_is_taken_back_once(trial: Heard) -> None:
    trial.see(START)
    trial.move("c", 9.0)
    trial.said()
    trial.drop()
    assert trial.said() == ["", {}]
    trial.drop()
    assert trial.said() == []


@pytest.mark.parametrize(
    ("shown", "goes_on"),
    [
        (tried(START, b=0.5), True),
        # An earlier place of the dot, still on its way to the screen.
        (tried(START, b=0.1), True),
        (START, False),
        (make_view(epochs=1), False),
        (make_view(epochs=1, stage=Stage.PREDICT), False),
    ],
)
def test_another_view_ends_it(trial: Heard, shown: View, goes_on: bool) -> None:
    trial.see(START)
    trial.move("b", 0.5)
    trial.said()
    trial.see(shown)
    assert trial.said() == ([] if goes_on else [""])
    assert trial.name == ("b" if goes_on else "")


def test_a_dot_moved_back_to_the_start_is_still_tried(trial: Heard) -> None:
    trial.see(START)
    trial.move("b", 0.5)
    trial.move("b", B)
    trial.said()
    trial.see(START)
    assert trial.name == "b"
    assert np.float32(B) == START.facts.start[1]
