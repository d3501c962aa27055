"""The movement of an update: its parts in order, and which updates are seen as one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.motion import Movement, Phase
from gui.run import View
from tests.gui.views import make_view

shares = st.floats(0, 1)


@given(shares, shares)
def test_every_part_goes_from_its_beginning_to_its_end_and_never_back(
    one: float, other: float
) -> None:
    early, late = sorted((one, other))
    for phase in Phase:
        assert 0 <= phase.share(early) <= phase.share(late) <= 1
        assert (phase.share(0), phase.share(1)) == (0, 1)


@given(shares)
def test_no_effect_is_ahead_of_its_cause(progress: float) -> None:
    parts = [phase.share(progress) for phase in Phase]
    assert parts == sorted(parts, reverse=True)


@pytest.fixture(scope="module")
def first() -> View:
    return make_view(epochs=2, cursor=1)


@pytest.fixture(scope="module")
def second(first: View) -> View:
    return replace(make_view(epochs=2), facts=first.facts)


@pytest.fixture
def movement(qtbot: QtBot) -> Movement:
    return Movement()


def moves(movement: Movement, *views: View, playing: bool = False) -> bool:
    """Whether the last of `views`, a step of a person's, is a movement."""
    for view in views[:-1]:
        movement.follow(view, False)
    movement.expect()
    movement.follow(views[-1], playing)
    running = movement.running
    movement.stop()
    return running


def test_the_next_update_is_a_movement(movement: Movement, first: View, second: View) -> None:
    assert moves(movement, first, second)
    assert not moves(movement, second, first)


def test_the_last_stage_is_one_and_the_others_are_not(movement: Movement, first: View) -> None:
    begun, walked = (
        replace(first, snapshot=first.snapshot.until(stage))
        for stage in (Stage.BACKWARD, Stage.GRADIENT)
    )
    assert moves(movement, walked, first)
    assert not moves(movement, begun, walked)


def test_the_walk_back_is_one_after_the_loss(movement: Movement, first: View) -> None:
    loss, walked = (
        replace(first, snapshot=first.snapshot.until(stage))
        for stage in (Stage.LOSS, Stage.BACKWARD)
    )
    assert moves(movement, loss, walked)
    assert not moves(movement, first, walked)


def test_another_run_playing_or_nobody_s_wish_is_none(
    movement: Movement, first: View, second: View
) -> None:
    assert not moves(movement, first, replace(second, facts=replace(second.facts)))
    assert not moves(movement, first, second, playing=True)
    movement.follow(first, False)
    movement.follow(second, False)
    assert not movement.running
    movement.enabled = False
    assert not moves(movement, first, second)


def test_the_same_update_drawn_again_goes_on_moving(
    movement: Movement, first: View, second: View
) -> None:
    movement.follow(first, False)
    movement.expect()
    movement.follow(second, False)
    movement.follow(replace(second, cursor=2), False)
    assert movement.running
    movement.stop()


def test_a_step_in_a_hurry_cuts_the_movement_short(
    movement: Movement, first: View, second: View
) -> None:
    third = replace(make_view(epochs=3), facts=first.facts)
    told: list[float] = []
    movement.progressed.connect(told.append)
    movement.follow(first, False)
    movement.expect()
    movement.follow(second, False)
    movement.expect()
    movement.follow(third, False)
    assert not movement.running
    assert told[-1] == 1


def test_it_passes_through_what_lies_in_between(
    movement: Movement, first: View, second: View, qtbot: QtBot
) -> None:
    told: list[float] = []
    movement.progressed.connect(told.append)
    movement.follow(first, False)
    movement.expect()
    with qtbot.waitSignal(movement.ended, timeout=20_000):
        movement.follow(second, False)
    assert (told[0], told[-1]) == (0, 1)
    assert told == sorted(told)
    assert len(set(told)) > 2
