"""What is picked and pointed at: shared, remembered while it exists, and told when it changes."""

import pytest
from pytestqt.qtbot import QtBot

from gui.run import NOTHING_LIT, Lit, Picks


@pytest.fixture
def picks(qtbot: QtBot) -> Picks:
    picks = Picks()
    picks.begin(20, 3)
    return picks


@pytest.fixture
def changes(picks: Picks) -> list[int]:
    """The point at each change."""
    seen: list[int] = []
    picks.changed.connect(lambda: seen.append(picks.point))
    return seen


def test_without_a_pick_it_is_the_last_point_and_the_first_parameter(picks: Picks) -> None:
    assert (picks.point, picks.param, picks.pointed, picks.lit) == (19, 0, None, NOTHING_LIT)


def test_before_a_run_there_is_a_point_all_the_same(qtbot: QtBot) -> None:
    assert Picks().point == 0


def test_the_point_pointed_at_comes_before_the_one_picked(picks: Picks, changes: list[int]) -> None:
    picks.pick(4)
    picks.point_at(7)
    assert picks.pointed == 7
    picks.point_at(None)
    picks.pick(None)
    assert changes == [4, 7, 4, 19]


def test_what_stays_the_same_is_no_change(picks: Picks, changes: list[int]) -> None:
    picks.pick(4)
    picks.pick(4)
    picks.point_at(None)
    picks.pick_param(0)
    picks.light(NOTHING_LIT)
    picks.begin(20, 3)
    assert changes == [4]


def test_a_parameter_and_what_lights_up_are_told(picks: Picks, changes: list[int]) -> None:
    picks.pick_param(2)
    picks.light(Lit(frozenset({1}), frozenset({"loss"})))
    assert (picks.param, picks.lit.params, picks.lit.parts) == (2, {1}, {"loss"})
    assert len(changes) == 2


def test_another_run_keeps_the_picks_that_it_has_too(picks: Picks, changes: list[int]) -> None:
    picks.pick(12)
    picks.pick_param(1)
    picks.point_at(3)
    picks.light(Lit(frozenset({2})))
    picks.begin(15, 2)
    assert (picks.point, picks.param, picks.pointed, picks.lit) == (12, 1, None, NOTHING_LIT)
    picks.begin(10, 1)
    assert (picks.point, picks.param) == (9, 0)
    picks.begin(20, 3)
    assert picks.point == 19
    assert len(changes) == 7
