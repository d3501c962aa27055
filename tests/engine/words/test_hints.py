"""The quiet line: what to do, or what the last update did."""

import pytest

from engine.experiment import Experiment
from engine.runs import Stage
from engine.words.hints import FIRST, PLAYING, RAN, hint
from tests.experiments import preset
from tests.gui.views import make_view


def test_before_the_first_update_it_says_what_to_press() -> None:
    view = make_view(epochs=1, cursor=0)
    assert hint(view.snapshot, view.facts.names, False) == FIRST
    assert hint(view.snapshot, view.facts.names, True) == PLAYING


@pytest.mark.parametrize("stage", list(Stage)[:-1])
def test_after_a_stage_it_says_what_ran(stage: Stage) -> None:
    view = make_view(epochs=2, cursor=2, stage=stage)
    assert hint(view.snapshot, view.facts.names, False) == RAN[stage]


def test_after_an_update_it_says_how_each_parameter_moved() -> None:
    view = make_view(epochs=1)
    assert hint(view.snapshot, view.facts.names, False) == (
        "Epoch 1 moved a right by 0.635, b right by 0.0409, c right by 0.00301."
    )


def test_of_many_parameters_it_names_those_that_moved_furthest() -> None:
    view = make_view(Experiment().changed(**preset("neurons").fields), epochs=1)
    said = hint(view.snapshot, view.facts.names, False)
    assert said.startswith("Epoch 1 moved 7 parameters, the furthest ")
    assert said.count(" by ") == 3
