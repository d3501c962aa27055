"""Which question is chosen: as hard as the person can do, and not to be guessed."""

from collections import Counter
from itertools import pairwise
from random import Random

from engine.predicting import SORTS, Chooser, Tally, find
from tests.engine.predicting.moments import moment, posed

GOOD = Tally(recent={"signs": (True,) * 8, "sizes": (True,) * 8})


def test_a_beginner_is_asked_about_signs() -> None:
    questions = find(moment(many=(8,)))
    chooser = Chooser(Random(1))
    chosen = [chooser.choose(questions, Tally()) for _ in range(40)]
    assert {SORTS[each.sort].group for each in chosen if each} == {"signs"}


def test_whoever_does_well_is_asked_mostly_harder_questions_of_every_sort() -> None:
    questions = find(moment(many=(8,)))
    chooser = Chooser(Random(1))
    chosen = Counter(each.sort for _ in range(300) if (each := chooser.choose(questions, GOOD)))
    assert chosen.keys() == SORTS.keys()
    curves = chosen["curve"] + chosen["loss_curve"]
    assert 140 < curves < 220


def test_harder_ones_are_asked_where_there_are_no_easy_ones() -> None:
    only = posed(moment(), "point")
    assert Chooser(Random(1)).choose(only, Tally()) is only[0]
    assert Chooser(Random(1)).choose([], Tally()) is None


def test_what_is_expected_is_asked_seldom() -> None:
    directions = posed(moment(trained=13), "direction")
    asked = Counter(
        each.expected
        for seed in range(300)
        if (each := Chooser(Random(seed)).choose(directions, Tally()))
    )
    assert sum(each.expected for each in directions) == len(directions) - 1
    assert asked[False] > 0.55 * asked.total()


def test_the_same_sort_is_seldom_asked_twice_in_a_row() -> None:
    questions = find(moment(many=(8,)))
    chooser = Chooser(Random(5))
    sorts = [each.sort for _ in range(200) if (each := chooser.choose(questions, Tally()))]
    again = sum(one == other for one, other in pairwise(sorts))
    assert again < 30
