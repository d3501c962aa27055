"""What turning the valley shows is said as it is: the loss does not change, arriving does."""

import pytest

from engine.queries import Turned
from engine.words.landscape.turned import ALIKE, Words, turned_in_words


def words(degrees: float, rate: float = 0.06, epochs: int = 60) -> Words:
    valley = Turned(20, degrees)
    path = valley.path(valley.place(-2.9, -1.8), rate, epochs)
    return turned_in_words(valley, path, rate, ("a", "b"))


def test_along_the_axes_one_is_early() -> None:
    said = words(0)
    assert said.arrived == ("a: there in epoch 2", "b: there in epoch 49")
    assert said.each_epoch == "6.0% nearer each epoch"
    assert said.lesson == f"{ALIKE} Along the axes a arrives early, and only b must wait."
    assert "in a single epoch" in said.own_rates


def test_a_quarter_turn_changes_their_places() -> None:
    assert "b arrives early, and only a must wait" in words(90).lesson


@pytest.mark.parametrize("degrees", [20, 45, -45, 100])
def test_aslant_both_wait(degrees: float) -> None:
    said = words(degrees)
    assert said.lesson.startswith(ALIKE)
    assert "both must wait" in said.lesson
    assert said.each_epoch == words(0).each_epoch


def test_aslant_own_rates_help_less_and_at_45_degrees_not_at_all() -> None:
    assert words(20).own_rates == (
        "The best single rate leaves 90% of the way after an epoch, the best rate for each"
        " parameter 81%."
    )
    assert "cannot help here" in words(45).own_rates


def test_what_is_still_on_its_way_and_what_diverges() -> None:
    assert words(0, epochs=10).arrived[1] == "b: still on its way"
    assert words(0, rate=0.2).each_epoch.startswith("no nearer")
    assert (
        words(0, rate=0.05, epochs=1).lesson
        == f"{ALIKE} Along the axes a arrives early, and only b must wait."
    )
