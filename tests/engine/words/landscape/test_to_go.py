"""How far each axis still has to go, in rows."""

import math

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import epochs_until
from engine.runs import Facts, Run
from engine.words.landscape.parts import goal_of
from engine.words.landscape.to_go import to_go, to_go_title
from tests.engine.words.ends.situations import run


def facts_of(made: Run) -> Facts:
    assert made.facts is not None
    return made.facts


def test_the_article_at_its_start() -> None:
    made = run(Experiment(), 1)
    facts, loss = facts_of(made), float(made.history.loss[0])
    rows = to_go(facts, facts.start, loss, 1e-5)
    assert [(row.name, row.text) for row in rows] == [
        ("along", "1,440,000"),
        ("on the slant", "12,100"),
        ("across", "7"),
    ]
    assert to_go_title(facts) == "epochs to loss 1"


def test_what_never_arrives_says_so() -> None:
    made = run(Experiment(), 1)
    facts, loss = facts_of(made), float(made.history.loss[0])
    rows = to_go(facts, facts.start, loss, 4e-5)
    assert rows[-1].text == "never"
    assert math.isinf(rows[-1].epochs)


def test_many_axes_are_three_rows_and_those_between_take_as_long_as_the_slowest() -> None:
    many = " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(6))
    made = run(Experiment(formula=many, learning_rate=1e-2), 1)
    facts = facts_of(made)
    rows = to_go(facts, facts.start, float(made.history.loss[0]), 1e-2)
    assert [row.name for row in rows] == ["along", "on the slant", "across"]
    valley, goal = facts.valley, goal_of(facts)
    assert valley is not None
    assert goal is not None
    near = goal - valley.floor_loss
    alone = epochs_until(valley, valley.parts(facts.start), 1e-2, near)
    assert [row.epochs for row in rows] == [alone[0], alone[1:-1].max(), alone[-1]]


@pytest.mark.parametrize("params", [np.array([np.nan, 0, 0]), np.array([1e30, 0, 0])])
def test_nothing_is_told_where_numbers_are_lost(params: np.ndarray) -> None:
    facts = facts_of(run(Experiment(formula="a*tanh(b*t)+c"), 1))
    assert to_go(facts, params, 1.0, 1e-5) == ()
